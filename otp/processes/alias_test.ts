import { assertEquals, assertFalse, assertMatch } from "@std/assert";
import { sys } from "../introspection/sys.ts";
import { Simulation } from "../simulation/simulation.ts";
import { Alias } from "./alias.ts";
import { runtimeOf } from "./host.ts";
import { drain, idle, inWorlds, record } from "./testdata/worlds.ts";

Deno.test("case 50: a message to an alias arrives like one to its owner, in order with others", async () => {
  await inWorlds(async ({ system, settle }) => {
    const me = system.attach();
    const alias = me.alias();
    assertMatch(alias, /^#Ref<0\.\d+>$/);
    system.spawn((self) => {
      self.send(me.pid, 1);
      assertEquals(self.send(alias, 2), 2);
      self.send(me.pid, 3);
      self.send(alias, 4);
    });
    await settle();
    assertEquals(await drain(me), [1, 2, 3, 4]);
  });
});

Deno.test("case 51: after unalias messages are dropped, those in the mailbox stay, and again it is false", async () => {
  await inWorlds(async ({ system, settle }) => {
    const me = system.attach();
    const alias = me.alias();
    system.send(alias, "early");
    assertEquals(me.unalias(alias), true);
    assertEquals(system.send(alias, "late"), "late");
    await settle();
    assertEquals(await drain(me), ["early"]);
    assertEquals([me.unalias(alias), me.unalias("#Ref<0.4711>")], [false, false]);
  }, 5);
});

Deno.test("case 52: an alias for a reply takes one message and is gone", async () => {
  await inWorlds(async ({ system, settle }) => {
    const me = system.attach();
    const alias = me.alias({ reply: true });
    system.send(alias, "reply");
    system.send(alias, "second");
    await settle();
    assertEquals(await drain(me), ["reply"]);
    assertEquals(me.unalias(alias), false);
  }, 5);
});

Deno.test("unalias() of another's alias is false and leaves it", async () => {
  await inWorlds(async ({ system, settle }) => {
    const [me, other] = [system.attach(), system.attach()];
    const alias = me.alias();
    assertFalse(other.unalias(alias));
    system.send(alias, "still");
    await settle();
    assertEquals(await drain(me), ["still"]);
  }, 3);
});

Deno.test("Alias ends with its owner, and nothing is left behind of any", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const { aliases, processes } = runtimeOf(system);
  const [me, other] = [system.attach(), system.attach()];
  const [lasting, reply] = [me.alias(), me.alias({ reply: true })];
  const kept = other.alias();
  system.exit(me.pid, "boom");
  system.send(lasting, "to the dead");
  system.send(reply, "to the dead");
  assertEquals([...aliases.keys()], [kept]);
  other.unalias(kept);
  assertEquals([aliases.size, processes.get(other.pid)?.watchers], [0, null]);
});

Deno.test("Alias of one that dies reaches nobody, also while it is dying", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const me = system.attach();
  const alias = me.alias();
  sys.trace(system, me.pid);
  const received = record(system, "message.received");
  system.events.subscribe((event) => event.type === "process.exited" && void system.send(alias, "too late"));
  system.exit(me.pid, "boom");
  assertEquals([received, me.mailboxLength, runtimeOf(system).aliases.size], [[], 0, 0]);
});

Deno.test("Alias makes 10,000 deaths beside 10,000 aliases no search", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const me = system.attach();
  for (let n = 0; n < 10_000; n++) me.alias();
  for (let n = 0; n < 10_000; n++) system.exit(system.spawn(idle), "shutdown"); // quadratic, this would take seconds
  assertEquals(runtimeOf(system).aliases.size, 10_000);
});

Deno.test("Alias.begin() gives its reference", async () => {
  await using simulation = new Simulation();
  const me = simulation.system.attach();
  const runtime = runtimeOf(me);
  const alias = new Alias(runtime.processes.get(me.pid)!, runtime.nextRef(), { once: false });
  assertEquals(alias.begin(), alias.ref);
});
