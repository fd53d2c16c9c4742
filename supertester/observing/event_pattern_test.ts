import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError, type SystemEvent } from "@superlearner/otp";
import { type EventPattern, matcherOf, nearness, patternText } from "./event_pattern.ts";

const EXIT: SystemEvent = {
  type: "process.exited",
  pid: "<0.1.0>",
  reason: { shutdown: "lunch" },
  crashed: false,
  handled: 3,
  sequence: 1,
  time: 0,
};

Deno.test("matcherOf: a type, facts by value, or a test that says true", () => {
  const patterns: EventPattern[] = [
    "process.exited",
    { type: "process.exited", reason: { shutdown: "lunch" } },
    {},
    (event) => event.sequence === 1,
    { name: undefined },
    "process.started",
    { handled: 4 },
    (() => 1) as unknown as () => boolean,
  ];
  assertEquals(patterns.map((pattern) => matcherOf(pattern)(EXIT)), [
    true,
    true,
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
  assertThrows(() => matcherOf(7 as unknown as EventPattern), ArgumentError, "a pattern is a type, facts, or a test");
});

Deno.test("nearness, patternText: for what is said when nothing matches", () => {
  assertEquals(nearness({ pid: "<0.1.0>", handled: 4 }, EXIT), 1);
  assertEquals([patternText("node.up"), patternText({ handled: 4 })], ["node.up", '{"handled":4}']);
  assertEquals([
    patternText(function late() {
      return true;
    }),
    patternText(() => true),
  ], ["late", "the test"]);
});
