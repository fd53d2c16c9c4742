import { assertEquals } from "@std/assert";
import { nameTest, testOf } from "./test_names.ts";

Deno.test("nameTest, testOf: of what was named, and of nothing else", () => {
  const [part, other] = [{}, {}];
  nameTest(part, "adds");
  assertEquals([testOf(part), testOf(other)], ["adds", ""]);
});
