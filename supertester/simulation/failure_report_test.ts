import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Exploration } from "./exploration.ts";
import { explore } from "./explore.ts";
import { failureText, replayLine, resultData } from "./failure_report.ts";

const TEST = { name: "it's fine", origin: `file://${Deno.cwd()}/a b/x_test.ts` };

function failing(thrown: () => unknown): Promise<Exploration> {
  return explore((sim) => {
    if (sim.choose(3) > 0 && sim.choose(3) > 0) throw thrown();
  }, { strategy: "random", name: TEST.name });
}

Deno.test("replayLine: one line that a shell takes as it is", () => {
  const line = replayLine(TEST, "v1.a~b.A.otp1:seed=1:by=pos");
  assertEquals(
    line,
    "SUPERTESTER_REPLAY=v1.a~b.A.otp1:seed=1:by=pos deno test -A --filter 'it'\\''s fine' 'a b/x_test.ts'",
  );
  assertEquals(replayLine({ name: "x", origin: "" }, "v1").endsWith("--filter x"), true);
});

Deno.test("failureText: what, where, how small, and how to have it again", async () => {
  const text = failureText(await failing(() => new RangeError("no")), TEST);
  assert(text.startsWith("RangeError: no\n\nFound in run "), text);
  assertStringIncludes(text, "made smaller in");
  assertStringIncludes(text, "0 pre-emptions left, none can go");
  assertEquals(text.split("\n").at(-2), "Again, exactly:");
});

Deno.test("case 29: whatever a test throws, its result is plain JSON", async () => {
  const cyclic: Record<string, unknown> = { big: 1n, map: new Map([["a", new Date(0)]]), bytes: new Uint8Array(2) };
  cyclic.self = cyclic;
  const causes = [() => cyclic, () => new Error("x", { cause: cyclic }), () => 1n, () => Symbol("s"), () => undefined];
  for (const thrown of causes) {
    const exploration = await failing(thrown);
    const data = resultData(exploration, TEST);
    assertEquals(JSON.parse(JSON.stringify(data)), data);
    assertEquals((data.failure as { kind: string }).kind, "thrown");
    assert(failureText(exploration, TEST).length > 0);
  }
});

Deno.test("resultData: of what passed, how much was explored", async () => {
  assertEquals(resultData(await explore(() => {}, { strategy: "exhaustive" }), TEST), {
    seed: 0,
    runs: 21,
    steps: 0,
    summary: "the only schedule in 21 runs",
    complete: true,
    schedules: 1,
  });
});
