import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { ArgumentError, GenServer, sys } from "@superlearner/otp";
import { formatRun, type StrategyPlan } from "@superlearner/otp/simulation";
import type { SimulatedBody } from "./sim_context.ts";
import { explore } from "./explore.ts";
import type { ExplorationStrategy, SimulatedOptions } from "./simulated_options.ts";

const Log = GenServer.define({
  name: "Log",
  init: () => "",
  calls: { all: (all) => [all, all] },
  casts: { note: (all, text: string) => all + text },
});

/** Five write into a log; wrong where the last is first. */
const last: SimulatedBody = async (sim) => {
  const log = await sim.start(Log, { name: "log" });
  for (let n = 0; n < 5; n++) sim.spawn((self) => Log.at(self, "log").cast("note", `${n}`), { label: `writer ${n}` });
  sim.final("the last is not first", async () => !(await log.call("all")).startsWith("4"));
};

Deno.test("explore: passes with as many runs as asked for, and says so", async () => {
  const { passed, runs, summary, found } = await explore(() => {}, { runs: 7 });
  assertEquals([passed, runs, summary, found], [true, 7, "7 runs", undefined]);
});

Deno.test("case 1: the same seed explores the same runs and finds the same, another seed other ones", async () => {
  const explored = async (seed: number) => {
    const seen: string[] = [];
    const { found, runs } = await explore(async (sim) => {
      await last(sim);
      sim.final(() => void seen.push(`${sim.seed} ${sys.getState(sim.system, "log")}`));
    }, { seed, strategy: "random" });
    return { seen, runs, token: found?.token, found: formatRun(found!.found), turns: found?.turns };
  };
  const first = await explored(3);
  assertEquals(await explored(3), first);
  assert(first.runs > 1);
  assert((await explored(1000)).seen.join() !== first.seen.join());
});

Deno.test("explore: every strategy finds it, makes it one turn out of order, and replays it", async () => {
  const own: StrategyPlan = {
    name: "backwards",
    begin: () => ({ choose: (options) => options.length - 1 }),
  };
  const strategies: ExplorationStrategy[] = ["portfolio", "random", "pct", "pos", "exhaustive", own];
  for (const strategy of strategies) {
    const { found } = await explore(last, { strategy, name: "last" });
    assertEquals([found?.failure.kind, found?.preemptions, found?.minimal], ["final", 1, true], `${strategy}`);
    const again = await explore(last, { replay: found!.token!, name: "last" });
    assertEquals(again.found?.failure.signature, found!.failure.signature);
    assertEquals(again.found?.turns, found!.turns);
  }
  assertEquals((await explore(last, { strategy: "fifo", runs: 50 })).passed, true);
});

Deno.test("explore: stops at its budget of time, after one run at least", async () => {
  const { passed, runs } = await explore(last, { timeBudgetMs: 0, seed: 1 });
  assertEquals([passed, runs], [true, 1]);
});

Deno.test("D33: what the test chooses is part of the run: it is found, made small and replayed with the order", async () => {
  const body: SimulatedBody = async (sim) => {
    const log = await sim.start(Log, { name: "log" });
    const amounts = [sim.choose(100), sim.choose(100), Math.floor(sim.random.next() * 1000)];
    const word = sim.choose(["a", "b", "c"]);
    sim.spawn((self) => Log.at(self, "log").cast("note", word));
    sim.spawn((self) => Log.at(self, "log").cast("note", "!"));
    sim.final(async () => !(amounts[0]! >= 30 && await log.call("all") === "!b"));
  };
  const { found } = await explore(body, { runs: 5000 });
  const { shrunk, minimal, token } = found!;
  assertEquals([shrunk.choices, minimal], [[30, 0, 0, 1, 1], true]);
  assertEquals((await explore(body, { replay: token! })).found?.failure, found!.failure);
});

Deno.test("case 2: one sender's messages keep their order under every strategy, delayed and doubled", async () => {
  const body: SimulatedBody = async (sim) => {
    const log = await sim.start(Log, { name: "log" });
    for (const name of ["a", "b"]) {
      sim.spawn((self) => {
        for (let n = 0; n < 4; n++) Log.at(self, "log").cast("note", `${name}${n}`);
      });
    }
    sim.final("in order", async () => {
      await sim.advance(1000);
      const all = (await log.call("all")).match(/../g) ?? [];
      for (const name of ["a", "b"]) {
        const own = all.filter((each) => each.startsWith(name));
        assertEquals(own, own.toSorted());
        assertEquals([...new Set(own)], [0, 1, 2, 3].map((n) => name + n));
      }
    });
  };
  const faults = { messages: { delay: { meanMs: 20, rate: 0.5 }, duplicate: 0.3 } };
  for (const strategy of ["portfolio", "pct", "pos", "random", "fifo"] as const) {
    const { found } = await explore(body, { strategy, faults, runs: 40 });
    assertEquals(found?.failure.message, undefined, strategy);
  }
  const reordered = { messages: { reorder: { rate: 0.5, withinMs: 50 } } };
  assertEquals((await explore(body, { faults: reordered, runs: 40 })).passed, false);
});

Deno.test("explore: several Systems, connected and parted", async () => {
  const body: SimulatedBody = async (sim) => {
    const far = sim.node("b");
    await far.start(Log, { name: "log" });
    const [there] = await sim.connect("a", "b");
    const log = Log.at(sim.system, (await there.whereis("log"))!);
    log.cast("note", "x");
    assertEquals(await log.call("all"), "x");
    sim.network.part("a", "b");
    await assertRejects(() => log.call("all", undefined, { timeoutMs: 500 }), Error);
  };
  const options: SimulatedOptions = { nodes: ["a", "b"], runs: 5 };
  assertEquals((await explore(body, options)).found?.failure.message, undefined);
  const missing = await explore((sim) => void sim.node("c"), options);
  assertStringIncludes(missing.found!.failure.message, "it is one of a, b");
});

Deno.test("explore: bounded, it says how much was left", async () => {
  const many: SimulatedBody = async (sim) => {
    await sim.start(Log, { name: "log" });
    for (let n = 0; n < 5; n++) sim.spawn((self) => Log.at(self, "log").cast("note", `${n}`));
  };
  const part = await explore(many, { strategy: "exhaustive", bound: 2, runs: 20 });
  assertEquals([part.passed, part.complete, part.runs], [true, false, 20]);
  assert(/^bound 2, 20 of ≥ \d+ schedules$/.test(part.summary), part.summary);
  const all = await explore(many, { strategy: "exhaustive", bound: 1 });
  assertEquals([all.passed, all.complete], [true, true]);
  assert(/^bound 1, all \d+ schedules$/.test(all.summary), all.summary);
  assertEquals((await explore(many, { strategy: "exhaustive", bound: 0 })).summary, "bound 0, the only schedule");
});

Deno.test("explore: refuses what is no option, no token, and chance in an exhaustive search", async () => {
  await assertRejects(() => explore(() => {}, { rnus: 5 } as SimulatedOptions), ArgumentError, 'got "rnus"');
  await assertRejects(() => explore(() => {}, { replay: "v1.x" }), ArgumentError, "a token is v1.TEST.MARKS.RUN");
  const { found } = await explore((sim) => sim.random.next(), { strategy: "exhaustive" });
  assertStringIncludes(found!.failure.message, "an exhaustive search tries all of sim.choose(n)");
});

Deno.test("explore: a strategy that breaks is an error of the test", async () => {
  const broken: StrategyPlan = { name: "broken", begin: () => ({ choose: () => 99 }) };
  const { found } = await explore(last, { strategy: broken });
  assertStringIncludes(found!.failure.message, "a strategy gives the index of one of 5");
});
