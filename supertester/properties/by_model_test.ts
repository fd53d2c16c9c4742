import { assert, assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { ArgumentError, GenServer } from "@superlearner/otp";
import { nat } from "npm:fast-check@^4";
import { addResultSink, type TestResult } from "../results/result.ts";
import { ScenarioError } from "../scenarios/scenario_error.ts";
import { Account, Counter, counting } from "../scenarios/testdata/servers.ts";
import { modelTest } from "./by_model.ts";
import { ModelError } from "./model_error.ts";
import { NAME, test as lossy } from "./testdata/lossy.ts";

const FILE = new URL("./testdata/lossy.ts", import.meta.url).href;
const LOCK = new URL("../../.ci/tests.lock", import.meta.url).pathname;

/** A stack that goes wrong at its third item, where that is larger than 10. */
const Stack = GenServer.define({
  name: "Stack",
  init: (): readonly number[] => [],
  calls: { pop: ([top, ...rest]: readonly number[]) => [top, rest], size: (items) => [items.length, items] },
  casts: {
    push: (items, item: number) =>
      items.length >= 2 && item > 10 ? [items[0]!, item, ...items.slice(1)] : [item, ...items],
  },
});

const stacking = {
  init: (): readonly number[] => [],
  calls: {
    pop: (items: readonly number[]) => [items.at(-1), items.slice(0, -1)] as const,
    size: (items: readonly number[]) => [items.length, items] as const,
  },
  casts: { push: (items: readonly number[], item: number) => [...items, item] },
};

Deno.test("modelTest: passes where the server does what the model does", async () => {
  await modelTest(Counter, { calls: { add: nat() }, model: counting })();
  await modelTest(Counter, { calls: { add: nat() }, model: counting, clients: 3, runs: 50 })();
});

Deno.test("modelTest: the counterexample is the smallest there is, and says what the model answers", async () => {
  const test = modelTest(Stack, { casts: { push: nat(1000) }, model: stacking });
  const error = await assertRejects(() => test({ name: "stacks" }), ModelError);
  assertEquals(`${error.counterexample}`, "client 0: cast push(0), cast push(0), cast push(11), call pop");
  assertStringIncludes(error.message, "Stack does not do what its model does; example ");
  assertStringIncludes(error.message, "is what cannot be: after the others it is 11");
  assert(error.cause instanceof ScenarioError);
  assertEquals(error.cause.phase, "model");
  const { seed, path } = error;
  const again = modelTest(Stack, { casts: { push: nat(1000) }, model: stacking, seed, path });
  const { counterexample } = await assertRejects(() => again(), ModelError);
  assertEquals(`${counterexample}`, `${error.counterexample}`);
});

Deno.test("modelTest: with several clients it finds what only they do, in the smallest way", async () => {
  const error = await assertRejects(() => lossy({ name: NAME, origin: FILE }), ModelError);
  assertEquals(`${error.counterexample}`, "client 0: call add(1)\nclient 1: call add(1)");
});

Deno.test("modelTest: the printed line reproduces the counterexample alone in a fresh process", async () => {
  const error = await assertRejects(() => lossy({ name: NAME, origin: FILE }), ModelError);
  const line = error.message.split("\n").at(-1)!;
  assert(line.startsWith("SUPERTESTER_PROPERTY="), line);
  const command = line.replace("deno test", `'${Deno.execPath()}' test --no-check --lock='${LOCK}'`);
  const { code, stdout, stderr } = await new Deno.Command("sh", {
    args: ["-c", command],
    env: { FIXTURE: "lossy", NO_COLOR: "1" },
  }).output();
  const output = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  assert(code !== 0, output);
  assertStringIncludes(output, "example 1 (seed 0), made smaller 0 times:");
  assertStringIncludes(output, "client 0: call add(1)\n  client 1: call add(1)");
});

Deno.test("modelTest: a failure of another kind does not take the place of the one that was found", async () => {
  const model = {
    init: () => 0,
    calls: { balance: (sum: number) => [sum + Number(sum > 4), sum] as const, boom: (n: number) => [n, n] as const },
    casts: { set: (_sum: number, to: number) => to },
  };
  const drawn = {
    calls: { never: false, boom: { weight: 1 }, balance: { weight: 8 } },
    casts: { set: nat(9) },
  } as const;
  const error = await assertRejects(() => modelTest(Account, { ...drawn, model, seed: 4 })(), ModelError);
  const { phase } = error.cause as ScenarioError;
  const kinds = error.counterexample.clients.flat().map(({ kind }) => kind);
  assertEquals(phase === "model" ? kinds : ["set", "balance"], ["set", "balance"]);
  assert(phase === "model" || kinds.includes("boom"), `${phase} ${kinds}`);
});

Deno.test("modelTest: tells whoever writes results down", async () => {
  const heard: TestResult[] = [];
  using _sink = addResultSink((result) => heard.push(result));
  await modelTest(Counter, { calls: { add: nat() }, model: counting, runs: 7 })({ name: "counts" });
  await assertRejects(() => lossy({ name: NAME }), ModelError);
  assertEquals(heard.map(({ kind, test, passed }) => [kind, test, passed]), [
    ["scenario", "counts", true],
    ["scenario", NAME, false],
  ]);
  assertEquals(heard[0]!.data, { runs: 7, seed: 0, clients: 1 });
  assertEquals(JSON.parse(JSON.stringify(heard[1]!.data)), heard[1]!.data);
});

Deno.test("modelTest: refuses what is none, when the test is made", () => {
  const refuses = (options: object | null, message: string) =>
    assertThrows(() => modelTest(Counter, options as never), ArgumentError, message);
  const good = { calls: { add: nat() }, model: counting };
  refuses({ ...good, model: undefined }, "there is a model");
  refuses({ ...good, model: { init: 0 } }, "the model has an init");
  refuses({ ...good, clients: 0 }, "clients is a whole number from 1 up");
  refuses({ ...good, runs: 0.5 }, "runs is a whole number from 1 up");
  refuses({ ...good, seed: 0.5 }, "the seed is a whole number");
  refuses({ ...good, path: "0" }, "a path is given with its seed");
  refuses({ ...good, thing: 1 }, 'got "thing"');
  refuses(null, "the options are an object");
  // @ts-expect-error add needs a payload
  assertThrows(() => modelTest(Counter, { model: counting }), ArgumentError, "calls.add needs a payload");
  // @ts-expect-error a model of another server
  void (() => modelTest(Counter, { ...good, model: { init: () => 0, calls: { add: () => ["", 0] } } }));
});
