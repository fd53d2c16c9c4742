import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import { ArgumentError } from "@superlearner/otp";
import type { AuditEntry } from "../audit/audit_record.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import type { HookAnswer } from "./hook_answer.ts";
import { definePluginApi, hook } from "./plugin_api.ts";
import { PluginError } from "./plugin_error.ts";
import { Plugins } from "./plugins.ts";
import { planPlugin } from "./plugin_plan.ts";
import type { PluginsOptions } from "./plugins_options.ts";
import { type Behaviours, fakeHost, FakeSandboxes } from "./testdata/sandboxes.ts";

const api = definePluginApi({
  version: "1.0",
  hooks: { price: hook<number, number>({ returns: Number }), order: hook<{ id: string }>() },
});
const behaviours: Behaviours = {
  v1: { price: (n: number) => n + 1, order: () => {} },
  v2: { price: (n: number) => n + 2, order: () => {} },
  bad: {
    price: () => {
      throw new Error("No");
    },
  },
};
const manifest = (changes: Record<string, unknown> = {}) => ({
  name: "tax",
  version: "1.0.0",
  entry: "main.ts",
  api: "1.0",
  hooks: ["price"],
  ...changes,
});
const files = (text: string) => ({ "main.ts": text });
const yes = { by: "michael", granted: "asked" } as const;

function world({ reloads = false, ...options }: Partial<PluginsOptions> & { reloads?: boolean } = {}) {
  const sandboxes = new FakeSandboxes(behaviours, { reloads });
  const log: AuditEntry[] = [];
  const host = fakeHost();
  const plugins = new Plugins(api, { sandboxes, host, audit: { record: (entry) => log.push(entry) }, ...options });
  const install = (text: string, changes: Record<string, unknown> = {}, as?: string) =>
    plugins.install(plugins.plan(manifest(changes), { files: files(text), ...(as && { as }) }), yes);
  const told = () => log.map(({ who, what, target, result }) => [who, what, target, result].join(" "));
  return { plugins, sandboxes, host, install, log, told };
}

async function failure(promise: Promise<unknown>): Promise<string> {
  return (await assertRejects(() => promise, PluginError)).message;
}

Deno.test("Plugins.install() starts a plugin as its plan shows, and takes down who agreed", async () => {
  const { plugins, sandboxes, install, told } = world();
  await using _plugins = plugins;
  const info = await install("v1", { permissions: { read: ["/data"] }, profile: "strict" });
  assertEquals([info.name, info.version, info.status, info.granted.read.length], ["tax", "1.0.0", "on", 1]);
  assertEquals(
    sandboxes.created.map((
      { name, entry, isolation, permissions, limits },
    ) => [name, entry, isolation, permissions, limits.heapMb]),
    [
      ["tax@1", "/plugin_entry.js", "process", { read: ["/data"] }, 64],
    ] as unknown[][],
  );
  assertEquals(told(), ["michael plugin.install tax@1.0.0 ok"]);
  assertEquals(await plugins.call("tax", "price", 7), 8);
});

Deno.test("Plugins.install() refuses a name twice, and leaves nothing of what does not start", async () => {
  const { plugins, sandboxes, install, told } = world();
  await using _plugins = plugins;
  await assertRejects(() => install("broken"), Error, "It does not start");
  assertEquals([plugins.list(), sandboxes.living], [[], []]);
  await install("v1");
  assertEquals(await failure(install("v2")), "Cannot install a plugin: tax is installed");
  assertEquals(told(), [
    "michael plugin.install tax@1.0.0 failed",
    "michael plugin.install tax@1.0.0 ok",
    "michael plugin.install tax@1.0.0 failed",
  ]);
});

Deno.test("Plugins.install() takes down what was denied", async () => {
  const { plugins, log } = world();
  await using _plugins = plugins;
  const plan = plugins.plan(manifest(), { files: files("v1") });
  const granted = { env: ["HOME"] };
  assertEquals(
    await failure(plugins.install(plan, { by: "mallory", granted })),
    "Cannot install a plugin: more would be granted than the plan of tax shows: read the variable HOME",
  );
  assertEquals([log[0]?.who, log[0]?.result], ["mallory", "denied"]);
});

Deno.test("Plugins: two versions live side by side under two names", async () => {
  const { plugins, install } = world();
  await using _plugins = plugins;
  await install("v1");
  await install("v2", { version: "2.0.0" }, "tax-next");
  assertEquals(plugins.list().map(({ name, version }) => [name, version]), [["tax", "1.0.0"], ["tax-next", "2.0.0"]]);
  assertEquals([await plugins.call("tax", "price", 7), await plugins.call("tax-next", "price", 7)], [8, 9]);
  const answers = await plugins.emit("price", 7);
  assertType<IsExact<typeof answers, HookAnswer<number>[]>>(true);
  assertEquals(answers.map((one) => [one.plugin, one.ok && one.value]), [["tax", 8], ["tax-next", 9]]);
  assertEquals((await plugins.chain("price", 7)).value, 10);
});

Deno.test("Plugins.emit(): one failing plugin does not stop others, and is switched off in the end", async () => {
  const { plugins, sandboxes, install, told } = world({ maxFailures: 2 });
  await using _plugins = plugins;
  await install("bad");
  await install("v1", {}, "good");
  for (let n = 0; n < 3; n++) {
    const [bad, good] = await plugins.emit("price", n);
    assertEquals([bad?.ok, good?.ok && good.value], [false, n + 1]);
  }
  assertEquals(
    plugins.list().map(({ name, status, calls, failures, lastError }) => [name, status, calls, failures, lastError]),
    [
      ["tax", "off", 2, 2, "No"],
      ["good", "on", 3, 0, undefined],
    ] as unknown[][],
  );
  assertEquals(
    await failure(plugins.call("tax", "price", 1)),
    "Cannot call a hook: tax is switched off, since it failed 2 times in a row",
  );
  assertEquals([(await plugins.switchOn("tax", { by: "michael" })).status, sandboxes.started], ["on", ["tax@1"]]);
  await assertRejects(() => plugins.call("tax", "price", 1), Error, "No");
  assertEquals(told().slice(2), ["plugins plugin.off tax@1.0.0 failed", "michael plugin.on tax@1.0.0 ok"]);
});

Deno.test("Plugins gives a hook to those that listen to it alone", async () => {
  const { plugins, install } = world();
  await using _plugins = plugins;
  await install("v1", { hooks: ["order"] });
  assertEquals(await plugins.emit("price", 1), []);
  assertEquals(await failure(plugins.call("tax", "price", 1)), "Cannot call a hook: tax does not listen to price");
  assertEquals(await failure(plugins.call("none", "price", 1)), "Cannot call a hook: none is not installed");
  // @ts-expect-error an order has an id
  assertEquals((await plugins.emit("order", {})).length, 1);
});

Deno.test("Plugins.emit() refuses what is the program's own mistake; no plugin has failed by it", async () => {
  const { plugins, install } = world();
  await using _plugins = plugins;
  await install("v1", { hooks: ["order"] });
  const { message } = await assertRejects(
    () => plugins.emit("order", { id: "x", run: () => 1 } as { id: string }),
    SandboxError,
  );
  assertEquals(message, "Cannot call a hook: a function at value.run cannot cross the wall");
  const unknown = await assertRejects(() => plugins.emit("toString" as "order", { id: "x" }), ArgumentError);
  assertEquals(unknown.message, 'Cannot call a hook: a hook is one of price, order, got "toString"');
  assertEquals(plugins.list()[0]?.failures, 0);
});

Deno.test("Plugins.uninstall() ends a plugin, and its name is free", async () => {
  const { plugins, sandboxes, install } = world();
  await using _plugins = plugins;
  await install("v1");
  await plugins.uninstall("tax", { by: "michael" });
  assertEquals([plugins.list(), sandboxes.living, await plugins.emit("price", 1)], [[], [], []]);
  assertEquals(
    await failure(plugins.uninstall("tax", { by: "michael" })),
    "Cannot uninstall a plugin: tax is not installed",
  );
  const off = await failure(plugins.switchOn("tax", { by: "x" }));
  assertEquals(off, "Cannot switch a plugin on: tax is not installed");
  await install("v2");
  assertEquals(await plugins.call("tax", "price", 7), 9);
});

Deno.test("Plugins ends all when it is disposed of, and installs no more", async () => {
  const { plugins, sandboxes, install } = world();
  const plan = plugins.plan(manifest(), { files: files("v2") });
  const first = install("v1", {}, "first");
  await install("v1", {}, "second");
  await plugins[Symbol.asyncDispose]();
  await first;
  assertEquals(sandboxes.living, []);
  assertEquals(await failure(plugins.install(plan, yes)), "Cannot change plugins: the plugins are closed");
  const closed = "Cannot call a hook: the plugins are closed";
  const calls = [plugins.emit("price", 1), plugins.chain("price", 1), plugins.call("first", "price", 1)];
  assertEquals(await Promise.all(calls.map(failure)), [closed, closed, closed]);
});

Deno.test("Plugins: whoever does something is asked first, with an audit log or without; nothing is done for nobody", async () => {
  for (const audit of [undefined, { record: () => {} }]) {
    const sandboxes = new FakeSandboxes(behaviours);
    await using plugins = new Plugins(api, { sandboxes, host: fakeHost(), ...(audit && { audit }) });
    const plan = plugins.plan(manifest(), { files: files("v1") });
    await plugins.install(plan, yes);
    const nobody = {} as { by: string };
    const acts: [string, () => Promise<unknown>][] = [
      ["install a plugin", () => plugins.install(plan, { granted: "asked" } as unknown as typeof yes)],
      ["update a plugin", () => plugins.update(plan, { granted: "asked" } as unknown as typeof yes)],
      ["roll a plugin back", () => plugins.rollback("tax", nobody)],
      ["switch a plugin on", () => plugins.switchOn("tax", nobody)],
      ["uninstall a plugin", () => plugins.uninstall("tax", nobody)],
    ];
    for (const [action, act] of acts) {
      const error = await assertRejects(act, ArgumentError);
      assertEquals(error.message, `Cannot ${action}: by names who does it, got undefined`);
    }
    await assertRejects(() => plugins.rollback("tax", undefined as unknown as typeof nobody), ArgumentError);
    assertEquals([plugins.list().length, sandboxes.living, sandboxes.started], [1, ["tax@1"], []]);
  }
});

Deno.test("Plugins.uninstall() ends the sandbox also where it cannot be taken down", async () => {
  const record = ({ what }: AuditEntry) => {
    if (what === "plugin.uninstall") throw new Error("The disk is full");
  };
  const { plugins, sandboxes, install } = world({ audit: { record } });
  await using _plugins = plugins;
  await install("v1");
  await assertRejects(() => plugins.uninstall("tax", { by: "michael" }), Error, "The disk is full");
  assertEquals([plugins.list(), sandboxes.living], [[], []]);
});

Deno.test("Plugins: a sandbox that does not end well, of which no log can be kept, ends nothing else", async () => {
  const printed: unknown[] = [];
  const { error } = console;
  console.error = (...[, thrown]: unknown[]) => void printed.push(thrown);
  try {
    const full = new Error("The disk is full");
    const record = ({ what }: AuditEntry) => {
      if (what === "plugin.end") throw full;
    };
    const { plugins, sandboxes, install } = world({ audit: { record } });
    const create = sandboxes.create.bind(sandboxes);
    sandboxes.create = async (options) => ({
      ...await create(options),
      destroy: () => Promise.reject(new Error("It goes on")),
    });
    await install("v1");
    await plugins.uninstall("tax", { by: "michael" });
    await install("v1");
    await plugins[Symbol.asyncDispose]();
    assertEquals(printed, [full, full]);
  } finally {
    console.error = error;
  }
});

Deno.test("Plugins.install() and update() refuse what is no plan", async () => {
  const { plugins } = world();
  await using _plugins = plugins;
  for (const value of [undefined, null, { name: "tax" }]) {
    const none = value as unknown as Parameters<typeof plugins.update>[0];
    const { rule } = await assertRejects(() => plugins.install(none, yes), ArgumentError);
    assertEquals(rule, "a plan is what plan() gives");
    await assertRejects(
      () => plugins.update(none),
      ArgumentError,
      "Cannot update a plugin: a plan is what plan() gives",
    );
  }
});

Deno.test("Plugins refuses options, parts, plans and words that nobody knows", async () => {
  const { plugins, install } = world();
  await using _plugins = plugins;
  await install("v1");
  const plan = plugins.plan(manifest(), { files: files("v1") });
  const unknown = { file: {} } as never;
  const refused = (attempt: () => unknown, rule: string) => assertThrows(attempt, ArgumentError, rule);
  for (const parts of [null, undefined, 5, []] as never[]) {
    refused(() => plugins.plan(manifest(), parts), "Cannot plan a plugin: the options are an object");
    refused(() => planPlugin(manifest(), parts), "Cannot plan a plugin: the options are an object");
  }
  const parts = { files: files("v1") };
  refused(
    () => plugins.plan(manifest(), { ...parts, ...unknown as object }),
    "an option is one of files, as, keep, got",
  );
  refused(() => planPlugin(manifest(), { ...parts, api, ...unknown as object }), "an option is one of files, as, api");
  for (const wrong of [null, 5, "x", {}] as never[]) {
    refused(() => planPlugin(manifest(), { ...parts, api, from: wrong }), "from is what plan() gives");
    refused(() => planPlugin(manifest(), { ...parts, api, host: wrong }), "host is a HostAccess");
  }
  const consent = { ...yes, ...unknown as object };
  await assertRejects(() => plugins.install(plan, consent), ArgumentError, "an option is one of by, granted");
  await assertRejects(() => plugins.update(plan, consent), ArgumentError, "an option is one of by, granted");
  for (const act of ["rollback", "switchOn", "uninstall"] as const) {
    await assertRejects(
      () => plugins[act]("tax", { by: "me", ...unknown as object }),
      ArgumentError,
      "an option is one of by",
    );
  }
  assertEquals(plugins.list().map(({ status }) => status), ["on"]);
});

Deno.test("Plugins needs something that plugins can listen to", () => {
  const options = { sandboxes: new FakeSandboxes({}) };
  const none = (value: unknown) => assertThrows(() => new Plugins(value as typeof api, options), ArgumentError).message;
  assertEquals(none(null), "Cannot keep plugins: the options are an object, got null");
  assertEquals(none({ version: "1.0", hooks: { a: 1 } }), 'Cannot keep plugins: a hook is made by hook(), got "a"');
});
