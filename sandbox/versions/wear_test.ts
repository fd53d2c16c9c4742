import { ArgumentError } from "@superlearner/otp";
import { assertEquals, assertThrows } from "@std/assert";
import { Wear } from "./wear.ts";

Deno.test("case 17: after so many modules an isolate is due, and its successor begins anew", () => {
  const wear = new Wear({ maxModules: 5 });
  wear.renew(2);
  wear.add({ units: [["/a.ts", "/b.ts"]] });
  assertEquals([wear.loaded, wear.isDue], [4, false]);
  wear.add({ units: [["/a.ts"]] });
  assertEquals([wear.loaded, wear.isDue], [5, true]);
  wear.renew(2);
  assertEquals(wear.isDue, false);
  assertThrows(() => new Wear({ maxModules: 0 }), ArgumentError, "maxModules is a number above 0");
});
