import { assert, assertEquals, assertRejects } from "@std/assert";
import { ArgumentError, silentLogger, System } from "@superlearner/otp";
import type { AuditEntry } from "../audit/audit_record.ts";
import { isSandboxEvent } from "../host/sandbox_events.ts";
import { SandboxHost } from "../host/sandbox_host.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import { definePluginApi, hook } from "./plugin_api.ts";
import { PluginError } from "./plugin_error.ts";
import { Plugins } from "./plugins.ts";

const api = definePluginApi({
  version: "1.0",
  hooks: { price: hook<number, number>({ returns: Number, timeoutMs: 20_000 }) },
});
const yes = { by: "michael", granted: "asked" } as const;
/** V8 gives up a whole process where it is asked for a list of this length. */
const FATAL = `export const price = () => "x".repeat(2 ** 28).split("").length;`;
const adding = (n: number) => `export const price = (net: number): number => net + ${n};`;

/** Plugins in real walls. */
function world() {
  const system = new System({ logger: silentLogger });
  const host = new SandboxHost({ system });
  const log: AuditEntry[] = [];
  const plugins = new Plugins(api, { sandboxes: host, maxFailures: 1, audit: { record: (entry) => log.push(entry) } });
  const plan = (name: string, code: string, changes: Record<string, unknown> = {}) => {
    const limits = { memoryMb: 4096, turnMs: 20_000 };
    const manifest = { name, version: "1.0.0", entry: "main.ts", api: "1.0", hooks: ["price"], limits, ...changes };
    return plugins.plan(manifest, { files: { "main.ts": code } });
  };
  return {
    host,
    plugins,
    log,
    plan,
    /** Settled when so many sandboxes are up again. */
    restarted: (count: number) =>
      new Promise<void>((resolve) => {
        const subscription = system.events.subscribe((event) => {
          if (!isSandboxEvent(event) || event.topic !== "sandbox.restarted" || --count > 0) return;
          subscription.unsubscribe();
          resolve();
        }, { types: ["notice"] });
      }),
    async [Symbol.asyncDispose]() {
      await plugins[Symbol.asyncDispose]();
      await host[Symbol.asyncDispose]();
      await system.stop();
    },
  };
}

Deno.test("Plugins that share a process fall with it, are told so, and rise; who is elsewhere goes on", async () => {
  await using w = world();
  const { host, plugins, plan } = w;
  const isolation = { shared: "rates" };
  await plugins.install(plan("tax", adding(1), { isolation }), yes);
  await plugins.install(plan("bad", FATAL, { isolation }), yes);
  await plugins.install(plan("apart", adding(3), { isolation: { shared: "others" } }), yes);
  assertEquals(host.list().map((each) => [each.name, each.info().shared]), [
    ["tax@1", "rates"],
    ["bad@1", "rates"],
    ["apart@1", "others"],
  ]);
  const again = w.restarted(2);
  const { failure } = await assertRejects(() => plugins.call("bad", "price", 7), SandboxError);
  assert(failure.kind === "crashed");
  assertEquals([failure.shared, failure.exit.startsWith('the process "rates", which 2 share, ended: ')], [
    "rates",
    true,
  ]);
  await again;
  assertEquals([await plugins.call("tax", "price", 7), await plugins.call("apart", "price", 7)], [8, 10]);
  assertEquals(plugins.list().map(({ name, status, failures }) => [name, status, failures]), [
    ["tax", "on", 0],
    ["bad", "off", 1],
    ["apart", "on", 0],
  ]);
  assertEquals(host.get("apart@1")?.info().restarts, 0);
});

Deno.test("Plugins.update() exchanges the code of one that shares a process, and asks before it goes to another", async () => {
  await using w = world();
  const { host, plugins, plan } = w;
  const at = (shared: string, code: string) => plan("tax", code, { isolation: { shared } });
  await plugins.install(at("rates", adding(1)), yes);
  const same = await plugins.update(at("rates", adding(2)));
  assertEquals([same.generation, await plugins.call("tax", "price", 7)], [1, 9]);
  const other = at("others", adding(3));
  const { message } = await assertRejects(() => plugins.update(other), PluginError);
  const asks = 'live in the process "others" with all that share it';
  assertEquals(message, `Cannot update a plugin: tax asks for more than it was granted: ${asks}`);
  assertEquals((await plugins.update(other, yes)).sandbox, "tax@2");
  assertEquals([host.get("tax@2")?.info().shared, await plugins.call("tax", "price", 7)], ["others", 10]);
  assertEquals((await plugins.rollback("tax", { by: "michael" })).sandbox, "tax@3");
  assertEquals(host.get("tax@3")?.info().shared, "rates");
});

Deno.test("Plugins of other limits of memory cannot share a process: the second is not installed, the first goes on", async () => {
  await using w = world();
  const { host, plugins, plan, log } = w;
  const isolation = { shared: "rates" };
  await plugins.install(plan("tax", adding(1), { isolation }), yes);
  const less = plan("other", adding(1), { isolation, limits: { memoryMb: 512 } });
  const error = await assertRejects(() => plugins.install(less, yes), ArgumentError);
  assertEquals([error.action, error.value], ["share a process", { heapMb: 128, memoryMb: 512 }]);
  assertEquals([log.at(-1)?.what, log.at(-1)?.result], ["plugin.install", "failed"]);
  const smaller = plan("tax", adding(2), { isolation, limits: { memoryMb: 512 } });
  await assertRejects(() => plugins.update(smaller), ArgumentError, "all that share the process");
  assertEquals([host.list().map(({ name }) => name), await plugins.call("tax", "price", 7)], [["tax@1"], 8]);
});
