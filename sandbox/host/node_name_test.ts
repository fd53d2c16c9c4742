import { assertEquals } from "@std/assert";
import { isNodeName, isPidOf } from "./node_name.ts";

Deno.test("isNodeName(): what can stand in a pid, and is not the host", () => {
  assertEquals(["plugin", "a.b@c_d-1", "00"].map(isNodeName), [true, true, true]);
  assertEquals(["", "0", "host", ".a", "a b", "a>", "ä", "a".repeat(101), 5, null].some(isNodeName), false);
});

Deno.test("isPidOf(): the pids of that node, and not those of one whose name goes on", () => {
  assertEquals(["<a.1.0>", "<a.123456789012345.0>"].map((pid) => isPidOf("a", pid)), [true, true]);
  const others = [
    "<a.b.1.0>",
    "<ab.1.0>",
    "<b.1.0>",
    "<a.1.0",
    "a.1.0>",
    "<a.1.1>",
    "<a..0>",
    "<a.1.0>x",
    5,
    undefined,
  ];
  assertEquals(others.some((pid) => isPidOf("a", pid)), false);
  assertEquals(isPidOf("a.b", "<a.b.1.0>"), true);
});
