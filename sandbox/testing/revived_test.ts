import { assertEquals, assertInstanceOf } from "@std/assert";
import { revived } from "./revived.ts";

Deno.test("revived: of the class it had, or of its name", () => {
  assertInstanceOf(revived("RangeError", "far"), RangeError);
  const own = revived("NoMoney", "poor");
  assertEquals([own.name, own.message, own.constructor], ["NoMoney", "poor", Error]);
});
