import { assert, assertEquals } from "@std/assert";
import { debugOf } from "../processes/debug.ts";
import { runtimeOf } from "../processes/host.ts";
import { Process } from "../processes/process.ts";
import { Runtime } from "../processes/runtime.ts";
import { System } from "../system.ts";
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
  checkpoint.add(carrier);
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
  const carrier: Carrier = {
    takes: () => false,
    takesReply: (call, reply) => taken.push(() => checkpoint.arriveReply(carrier, call, reply)) > 0,
  };
  checkpoint.carriers = [carrier];
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
  const carrier: Carrier = {
    takes: (process, envelope) => taken.push(() => checkpoint.arrive(carrier, process, envelope)) > 0,
    takesReply: () => false,
  };
  checkpoint.carriers = [carrier];
  simulation.system.send(full.pid, "c");
  assertEquals(await full.receive(), "a");
  taken[0]!();
  assertEquals(await full.receive(), "c");
  await simulation.stop();
});

Deno.test("Checkpoint.of() stands before those who live already, and leaves when nobody is asked any more", async () => {
  await using system = new System();
  const runtime = runtimeOf(system);
  const limited = system.attach({ maxMailbox: 1, overload: "drop_newest" });
  const keeper = await system.start(Keeper);
  const checkpoint = Checkpoint.of(runtime);
  assert(Checkpoint.of(runtime) === checkpoint);
  const asked: string[] = [];
  const carrier = (name: string): Carrier => ({
    takes: (_process, { kind, payload }) => asked.push(`${name} ${kind}${payload}`) < 0,
    takesReply: (_call, reply) => asked.push(`${name} reply ${reply}`) < 0,
  });
  const [one, other] = [carrier("one"), carrier("other")];
  checkpoint.add(one);
  checkpoint.add(other);
  assertEquals(await keeper.call("echo", "x"), "x");
  for (const each of ["a", "b"]) system.send(limited.pid, each);
  assertEquals(limited.mailboxLength, 1);
  checkpoint.remove(one);
  assertEquals(await keeper.call("echo", "y"), "y");
  checkpoint.remove(other);
  assertEquals(await keeper.call("echo", "z"), "z");
  assertEquals(asked, [
    ...["one echox", "other echox", "one reply x", "other reply x"],
    ...["one a", "other a", "one b", "other b"],
    ...["other echoy", "other reply y"],
  ]);
  assertEquals([runtime.gates, runtime.replies, runtime.find(keeper.pid!)!.limit], [null, null, null]);
  system.send(limited.pid, "c");
  assertEquals(limited.mailboxLength, 1);
});

Deno.test("Checkpoint: what one carrier brings goes on to the next, and not to those before it", async () => {
  await using system = new System();
  const me = system.attach();
  const checkpoint = Checkpoint.of(runtimeOf(system));
  const taken: (() => void)[] = [];
  const asked: string[] = [];
  const carrier = (name: string): Carrier => {
    const own: Carrier = {
      takes: (process, envelope) => {
        asked.push(name);
        return taken.push(() => checkpoint.arrive(own, process, envelope)) > 0;
      },
      takesReply: () => false,
    };
    return own;
  };
  checkpoint.add(carrier("one"));
  checkpoint.add(carrier("other"));
  system.send(me.pid, "x");
  taken.shift()!();
  assertEquals([asked, me.mailboxLength], [["one", "other"], 0]);
  taken.shift()!();
  assertEquals([asked, me.mailboxLength], [["one", "other"], 1]);
});
