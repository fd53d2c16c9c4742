import { assertEquals } from "@std/assert";
import { handClock } from "../audit/testdata/logs.ts";
import { HookCalls } from "./hook_calls.ts";
import { type Installed, Lodging } from "./installed.ts";
import { hook } from "./plugin_api.ts";

function plugin(name: string, run: (value: unknown) => unknown): Installed {
  const sandbox = {
    run: async (_name: string, [value]: readonly unknown[]) => await run(value),
    destroy: () => Promise.resolve(),
  };
  const counts = { calls: 0, failures: 0, off: false, lastError: undefined };
  return { plan: { name }, lodging: new Lodging(sandbox), ...counts } as unknown as Installed;
}

function calls(switchedOff: (plugin: Installed) => void = () => {}): HookCalls {
  return new HookCalls({ clock: handClock(), maxFailures: 2, switchedOff });
}

const fails = () => {
  throw new Error("No");
};
const price = {
  name: "price",
  hook: hook<number, number>({
    returns: (value) => {
      if (typeof value !== "number") throw new Error("It is a number");
      return value;
    },
  }),
};
const short = (answers: readonly { plugin: string; ok: boolean; value?: unknown; error?: Error }[]) =>
  answers.map(({ plugin, ok, value, error }) => [plugin, ok ? value : error?.message]);

Deno.test("HookCalls.all(): one that fails is nothing to the others", async () => {
  const plugins = [
    plugin("a", (n) => Number(n) + 1),
    plugin("b", fails),
    plugin("c", () => "x"),
    plugin("d", (n) => n),
  ];
  assertEquals(short(await calls().all(plugins, price, 7)), [
    ["a", 8],
    ["b", "No"],
    ["c", "Cannot call a hook: c answers price with what is no answer: It is a number"],
    ["d", 7],
  ]);
});

Deno.test("HookCalls.one() waits for an answer that is made in time, and hears of one that is rejected", async () => {
  const returns = (value: unknown) => value === 1 ? Promise.resolve("one") : Promise.reject(new Error("It is 1"));
  const slow = { name: "price", hook: hook<number, Promise<string>>({ returns }) };
  const one = plugin("a", (n) => n);
  assertEquals(short([await calls().one(one, slow, 1), await calls().one(one, slow, 2)]), [
    ["a", "one"],
    ["a", "Cannot call a hook: a answers price with what is no answer: It is 1"],
  ]);
});

Deno.test("HookCalls.chain() gives each what the one before made, and passes over who fails", async () => {
  const plugins = [plugin("a", (n) => Number(n) * 2), plugin("b", fails), plugin("c", (n) => Number(n) + 1)];
  const { value, answers } = await calls().chain(plugins, price, 7);
  assertEquals([value, short(answers)], [15, [["a", 14], ["b", "No"], ["c", 15]]]);
  assertEquals(await calls().chain([], price, 7), { value: 7, answers: [] });
});

Deno.test("HookCalls.one() switches off who fails too often in a row, and says so once", async () => {
  const off: string[] = [];
  const all = calls(({ plan }) => off.push(plan.name));
  let working = true;
  const one = plugin("a", () => working ? 1 : fails());
  const ask = async () => short([await all.one(one, price, 7)])[0]?.[1];
  working = false;
  assertEquals([await ask(), one.failures], ["No", 1]);
  working = true;
  assertEquals([await ask(), one.failures], [1, 0]);
  working = false;
  assertEquals([await ask(), await ask(), off, one.lastError], ["No", "No", ["a"], "No"]);
  const calledBefore = one.calls;
  assertEquals(await ask(), "Cannot call a hook: a is switched off, since it failed 2 times in a row");
  assertEquals([off, one.calls], [["a"], calledBefore]);
});

Deno.test("HookCalls.one() never rejects, also where nobody can be told of a plugin that was switched off", async () => {
  const one = plugin("a", fails);
  const all = calls(() => {
    throw new Error("The disk is full");
  });
  await all.one(one, price, 7);
  const answer = await all.one(one, price, 7);
  const error = answer.ok ? undefined : answer.error as AggregateError;
  assertEquals([error?.message, error?.errors.map(({ message }) => message)], ["No", ["No", "The disk is full"]]);
});

Deno.test("HookCalls.one() takes what is thrown and no error for one", async () => {
  const thrower = plugin("a", () => {
    throw "text";
  });
  assertEquals(short([await calls().one(thrower, price, 7)]), [["a", "text"]]);
});
