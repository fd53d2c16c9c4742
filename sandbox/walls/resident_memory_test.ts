import { assertEquals } from "@std/assert";
import { residentBytes } from "./resident_memory.ts";

Deno.test({
  name: "residentBytes() is what the system tells of a process; of none, nothing",
  ignore: Deno.build.os !== "linux",
  fn() {
    const bytes = residentBytes(Deno.pid)!;
    assertEquals([bytes > 2 ** 24, bytes < 2 ** 34, residentBytes(2 ** 30)], [true, true, undefined]);
  },
});
