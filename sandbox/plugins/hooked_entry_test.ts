import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { silentLogger, System } from "@superlearner/otp";
import { SandboxHost } from "../host/sandbox_host.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import { hookedEntry, missingHook } from "./hooked_entry.ts";
import { checkManifest } from "./manifest.ts";
import { definePluginApi, hook } from "./plugin_api.ts";
import { PluginError } from "./plugin_error.ts";
import { Plugins } from "./plugins.ts";

const returns = Number;
const api = definePluginApi({
  version: "1.0",
  hooks: { price: hook<number, number>({ returns, timeoutMs: 20_000 }), pricey: hook<number, number>({ returns }) },
});
const least = { name: "tax", version: "1.0.0", entry: "main.ts", api: "1.0", hooks: ["price"] };
const yes = { by: "michael", granted: "asked" } as const;
const GOOD = "export const price = (n: number) => n + 1;";
const NO_HOOKS = [
  "export const prize = (n: number) => n + 2;",
  "export const price = 7;",
  "const price = (n: number) => n + 2;",
];

Deno.test("hookedEntry() has another name than every module of the plugin", () => {
  const entryOf = (files: Record<string, string>) =>
    hookedEntry({ name: "tax", manifest: checkManifest(least), files }).entry;
  assertEquals(entryOf({ "main.ts": "" }), "/plugin_entry.js");
  assertEquals(entryOf({ "plugin_entry.js": "", "/plugin_entry_.js": "" }), "/plugin_entry__.js");
});

Deno.test("missingHook() gives every other error as it came", () => {
  const plan = { name: "tax", manifest: checkManifest(least), files: {} };
  const errors = [
    "x",
    new Error("x"),
    new SandboxError("x", { kind: "load_failed", module: "/a.ts", message: "x" }),
    new SandboxError("x", { kind: "not_found", what: "x" }),
  ];
  for (const error of errors) assertStrictEquals(missingHook(plan, error), error);
});

for (const isolation of ["worker", "process"] as const) {
  Deno.test(`Plugins: a version without a hook that it listens to does not load, the old one goes on (${isolation})`, async () => {
    await using system = new System({ logger: silentLogger });
    await using host = new SandboxHost({ system });
    await using plugins = new Plugins(api, { sandboxes: host });
    const plan = (code: string, changes: Record<string, unknown> = {}) =>
      plugins.plan({ ...least, isolation, ...changes }, { files: { "main.ts": code } });
    const refused = async (act: Promise<unknown>, missing = "price") => {
      const { message, failure } = await assertRejects(() => act, PluginError);
      assertEquals(
        message,
        `Cannot load a plugin: tax listens to ${missing}, and its entry exports no function of that name`,
      );
      assertEquals(failure, { kind: "missing_hook", plugin: "tax", hook: missing });
    };
    for (const code of NO_HOOKS) await refused(plugins.install(plan(code), yes));
    assertEquals([plugins.list(), host.list()], [[], []]);
    await plugins.install(plan(GOOD), yes);
    for (const code of NO_HOOKS) await refused(plugins.update(plan(code, { version: "1.1.0" })));
    await refused(plugins.update(plan(GOOD, { version: "1.1.0", hooks: ["pricey", "price"] }), yes), "pricey");
    await refused(plugins.update(plan(NO_HOOKS[0]!, { limits: { heapMb: 64 } }), yes));
    assertEquals([plugins.list()[0]?.version, host.list().map(({ name }) => name)], ["1.0.0", ["tax@1"]]);
    assertEquals(await plugins.call("tax", "price", 7), 8);
  });
}

Deno.test("Plugins: an entry may start, have a default and get its function only then, wherever it lies", async () => {
  await using system = new System({ logger: silentLogger });
  await using host = new SandboxHost({ system });
  await using plugins = new Plugins(api, { sandboxes: host });
  const files = {
    "/src/main.ts": `
      import { GenServer } from "@superlearner/otp";
      export { price } from "./price.ts";
      export let pricey: ((n: number) => number) | undefined;
      export function start() { pricey = (n) => n + 3; }
      export default GenServer.define({ name: "Unused", init: () => 0 });
    `,
    "/src/price.ts": GOOD,
  };
  const manifest = { ...least, entry: "src/main.ts", hooks: ["price", "pricey"] };
  await plugins.install(plugins.plan(manifest, { files }), yes);
  assertEquals([await plugins.call("tax", "price", 7), await plugins.call("tax", "pricey", 7)], [8, 10]);
  const server = `
    import { GenServer, Supervisor } from "@superlearner/otp";
    ${GOOD}
    const Count = GenServer.define({ name: "Count", init: () => 41, calls: { value: (n: number) => [n, n] } });
    export default Supervisor.define({ children: [Count.child({ name: "count" })] });
  `;
  await plugins.install(plugins.plan({ ...least, name: "count" }, { files: { "main.ts": server } }), yes);
  assertEquals(await host.get("count@1")?.call("count", "value"), 41, "its default was started");
});
