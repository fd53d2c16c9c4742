import { assertEquals } from "@std/assert";
import { StartFailure } from "../behaviours/start.ts";
import { runtimeOf } from "../processes/host.ts";
import { findProcess } from "../introspection/process_info.ts";
import { eventsOf } from "../testdata/world.ts";
import { moduleOf, quiet } from "./placed_suite.ts";
import { completePlace } from "./place_options.ts";
import { startPlaced } from "./start_placed.ts";

const place = completePlace("Trouble", { placement: "process", module: moduleOf("trouble.ts") });
const what = { name: "Trouble", type: "worker" as const };
const start = { parent: null, link: true, name: undefined, args: [], timeoutMs: Infinity };

Deno.test("startPlaced() opens no place where nothing can be started", async () => {
  const system = quiet();
  const runtime = runtimeOf(system);
  const refusal = (options: Partial<typeof start> | object) => {
    const started = startPlaced(runtime, place, { ...what, start: { ...start, ...options } });
    return started instanceof StartFailure ? started.reason : "a place";
  };
  const holder = system.attach({ name: "taken" });
  const parent = findProcess(system, system.attach().pid)!;
  system.exit(parent.pid, "kill");
  assertEquals(refusal({ name: "taken" }), { already_started: holder.pid });
  assertEquals(refusal({ parent }), "noproc");
  await system.stop();
  assertEquals(refusal({}), "shutdown");
});

Deno.test("startPlaced() ends with the parent that waits for it, and starts nothing then", async () => {
  await using system = quiet();
  const events = eventsOf(system, "process.started", "process.exited");
  const parent = findProcess(system, system.attach().pid)!;
  const starting = startPlaced(runtimeOf(system), place, { ...what, start: { ...start, parent, name: "far" } });
  assertEquals(system.whereis("far"), "<process-1.1.0>");
  system.exit(parent.pid, "boom");
  assertEquals((await starting as StartFailure).reason, "boom");
  assertEquals(system.whereis("far"), undefined);
  assertEquals(events.map(({ type }) => type), [
    "process.started",
    "process.started",
    "process.exited",
    "process.exited",
  ]);
});
