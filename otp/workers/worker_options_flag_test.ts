import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "../processes/errors.ts";
import { checkFlags, workerOptionsCheck } from "./worker_options_flag.ts";

Deno.test("workerOptionsCheck() passes where workers may have rights of their own, and asks once", async () => {
  await workerOptionsCheck();
  assertEquals(workerOptionsCheck(), undefined);
});

Deno.test("checkFlags() names the flag that is missing", () => {
  checkFlags(["deno", "run", "--unstable-worker-options", "-A"]);
  const missing = assertThrows(() => checkFlags(["deno", "run", "-A"]), ArgumentError);
  assertEquals(
    missing.message,
    "Cannot place a process in a worker: Deno runs with --unstable-worker-options, or with " +
      '"unstable": ["worker-options"] in deno.json, got []',
  );
});
