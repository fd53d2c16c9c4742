import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Exploration } from "./exploration.ts";
import { explore } from "./explore.ts";
import { failureText, replayLine } from "./failure_report.ts";

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
