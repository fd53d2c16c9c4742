import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ArgumentError, CallError } from "../processes/errors.ts";
import { runtimeOf } from "../processes/host.ts";
import { silentLogger } from "../processes/reporter.ts";
import { System } from "../system.ts";
import { fairly, fateOf, nextTask, quiet } from "../testdata/world.ts";
import { injectFaults } from "./inject_faults.ts";
import { Simulation } from "./simulation.ts";
import { Keeper, of } from "./testdata/senders.ts";

const ALL = Array.from({ length: 20 }, (_, n) => n);

/** Casts numbers to the keeper, as a process of a name. */
function sender(system: System, name = "a") {
  const me = system.attach({ name });
  return (from = 0, count = 20) => {
    for (let n = from; n < from + count; n++) Keeper.at(me, "keeper").cast("keep", `${name}${n}`);
  };
}
const keptOf = (name: string, system: System) => of(name, runtimeOf(system).find("keeper")!.state as string[]);

Deno.test("injectFaults() loses messages of a System that runs in real time, and no more once it is disposed of", async () => {
  await using system = new System();
  await system.start(Keeper, { name: "keeper" });
  const send = sender(system);
  send(0, 5);
  {
    using faults = injectFaults(system, { loss: 1, from: "a", to: "keeper" });
    send(5, 5);
    assertEquals(faults.injected.map(({ kind, at }) => [kind, at]), [1, 2, 3, 4, 5].map((at) => ["loss", at]));
  }
  send(10, 5);
  await quiet(system);
  assertEquals(keptOf("a", system), [0, 1, 2, 3, 4, 10, 11, 12, 13, 14]);
});

Deno.test("injectFaults(): each is an event, and the same seed injects the same", async () => {
  const run = async (seed: number) => {
    await using system = new System();
    await system.start(Keeper, { name: "keeper" });
    const send = sender(system);
    const events: string[] = [];
    using _subscription = system.events.subscribe((event) => {
      if (event.type === "fault.injected") events.push(`${event.fault} ${event.kind}`);
    });
    using faults = injectFaults(system, { loss: 0.5, from: "a" }, { seed });
    send();
    assertEquals(events.length, faults.injected.length);
    assertEquals(new Set(events), new Set(["loss keep"]));
    return faults.injected.map(({ at }) => at).join();
  };
  assertEquals(await run(1), await run(1));
  assert(await run(1) !== await run(2));
});

Deno.test("injectFaults(): order is kept under delay and duplication, unless reorder is asked for", async () => {
  const run = async (faults: Parameters<typeof injectFaults>[1]) => {
    await using simulation = new Simulation({ seed: 3 });
    const { system } = simulation;
    await system.start(Keeper, { name: "keeper" });
    const send = sender(system);
    using _faults = injectFaults(system, { ...faults, from: "a" }, { seed: 3 });
    send();
    await simulation.advance(1000);
    return keptOf("a", system);
  };
  const doubled = await run({ delay: { meanMs: 20 }, duplicate: 0.3 });
  assert(doubled.length > 20);
  assertEquals(doubled, doubled.toSorted((one, other) => one - other));
  const overtaken = await run({ reorder: { rate: 0.5, withinMs: 20 } });
  assert(overtaken.join() !== ALL.join());
  assertEquals(overtaken.toSorted((one, other) => one - other), ALL);
});

Deno.test("injectFaults(): several at once keep the order, whichever is taken off first", async () => {
  for (const first of [0, 1]) {
    await fairly(async ({ system, advance, settle }) => {
      await system.start(Keeper, { name: "keeper" });
      const send = sender(system);
      const on = [30, 50].map((meanMs, seed) => injectFaults(system, { delay: { meanMs }, from: "a" }, { seed }));
      send(0, 10);
      await advance(30);
      on[first]![Symbol.dispose]();
      send(10, 5);
      on[1 - first]![Symbol.dispose]();
      send(15, 5);
      await settle();
      assertEquals(keptOf("a", system), ALL);
      await advance(1000);
      assertEquals(keptOf("a", system), ALL);
    });
  }
});

Deno.test("injectFaults(): a kind, and code outside any process where nobody is said", async () => {
  await using system = new System();
  const keeper = await system.start(Keeper, { name: "keeper" });
  {
    using _faults = injectFaults(system, { loss: 1, to: "keeper", outside: true, kind: ["other", "keep"] });
    keeper.cast("keep", "a0");
    assertEquals(await keeper.call("echo", "a1"), "a1");
  }
  {
    using _faults = injectFaults(system, { loss: 1, to: "keeper" });
    keeper.cast("keep", "a2");
    await quiet(system);
  }
  {
    using _faults = injectFaults(system, { loss: 1, kind: "", outside: true });
    system.send("keeper", "a3");
    keeper.cast("keep", "a4");
    await quiet(system);
  }
  assertEquals(keptOf("a", system), [1, 2, 4]);
});

Deno.test("injectFaults(): a call that is lost times out; one without a time-out fails when the faults go", async () => {
  await fairly(async ({ system, advance }) => {
    const keeper = await system.start(Keeper, { name: "keeper" });
    const lossy = injectFaults(system, { loss: 1, to: "keeper", outside: true });
    const short = fateOf(keeper.call("echo", "a1", { timeoutMs: 100 }));
    const endless = fateOf(keeper.call("echo", "a2", { timeoutMs: Infinity }));
    await advance(100);
    assertEquals([short.state, endless.state], ["rejected", "pending"]);
    lossy[Symbol.dispose]();
    await nextTask();
    assertEquals(endless.state, "rejected");
    assertEquals(await keeper.call("all"), []);
    // A reply that is lost is the same.
    const deaf = injectFaults(system, { loss: 1, from: "keeper", outside: true });
    const unanswered = fateOf(keeper.call("echo", "a3", { timeoutMs: Infinity }));
    await advance(1);
    assertEquals(unanswered.state, "pending");
    deaf[Symbol.dispose]();
    await nextTask();
    assertEquals([unanswered.state, keptOf("a", system)], ["rejected", [3]]);
  });
});

Deno.test("injectFaults(): a lost call whose server dies ends at once", async () => {
  await using system = new System({ logger: silentLogger });
  const keeper = await system.start(Keeper, { name: "keeper" });
  using _faults = injectFaults(system, { loss: 1, to: "keeper", outside: true });
  const call = keeper.call("echo", "a1", { timeoutMs: Infinity });
  system.exit("keeper", "kill");
  await assertRejects(() => call, CallError, "killed");
});

Deno.test("injectFaults() refuses what is none", async () => {
  await using system = new System();
  const wrong: [unknown, unknown, string][] = [
    [{ loss: 2 }, {}, "loss is a number from 0 to 1"],
    [{ lost: 1 }, {}, 'got "lost"'],
    [{ kind: 7 }, {}, "messages.kind is a text or a list of them, got 7"],
    [{ outside: 1 }, {}, "messages.outside is true or false, got 1"],
    [null, {}, "Cannot inject faults: they are an object, got null"],
    [{}, { seed: 0.5 }, "Cannot inject faults: the seed is a whole number, got 0.5"],
  ];
  for (const [faults, options, message] of wrong) {
    assertThrows(() => injectFaults(system, faults as never, options as never), ArgumentError, message);
  }
  const runtime = runtimeOf(system) as { guard: unknown };
  runtime.guard = {};
  assertThrows(() => injectFaults(system, {}), ArgumentError, "the System is not pre-emptive");
  runtime.guard = null;
});
