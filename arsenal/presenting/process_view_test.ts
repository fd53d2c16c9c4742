import { assert, assertEquals } from "@std/assert";
import { GenServer, processInfo, Supervisor } from "@superlearner/otp";
import { Simulation } from "@superlearner/otp/simulation";
import { isRoot, isSupervisorInfo, nodeOf, pidNumber, PROCESS_ROW, processRow } from "./process_view.ts";

const Slow = GenServer.define({
  name: "Slow",
  init: () => 0,
  calls: { wait: (_state, _payload: undefined) => new Promise<[number, number]>(() => {}) },
});

Deno.test("processRow() has its fields in one order, as its schema says", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const slow = await system.start(Slow, { name: "slow" });
  const row = processRow(processInfo(system, slow.pid!)!);
  assertEquals(
    Object.keys(row).join(" "),
    [
      "pid name status type module behaviour memory message_queue_len reductions initial_call current_function links",
      "monitors node registered_name uptime_ms trap_exit traced parent",
    ].join(" "),
  );
  assert((PROCESS_ROW as unknown as { safeParse(value: unknown): { success: boolean } }).safeParse(row).success);
  assertEquals([row.name, row.type, row.initial_call, row.current_function], [
    "slow",
    "worker",
    "Slow.init",
    "GenServer.loop",
  ]);
});

Deno.test("processRow() tells the function that a process is in", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const slow = await system.start(Slow);
  const spawned = system.spawn((self) => self.receive(), { label: "listen" });
  slow.call("wait", undefined, { timeoutMs: Infinity }).catch(() => {});
  await simulation.settle();
  const current = (pid: typeof spawned) => processRow(processInfo(system, pid)!).current_function;
  assertEquals([current(slow.pid!), current(spawned)], ["Slow.calls.wait", "receive"]);
});

Deno.test("isSupervisorInfo() and isRoot() tell a supervisor at the root", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const tree = await system.start(Supervisor.define({ children: [Slow.child({ name: "slow" })] }));
  const [top, slow] = [processInfo(system, tree.pid!)!, processInfo(system, system.whereis("slow")!)!];
  assertEquals([isSupervisorInfo(top), isRoot(top), isSupervisorInfo(slow), isRoot(slow)], [true, true, false, false]);
});

Deno.test("nodeOf() and pidNumber() read a pid, also one from elsewhere", () => {
  assertEquals([nodeOf("<0.12.0>"), pidNumber("<0.12.0>")], ["local", 12]);
  assertEquals([nodeOf("<eu.7.0>"), pidNumber("<eu.7.0>")], ["eu", 7]);
});

Deno.test("processRow() tells placement and limit of the mailbox where there are any, as its schema says", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const small = await system.start(Slow, { maxMailbox: 3, overload: "drop_newest" });
  const info = { ...processInfo(system, small.pid!)!, placement: { node: "far", kind: "worker" } };
  const row = processRow(info);
  assertEquals(Object.keys(row).slice(-4), ["placement", "max_mailbox", "dropped", "overloaded"]);
  assertEquals([row.placement, row.max_mailbox, row.dropped, row.overloaded], [info.placement, 3, 0, false]);
  assert((PROCESS_ROW as unknown as { safeParse(value: unknown): { success: boolean } }).safeParse(row).success);
});
