import { assertEquals } from "@std/assert";
import { faultOf } from "./fault.ts";

Deno.test("faultOf: is taken off once, and counts on", () => {
  let [struck, off] = [0, 0];
  const fault = faultOf({ struck: () => struck, off: () => void off++ });
  {
    using same = fault;
    struck = 3;
    assertEquals([same.struck, off], [3, 0]);
    fault.heal();
  }
  fault[Symbol.dispose]();
  assertEquals(off, 1);
});
