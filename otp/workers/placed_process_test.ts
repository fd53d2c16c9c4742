import { assertEquals, assertRejects } from "@std/assert";
import { CallError } from "../processes/errors.ts";
import { reasonIn } from "../testdata/world.ts";
import { deathOf, placedSuite, quiet, troubleIn } from "./placed_suite.ts";

placedSuite("process");

Deno.test("placed() in a process: a loop after an await is killed by the operating system", async () => {
  await using system = quiet();
  const far = await system.start(troubleIn("process", { maxTurnMs: 50, silenceMs: 150 }));
  const died = await assertRejects(() => far.call("spinLater", 60_000, { timeoutMs: Infinity }), CallError);
  assertEquals(reasonIn(died), "turn_limit");
});

Deno.test("placed() in a process: a heap has its limit, beyond which the program is gone", async () => {
  await using system = quiet();
  const far = await system.start(troubleIn("process", { heapMb: 48, maxTurnMs: Infinity }));
  const died = await deathOf(system, far.pid!, () => far.call("hoard").catch(() => {}));
  assertEquals(Object.keys(died as object).length, 1);
});
