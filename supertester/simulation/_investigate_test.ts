import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { GenServer } from "@superlearner/otp";
import type { SimulatedBody } from "./sim_context.ts";
import { explore } from "./explore.ts";
import { simulated } from "./simulated.ts";
import { SimulationError } from "./simulation_error.ts";

const Log = GenServer.define({
  name: "Log",
  init: () => "",
  calls: { all: (all) => [all, all] },
  casts: { note: (all, text: string) => all + text },
});

Deno.test("case 27: a flaky test is said to be not deterministic, with the likely source, and is not made smaller", async () => {
  const flaky: SimulatedBody = async (sim) => {
    const log = await sim.start(Log);
    if (sim.seed < 3) return;
    sim.spawn((self) => Log.at(self, log.pid!).cast("note", `${Math.random()}`));
    await sim.settle();
    throw new RangeError(await log.call("all"));
  };
  const { found, passed } = await explore(flaky, { strategy: "random" });
  assertEquals([passed, found?.token, found?.shrinkRuns], [false, undefined, 0]);
  assertStringIncludes(found!.failure.message, "The test is not deterministic: the same choices gave another run");
  assertStringIncludes(found!.failure.message, "Math.random at file:");
  assert(found!.suspects.some(({ source }) => source === "Math.random"));
});

Deno.test("case 27: also where the failure just does not come again, by a variable that outlives the run", async () => {
  let runs = 0;
  const test = simulated(() => {
    if (++runs === 8) throw new RangeError("once");
  }, { runs: 50 });
  const error = await assertRejects(() => test({ name: "x" }), SimulationError);
  assertStringIncludes(error.message, "first: RangeError: once\n  then: it passed");
  assert(!error.message.includes("SUPERTESTER_REPLAY"));
});

Deno.test("explore: a passing run that is not the same again is found out", async () => {
  let runs = 0;
  const { passed, found } = await explore((sim) => void sim.spawn((self) => self.send(self.pid, runs++)), { runs: 3 });
  assertEquals([passed, found?.failure.kind, found?.nondeterminism?.at], [false, "thrown", 1]);
  assertStringIncludes(found!.failure.message, "is not deterministic: entry 1 of its trace differs");
});

Deno.test("investigate: a failure of the same kind at another place is another failure, and not shrunk to", async () => {
  const body: SimulatedBody = (sim) => {
    const [one, other] = [sim.choose(10), sim.choose(10)];
    if (one > 5 && other > 5) throw new RangeError("both");
    if (other > 3) throw new RangeError("one");
  };
  for (let seed = 0; seed < 10; seed++) {
    const { found } = await explore(body, { seed, strategy: "random" });
    const wanted = found!.failure.message.endsWith("both") ? [6, 6] : [0, 4];
    assertEquals(found!.shrunk.choices, wanted);
  }
});

Deno.test("explore: no shrinking where none is wanted; it is replayed all the same", async () => {
  const body: SimulatedBody = (sim) => {
    if (sim.choose(1000) > 3) throw new RangeError("large");
  };
  const { found } = await explore(body, { shrinkRuns: 0, strategy: "random" });
  assertEquals([found!.shrinkRuns, found!.minimal, found!.shrunk.choices], [0, false, found!.found.choices]);
  assertEquals((await explore(body, { replay: found!.token! })).found?.shrunk, found!.shrunk);
});
