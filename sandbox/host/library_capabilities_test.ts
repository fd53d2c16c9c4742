import { assertEquals } from "@std/assert";
import type { NativeLibraries } from "../native/native_libraries.ts";
import { capabilityOf } from "./capability_table.ts";
import { LIBRARY_CAPABILITIES } from "./library_capabilities.ts";

Deno.test("LIBRARY_CAPABILITIES do what there is, with the guest's words in the form that they are to have", async () => {
  const done: unknown[][] = [];
  const libraries = {
    open: (...args: unknown[]) => done.push(["open", ...args]),
    call: (...args: unknown[]) => done.push(["call", ...args]),
    close: (...args: unknown[]) => done.push(["close", ...args]),
  } as unknown as NativeLibraries;
  const asked = [["openLibrary", [7, "symbols"]], ["callLibrary", ["1", 2, "no list"]], ["closeLibrary", [1]]] as const;
  for (const [capability, args] of asked) {
    await capabilityOf(LIBRARY_CAPABILITIES, capability)!(libraries, args);
  }
  assertEquals(done, [["open", "7", "symbols"], ["call", 1, { name: "2", args: [] }], ["close", 1]]);
});
