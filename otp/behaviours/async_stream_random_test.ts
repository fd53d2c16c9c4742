import { assert, assertEquals } from "@std/assert";
import { SeededRandom } from "../environment.ts";
import { runtimeOf } from "../processes/host.ts";
import { Simulation } from "../simulation/simulation.ts";
import { TaskSupervisor } from "../supervision/task_supervisor.ts";
import { mailOf } from "../testdata/world.ts";
import type { StreamResult } from "./async_stream.ts";
import { Task } from "./task.ts";
import type { TaskSelf } from "./task_process.ts";

const Tasks = TaskSupervisor.define();

/** One stream with everything about it drawn by chance, and what must hold for any. */
async function oneStream(seed: number): Promise<void> {
  const random = new SeededRandom(seed);
  const below = (n: number) => Math.floor(random.next() * n);
  await using simulation = new Simulation({ seed });
  const { system } = simulation;
  const tasks = await system.start(Tasks, { name: "tasks" });
  const count = below(12);
  const maxConcurrency = 1 + below(4);
  const ordered = random.next() < 0.5;
  const timeoutMs = random.next() < 0.5 ? 15 : Infinity;
  const leaveAt = random.next() < 0.3 ? below(count + 1) : Infinity;
  const supervised = random.next() < 0.5;
  const pauses = Array.from({ length: count + 1 }, () => below(3) === 0 ? below(20) : 0);
  const lengths = Array.from({ length: count }, () => below(25));
  const fails = Array.from({ length: count }, () => below(5) === 0);
  let [taken, given, running, most, closed] = [0, 0, 0, 0, 0];
  let ahead = 0;

  function* plain() {
    try {
      while (taken < count) {
        ahead = Math.max(ahead, ++taken - given);
        yield taken - 1;
      }
    } finally {
      closed++;
    }
  }
  async function* slow() {
    for (const element of plain()) {
      for (let turn = below(8); turn > 0; turn--) await Promise.resolve();
      yield element;
    }
  }
  const run = async (n: number, self: TaskSelf) => {
    most = Math.max(most, ++running);
    self.signal.addEventListener("abort", () => running--);
    await self.receive(undefined, { timeoutMs: lengths[n]! });
    return fails[n] ? self.exit("boom") : n;
  };
  const options = { run, maxConcurrency, ordered, timeoutMs, onTimeout: "kill_task", zipInputOnExit: true } as const;
  const results: StreamResult<number, number, true>[] = [];
  const source = random.next() < 0.5 ? plain() : slow();
  let left: unknown[] | undefined;
  system.spawn(async (self) => {
    self.trapExit = true;
    const stream = supervised
      ? Tasks.at(self, "tasks").asyncStreamNoLink(source, options)
      : Task.asyncStream(self, source, options);
    for await (const result of stream) {
      given++;
      results.push(result);
      if (pauses[given]) await self.receive(undefined, { timeoutMs: pauses[given]! });
      if (given >= leaveAt) break;
    }
    left = [self.links, self.mailboxLength];
  });
  await simulation.settle();
  await simulation.advance(1000);

  const told = `count ${count}, ${maxConcurrency} at a time, given ${given}`;
  assertEquals([left, running], [[[], 0], 0], told);
  assert(most <= maxConcurrency, told);
  if (!ordered) assert(ahead <= maxConcurrency, `${told}, ahead ${ahead}`);
  assertEquals(given, Math.min(count, Math.max(leaveAt, count === 0 ? 0 : 1)), told);
  assertEquals(closed, 1, told);
  const shown = results.map((each) => {
    if ("ok" in each) return [each.ok, "ok"];
    return [each.exit.input, each.exit.reason];
  });
  const expected = (n: number) => [n, lengths[n]! >= timeoutMs ? "timeout" : fails[n] ? "boom" : "ok"];
  if (ordered) assertEquals(shown, shown.map((_, n) => expected(n)), told);
  else {
    const inOrder = shown.toSorted(([one], [other]) => Number(one) - Number(other));
    assertEquals(inOrder, inOrder.map(([n]) => expected(Number(n))), told);
    assertEquals(new Set(shown.map(([n]) => n)).size, given, told);
  }
  assertEquals([await tasks.children(), runtimeOf(system).timers.size], [[], 0], told);
  assertEquals(await mailOf(system.attach()), []);
}

Deno.test("Task.asyncStream() keeps its promises whatever the source, the tasks, the consumer and the order of turns", async () => {
  for (let seed = 0; seed < 400; seed++) {
    try {
      await oneStream(seed);
    } catch (error) {
      throw new Error(`Under seed ${seed}`, { cause: error });
    }
  }
});
