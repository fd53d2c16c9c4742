import { assertEquals, assertThrows } from "@std/assert";
import { printed } from "../isolate/testdata/isolates.ts";
import { system } from "./guest_api.ts";
import * as published from "./mod.ts";

Deno.test("system, outside of a sandbox, is there and says what it is when it is used", () => {
  for (const use of [() => system.stop(), () => "stop" in system, () => Object.keys(system)]) {
    assertThrows(use, TypeError, "Cannot use system here");
  }
});

Deno.test("what is published for editors is what there is inside", () => {
  const inside = printed(
    'import * as guest from "@superlearner/sandbox/guest"; console.log(Object.keys(guest).join());',
  );
  assertEquals(inside, [Object.keys(published).sort().join()]);
});
