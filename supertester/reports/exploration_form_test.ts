import { assertEquals } from "@std/assert";
import { layoutSpaceTime } from "./html/space_time_layout.ts";
import { readExploration } from "./exploration_form.ts";

const turn = (lane: string, what: string, parts: object = {}) => ({
  step: 1,
  atMs: 0,
  lane,
  what,
  answered: [],
  outOfTurn: 0,
  options: 1,
  ...parts,
});

const FAILED = {
  seed: 7,
  runs: 31,
  steps: 9,
  summary: "31 runs",
  complete: false,
  failure: { kind: "thrown", message: "60 expected, got 40" },
  found: "otp1:seed=7:by=pct-3-100:choices=0x3,1,2",
  shrunk: "otp1:seed=7:by=pct-3-100:choices=0x3,1",
  preemptions: 1,
  token: "v1.it~1.AA.otp1:seed=7:by=pct-3-100:choices=0x3,1",
  spaceTime: {
    lanes: ["test", "a", "account"],
    steps: [
      turn("a", "begins", { from: "test" }),
      turn("account", "call balance", { from: "a", answered: ["a"], outOfTurn: 1 }),
      turn("clock", "alarm", { atMs: 5 }),
      turn("a", "goes on"),
    ],
  },
};

Deno.test("readExploration: a failure as a schedule that can be drawn and had again", () => {
  const data = readExploration(FAILED)!;
  assertEquals([data.line, data.strategy, data.coverage, data.preemptions], [FAILED.token, "pct-3-100", "31 runs", 1]);
  assertEquals(data.failure, { class: "thrown", message: "60 expected, got 40" });
  const failure = { kind: "thrown", message: "AssertionError: Values are not equal.\n\n-  80\n+  70" };
  assertEquals(readExploration({ ...FAILED, failure })!.failure, {
    class: "AssertionError",
    message: "Values are not equal.\n\n-  80\n+  70",
  });
  assertEquals(data.steps.map(({ event, from, sentAt, preempts }) => [event, from, sentAt, preempts]), [
    ["start", "test", undefined, undefined],
    ["message", "a", undefined, true],
    ["timer", undefined, undefined, undefined],
    ["message", "account", 1, undefined],
  ]);
  const { lanes, arrows } = layoutSpaceTime(data.steps);
  assertEquals(lanes.map(({ process }) => process), ["a", "test", "account", "clock"]);
  assertEquals(arrows.map(({ fate, message }) => [fate, message]).sort(), [
    ["handled", "answer"],
    ["handled", "begins"],
    ["handled", "call balance"],
  ]);
});

Deno.test("readExploration: a search that found nothing, and what is none", () => {
  const { seed, runs, steps, complete } = FAILED;
  const passed = readExploration({ seed, runs, steps, complete, summary: "all 412 schedules" })!;
  assertEquals([passed.failure, passed.line, passed.steps, passed.coverage], [undefined, "", [], "all 412 schedules"]);
  for (const other of [undefined, null, {}, { runs: "many", summary: "x" }]) {
    assertEquals(readExploration(other), undefined);
  }
});
