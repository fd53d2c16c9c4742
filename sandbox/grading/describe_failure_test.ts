import { assertEquals } from "@std/assert";
import { describeFailure } from "./describe_failure.ts";

Deno.test("describeFailure: how much was used does not differ from run to run", () => {
  const hit = (used: number) =>
    describeFailure({ kind: "limit_exceeded", limit: "turnMs", value: 200, used, at: used });
  assertEquals([hit(201), hit(230)], ["it went over the limit turnMs", "it went over the limit turnMs"]);
  assertEquals(describeFailure({ kind: "crashed", exit: "gone" }), "it crashed: gone");
});

Deno.test("describeFailure: who was first to see that memory is used up does not differ from run to run", () => {
  const over = (limit: string) => describeFailure({ kind: "limit_exceeded", limit, value: 64, used: 70, at: 1 });
  const ended = (exit: string) => describeFailure({ kind: "crashed", exit });
  const said = [
    ...[over("heapMb"), over("memoryMb"), ended("V8 ran out of heap (SIGTRAP)"), ended("V8 gave up (SIGTRAP)")],
    ended("V8 gave up (exit code 133): invalid table size"),
  ];
  assertEquals(new Set(said).size, 1, said.join("\n"));
  assertEquals(over("mailbox") === said[0] || ended("it was killed") === said[0], false);
});
