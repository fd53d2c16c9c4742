import { assert, assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { addResultSink, type TestResult } from "../results/result.ts";
import type { SimulationData } from "../results/simulation_data.ts";
import type { FoundFailure } from "./exploration.ts";
import { explore } from "./explore.ts";
import { simulated } from "./simulated.ts";
import { SimulationError } from "./simulation_error.ts";
import { body, edited, NAME, OPTIONS } from "./testdata/two_faults.ts";
import { variable } from "./testdata/variables.ts";

const FILE = new URL("./testdata/two_faults.ts", import.meta.url).href;
const LOCK = new URL("../../.ci/tests.lock", import.meta.url).pathname;

/** Runs a line of a shell, as somebody does who has copied it. */
async function shell(line: string, fixture: string): Promise<{ code: number; output: string }> {
  const command = line.replace("deno test", `'${Deno.execPath()}' test --no-check --lock='${LOCK}'`);
  const { code, stdout, stderr } = await new Deno.Command("sh", {
    args: ["-c", command],
    env: { FIXTURE: fixture, NO_COLOR: "1" },
  }).output();
  return { code, output: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
}

const failed = await assertRejects(() => simulated(body, OPTIONS)({ name: NAME, origin: FILE }), SimulationError);
const line = failed.message.split("\n").at(-1)!;

Deno.test("case 26: two faults and one pre-emption are all that is left of a run of hundreds of choices", () => {
  const { found, shrunk, minimal, failure }: FoundFailure = failed.found;
  assert(found.choices.length >= 300, `${found.choices.length}`);
  const deviations = shrunk.choices.filter((choice) => choice !== 0).length;
  assert(minimal && deviations <= 1 && shrunk.faults.length === 2, `${deviations} ${shrunk.faults.length}`);
  assertEquals(failure.kind, "thrown");
  assertMatch(failure.message, /^RangeError: wrong: \w*n\w*m/);
});

Deno.test("case 26: the printed line reproduces it in a fresh process", async () => {
  assert(line.startsWith("SUPERTESTER_REPLAY=v1."), line);
  const { code, output } = await shell(line, "same");
  assert(code !== 0, output);
  assertStringIncludes(output, failed.found.failure.message);
  assertStringIncludes(output, line); // the same run, and so the same line
});

Deno.test("case 28: a token of an edited test says at which step it left, and fails", async () => {
  const { code, output } = await shell(line, "edited");
  assert(code !== 0, output);
  assertMatch(output, /The run left the recorded schedule at step \d+ \(choice \d+\)/);
  assertStringIncludes(output, "has changed since the token was printed");
});

Deno.test("case 28: also where the edited test passes, or the run is over too soon", async () => {
  const token = failed.found.token!;
  const passing = await explore(() => {}, { replay: token });
  assertEquals([passing.passed, passing.found?.failure.kind], [false, "left"]);
  assertStringIncludes(passing.found!.failure.message, "so this is another run; it passed");
  const { found } = await explore(edited, { replay: token });
  assertEquals(found?.failure.kind, "left");
  assert(found!.left!.step >= 1);
});

Deno.test("simulated: a token of another test is left alone; one that is none is an error", async () => {
  {
    using _ = variable("SUPERTESTER_REPLAY", failed.found.token!);
    let runs = 0;
    await simulated(() => void runs++, { runs: 5, strategy: "fifo" })({ name: "another" });
    assert(runs >= 5, `${runs}`);
    await assertRejects(() => simulated(body, OPTIONS)({ name: NAME, origin: FILE }), SimulationError, "wrong: ");
  }
  using _ = variable("SUPERTESTER_REPLAY", "v1.nonsense");
  await assertRejects(() => simulated(() => {})({ name: "x" }), TypeError, "a token is v1.TEST.MARKS.RUN");
});

Deno.test("simulated: a replayed run that does not fail any more passes", async () => {
  const { found } = await explore((sim) => {
    if (sim.choose(2) === 1) throw new RangeError("once");
  }, { name: "x" });
  await simulated((sim) => void sim.choose(2), { replay: found!.token! })({ name: "x" });
});

Deno.test("simulated: publishes what a report needs, as plain JSON", async () => {
  const results: TestResult[] = [];
  using _sink = addResultSink((result) => results.push(result));
  await assertRejects(() => simulated(body, OPTIONS)({ name: NAME, origin: FILE }), SimulationError);
  await simulated(() => {}, { runs: 3 })({ name: "fine" });
  const [bad, good] = results;
  assertEquals([bad?.kind, bad?.test, bad?.passed, good?.passed, good?.name], [
    "simulation",
    NAME,
    false,
    true,
    "3 runs",
  ]);
  assertEquals(JSON.parse(JSON.stringify(results)), results);
  const data = bad!.data as SimulationData;
  assertEquals([data.failure?.command, data.preemptions <= 1], [line, true]);
  assert(data.steps.some(({ process }) => process.startsWith("log ")) && data.steps.length > 300);
});
