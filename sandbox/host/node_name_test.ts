import { assertEquals } from "@std/assert";
import { isNodeName } from "./node_name.ts";

Deno.test("isNodeName(): what can stand in a pid, and is not the host", () => {
  assertEquals(["plugin", "a.b@c_d-1", "00"].map(isNodeName), [true, true, true]);
  assertEquals(["", "0", "host", ".a", "a b", "a>", "ä", "a".repeat(101), 5, null].some(isNodeName), false);
});
