import { assertEquals } from "@std/assert";
import { sys } from "../introspection/sys.ts";
import { System } from "../system.ts";
import { runtimeOf } from "./host.ts";
import { nextTask } from "./next_task.ts";
import type { Pid } from "./pid.ts";
import type { Process } from "./process.ts";
import type { Receiver } from "./receive.ts";
import { silentLogger } from "./reporter.ts";
import { FairScheduler, type Runnable } from "./scheduler.ts";

/** Writes down who asks for a turn. */
class Counted extends FairScheduler {
  readonly asked: Pid[] = [];

  override enqueue(runnable: Runnable): void {
    this.asked.push(runnable.pid);
    super.enqueue(runnable);
  }
}

/** A process that waits already, what it got, and how often it asked for a turn since then. */
async function waiting(
  body: (self: Receiver) => Promise<unknown>,
): Promise<AsyncDisposable & { system: System; pid: Pid; process: Process; got: unknown[]; turns(): number }> {
  const scheduler = new Counted();
  const system = new System({ scheduler, logger: silentLogger });
  const got: unknown[] = [];
  const pid = system.spawn(async (self) => {
    for (;;) got.push(await body(self));
  });
  await nextTask();
  scheduler.asked.length = 0;
  return {
    system,
    pid,
    process: runtimeOf(system).find(pid)!,
    got,
    turns: () => scheduler.asked.filter((each) => each === pid).length,
    [Symbol.asyncDispose]: () => system.stop(),
  };
}

Deno.test("receive() of any message gets it by hand where nobody waits for a turn, those after it by the mailbox, in order", async () => {
  await using world = await waiting((self) => self.receive());
  const { system, pid, process, got, turns } = world;
  for (const message of [1, 2, 3]) system.send(pid, message);
  assertEquals([process.length, process.handled, turns()], [2, 1, 0]);
  await nextTask();
  assertEquals([got, process.length, process.handled], [[1, 2, 3], 0, 3]);
});

Deno.test("receive() by hand: what is being handled is seen, and a promise as a message is what it comes to", async () => {
  await using world = await waiting((self) => self.receive());
  const { system, pid, process, got } = world;
  system.send(pid, Promise.resolve("later"));
  assertEquals(await (process.current!.payload as Promise<string>), "later");
  await nextTask();
  assertEquals(got, ["later"]);
});

Deno.test("receive() by hand within its time leaves no time-out behind", async () => {
  await using world = await waiting((self) => self.receive(undefined, { timeoutMs: 60_000 }));
  const { system, pid, got, turns } = world;
  system.send(pid, "in time");
  await nextTask();
  assertEquals([got, turns(), runtimeOf(system).timers.size], [["in time"], 1, 1]); // the one of the next receive
});

Deno.test("receive() with a test takes its turn, since the test is the user's code", async () => {
  await using world = await waiting((self) => self.receive((message) => message !== "other"));
  const { system, pid, got, process, turns } = world;
  system.send(pid, "other");
  system.send(pid, "mine");
  assertEquals([got, process.length, turns()], [[], 2, 1]);
  await nextTask();
  assertEquals([got, process.length], [["mine"], 1]);
});

Deno.test("receive() takes its turn where others wait for theirs, and where it is suspended or traced", async () => {
  await using world = await waiting((self) => self.receive());
  const { system, pid, got, turns } = world;
  system.spawn(() => {});
  system.send(pid, "behind");
  assertEquals(turns(), 1);
  await nextTask();
  sys.suspend(system, pid);
  system.send(pid, "suspended");
  await nextTask();
  assertEquals(got, ["behind"]);
  sys.resume(system, pid);
  await nextTask();
  using _trace = sys.trace(system, pid);
  const before = turns();
  system.send(pid, "traced");
  assertEquals(turns(), before + 1);
  await nextTask();
  assertEquals(got, ["behind", "suspended", "traced"]);
});

Deno.test("receive() within guarded code takes its turn: what may be stopped gives nothing by hand", async () => {
  await using world = await waiting((self) => self.receive());
  const { system, pid, got, turns } = world;
  const runtime = runtimeOf(system);
  runtime.hold();
  system.send(pid, "held");
  runtime.release();
  assertEquals([got, turns()], [[], 1]);
  await nextTask();
  assertEquals(got, ["held"]);
});

Deno.test("FairScheduler.passes() while nobody waits and its slice lasts, and counts as a turn", async () => {
  const scheduler = new FairScheduler({ sliceMs: 0, budget: 1 });
  scheduler.attach({ idle() {} });
  let passed = 0;
  while (scheduler.passes() && passed < 10_000) passed++;
  assertEquals([passed < 10_000, scheduler.passes()], [true, false]); // the event loop has its turn first
  let had = false;
  scheduler.enqueue({ pid: "<0.1.0>", nextRunnable: null, turn: () => (had = true, false) });
  while (!had) await nextTask();
  await scheduler.stop();
  assertEquals(scheduler.passes(), false);
});
