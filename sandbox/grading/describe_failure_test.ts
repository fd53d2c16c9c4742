import { assertEquals } from "@std/assert";
import { describeFailure } from "./describe_failure.ts";

Deno.test("describeFailure: how much was used does not differ from run to run", () => {
  const hit = (used: number) =>
    describeFailure({ kind: "limit_exceeded", limit: "turnMs", value: 200, used, at: used });
  assertEquals([hit(201), hit(230)], ["it went over the limit turnMs", "it went over the limit turnMs"]);
  assertEquals(describeFailure({ kind: "crashed", exit: "gone" }), "it crashed: gone");
});
