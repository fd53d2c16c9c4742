import { assertEquals, assertRejects } from "@std/assert";
import type { AuditEntry } from "../audit/audit_record.ts";
import { definePluginApi, hook } from "./plugin_api.ts";
import { PluginError } from "./plugin_error.ts";
import { Plugins } from "./plugins.ts";
import { fakeHost, FakeSandboxes } from "./testdata/sandboxes.ts";

const api = definePluginApi({
  version: "1.0",
  hooks: { price: hook<number, number>({ returns: Number }), order: hook() },
});
const yes = { by: "michael", granted: "asked" } as const;

function world({ reloads = false }: { reloads?: boolean } = {}) {
  const held = Promise.withResolvers<number>();
  const behaviours = {
    v1: { price: (n: number) => n + 1 },
    v2: { price: (n: number) => n + 2 },
    slow: { price: () => held.promise },
    bad: {
      price: () => {
        throw new Error("No");
      },
    },
  };
  const sandboxes = new FakeSandboxes(behaviours, { reloads });
  const log: AuditEntry[] = [];
  const host = fakeHost();
  const plugins = new Plugins(api, { sandboxes, host, maxFailures: 1, audit: { record: (entry) => log.push(entry) } });
  const plan = (text: string, changes: Record<string, unknown> = {}) =>
    plugins.plan({ name: "tax", version: "1.0.0", entry: "main.ts", api: "1.0", hooks: ["price"], ...changes }, {
      files: { "main.ts": text },
    });
  return { plugins, sandboxes, host, plan, log, held };
}

async function failure(promise: Promise<unknown>): Promise<string> {
  return (await assertRejects(() => promise, PluginError)).message;
}

Deno.test("Plugins.update() puts another version in the place of one, beside which it has started", async () => {
  const { plugins, sandboxes, plan } = world();
  await using _plugins = plugins;
  await plugins.install(plan("v1"), yes);
  const info = await plugins.update(plan("v2", { version: "1.1.0" }));
  assertEquals([info.version, info.generation, await plugins.call("tax", "price", 7)], ["1.1.0", 2, 9]);
  assertEquals([sandboxes.created.map(({ name }) => name), sandboxes.living], [["tax@1", "tax@2"], ["tax@2"]]);
});

Deno.test("Plugins: what becomes of a sandbox is of who had it so", async () => {
  for (const reloads of [false, true]) {
    const { plugins, sandboxes, plan } = world({ reloads });
    await using _plugins = plugins;
    await plugins.install(plan("v1"), yes);
    await plugins.update(plan("v2", { version: "1.1.0" }), { by: "emma", granted: "asked" });
    await plugins.rollback("tax", { by: "jacob" });
    await plugins.switchOn("tax", { by: "olivia" });
    await plugins.uninstall("tax", { by: "eve" });
    const moved = (by: string) => reloads ? [`${by} reload`] : [`${by} create`, `${by} destroy`];
    const done = [`${yes.by} create`, ...moved("emma"), ...moved("jacob"), "olivia start", "eve destroy"];
    assertEquals(sandboxes.done, done);
  }
});

Deno.test("Plugins.update() lets calls that are under way end in the old version", async () => {
  const { plugins, sandboxes, plan, held } = world();
  await using _plugins = plugins;
  await plugins.install(plan("slow"), yes);
  const under = plugins.call("tax", "price", 7);
  await plugins.update(plan("v2", { version: "1.1.0" }));
  assertEquals([await plugins.call("tax", "price", 7), sandboxes.living], [9, ["tax@1", "tax@2"]]);
  held.resolve(42);
  assertEquals(await under, 42);
  await plugins[Symbol.asyncDispose]();
  assertEquals(sandboxes.living, []);
});

Deno.test("Plugins.update() leaves the old version running where the new one does not start", async () => {
  const { plugins, sandboxes, plan, log } = world();
  await using _plugins = plugins;
  await plugins.install(plan("v1"), yes);
  await assertRejects(() => plugins.update(plan("broken", { version: "1.1.0" })), Error, "It does not start");
  assertEquals([await plugins.call("tax", "price", 7), plugins.list()[0]?.version], [8, "1.0.0"]);
  assertEquals([sandboxes.living, log.at(-1)?.result, log.at(-1)?.detail], [["tax@1"], "failed", "It does not start"]);
});

Deno.test("Plugins.update() that asks for more needs someone's word again", async () => {
  const { plugins, plan, log } = world();
  await using _plugins = plugins;
  await plugins.install(plan("v1", { permissions: { read: ["/a"] } }), yes);
  const more = plan("v2", { version: "2.0.0", permissions: { read: ["/a", "/b"] }, hooks: ["price", "order"] });
  assertEquals(
    await failure(plugins.update(more)),
    "Cannot update a plugin: tax asks for more than it was granted: read /b; listen to order",
  );
  assertEquals([await plugins.call("tax", "price", 7), log.at(-1)?.result], [8, "denied"]);
  const info = await plugins.update(more, yes);
  assertEquals([info.granted.read.length, await plugins.call("tax", "price", 7)], [2, 9]);
});

Deno.test("Plugins.update() keeps what was granted where no more is asked, and not what was not", async () => {
  const { plugins, sandboxes, plan } = world();
  await using _plugins = plugins;
  await plugins.install(plan("v1", { permissions: { read: ["/a", "/b"] } }), { by: "x", granted: { read: ["/a"] } });
  await plugins.update(plan("v2", { version: "1.1.0", permissions: { read: ["/a/c", "/b"] } }));
  assertEquals(sandboxes.created.map(({ permissions }) => permissions), [{ read: ["/a"] }, { read: ["/a/c"] }]);
});

Deno.test("Plugins.update() holds a plan against what is installed by then", async () => {
  const { plugins, plan } = world();
  await using _plugins = plugins;
  await plugins.install(plan("v1", { permissions: { read: ["/a"] } }), yes);
  const old = plan("v2", { version: "1.1.0", permissions: { read: ["/a"] } });
  await plugins.update(plan("v1", { version: "1.0.1" }));
  assertEquals(
    await failure(plugins.update(old)),
    "Cannot update a plugin: tax asks for more than it was granted: read /a",
  );
  assertEquals(
    await failure(plugins.update(old, yes)),
    "Cannot update a plugin: more would be granted than the plan of tax shows: read /a",
  );
});

Deno.test("Plugins.update() exchanges the code alone where the sandbox can", async () => {
  const { plugins, sandboxes, plan } = world({ reloads: true });
  await using _plugins = plugins;
  await plugins.install(plan("v1"), yes);
  const info = await plugins.update(plan("v2", { version: "1.1.0" }));
  assertEquals([info.version, info.generation, await plugins.call("tax", "price", 7)], ["1.1.0", 1, 9]);
  assertEquals([sandboxes.reloaded, sandboxes.living], [["tax@1"], ["tax@1"]]);
  await assertRejects(() => plugins.update(plan("broken", { version: "1.2.0" })), Error, "It does not start");
  assertEquals([plugins.list()[0]?.version, await plugins.call("tax", "price", 7)], ["1.1.0", 9]);
  const elsewhere = [
    { permissions: { read: ["/a"] } },
    { limits: { heapMb: 64 } },
    { isolation: "process" },
    { isolation: { shared: "rates" } },
    { isolation: { shared: "others" } },
  ];
  for (const [n, changes] of elsewhere.entries()) {
    await plugins.update(plan("v2", { version: "1.3.0", ...changes }), yes);
    assertEquals(sandboxes.living, [`tax@${n + 2}`]);
  }
  await plugins.update(plan("v1", { version: "1.3.1", isolation: { shared: "others" } }), yes);
  assertEquals(sandboxes.living, ["tax@6"], "which has the place already");
});

Deno.test("Plugins.update() switches a plugin on again", async () => {
  const { plugins, plan } = world();
  await using _plugins = plugins;
  await plugins.install(plan("bad"), yes);
  await plugins.emit("price", 1);
  assertEquals(plugins.list()[0]?.status, "off");
  const info = await plugins.update(plan("v1", { version: "1.0.1" }));
  assertEquals([info.status, await plugins.call("tax", "price", 7)], ["on", 8]);
});

Deno.test("Plugins does one thing after the other to a plugin", async () => {
  const { plugins, sandboxes, plan } = world();
  await using _plugins = plugins;
  await plugins.install(plan("v1"), yes);
  const [one, broken, two] = await Promise.allSettled([
    plugins.update(plan("v2", { version: "1.1.0" })),
    plugins.update(plan("broken", { version: "1.2.0" })),
    plugins.update(plan("v1", { version: "1.3.0" })),
  ]);
  assertEquals([one.status, broken.status, two.status], ["fulfilled", "rejected", "fulfilled"]);
  assertEquals([plugins.list()[0]?.version, sandboxes.living], ["1.3.0", ["tax@3"]]);
  assertEquals(
    await failure(plugins.update(plan("v1", { name: "other" }))),
    "Cannot update a plugin: other is not installed",
  );
});

Deno.test("Plugins.rollback() goes back version by version, with what was granted then", async () => {
  const { plugins, sandboxes, plan, log } = world();
  await using _plugins = plugins;
  await plugins.install(plan("v1", { permissions: { read: ["/a"] } }), yes);
  await plugins.update(plan("bad", { version: "1.1.0" }));
  await plugins.update(plan("v2", { version: "1.2.0", permissions: { env: ["A"] } }), yes);
  assertEquals((await plugins.rollback("tax", { by: "michael" })).version, "1.1.0");
  const info = await plugins.rollback("tax", { by: "michael" });
  assertEquals([info.version, info.granted.read.length, await plugins.call("tax", "price", 7)], ["1.0.0", 1, 8]);
  assertEquals([sandboxes.living, log.at(-1)?.what, log.at(-1)?.target], [["tax@5"], "plugin.rollback", "tax@1.0.0"]);
  assertEquals(
    await failure(plugins.rollback("tax", { by: "michael" })),
    "Cannot roll a plugin back: a version of tax before is not installed",
  );
});

Deno.test("Plugins.rollback() grants no link that leads elsewhere by now", async () => {
  const { plugins, host, plan } = world();
  await using _plugins = plugins;
  await plugins.install(plan("v1", { permissions: { read: ["/link"] } }), yes);
  await plugins.update(plan("v2", { version: "1.1.0" }));
  host.link = "/etc";
  assertEquals(
    await failure(plugins.rollback("tax", { by: "michael" })),
    "Cannot roll a plugin back: more would be granted than the plan of tax shows: read /link (which is /etc)",
  );
  assertEquals(plugins.list()[0]?.version, "1.1.0");
});

Deno.test("Plugins: a plan may go to a web page and back; one that comes back with other code is refused, and told so", async () => {
  const { plugins, plan, log } = world();
  await using _plugins = plugins;
  const back = (shown: unknown, changes: Record<string, unknown> = {}) =>
    ({ ...JSON.parse(JSON.stringify(shown)), ...changes }) as ReturnType<typeof plan>;
  const files = { "main.ts": "bad" };
  const first = plan("v1");
  const refusal = "the plan of tax is not the one that was made: its digest does not fit its manifest and files";
  assertEquals(await failure(plugins.install(back(first, { files }), yes)), `Cannot install a plugin: ${refusal}`);
  assertEquals([log.at(-1)?.result, plugins.list()], ["denied", []]);
  await plugins.install(back(first), yes);
  assertEquals(log.at(-1)?.detail, { digest: first.digest, asks: [] });
  const next = plan("v2", { version: "1.1.0" });
  assertEquals(await failure(plugins.update(back(next, { files }))), `Cannot update a plugin: ${refusal}`);
  assertEquals([log.at(-1)?.result, await plugins.call("tax", "price", 7)], ["denied", 8]);
  await plugins.update(back(next));
  assertEquals(await plugins.call("tax", "price", 7), 9);
});
