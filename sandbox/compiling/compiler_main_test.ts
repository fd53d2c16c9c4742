import { assertEquals, assertThrows } from "@std/assert";
import { workOff } from "./compiler_main.ts";

Deno.test("workOff() does the files of a job in their order", () => {
  const files = [{ path: "/a.ts", text: "let a: 1" }, { path: "/b.js", text: "b" }];
  assertEquals(workOff({ files, limitMs: 60_000 }).map(({ code }) => code), ["let a   ", "b"]);
});

Deno.test("workOff() gives up by itself where the compiler spins, should nobody be left to kill it", () => {
  const files = [{ path: "/a.ts", text: "async(a=".repeat(40) }];
  assertThrows(() => workOff({ files, limitMs: 200 }), Error, "timed out");
  assertEquals(workOff({ files: [], limitMs: 1000 }), []);
});
