import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import { ArgumentError } from "../processes/errors.ts";
import { checkDeterminism, NondeterminismError, type Scenario } from "./determinism_check.ts";
import { pos } from "./pos.ts";

const Keeper = GenServer.define({
  name: "Keeper",
  init: () => [] as unknown[],
  calls: { all: (all) => [all, all] },
  casts: {
    keep: (all, each: unknown) => [...all, each],
    work: async (all, work: () => unknown) => [...all, await work()],
  },
});

/** A scenario in which a server keeps what a function gives. */
function keeping(make: () => unknown): Scenario {
  return async (simulation) => {
    const keeper = await simulation.system.start(Keeper, { name: "keeper" });
    simulation.system.spawn(() => keeper.cast("keep", make()));
    await simulation.settle();
    return await keeper.call("all");
  };
}

async function refused(scenario: Scenario): Promise<NondeterminismError> {
  return await assertRejects(() => Promise.resolve(checkDeterminism(scenario, { seed: 3 })), NondeterminismError);
}

Deno.test("checkDeterminism() passes what is deterministic, and says how much it compared", async () => {
  const scenario: Scenario = async (simulation) => {
    const keeper = await simulation.system.start(Keeper);
    for (let n = 0; n < 5; n++) {
      simulation.system.spawn(async (self) => {
        await self.receive(undefined, { timeoutMs: self.random() * 100 });
        keeper.cast("keep", [n, self.now(), self.random()]);
      });
    }
    await simulation.advance(1000);
    return await keeper.call("all");
  };
  for (const options of [{ seed: 1 }, { seed: 2, strategy: pos(), faults: { messages: { loss: 0.3 } } }]) {
    const report = await checkDeterminism(scenario, options);
    assert(report.entries > 25, `${report.entries}`);
    assertEquals([report.suspects, report.failure, report.line.startsWith(`otp1:seed=${options.seed}:by=`)], [
      [],
      undefined,
      true,
    ]);
  }
});

Deno.test("checkDeterminism() names what was used, and by whom", async () => {
  const uses: [string, () => unknown][] = [
    ["Date.now", () => Date.now()],
    ["new Date", () => new Date().getTime()],
    ["new Date", () => Date()],
    ["Math.random", () => Math.random()],
    ["performance.now", () => performance.now()],
    ["crypto.randomUUID", () => crypto.randomUUID()],
    ["crypto.getRandomValues", () => crypto.getRandomValues(new Uint8Array(8))],
  ];
  for (const [source, use] of uses) {
    const error = await refused(keeping(use));
    assertEquals([error.name, error.likely?.source, error.likely?.process], [
      "NondeterminismError",
      source,
      "<0.2.0> (function)",
    ]);
    assertMatch(error.likely!.where, /determinism_check_test\.ts:\d+:\d+$/);
    assertMatch(
      error.message,
      new RegExp(`\n {2}first run: .+\n {2}second run: .+\nLikely source: ${source} at file:.+ by <0`),
    );
    assert(error.first.length >= 2 && error.first.join() !== error.second.join());
  }
});

Deno.test("checkDeterminism() finds a state that differs, also where no message tells it", async () => {
  const Clock = GenServer.define({ name: "Clock", init: () => new Date().toISOString() });
  const error = await refused(async ({ system }) => void await system.start(Clock));
  assertEquals(error.likely?.source, "new Date");
  assertMatch(error.message, /state of <0.1.0> "/);
});

Deno.test("checkDeterminism() names a native timer and a fetch that something waits for", async () => {
  const sleeping = await checkDeterminism(async (simulation) => {
    const keeper = await simulation.system.start(Keeper, { name: "keeper" });
    // Long enough that it is still awaited where the machine stands still meanwhile.
    // deno-lint-ignore superlearner/test-sleep -- a native timer is the subject
    keeper.cast("work", () => new Promise((resolve) => setTimeout(resolve, 20)));
    await simulation.settle();
  });
  assertEquals(sleeping.suspects.map(({ source }) => source), ["setTimeout", "await"]);
  assertEquals(sleeping.suspects[1]?.process, "<0.1.0> (keeper) in cast work");
  const fetching = await checkDeterminism(keeping(() => (fetch("data:,hello").then((it) => it.text()), "asked")));
  assertEquals(fetching.suspects.map(({ source }) => source), ["fetch"]);
});

Deno.test("checkDeterminism() finds what goes on after an await that was none of the simulation's", async () => {
  const outside = () => new Promise((resolve) => timeout(resolve, 12)); // kept from before, so nobody sees it
  const error = await refused(async (simulation) => {
    const keeper = await simulation.system.start(Keeper, { name: "keeper" });
    keeper.cast("work", async () => (await outside(), runs++));
    await simulation.settle();
    return await keeper.call("all");
  });
  assertEquals([error.likely?.source, error.likely?.process], ["await", "<0.1.0> (keeper) in cast work"]);
  assertMatch(error.message, /Likely source: <0.1.0> \(keeper\) in cast work waited for something outside/);
});

let runs = 0;
const timeout = setTimeout;

Deno.test("checkDeterminism(): a variable that outlives a run is found, with nobody to blame", async () => {
  const error = await refused(keeping(() => runs++));
  assertEquals(error.likely, undefined);
  assertMatch(error.message, /a variable that outlives a run, perhaps$/);
});

Deno.test("checkDeterminism(): what is used and changes nothing is a suspect, no more", async () => {
  const report = await checkDeterminism(keeping(() => Date.now() > 0));
  assertEquals(report.suspects.map(({ source }) => source), ["Date.now"]);
});

Deno.test("checkDeterminism(): a scenario that fails both times in the same way is deterministic", async () => {
  const report = await checkDeterminism(() => Promise.reject(new RangeError("too far")));
  assert(report.failure instanceof RangeError);
  const error = await refused(() => Promise.reject(new RangeError(`${runs++}`)));
  assertMatch(error.first.join(), /threw RangeError/);
});

Deno.test("checkDeterminism() leaves every global as it was, also after a failure", async () => {
  const globals = () => [
    Date,
    Date.now,
    Math.random,
    performance.now,
    crypto.randomUUID,
    setTimeout,
    setInterval,
    fetch,
    Object.keys(crypto),
    Error.stackTraceLimit,
  ];
  const before = globals();
  await checkDeterminism(keeping(() => 1));
  await refused(keeping(() => Math.random()));
  globals().forEach((each, n) => assertEquals(each, before[n]));
});

Deno.test("checkDeterminism() runs one at a time, and follows every System", async () => {
  const both = checkDeterminism(async (simulation) => {
    const other = simulation.addSystem("other");
    other.spawn((self) => self.send(self.pid, runs++));
    await simulation.settle();
  });
  await assertRejects(
    () => checkDeterminism(() => {}),
    ArgumentError,
    "Cannot check a scenario: one check runs at a time",
  );
  const error = await assertRejects(() => both, NondeterminismError);
  assertMatch(error.message, /first run: {2}other0 message.sent/);
  await checkDeterminism(() => {});
});
