import { assertEquals } from "@std/assert";
import { System } from "../system.ts";
import { runtimeOf } from "../processes/host.ts";
import { graftedProcess, graftedProcesses, placeIn } from "./grafted_processes.ts";

Deno.test("placeIn() escapes an id as RFC 6901 has it", () => {
  assertEquals(placeIn("top", "a/b~c"), "top/a~1b~0c");
});

Deno.test("graftedProcesses() and graftedProcess() know of nobody where nothing was told", async () => {
  await using system = new System();
  const runtime = runtimeOf(system);
  assertEquals([graftedProcesses(runtime), graftedProcess(runtime, "<far.1.0>")], [[], undefined]);
});
