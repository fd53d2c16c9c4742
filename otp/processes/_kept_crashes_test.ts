import { assertEquals } from "@std/assert";
import { silentLogger } from "./reporter.ts";
import { System } from "../system.ts";
import { KeptCrashes } from "./_kept_crashes.ts";
import { runtimeOf } from "./host.ts";

Deno.test("KeptCrashes keeps the last 64, each once, and empties those it forgets", async () => {
  await using system = new System({ logger: silentLogger });
  const runtime = runtimeOf(system);
  const kept = new KeptCrashes();
  const all = Array.from({ length: 66 }, () => runtime.find(system.spawn(() => new Promise(() => {})))!);
  for (const process of all) {
    process.state = "kept";
    kept.add(process);
    kept.add(process);
  }
  assertEquals(all.map(({ pid }) => kept.find(pid) !== undefined), [false, false, ...new Array(64).fill(true)]);
  assertEquals(all.slice(0, 3).map(({ state }) => state), [null, null, "kept"]);
});
