import { assertEquals } from "@std/assert";
import type { FlakeRun } from "./run_flake.ts";
import { closing, formatFlaky, formatRun } from "./show.ts";

const failing = (seed: number, ...names: string[]): FlakeRun => ({
  number: seed,
  seed,
  ok: false,
  passed: 7,
  failures: names.map((name) => ({ name, where: "otp/a_test.ts:1" })),
  details: "why\n\nit failed",
  hung: false,
  durationMs: 1234,
});
const passing: FlakeRun = { ...failing(3), ok: true, details: "" };

Deno.test("formatRun() is one line for a run that passed", () => {
  assertEquals(formatRun(passing, 200), "  3/200  seed 3  ok  7 passed in 1.2 s");
});

Deno.test("formatRun() names what failed, and shows why", () => {
  assertEquals(formatRun(failing(4, "one", "two"), 9).split("\n"), [
    "4/9  seed 4  FAILED  7 passed, 2 failed in 1.2 s",
    "  one => otp/a_test.ts:1",
    "  two => otp/a_test.ts:1",
    "    why",
    "",
    "    it failed",
  ]);
  assertEquals(
    formatRun({ ...failing(4), hung: true }, 9).split("\n")[0],
    "4/9  seed 4  FAILED  7 passed, hung in 1.2 s",
  );
  assertEquals(formatRun(failing(4), 9).split("\n")[0], "4/9  seed 4  FAILED  7 passed, broke in 1.2 s");
});

Deno.test("formatFlaky() counts the failures of each test, the worst first", () => {
  const runs = [failing(4, "one"), failing(5, "one", "two", "two"), failing(6, "two"), failing(7, "two"), failing(8)];
  assertEquals(formatFlaky([...runs, { ...failing(9), hung: true }]), [
    "3x two => otp/a_test.ts:1, seed 5, 6, 7",
    "2x one => otp/a_test.ts:1, seed 4, 5",
    "1x (a run that broke), seed 8",
    "1x (a run that hung), seed 9",
  ]);
  assertEquals(formatFlaky([]), []);
});

Deno.test("closing() counts the runs, and those that failed", () => {
  assertEquals(closing([passing, failing(4, "one", "two"), failing(5)]), "runs 3, failures 2");
});
