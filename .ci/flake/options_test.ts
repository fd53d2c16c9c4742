import { assert, assertEquals, assertMatch } from "@std/assert";
import { makeTree } from "../lib/tree_suite.ts";
import { type FlakeOptions, readOptions, usage } from "./options.ts";

function options(args: string[], root?: string): FlakeOptions {
  const read = readOptions(args, root);
  assert(typeof read === "object", String(read));
  return read;
}

Deno.test("readOptions() repeats everything 200 times, from a seed by chance", () => {
  const { seed, ...others } = options([]);
  assertEquals(others, { runs: 200, only: [], limitMs: 600_000, rest: [] });
  assert(Number.isSafeInteger(seed) && seed >= 0);
  assert([1, 2, 3, 4].some(() => options([]).seed !== seed), "a seed by chance");
});

Deno.test("readOptions() takes folders in one list or several, and hands the rest on", async () => {
  await using tree = await makeTree({ "a/x.ts": "", "b/c/x.ts": "", "d/x.ts": "" });
  const args = ["--only", "a,b/c/", "--only=d", "--runs", "3", "--seed=9", "--limit", "5", "--", "--filter", "--runs"];
  assertEquals(options(args, tree.root), {
    runs: 3,
    only: ["a", "b/c", "d"],
    seed: 9,
    limitMs: 5000,
    rest: ["--filter", "--runs"],
  });
});

Deno.test("readOptions() says what is wrong, and gives an empty text for help", () => {
  const rule = "Cannot repeat the tests: ";
  assertEquals(readOptions(["--runs", "0"]), `${rule}--runs is a whole number from 1 up, got 0`);
  assertEquals(readOptions(["--seed", "1.5"]), `${rule}--seed is a whole number from 0 up, got 1.5`);
  assertEquals(readOptions(["--limit", "soon"]), `${rule}--limit is a whole number from 1 up, got soon`);
  assertEquals(readOptions(["--only", "no_such"]), `${rule}--only names folders of the repository, got "no_such"`);
  assertEquals(readOptions(["--only", "deno.json"]), `${rule}--only names folders of the repository, got "deno.json"`);
  assertMatch(String(readOptions(["--what"])), /--what/);
  assertMatch(String(readOptions(["otp"])), /otp/);
  assertEquals(readOptions(["--help"]), "");
});

Deno.test("usage names every option", () => {
  for (const name of ["runs", "only", "seed", "limit"]) assertMatch(usage, new RegExp(`--${name} `));
});
