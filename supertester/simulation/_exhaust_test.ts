import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { GenServer } from "@superlearner/otp";
import type { SimulatedBody } from "./sim_context.ts";
import { explore } from "./explore.ts";
import type { SimContext } from "./sim_context.ts";
import { programOf, running } from "./testdata/programs.ts";

const Worker = GenServer.define({
  name: "Worker",
  init: () => 0,
  calls: { done: (done) => [done, done] },
  casts: {
    work: (done, left: number, self) => {
      if (left > 1) Worker.at(self, self.pid).cast("work", left - 1);
      return done + 1;
    },
  },
});

const Log = GenServer.define({
  name: "Log",
  init: () => "",
  calls: { all: (all) => [all, all] },
  casts: { note: (all, text: string) => all + text },
});

/** All outcomes by a search and by plain enumeration, and how many runs each took. */
async function both(scenario: (outcomes: Set<string>) => SimulatedBody, most = 20_000) {
  const [reduced, plain] = [new Set<string>(), new Set<string>()];
  const all = await explore(scenario(plain), { strategy: "exhaustive", bound: Infinity, runs: most });
  const search = await explore(scenario(reduced), { strategy: "exhaustive", runs: all.complete ? most : 1 });
  return { search, all, reduced: [...reduced].sort(), plain: [...plain].sort() };
}

/** The same search, where it is to be complete and to find all that enumeration finds. */
async function agree(scenario: (outcomes: Set<string>) => SimulatedBody) {
  const { search, all, reduced, plain } = await both(scenario);
  assert(all.passed && all.complete, all.summary);
  assert(search.passed && search.complete, search.found?.failure.message ?? search.summary);
  assertEquals(reduced, plain);
  return { outcomes: plain, schedules: search.schedules!, orders: all.schedules! };
}

for (const asks of [false, true]) {
  const what = asks ? "calls" : "casts";
  Deno.test(`exhaust: finds every outcome that plain enumeration finds, in programs of ${what} by chance`, async () => {
    let compared = 0;
    let [ran, orders] = [0, 0];
    for (let seed = 0; seed < 40; seed++) {
      const program = programOf(seed, { asks });
      const { search, all, reduced, plain } = await both((outcomes) => running(program, outcomes), 300);
      if (!all.complete) continue; // too large to be enumerated here
      assert(search.passed && search.complete, `${seed}: ${search.found?.failure.message ?? search.summary}`);
      assertEquals(reduced, plain, `program ${seed}`);
      compared++;
      ran += search.schedules!;
      orders += all.schedules!;
    }
    assert(compared >= 20 && ran < 0.7 * orders, `${compared} programs: ${ran} of ${orders} orders`);
  });
}

Deno.test("exhaust: what has nothing to do with each other is tried in one order: 1 run for 34 650", async () => {
  const workers = (count: number, work: number): SimulatedBody => async (sim) => {
    for (let n = 0; n < count; n++) (await sim.start(Worker)).cast("work", work);
  };
  assertEquals((await explore(workers(3, 4), { strategy: "exhaustive" })).summary, "the only schedule in 21 runs");
  const plain = await explore(workers(3, 2), { strategy: "exhaustive", bound: Infinity });
  assertEquals(plain.summary, "bound Infinity, all 90 schedules"); // 6! / 2!³, as 12! / 4!³ = 34 650
});

Deno.test("exhaust: the order of arrival in one mailbox is what counts", async () => {
  const scenario = (outcomes: Set<string>): SimulatedBody => async (sim) => {
    const log = await sim.start(Log, { name: "log" });
    for (const name of ["a", "b", "c"]) sim.spawn((self) => Log.at(self, "log").cast("note", name));
    await sim.settle();
    outcomes.add(await log.call("all"));
  };
  const { outcomes, schedules, orders } = await agree(scenario);
  assertEquals(outcomes, ["abc", "acb", "bac", "bca", "cab", "cba"]);
  assert(schedules <= orders, `${schedules} ${orders}`);
});

Deno.test("exhaust: whatever the test chooses is tried, together with every order", async () => {
  const scenario = (outcomes: Set<string>): SimulatedBody => async (sim) => {
    const log = await sim.start(Log, { name: "log" });
    const first = sim.choose(["x", "y"]);
    sim.spawn((self) => Log.at(self, "log").cast("note", first));
    sim.spawn((self) => Log.at(self, "log").cast("note", `${sim.choose(3)}`));
    await sim.settle();
    outcomes.add(await log.call("all"));
  };
  const { outcomes } = await agree(scenario);
  assertEquals(outcomes.length, 2 * 3 * 2);
});

Deno.test("exhaust: names, exits and who finds them gone", async () => {
  const scenario = (outcomes: Set<string>): SimulatedBody => async (sim) => {
    const log = await sim.start(Log, { name: "log" });
    const short = sim.spawn((self) => self.receive(), { name: "short" });
    sim.spawn((self) => void (sim.system.whereis("short") !== undefined && self.send(short, "go")));
    sim.spawn((self) => Log.at(self, "log").cast("note", sim.system.whereis("short") === undefined ? "gone" : "there"));
    await sim.settle();
    outcomes.add(await log.call("all"));
  };
  assertEquals((await agree(scenario)).outcomes, ["gone", "there"]);
});

Deno.test("exhaust: timers of one moment go off in the order they were set, and that is tried as well", async () => {
  const Late = GenServer.define({
    name: "Late",
    init: (name: string) => name,
    casts: {
      begin: (name, _: null, self) => {
        self.sendAfter("log", name, { delayMs: 10 });
        return name;
      },
    },
  });
  const Ear = GenServer.define({
    name: "Ear",
    init: () => "",
    calls: { all: (all) => [all, all] },
    handleInfo: (all, message) => all + message,
  });
  const scenario = (outcomes: Set<string>): SimulatedBody => async (sim) => {
    const log = await sim.start(Ear, { name: "log" });
    for (const name of ["a", "b"]) (await sim.start(Late, { args: [name] })).cast("begin", null);
    await sim.settle();
    await sim.advance(10);
    outcomes.add(await log.call("all"));
  };
  assertEquals((await agree(scenario)).outcomes, ["ab", "ba"]);
});

Deno.test("exhaust: random numbers of the System are drawn in every order", async () => {
  const Dice = GenServer.define({
    name: "Dice",
    init: () => 0,
    calls: { value: (value) => [value, value] },
    casts: { roll: (_, __: null, self) => Math.floor(self.random() * 1000) },
  });
  const scenario = (outcomes: Set<string>): SimulatedBody => async (sim) => {
    const [one, two] = [await sim.start(Dice), await sim.start(Dice)];
    one.cast("roll", null);
    two.cast("roll", null);
    await sim.settle();
    outcomes.add(`${await one.call("value")} ${await two.call("value")}`);
  };
  assertEquals((await agree(scenario)).outcomes.length, 2);
});

Deno.test("exhaust: processes that share a variable are found out", async () => {
  let shared = "";
  const Sharing = GenServer.define({
    name: "Sharing",
    init: (name: string) => name,
    calls: { seen: (seen) => [seen, seen] },
    casts: { touch: (name, _: null) => shared += name },
  });
  const scenario = async (sim: SimContext) => {
    shared = "";
    for (const name of ["a", "b", "c"]) (await sim.start(Sharing, { args: [name] })).cast("touch", null);
  };
  const { passed, found } = await explore(scenario, { strategy: "exhaustive" });
  assertEquals([passed, found?.failure.kind], [false, "shared"]);
  assertStringIncludes(found!.failure.message, "share something outside of their System");
});

Deno.test("exhaust: a search that is not complete fails and says how far it came", async () => {
  const scenario: SimulatedBody = async (sim) => {
    await sim.start(Log, { name: "log" });
    for (let n = 0; n < 6; n++) sim.spawn((self) => Log.at(self, "log").cast("note", `${n}`));
  };
  const { passed, complete, found, summary, runs } = await explore(scenario, { strategy: "exhaustive", runs: 50 });
  assertEquals([passed, complete, runs, found?.failure.kind], [false, false, 50, "incomplete"]);
  assertMatch(summary, /^5\d* of ≥ \d+ schedules/);
});
