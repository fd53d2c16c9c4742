import { assertEquals } from "@std/assert";
import { type Attempt, probe } from "./attempt.ts";
import { conclude, judge, type Report, type Verdict } from "./verdict.ts";

const attempt: Attempt = {
  id: 1,
  category: "files",
  title: "two ways",
  probes: [probe("", "threw E: no %FILE%"), probe("", "gave 1", "gave PROOF undefined")],
  refusedBy: [{ host: "limit_exceeded", limit: "turnMs" }, { host: "crashed" }],
};
const quiet: Report = { lines: [], tripped: [], lateMs: [], tookMs: 1 };

function judged(report: Partial<Report>, tripped: string[] = []): string {
  const { outcome, why } = judge(attempt, { report: { ...quiet, ...report }, tripped, bait: { FILE: "/secret" } });
  return `${outcome}: ${why}`;
}

Deno.test("judge: contained is what was refused in the words that were stated, each way", () => {
  assertEquals(judged({ answers: ["threw E: no /secret", "gave 1"] }), "contained: threw E: no /secret (and 1 more)");
  assertEquals(judged({ answers: ["threw E: no /secret", "gave PROOF undefined"] }).split(":")[0], "contained");
  assertEquals(judged({ answers: ["threw E: no /secret", "gave 2"] }), "unclear: way 2 gave 2");
  assertEquals(judged({ answers: ["threw E: no /secret"] }), "unclear: 1 of 2 answers");
  assertEquals(judged({ answers: [] }), "unclear: 0 of 2 answers");
});

Deno.test("judge: a refusal by the host is of the kind and of the limit that were stated", () => {
  const failed = (kind: "crashed" | "limit_exceeded" | "other", limit?: string) =>
    judged({ failure: { kind, message: "why", ...(limit === undefined ? {} : { limit }) } });
  assertEquals(failed("crashed"), "contained: crashed: why");
  assertEquals(failed("limit_exceeded", "turnMs"), "contained: limit_exceeded turnMs: why");
  assertEquals(failed("limit_exceeded", "heapMb"), "unclear: limit_exceeded heapMb: why");
  assertEquals(failed("other"), "unclear: other: why");
});

Deno.test("judge: whatever is proven is an escape, however the answers look", () => {
  const good = ["threw E: no /secret", "gave 1"];
  assertEquals(
    judged({ answers: good, tripped: ["the host's realm was changed"] }),
    "escaped: the host's realm was changed",
  );
  assertEquals(judged({ answers: good }, ["a packet came"]), "escaped: a packet came");
  assertEquals(judged({ answers: ["gave PROOF it runs", "gave 1"] }), "escaped: way 1: it runs");
  assertEquals(judged({ failure: { kind: "crashed", message: "x" } }, ["a packet came"]), "escaped: a packet came");
});

Deno.test("conclude: the last line counts what got out; all is well only if all was refused as stated", () => {
  const verdicts = (...outcomes: Verdict["outcome"][]) => outcomes.map((outcome) => ({ outcome, why: "" }));
  assertEquals(conclude(verdicts("contained", "contained")), { line: "2 attempts, 0 succeeded", ok: true });
  assertEquals(conclude(verdicts("contained", "escaped")), { line: "2 attempts, 1 succeeded", ok: false });
  assertEquals(conclude(verdicts("contained", "unclear")), { line: "2 attempts, 0 succeeded", ok: false });
  assertEquals(conclude([]), { line: "0 attempts, 0 succeeded", ok: false });
});
