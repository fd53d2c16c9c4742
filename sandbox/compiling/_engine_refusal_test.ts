import { assertEquals, assertThrows } from "@std/assert";
import { engineRefusal } from "./_engine_refusal.ts";

Deno.test("engineRefusal() says what the engine says, and runs nothing", () => {
  assertEquals(engineRefusal("globalThis.ran = true; import 'x'; throw 1; for (;;);"), undefined);
  assertEquals("ran" in globalThis, false);
  assertEquals(engineRefusal("let a; let a;"), "Identifier 'a' has already been declared");
  assertThrows(() => engineRefusal("(".repeat(100_000)), RangeError);
});
