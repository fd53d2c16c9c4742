import { assert, assertEquals } from "@std/assert";
import { debugOf } from "../processes/debug.ts";
import { runtimeOf } from "../processes/host.ts";
import { Process } from "../processes/process.ts";
import { Runtime } from "../processes/runtime.ts";
import { Simulation } from "./simulation.ts";
import { type Carrier, Checkpoint } from "./_checkpoint.ts";
import { Keeper } from "./testdata/senders.ts";

/** A world with a carrier that writes down what it is asked, and takes nothing or everything. */
function world(takes: boolean) {
  const simulation = new Simulation();
  const checkpoint = new Checkpoint(runtimeOf(simulation.system));
  const asked: string[] = [];
  const carrier: Carrier = {
    takes: (process, { kind, payload }) => asked.push(`${process.pid} ${kind}${payload}`) > 0 && takes,
    takesReply: (_call, reply) => asked.push(`reply ${reply}`) > 0 && takes,
  };
  checkpoint.carrier = carrier;
  return { simulation, checkpoint, asked };
}

Deno.test("Checkpoint asks its carrier about casts, calls, replies and plain messages", async () => {
  const { simulation, asked } = world(false);
  const { system } = simulation;
  const keeper = await system.start(Keeper);
  keeper.cast("keep", "a");
  system.send(keeper.pid!, "b");
  assertEquals(await keeper.call("echo", "c"), "c");
  assertEquals(asked, ["<0.1.0> keepa", "<0.1.0> b", "<0.1.0> echoc", "reply c"]);
  await simulation.stop();
});

Deno.test("Checkpoint asks nobody about signals, timers, monitors, and what the runtime itself sends", async () => {
  const { simulation, asked } = world(true);
  const { system } = simulation;
  const me = system.attach();
  me.trapExit = true;
  const other = system.spawn((self) => self.receive());
  me.monitor(other);
  me.link(other);
  me.sendAfter(me.pid, "timer", { delayMs: 1 });
  const keeper = await system.start(Keeper);
  await keeper.stop();
  system.exit(other, "boom");
  await simulation.advance(1);
  assertEquals([asked, me.mailboxLength], [[], 3]);
  await simulation.stop();
});

Deno.test("Checkpoint: what a listener sends while a message is sent does not hide it", async () => {
  const { simulation, asked } = world(false);
  const { system } = simulation;
  const me = system.attach();
  const sender = system.spawn((self) => self.send(me.pid, "first"));
  for (const process of runtimeOf(system).processes.values()) debugOf(process).traces++;
  system.events.subscribe((event) => {
    if (event.type === "message.sent" && event.message === "first") system.send(me.pid, "second");
  }, { pid: sender });
  await simulation.settle();
  assertEquals(asked, ["<0.1.0> second", "<0.1.0> first"]);
  await simulation.stop();
});

Deno.test("Checkpoint.arriveReply() answers a call that its carrier has taken", async () => {
  const { simulation, checkpoint } = world(false);
  const taken: (() => void)[] = [];
  checkpoint.carrier = {
    takes: () => false,
    takesReply: (call, reply) => taken.push(() => checkpoint.arriveReply(call, reply)) > 0,
  };
  const keeper = await simulation.system.start(Keeper);
  const call = keeper.call("echo", "x");
  await simulation.settle();
  taken[0]!();
  assertEquals([await call, taken.length], ["x", 1]);
  await simulation.stop();
});

Deno.test("Checkpoint: a System in a simulation is made of the same classes as any other", async () => {
  const { simulation } = world(false);
  const { system } = simulation;
  await system.start(Keeper);
  system.attach({ maxMailbox: 3 });
  const runtime = runtimeOf(system);
  assert(Object.getPrototypeOf(runtime) === Runtime.prototype);
  for (const each of runtime.processes.values()) assert(Object.getPrototypeOf(each) === Process.prototype);
  await simulation.stop();
});

Deno.test("Checkpoint: a mailbox with a limit has it behind the carrier, which may take what would not get in", async () => {
  const { simulation, checkpoint, asked } = world(false);
  const full = simulation.system.attach({ maxMailbox: 1, overload: "drop_newest" });
  for (const each of ["a", "b"]) simulation.system.send(full.pid, each);
  assertEquals([asked, full.mailboxLength], [["<0.1.0> a", "<0.1.0> b"], 1]);
  const taken: (() => void)[] = [];
  checkpoint.carrier = {
    takes: (process, envelope) => taken.push(() => checkpoint.arrive(process, envelope)) > 0,
    takesReply: () => false,
  };
  simulation.system.send(full.pid, "c");
  assertEquals(await full.receive(), "a");
  taken[0]!();
  assertEquals(await full.receive(), "c");
  await simulation.stop();
});
