import { assertEquals } from "@std/assert";
import { SYS_KINDS } from "../permissions/sys_kinds.ts";
import { sysValue, sysValues } from "./sys_values.ts";

Deno.test("sysValues() has what was granted: values, and nothing yet for what changes", () => {
  assertEquals(sysValues([]), {});
  assertEquals(sysValues(["hostname", "loadavg", "constructor"]), { hostname: Deno.hostname(), loadavg: null });
  assertEquals(Object.keys(sysValues("all")).sort(), [...SYS_KINDS].sort());
});

Deno.test("sysValue() tells what it is now, as plain data", () => {
  assertEquals((sysValue("loadavg") as number[]).length, 3);
  assertEquals((sysValue("systemMemoryInfo") as { total: number }).total, Deno.systemMemoryInfo().total);
  assertEquals(sysValue("constructor"), undefined);
});
