import { assertEquals, assertThrows } from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import { ArgumentError } from "@superlearner/otp";
import {
  definePluginApi,
  hook,
  type HookOptions,
  type Hooks,
  isCompatible,
  type PluginApi,
  type ReturnsOf,
  type TakesOf,
} from "./plugin_api.ts";

Deno.test("hook() knows what it takes and what it returns", () => {
  const [told, asked] = [hook<string>(), hook<{ n: number }, number>({ returns: Number, timeoutMs: 5 })];
  assertType<IsExact<TakesOf<typeof told>, string>>(true);
  assertType<IsExact<ReturnsOf<typeof told>, void>>(true);
  assertType<IsExact<TakesOf<typeof asked>, { n: number }>>(true);
  assertType<IsExact<ReturnsOf<typeof asked>, number>>(true);
  assertEquals([told.timeoutMs, told.returns("x"), asked.timeoutMs, asked.returns("7")], [1_000, undefined, 5, 7]);
});

Deno.test("hook() checks its options", () => {
  const refusal = (options: unknown) => assertThrows(() => hook(options as HookOptions<void>), ArgumentError).message;
  assertEquals(refusal(null), "Cannot make a hook: the options are an object, got null");
  assertEquals(refusal({ timeout: 5 }), 'Cannot make a hook: an option is one of returns, timeoutMs, got "timeout"');
  for (const timeoutMs of [0, 1.5, Infinity]) {
    assertEquals(
      refusal({ timeoutMs }),
      `Cannot make a hook: timeoutMs is a whole number from 1 to 2147483647, got ${timeoutMs}`,
    );
  }
  assertEquals(refusal({ returns: 7 }), "Cannot make a hook: returns is a function, got 7");
});

Deno.test("definePluginApi() checks version, names and hooks", () => {
  const refusal = (api: unknown) => assertThrows(() => definePluginApi(api as PluginApi<Hooks>), ArgumentError).message;
  const start = "Cannot define what plugins listen to:";
  assertEquals(refusal(null), `${start} the options are an object, got null`);
  assertEquals(refusal({ version: "1.0", hook: {} }), `${start} an option is one of version, hooks, got "hook"`);
  assertEquals(refusal({ version: "1", hooks: {} }), `${start} a version is written "1.0", got "1"`);
  assertEquals(
    refusal({ version: "1.0", hooks: { "a b": hook() } }),
    `${start} a hook is named as a function is, got "a b"`,
  );
  assertEquals(refusal({ version: "1.0", hooks: { a: {} } }), `${start} a hook is made by hook(), got "a"`);
  for (const name of ["start", "upgrade", "default"]) {
    assertEquals(
      refusal({ version: "1.0", hooks: { [name]: hook() } }),
      `${start} a hook has another name than start, upgrade, default, got "${name}"`,
    );
  }
  const api = definePluginApi({ version: "1.0", hooks: { a: hook() } });
  assertEquals([Object.isFrozen(api), Object.isFrozen(api.hooks)], [true, true]);
});

Deno.test("isCompatible(): the same first number, and no later second", () => {
  const pairs: [string, string, boolean][] = [
    ["1.0", "1.0", true],
    ["1.2", "1.10", true],
    ["1.3", "1.2", false],
    ["2.0", "1.9", false],
    ["0.9", "1.0", false],
  ];
  for (const [wants, has, is] of pairs) assertEquals([wants, has, isCompatible(wants, has)], [wants, has, is]);
});
