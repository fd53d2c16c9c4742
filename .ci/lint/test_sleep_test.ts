import { assertEquals } from "@std/assert";
import { check } from "./_check.ts";
import { testSleep } from "./test_sleep.ts";

const run = (source: string, path = "otp/a_test.ts") => check(testSleep, { path, source });

Deno.test("test-sleep finds real timers in tests and suites", () => {
  assertEquals(run("setTimeout(() => {}, 1)"), ["A test waits for no real time, got setTimeout()"]);
  assertEquals(run("globalThis.setInterval(f, 1)").length, 1);
  assertEquals(run("Atomics.wait(a, 0, 0, 5)").length, 1);
  assertEquals(run('import { delay } from "@std/async"; await delay(5);').length, 1);
  assertEquals(run('import { setTimeout as sleep } from "node:timers/promises"; await sleep(5);').length, 1);
  assertEquals(run("setTimeout(() => {}, 1)", "otp/a_suite.ts").length, 1);
});

Deno.test("test-sleep leaves clocks, other files and other names alone", () => {
  assertEquals(run("clock.setTimeout(() => {}, 1)"), []);
  assertEquals(run('import { delay } from "./chaos.ts"; delay(5);'), []);
  assertEquals(run('const code = "setTimeout(() => {}, 1)";'), []);
  assertEquals(run("setTimeout(() => {}, 1)", "otp/a.ts"), []);
  assertEquals(run("setTimeout(() => {}, 1)", "supertester/a_test.ts"), [], "which no-sleep finds");
});
