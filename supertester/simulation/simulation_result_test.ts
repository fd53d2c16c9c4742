import { assertEquals } from "@std/assert";
import type { Exploration } from "./exploration.ts";
import { explore } from "./explore.ts";
import { failureText } from "./failure_report.ts";
import { scheduleSteps, simulationResult } from "./simulation_result.ts";
import type { SpaceTimeStep } from "./space_time.ts";

const test = { name: "it's fine", origin: "" };

function failing(thrown: () => unknown): Promise<Exploration> {
  return explore((sim) => {
    if (sim.choose(3) > 0 && sim.choose(3) > 0) throw thrown();
  }, { strategy: "random", name: test.name });
}

Deno.test("case 29: whatever a test throws, its result is plain JSON", async () => {
  const cyclic: Record<string, unknown> = { big: 1n, map: new Map([["a", new Date(0)]]), bytes: new Uint8Array(2) };
  cyclic.self = cyclic;
  const causes = [() => cyclic, () => new Error("x", { cause: cyclic }), () => 1n, () => Symbol("s"), () => undefined];
  for (const thrown of causes) {
    const exploration = await failing(thrown);
    const data = simulationResult(exploration, { test, strategy: "random" });
    assertEquals(JSON.parse(JSON.stringify(data)), data);
    assertEquals(data.failure?.kind, "thrown");
    assertEquals(failureText(exploration, test).length > 0, true);
  }
});

Deno.test("simulationResult: a failure has its class, its size and its line", async () => {
  const exploration = await failing(() => new RangeError("no\nway"));
  const { failure, line, strategy, runs } = simulationResult(exploration, { test, strategy: "random" });
  assertEquals([failure?.class, failure?.message, failure?.minimal, failure?.deterministic], [
    "RangeError",
    "no\nway",
    true,
    true,
  ]);
  assertEquals([failure?.run, strategy, line], [runs, "random", exploration.found!.token!]);
  assertEquals(failure?.command?.includes(line), true);
});

Deno.test("simulationResult: of what passed, how much was explored", async () => {
  assertEquals(
    simulationResult(await explore(() => {}, { strategy: "exhaustive" }), { test, strategy: "exhaustive" }),
    {
      line: "",
      seed: 0,
      strategy: "exhaustive",
      runs: 21,
      coverage: "the only schedule in 21 runs",
      steps: [],
      preemptions: 0,
    },
  );
});

Deno.test("scheduleSteps: who goes on does so with the last answer it was given", () => {
  const turn = (lane: string, what: string, parts: Partial<SpaceTimeStep> = {}): SpaceTimeStep => ({
    step: 1,
    atMs: 0,
    lane,
    what,
    answered: [],
    outOfTurn: 0,
    options: 1,
    ...parts,
  });
  const steps = scheduleSteps([
    turn("a", "begins", { from: "test" }),
    turn("account", "call balance", { from: "a", answered: ["a"], outOfTurn: 1 }),
    turn("clock", "alarm", { atMs: 5 }),
    turn("a", "goes on"),
  ]);
  assertEquals(steps.map(({ event, from, sentAt, preempts }) => [event, from, sentAt, preempts]), [
    ["start", "test", undefined, undefined],
    ["message", "a", undefined, true],
    ["timer", undefined, undefined, undefined],
    ["message", "account", 1, undefined],
  ]);
  assertEquals(steps[1]!.sends, [{ to: "a", message: "answer", fate: "answered" }]);
});
