import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { definePluginApi, hook } from "./plugin_api.ts";
import { PluginError } from "./plugin_error.ts";
import { type PlanOptions, planPlugin, type PluginPlan } from "./plugin_plan.ts";
import { fakeHost } from "./testdata/sandboxes.ts";

const api = definePluginApi({ version: "1.2", hooks: { price: hook(), order: hook() } });
const least = { name: "tax", version: "1.0.0", entry: "main.ts", api: "1.0" };
const plan = (changes: Record<string, unknown> = {}, from?: PluginPlan) =>
  planPlugin({ ...least, ...changes }, { files: { "main.ts": "x" }, api, host: fakeHost(), ...(from && { from }) });

Deno.test("planPlugin() shows what a plugin asks for, before anything is granted", () => {
  const { text, asks, needsConsent } = plan({
    description: "Adds tax\x1b[2J",
    hooks: ["price", "order"],
    permissions: { read: ["/link/rates"], net: ["api.example:443"], run: ["tool"] },
    profile: "strict",
  });
  const lines = text.split("\n");
  assertEquals(lines.slice(0, 9), [
    "Plugin tax 1.0.0",
    "Adds tax [2J",
    "It may:",
    "  read /link/rates (which is /data/rates)",
    "  talk to api.example:443",
    "  run tool (which is /bin/tool)",
    "Warning: run = no wall: a program that the guest starts may do all that the host may",
    "It listens to: price, order",
    'On the wall "process":',
  ]);
  assertEquals(lines[9]?.startsWith("  heapMb: 64 MiB; "), true);
  assertEquals([asks, needsConsent], [
    ["read /link/rates (which is /data/rates)", "talk to api.example:443", "run tool (which is /bin/tool)"],
    true,
  ]);
});

Deno.test("planPlugin(): a plugin that asks for nothing still needs someone's word to be installed", () => {
  const { text, asks, needsConsent } = plan();
  assertEquals(text.split("\n").slice(0, 3), [
    "Plugin tax 1.0.0",
    "It may do nothing outside of itself.",
    "It listens to nothing.",
  ]);
  assertEquals([asks, needsConsent], [[], true]);
});

Deno.test("planPlugin() of an update shows what is asked beyond what is installed", () => {
  const old = plan({ hooks: ["price"], permissions: { read: ["/a"] }, isolation: "process" });
  const same = plan({ version: "1.1.0", hooks: ["price"], permissions: { read: ["/a/b"] }, isolation: "process" }, old);
  assertEquals([same.needsConsent, same.asks], [false, []]);
  assertEquals(same.text.split("\n")[1], "It asks for no more than 1.0.0, which is installed.");
  const more = plan({
    version: "2.0.0",
    hooks: ["price", "order"],
    permissions: { read: ["/a", "/b"] },
    limits: { heapMb: 256 },
    isolation: "worker",
  }, old);
  assertEquals([more.needsConsent, more.asks], [true, [
    "read /b",
    "listen to order",
    "use more: heapMb 128 -> 256",
    "live in this program's own process",
  ]]);
  assertEquals(more.text.split("\n").slice(1, 4), [
    "Beyond 1.0.0, which is installed, it asks to:",
    "  read /b",
    "  listen to order",
  ]);
});

Deno.test("planPlugin() shows who shares a process; to share one, or another one, is asked for", () => {
  const at = (isolation: unknown, from?: PluginPlan) => plan({ isolation }, from);
  const shared = at({ shared: "rates" });
  assertEquals(
    shared.text.split("\n")[3],
    'In the process "rates", with all that share it: they end together, and memoryMb is that of all:',
  );
  const [process, worker] = [at("process"), at("worker")];
  const asks = ['live in the process "rates" with all that share it'];
  assertEquals([process, worker, at({ shared: "b" })].map((from) => at({ shared: "rates" }, from).asks), [
    asks,
    asks,
    asks,
  ]);
  assertEquals([at({ shared: "rates" }, shared).asks, at("process", shared).asks], [[], []]);
  assertEquals(at("worker", shared).asks, ["live in this program's own process"]);
});

Deno.test("planPlugin() takes another name, so that two versions live side by side", () => {
  const other = planPlugin(least, { files: { "main.ts": "x" }, api, as: "tax-next" });
  assertEquals([other.name, other.manifest.name, other.text.split("\n")[0]], [
    "tax-next",
    "tax",
    "Plugin tax 1.0.0, as tax-next",
  ]);
  const { message } = assertThrows(
    () => planPlugin(least, { files: { "main.ts": "x" }, api, as: "../x" }),
    PluginError,
  );
  assertEquals(
    message,
    'Cannot read a manifest: name is made of small letters, digits and -, and begins with a letter, got "../x"',
  );
});

Deno.test("planPlugin() is a copy, frozen, with a checksum of manifest and files", () => {
  const files: Record<string, string> = { "main.ts": "x", "a.ts": "y" };
  const first = planPlugin(least, { files, api });
  files["main.ts"] = "changed";
  assertEquals([first.files["main.ts"], Object.isFrozen(first), Object.isFrozen(first.files)], ["x", true, true]);
  assertEquals(planPlugin(least, { files: { "a.ts": "y", "main.ts": "x" }, api }).digest, first.digest);
  assertNotEquals(planPlugin(least, { files, api }).digest, first.digest);
  assertNotEquals(planPlugin({ ...least, version: "1.0.1" }, { files: first.files, api }).digest, first.digest);
});

Deno.test("planPlugin() refuses what does not fit", () => {
  const refusal = (changes: Record<string, unknown>) => assertThrows(() => plan(changes), PluginError).message;
  assertEquals(
    refusal({ api: "2.0" }),
    "Cannot plan a plugin: tax was written for version 2.0 of the hooks, and there is 1.2",
  );
  assertEquals(refusal({ hooks: ["none"] }), "Cannot plan a plugin: hooks.none is no hook of this program");
  assertEquals(refusal({ hooks: ["toString"] }), "Cannot plan a plugin: hooks.toString is no hook of this program");
  assertEquals(
    refusal({ entry: "other.ts" }),
    `Cannot plan a plugin: entry is among the plugin's files, got "other.ts"`,
  );
  assertEquals(
    refusal({ isolation: { shared: "two words" } }),
    'Cannot read a manifest: isolation is not right: Cannot choose a wall: isolation is "worker", "process" or ' +
      '{ shared: a name like that of a sandbox }, got {"shared":"two words"}',
  );
  const limits = assertThrows(() => plan({ limits: { heapMb: 600 } }), ArgumentError).message;
  assertEquals(
    limits,
    'Cannot set the limits of a sandbox: heapMb is at most memoryMb, got {"heapMb":600,"memoryMb":512}',
  );
});

Deno.test("planPlugin() refuses more than the host has", () => {
  const host = { ...fakeHost(), has: () => false };
  const asks = { ...least, permissions: { net: ["h"] } };
  const { message } = assertThrows(() => planPlugin(asks, { files: { "main.ts": "x" }, api, host }), ArgumentError);
  assertEquals(message, 'Cannot grant permissions: no more can be granted than the host has itself, got "net h"');
});

Deno.test("planPlugin() refuses parts that are none", () => {
  const right = { files: { "main.ts": "x" }, api, host: fakeHost() };
  const refusal = (parts: Record<string, unknown>) =>
    assertThrows(() => planPlugin(least, { ...right, ...parts } as PlanOptions), ArgumentError).message;
  const start = "Cannot plan a plugin:";
  assertEquals(refusal({ keep: 5 }), `${start} keep lists paths, got 5`);
  assertEquals(refusal({ keep: [5] }), `${start} keep lists paths, got [5]`);
  assertEquals(refusal({ files: { "main.ts": 5 } }), `${start} a file is a text (main.ts), got 5`);
  assertEquals(refusal({ files: undefined }), `${start} the options are an object, got undefined`);
  assertEquals(refusal({ api: null }), `${start} the options are an object, got null`);
});
