import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Outcome } from "../lib/command.ts";
import { makeTree } from "../lib/tree_suite.ts";
import type { FlakeOptions } from "./options.ts";
import { type FlakeRun, runFlake } from "./run_flake.ts";
import { closing } from "./show.ts";

const options: FlakeOptions = { runs: 3, only: ["otp"], seed: 7, limitMs: 60_000, rest: ["--filter", "x"] };
const says = (output: string, code = 0): Outcome => ({ code, output, durationMs: 5 });
const passed = says("ok | 4 passed | 0 failed (1s)\n");

Deno.test("runFlake() gives every run a seed of its own, in parallel, and what is handed on", async () => {
  const seen: string[][] = [];
  const told: FlakeRun[] = [];
  const start = (args: string[]) => (seen.push(args), Promise.resolve(passed));
  const runs = await runFlake(options, { cwd: ".", onRun: (run) => void told.push(run), start });
  assertEquals(seen.map((args) => args.find((arg) => arg.startsWith("--shuffle"))), [
    "--shuffle=7",
    "--shuffle=8",
    "--shuffle=9",
  ]);
  for (const args of seen) {
    assert(args.includes("--parallel"));
    assertEquals(args.slice(-3), ["--filter", "x", "otp"]);
  }
  assertEquals(told, runs);
  assertEquals(runs.map(({ number, seed, ok, passed }) => [number, seed, ok, passed]), [
    [1, 7, true, 4],
    [2, 8, true, 4],
    [3, 9, true, 4],
  ]);
});

Deno.test("runFlake() goes on after a failure, and keeps what is said about it", async () => {
  const failed = " ERRORS \n\none => ./a_test.ts:1:6\nerror: no\n\n FAILURES \n\none => ./a_test.ts:1:6\n\n";
  const outcomes = [says(`\n${failed}FAILED | 3 passed | 1 failed (1s)\n`, 1), passed, says("panicked\n", 101)];
  const runs = await runFlake(options, { cwd: ".", start: () => Promise.resolve(outcomes.shift()!) });
  assertEquals(runs.map(({ ok, passed, details }) => [ok, passed, details]), [
    [false, 3, "one => ./a_test.ts:1:6\nerror: no"],
    [true, 4, ""],
    [false, 0, "panicked"],
  ]);
  assertEquals(runs.map(({ failures }) => failures), [[{ name: "one", where: "a_test.ts:1" }], [], []]);
});

Deno.test("runFlake() ends a run that hangs", async () => {
  const start = (_: string[], { signal }: { signal: AbortSignal }) =>
    new Promise<Outcome>((resolve) => signal.addEventListener("abort", () => resolve(says("one ...", 143))));
  const [run] = await runFlake({ ...options, runs: 1, limitMs: 1 }, { cwd: ".", start });
  assertEquals([run?.ok, run?.hung, run?.details], [false, true, "one ..."]);
});

Deno.test("runFlake() finds a test that fails in some orders only", async () => {
  const orderly = `
    let first = true;
    Deno.test("must come first", () => { if (!first) throw new Error("came late"); first = false; });
    Deno.test("comes when it likes", () => { first = false; });
  `;
  await using tree = await makeTree({ "a_test.ts": orderly });
  const runs = await runFlake({ ...options, runs: 8, only: [], rest: ["--no-lock"] }, { cwd: tree.root });
  const failed = runs.filter(({ ok }) => !ok);
  assert(failed.length > 0 && failed.length < 8, closing(runs));
  const [{ failures, details }] = failed as [FlakeRun];
  assertEquals(failures, [{ name: "must come first", where: "a_test.ts:3" }]);
  assertStringIncludes(details, "came late");
});
