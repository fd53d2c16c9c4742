import { assertEquals } from "@std/assert";
import { System } from "@superlearner/otp";
import type { AuditLog } from "../audit/audit_log.ts";
import type { Snapshots } from "../state/snapshots.ts";
import { SandboxHost, type SandboxHostOptions } from "./sandbox_host.ts";
import { GUEST } from "./testdata/worlds.ts";

/** A host with what its System warns of, and who waits for so many warnings. */
function warnedWorld(options: Omit<SandboxHostOptions, "system"> = {}) {
  const warnings: string[] = [];
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  const warn = (text: string) => {
    warnings.push(text);
    for (const { count, resolve } of waiting) if (warnings.length >= count) resolve();
  };
  const system = new System({ logger: { crash() {}, warn } });
  const host = new SandboxHost({ system, ...options });
  return {
    warnings,
    host,
    create: (more: object = {}) =>
      host.create({ name: "guest", source: { files: { "/main.ts": `${GUEST}${SAY}` } }, ...more }),
    /** Settled when there are so many warnings. */
    async warned(count: number): Promise<void> {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push({ count, resolve });
      if (warnings.length < count) await promise;
    },
    async [Symbol.asyncDispose]() {
      await host[Symbol.asyncDispose]();
      await system.stop();
    },
  };
}

const SAY = `export const say = (text: string) => console.log(text);`;

/** A program's own mistake. */
function mistake(): never {
  throw new RangeError("a mistake");
}

Deno.test("SandboxHost.create(): a printed that throws, or rejects, is a warning, and the sandbox goes on", async () => {
  await using world = warnedWorld();
  let calls = 0;
  const printed = () => ++calls === 1 ? mistake() : Promise.reject(new RangeError("a mistake"));
  const sandbox = await world.create({ printed });
  await sandbox.run("say", ["one"]);
  await sandbox.run("say", ["two"]);
  await world.warned(2);
  const text = "The callback printed of the sandbox guest threw RangeError: a mistake";
  assertEquals(world.warnings, [text, text]);
  assertEquals([sandbox.status, sandbox.output.map(({ text }) => text)], ["running", ["one", "two"]]);
  assertEquals(await sandbox.call("counter", "add", { payload: 2 }), 2);
});

Deno.test("SandboxHost: a log that cannot be written to is a warning, and no sandbox ends of it", async () => {
  await using world = warnedWorld({ audit: { record: mistake } as unknown as AuditLog });
  const sandbox = await world.create();
  assertEquals(world.warnings.length, 2, "created and started");
  await sandbox.reload({ files: { "/more.ts": "export {};" } });
  assertEquals(world.warnings.length, 3, "reloaded");
  assertEquals(sandbox.versions.map(({ status }) => status), ["old", "current"]);
  assertEquals(await sandbox.call("counter", "add", { payload: 2 }), 2);
  assertEquals(world.warnings[0]?.startsWith("The audit log of a host threw "), true);
});

Deno.test("Sandbox.watch(): callbacks that throw are warnings, and the watch goes on", async () => {
  const dir = await Deno.makeTempDir();
  try {
    await using world = warnedWorld();
    const main = (text: string) => Deno.writeTextFile(`${dir}/main.ts`, text);
    await main(`${GUEST}${SAY}`);
    const sandbox = await world.create({ source: { dir } });
    await using _ = await sandbox.watch(dir, { debounceMs: 10, onReload: mistake, onError: mistake });
    await world.warned(1);
    await main("export const = ;");
    await world.warned(2);
    await main(`${GUEST}export const next = () => "next";`);
    await world.warned(3);
    const whose = world.warnings.map((text) => text.split(" of ")[0]);
    assertEquals(whose, ["The callback onReload", "The callback onError", "The callback onReload"]);
    assertEquals([sandbox.status, await sandbox.run("next")], ["running", "next"]);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("Sandbox.snapshotEvery(): an onError that throws is a warning; it goes on, and the sandbox starts again", async () => {
  await using world = warnedWorld();
  const sandbox = await world.create();
  const full = () => Promise.reject(new Error("the disk is full"));
  const snapshots = { save: full, latest: full } as unknown as Snapshots;
  await using _ = sandbox.snapshotEvery({ snapshots, everyMs: 1, onError: mistake });
  await world.warned(2);
  await sandbox.restart();
  assertEquals(await sandbox.call("counter", "add", { payload: 2 }), 2);
  for (const text of world.warnings) {
    assertEquals(text.split(" threw ")[0], "The callback onError of the snapshots of the sandbox guest");
  }
});
