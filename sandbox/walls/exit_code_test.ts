import { assertEquals } from "@std/assert";
import { endOf } from "./exit_code.ts";

Deno.test("case 20: endOf() tells V8's end, of the heap or not, from a kill from outside and from leaving", () => {
  const heap = "\n#\n# Fatal JavaScript out of memory: Reached heap limit\n#\n";
  assertEquals(endOf({ code: 133, signal: null }, heap), {
    exit: "V8 ran out of heap (exit code 133)",
    limit: "heapMb",
  });
  assertEquals(endOf({ code: 0, signal: "SIGTRAP" }, heap), { exit: "V8 ran out of heap (SIGTRAP)", limit: "heapMb" });
  assertEquals(endOf({ code: 134, signal: null }, "invalid size error"), { exit: "V8 gave up (exit code 134)" });
  const killed = "it was killed from outside (SIGKILL), by an operator or the system";
  assertEquals(endOf({ code: 137, signal: "SIGKILL" }, heap), { exit: killed });
  assertEquals(endOf({ code: 143, signal: "SIGTERM" }, ""), { exit: "it was ended from outside (SIGTERM)" });
  assertEquals(endOf({ code: 0, signal: null }, ""), { exit: "it left with exit code 0" });
  assertEquals(endOf({ code: 4, signal: null }, ""), { exit: "its worker left" });
});
