import { assertEquals } from "@std/assert";
import { uncrossable } from "./uncrossable.ts";

Deno.test("uncrossable() knows what holds more than fields, and lets all else be", () => {
  class Point {
    x = 1;
  }
  for (const plain of [{}, [], new Point(), new Map(), new Error("x"), new Uint8Array(1), Object.create(null)]) {
    assertEquals(uncrossable(plain), undefined);
  }
  assertEquals(uncrossable(Temporal.Duration.from("PT1S")), "a Temporal.Duration (its text can)");
  assertEquals([uncrossable(new DisposableStack()), uncrossable([].entries())], ["a DisposableStack", "an iterator"]);
});
