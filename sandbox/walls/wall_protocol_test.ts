import { assertEquals } from "@std/assert";
import { WALL_VERSION } from "./wall_protocol.ts";
import { WORKER_BUNDLE } from "./worker_bundle.ts";

Deno.test("WALL_VERSION is the one that the bundled worker was made with", () => {
  assertEquals([Number.isInteger(WALL_VERSION), WORKER_BUNDLE.includes('"ready"')], [true, true]);
});
