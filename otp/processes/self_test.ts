import { assert, assertEquals, assertInstanceOf, assertThrows } from "@std/assert";
import { processInfo } from "../introspection/process_info.ts";
import { Simulation } from "../simulation/simulation.ts";
import { Exit, NoProcessError } from "./errors.ts";
import { runtimeOf } from "./host.ts";
import type { Pid } from "./pid.ts";
import { aliveProcessOf, processOf, Self } from "./self.ts";
import { idle, inWorlds, record } from "./testdata/worlds.ts";

Deno.test("case 77: a process knows its ancestors, nearest first, as names where they have names", async () => {
  await inWorlds(async ({ system, settle }) => {
    let seen: (Pid | string)[] = [];
    let child: Pid | undefined;
    let middle: Pid | undefined;
    system.spawn((top) => {
      middle = top.spawn((self) => {
        child = self.spawn((child) => {
          seen = child.ancestors;
          return idle();
        });
        return idle();
      });
      return idle();
    }, { name: "top" });
    await settle();
    assertEquals(seen, [middle!, "top"]);
    const info = processInfo(system, child!)!;
    assertEquals([info.ancestors, info.parent], [[middle!, "top"], middle!]);
    system.exit(middle!, "shutdown"); // known also when it is dead
    assertEquals(processInfo(system, child!)!.ancestors, [middle!, "top"]);
    assertEquals(system.attach().ancestors, []);
  }, 3);
});

Deno.test("Self tells pid, name, parent, system and time", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const me = system.attach({ name: "me" });
  assertInstanceOf(me, Self);
  assertEquals([me.name, me.parent, me.alive, me.trapExit], ["me", "<0.0.0>", true, false]);
  assert(me.system === system);
  await simulation.advance(5);
  assertEquals([me.now(), system.now()], [5, 5]);
  let parent: Pid | undefined;
  me.spawn((self) => void (parent = self.parent));
  await simulation.settle();
  assertEquals(parent, me.pid);
  assertEquals(processOf(me).pid, me.pid);
});

Deno.test("Self.random() is the System's: the same seed, the same numbers, from 0 to below 1", async () => {
  const numbers: number[][] = [];
  for (const seed of [7, 7, 8]) {
    await using simulation = new Simulation({ seed });
    const me = simulation.system.attach();
    numbers.push(Array.from({ length: 5 }, () => me.random()));
  }
  assertEquals(numbers[0], numbers[1]);
  assert(numbers[0]!.join() !== numbers[2]!.join());
  assert(numbers.flat().every((number) => number >= 0 && number < 1));
});

Deno.test("Self.exit() throws an Exit with the reason", async () => {
  await using simulation = new Simulation();
  const error = assertThrows(() => simulation.system.attach().exit("boom"), Exit, "Exit with reason boom");
  assertEquals(error.reason, "boom");
});

Deno.test("Self.signal is aborted by the end of the process, with its reason, and stays so", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const [me, late] = [system.attach(), system.attach()];
  const { signal } = me;
  assert(signal === me.signal && !signal.aborted);
  const told: unknown[] = [];
  signal.addEventListener("abort", () => told.push(signal.reason, me.alive));
  const reason = { out_of: "paper" };
  system.exit(me.pid, reason);
  assertEquals([told, signal.aborted], [[reason, false], true]);
  assertEquals([me.signal.aborted, me.signal.reason], [true, reason]);
  system.exit(late.pid, "boom"); // asked for the first time after its end
  assertEquals([late.signal.aborted, late.signal.reason, late.signal === late.signal], [true, "boom", true]);
});

Deno.test("Self of a dead process does nothing, and nothing of it throws", async () => {
  await inWorlds(async ({ system, settle, advance }) => {
    const [me, other] = [system.attach({ name: "me" }), system.attach({ name: "other" })];
    other.trapExit = true;
    const theirs = other.sendAfter(other.pid, "theirs", { delayMs: 5 });
    const alias = me.alias();
    system.exit(me.pid, "shutdown");
    const events = record(system);
    const runtime = runtimeOf(system);

    const message = { to: "anybody" };
    assert(me.send(other.pid, message) === message);
    me.send("nobody", message);
    me.link(other.pid);
    me.link("<0.4711.0>");
    me.unlink(other.pid);
    me.sendExit(other.pid, "boom");
    me.sendExit(other.pid, "kill");
    me.register("me");
    me.register("other");
    me.trapExit = true;
    const refs = [
      me.monitor(other.pid),
      me.monitor("nobody"),
      me.alias(),
      me.sendAfter(other.pid, "timer", { delayMs: 1 }),
      me.sendInterval("other", "timer", { delayMs: 1 }),
      me.startTimer(other.pid, "timer", { delayMs: 1 }),
      me.spawnMonitor(() => void runtime.send(other.pid, "child")).ref,
    ];
    const spawned = [me.spawn(idle), me.spawnLink(idle), me.spawn("no function" as never)];
    assertEquals(new Set([...refs, ...spawned]).size, 10);
    assertEquals(refs.map((ref) => me.demonitor(ref, { flush: true })), refs.map(() => true));
    assertEquals([me.unalias(alias), me.cancelTimer(theirs), me.links], [false, false, []]);
    assertEquals([me.trapExit, me.name, me.alive], [false, undefined, false]);

    await settle();
    await advance(4);
    assertEquals([events, other.mailboxLength, other.links, other.alive], [[], 0, [], true]);
    assertEquals([system.processCount, system.names, spawned.map((pid) => system.isAlive(pid))], [1, ["other"], [
      false,
      false,
      false,
    ]]);
    assertEquals([runtime.aliases.size, runtime.monitors.size, runtime.messageTimers.size], [0, 0, 1]);
    await advance(1);
    assertEquals(other.mailboxLength, 1);
  }, 3);
});

Deno.test("aliveProcessOf() is the process, and an error with the action where it is dead", async () => {
  await using simulation = new Simulation();
  const me = simulation.system.attach();
  assert(aliveProcessOf(me, "reply for") === processOf(me));
  simulation.system.exit(me.pid, "boom");
  assertThrows(
    () => aliveProcessOf(me, "reply for"),
    NoProcessError,
    `Cannot reply for ${me.pid}: no process is alive under that pid or name`,
  );
});
