import { assertEquals, assertRejects } from "@std/assert";
import { GenServer, listProcesses, type Pid, sys, type System } from "@superlearner/otp";
import { Simulation } from "@superlearner/otp/simulation";
import { BusyError, Quiet } from "./quiet.ts";

const Worker = GenServer.define({
  name: "Worker",
  init: () => 0,
  calls: {
    wait: async (state, gate: Promise<void>) => {
      await gate;
      return ["done", state];
    },
    get: (state) => [state, state],
  },
});

const options = { pauseMs: 50, timeoutMs: 1000 };

function suspended(system: System): Pid[] {
  return listProcesses(system).filter(({ status }) => status === "suspended").map(({ pid }) => pid);
}

Deno.test("Quiet.take() makes all wait at once, and lets them go on", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const pids = [(await system.start(Worker)).pid!, (await system.start(Worker)).pid!];
  const quiet = new Quiet(system, options);
  assertEquals(quiet.since, -1);
  await quiet.take(pids);
  assertEquals([suspended(system), quiet.since >= 0], [pids, true]);
  quiet[Symbol.dispose]();
  assertEquals([suspended(system), quiet.since], [[], -1]);
});

Deno.test("Quiet.take(): while one ends its message the others go on; then all wait", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const [busy, idle] = [await system.start(Worker), await system.start(Worker)];
  const gate = Promise.withResolvers<void>();
  const answer = busy.call("wait", gate.promise, { timeoutMs: Infinity });
  await simulation.settle();
  using quiet = new Quiet(system, options);
  let isTaken = false;
  const taken = quiet.take([busy.pid!, idle.pid!]).then(() => void (isTaken = true));
  await simulation.advance(60);
  assertEquals([suspended(system), await idle.call("get"), isTaken], [[busy.pid!], 0, false]);
  gate.resolve();
  await simulation.settle();
  await taken;
  assertEquals([await answer, suspended(system)], ["done", [busy.pid!, idle.pid!]]);
});

Deno.test("Quiet.take() gives up on one that does not come to an end, and names it", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const [busy, idle] = [await system.start(Worker), await system.start(Worker)];
  busy.call("wait", new Promise(() => {}), { timeoutMs: Infinity }).catch(() => {});
  await simulation.settle();
  const quiet = new Quiet(system, options);
  const failed = assertRejects(() => quiet.take([busy.pid!, idle.pid!]), BusyError, "for more than 1000 ms");
  await simulation.advance(1200);
  assertEquals((await failed).pid, busy.pid);
  quiet[Symbol.dispose]();
  assertEquals(suspended(system), []);
});

Deno.test("Quiet: who was suspended by somebody else stays so, and the dead are passed over", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const [one, gone] = [await system.start(Worker), await system.start(Worker)];
  const [pid, dead] = [one.pid!, gone.pid!];
  await gone.stop();
  sys.suspend(system, pid);
  const quiet = new Quiet(system, options);
  await quiet.take([pid, dead]);
  quiet[Symbol.dispose]();
  assertEquals(suspended(system), [pid]);
});
