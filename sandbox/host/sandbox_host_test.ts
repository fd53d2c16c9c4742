import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ArgumentError, GenServer, silentLogger, System } from "@superlearner/otp";
import { failureOf } from "./testdata/worlds.ts";
import { SandboxHost } from "./sandbox_host.ts";

const source = { files: { "/main.ts": "export const name = (): string => 'me';" } };

Deno.test("SandboxHost: several live in one System, their sandboxes beside each other", async () => {
  await using system = new System({ logger: silentLogger });
  await using one = new SandboxHost({ system });
  await using other = new SandboxHost({ system });
  await one.create({ name: "a", source });
  const b = await other.create({ name: "b", source });
  assertEquals([one.list().length, other.get("b") === b, one.get("b"), await b.run("name")], [
    1,
    true,
    undefined,
    "me",
  ]);
});

Deno.test("SandboxHost: what is disposed of leaves nothing, and creates nothing any more", async () => {
  await using system = new System({ logger: silentLogger });
  const host = new SandboxHost({ system });
  const sandbox = await host.create({ name: "a", source, restart: "permanent" });
  await host[Symbol.asyncDispose]();
  assertEquals([sandbox.status, system.processCount, host.list()], ["destroyed", 0, []]);
  await failureOf("not_found", () => host.create({ name: "b", source }));
});

Deno.test("SandboxHost.create() refuses options, permissions and limits that are none, before anything is made", async () => {
  await using system = new System();
  await using host = new SandboxHost({ system });
  const refused = (options: object) =>
    assertRejects(() => host.create({ name: "a", source, ...options }), ArgumentError);
  await refused({ name: "host" });
  await refused({ permissions: { read: true } });
  await refused({ limits: { heapMb: 1 } });
  await refused({ profile: "none" });
  assertEquals([host.list(), system.processCount], [[], 0]);
});

Deno.test("Sandbox.start(): where no process comes of it, nothing is left of what has begun", async () => {
  await using system = new System({ logger: silentLogger });
  await using host = new SandboxHost({ system });
  const printed: string[] = [];
  const endless = { files: { "/main.ts": "setInterval(() => console.log('alive'), 1);" } };
  const sandbox = await host.create({ name: "a", source: endless, printed: ({ text }) => printed.push(text) });
  await sandbox.stop();
  const Other = GenServer.define({ name: "Other", init: () => 0 });
  const other = await system.start(Other, { name: "sandbox:a" });
  await assertRejects(() => sandbox.start(), Error, "sandbox:a");
  const said = printed.length;
  const waits = "export const later = () => new Promise((done) => setTimeout(done, 300));";
  const neighbour = await host.create({ name: "b", source: { files: { "/main.ts": waits } } });
  await neighbour.run("later");
  assertEquals([sandbox.status, printed.length], ["crashed", said]);
  await other.stop();
  await sandbox.start();
  assertEquals(sandbox.status, "running");
});

Deno.test("SandboxHost.create(): a signal that is aborted already", async () => {
  await using system = new System();
  await using host = new SandboxHost({ system });
  const reason = new Error("enough");
  const creating = host.create({ name: "a", source, signal: AbortSignal.abort(reason) });
  assertEquals([await creating.catch((error: unknown) => error), host.list()], [reason, []]);
});

Deno.test("SandboxHost: a sandbox takes a wall of the pool, and the pool leaves nothing", async () => {
  for (const isolation of ["worker", "process"] as const) {
    await using system = new System({ logger: silentLogger });
    await using host = new SandboxHost({ system, pool: { warm: 1, isolation, profile: "strict" } });
    const first = await host.create({ name: "a", source, profile: "strict", isolation });
    const second = await host.create({ name: "b", source, profile: "strict", isolation });
    assertEquals([await first.run("name"), await second.run("name")], ["me", "me"]);
  }
  await using system = new System();
  assertThrows(() => new SandboxHost({ system, pool: { warm: -1 } }), ArgumentError);
});
