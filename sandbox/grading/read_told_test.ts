import { assertEquals, assertThrows } from "@std/assert";
import { SandboxError } from "../limits/sandbox_error.ts";
import { readAnswer, readEvents, readPlan, readTold } from "./read_told.ts";

Deno.test("readAnswer: only what an answer is made of is taken", () => {
  assertEquals(readAnswer({ outcome: "gave", value: 1, points: 100 }), { outcome: "gave", value: 1 });
  assertEquals(readAnswer({ outcome: "lacks", what: "f" }), { outcome: "lacks", what: "f" });
  for (const forged of [null, 1, [], {}, { outcome: "passed" }, { outcome: "threw", name: 1, message: "" }]) {
    assertThrows(() => readAnswer(forged), SandboxError, "a submission answers");
  }
});

Deno.test("readTold: another word, another speaker", () => {
  assertEquals(readTold({ secret: "s", value: 1 }, "s"), 1);
  for (const forged of [null, { value: 1 }, { secret: "", value: 1 }]) {
    assertThrows(() => readTold(forged, "s"), SandboxError, "the word of the run");
  }
});

Deno.test("readPlan: a test has a name, points and a time", () => {
  const planned = { name: "a", points: 0, timeoutMs: 1 };
  assertEquals(readPlan([planned]), [planned]);
  assertThrows(() => readPlan("a"), SandboxError);
  assertThrows(() => readPlan([{ ...planned, points: -1 }]), SandboxError);
  assertThrows(() => readPlan([{ ...planned, points: Infinity }]), SandboxError);
});

Deno.test("readEvents: asks and ends, and nothing else", () => {
  const events = [["ask", 1, "call", ["f", []]], ["finished", { passed: false, message: "m" }]] as const;
  assertEquals(readEvents(events), events);
  assertThrows(() => readEvents({}), SandboxError);
  assertThrows(() => readEvents([["ask", 1, "destroy", []]]), SandboxError);
  assertThrows(() => readEvents([["finished", { passed: 1, message: "" }]]), SandboxError);
});
