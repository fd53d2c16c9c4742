import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { AuditLog } from "../audit/audit_log.ts";
import { readAudit } from "../audit/read_audit.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import { Snapshots } from "../state/snapshots.ts";
import { StateSchema } from "../state/state_schema.ts";
import { counterOf, reloadWorld } from "./testdata/reload_worlds.ts";

async function inDirectory(body: (dir: string) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    await body(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("Sandbox.reload() and rollback() are recorded, and are events, also where they fail", async () => {
  await inDirectory(async (dir) => {
    const file = `${dir}/audit.jsonl`;
    {
      await using audit = await AuditLog.open(file);
      await using world = await reloadWorld("worker", { "/main.js": counterOf(1) }, { host: { audit } });
      const { sandbox, system } = world;
      const told: unknown[] = [];
      using _ = system.events.subscribe(
        (event) => {
          if (event.type === "notice") told.push([event.topic, event.about, event.result, event.detail]);
        },
        { types: ["notice"] },
      );
      await sandbox.reload({ files: { "/main.js": counterOf(2) } });
      await assertRejects(() => sandbox.reload({ files: { "/main.js": "throw 1" } }), SandboxError);
      await sandbox.rollback(1);
      assertEquals(told, [
        ["sandbox.reloaded", "guest", "ok", "version 2"],
        [
          "sandbox.reload_failed",
          "guest",
          "failed",
          "version 3: Cannot reload guest: the module /main.js does not load: 1",
        ],
        ["sandbox.rolled_back", "guest", "ok", "version 4, the text of 1"],
      ]);
    }
    const recorded = [];
    for await (const { who, what, target, result } of readAudit(file)) recorded.push([who, what, target, result]);
    assertEquals(recorded.slice(2, -1), [
      ["host", "sandbox.reload", "guest", "ok"],
      ["host", "sandbox.reload", "guest", "failed"],
      ["host", "sandbox.rollback", "guest", "ok"],
    ]);
  });
});

Deno.test("Sandbox.reload() takes TypeScript, one module from the disk, or a directory; data is a module as well", async () => {
  await inDirectory(async (dir) => {
    const main =
      'import { n } from "./n.ts"; import data from "./data.json" with { type: "json" }; export const f = () => [n, data];';
    const files = { "/main.ts": main, "/n.ts": "export const n: number = 1;", "/data.json": '{"a":1}' };
    await using world = await reloadWorld("worker", files);
    const { sandbox } = world;
    await Deno.writeTextFile(`${dir}/n.ts`, "export const n: number = 2;");
    assertEquals((await sandbox.reload({ module: `${dir}/n.ts` })).modules, ["/main.ts", "/n.ts"]);
    await sandbox.reload({ files: { "data.json": '{"a":2}' } });
    assertEquals(await sandbox.run("f"), [2, { a: 2 }]);
    const failed = await assertRejects(
      () => sandbox.reload({ files: { "/n.ts": "export const n: number = ;" } }),
      SandboxError,
    );
    assert(failed.failure.kind === "compile_failed");
    assertEquals(failed.failure.diagnostics, [
      { file: "/n.ts", line: 1, column: 26, code: "TS1109", message: "Expression expected." },
    ]);
    await Deno.writeTextFile(`${dir}/main.ts`, "export const f = () => 'alone';");
    const { modules } = await sandbox.reload({ dir });
    assertEquals([modules, await sandbox.run("f")], [["/main.ts"], "alone"]);
    assertEquals(sandbox.diff(3, 4).removed, ["/data.json"]);
    const gone = await assertRejects(() => sandbox.reload({ module: `${dir}/none.ts` }), SandboxError);
    assertEquals(gone.kind, "not_found");
  });
});

Deno.test("Sandbox.watch() reloads what changes in a directory, and goes on after a failure", async () => {
  await inDirectory(async (dir) => {
    const write = (text: string) => Deno.writeTextFile(`${dir}/main.js`, text);
    await write(counterOf(1));
    await using world = await reloadWorld("worker", { "/main.js": counterOf(1) });
    const { sandbox } = world;
    const heard: PromiseWithResolvers<string>[] = Array.from({ length: 4 }, () => Promise.withResolvers<string>());
    let last = 0;
    const hear = (what: string) => heard[last++]?.resolve(what);
    await using _ = await sandbox.watch(dir, {
      debounceMs: 20,
      by: "editor",
      onReload: ({ version }) => hear(`version ${version}`),
      onError: (error) => hear((error as SandboxError).kind),
    });
    assertEquals(await heard[0]!.promise, "version 1");
    await write(counterOf(2));
    assertEquals([await heard[1]!.promise, await sandbox.call("counter", "get")], ["version 2", "v2 0"]);
    await write("export const =");
    assertEquals([await heard[2]!.promise, await sandbox.call("counter", "get")], ["compile_failed", "v2 0"]);
    await write(counterOf(3));
    assertEquals([await heard[3]!.promise, await sandbox.call("counter", "get")], ["version 3", "v3 0"]);
    assertEquals(sandbox.versions.map(({ by }) => by), ["host", "editor", "editor"]);
  });
});

Deno.test("Sandbox.exportState() and importState() migrate by schema; the version is that of the text", async () => {
  const counter = new StateSchema({
    versions: { 1: { n: { type: "integer" } }, 2: { total: { type: "integer" } } },
    steps: [{ from: 1, to: 2, migrate: ({ n }) => ({ total: n }) }],
  });
  const [first, second] = [{ state: "({ n: 0 })", read: "state.n", add: "({ n: state.n + n })" }, {
    state: "({ total: 0 })",
    read: "state.total",
    add: "({ total: state.total + n })",
    codeChange: "(_from, { n }) => ({ total: n })",
  }];
  await using world = await reloadWorld("worker", { "/main.js": counterOf(1, first) });
  const { sandbox } = world;
  await sandbox.call("counter", "add", { payload: 5 });
  const exported = await sandbox.exportState({ schemas: { counter } });
  assertEquals([exported.version, exported.states], [1, { counter: { n: 5 } }]);
  await sandbox.reload({ files: { "/main.js": counterOf(2, second) } });
  await sandbox.call("counter", "add", { payload: 1 });
  assertEquals(await sandbox.importState(exported, { schemas: { counter } }), ["counter"]);
  assertEquals(await sandbox.call("counter", "get"), "v2 5");
  assertEquals((await sandbox.exportState()).version, 2);
});

Deno.test("Sandbox.snapshotEvery(): after a crash it has the states that were saved last", async () => {
  await inDirectory(async (dir) => {
    const more = "export const crash = () => { setTimeout(() => { throw 1 }, 0); };";
    await using world = await reloadWorld("worker", { "/main.js": counterOf(1, { more }) }, { restart: "permanent" });
    const { sandbox, system } = world;
    await sandbox.call("counter", "add", { payload: 5 });
    const snapshots = new Snapshots(dir);
    const [saved, failed] = [Promise.withResolvers<void>(), Promise.withResolvers<never>()];
    const save = snapshots.save.bind(snapshots);
    snapshots.save = async (state) => {
      const info = await save(state);
      saved.resolve();
      return info;
    };
    await using _ = sandbox.snapshotEvery({ snapshots, everyMs: 10, onError: failed.reject });
    await Promise.race([saved.promise, failed.promise]);
    const back = Promise.withResolvers<void>();
    using __ = system.events.subscribe(() => back.resolve(), { types: ["child.restarted"] });
    await sandbox.run("crash").catch(() => {});
    await back.promise;
    assertEquals(await sandbox.call("counter", "get"), "v1 5");
    assertEquals(sandbox.info().restarts, 1);
  });
});

Deno.test("Sandbox.reload() refuses what is no reload", async () => {
  await using world = await reloadWorld("worker", { "/main.js": counterOf(1) });
  const { sandbox } = world;
  for (const options of [{}, { files: {}, dir: "/" }, null, { files: {}, pauseMs: 0 }, { files: {}, codeChange: 1 }]) {
    const error = await assertRejects(async () => await sandbox.reload(options as never), ArgumentError);
    assertMatch(error.message, /^Cannot reload guest: /);
  }
  await sandbox.destroy();
  const { failure } = await assertRejects(() => sandbox.reload({ files: { "/main.js": counterOf(2) } }), SandboxError);
  assertEquals(failure.kind, "not_found");
});

Deno.test("Sandbox.destroy() ends what watches and saves for it; one that was destroyed answers nothing", async () => {
  await inDirectory(async (dir) => {
    await Deno.writeTextFile(`${dir}/main.js`, counterOf(1));
    const errors: unknown[] = [];
    const onError = (error: unknown) => void errors.push(error);
    const begun = Promise.withResolvers<void>();
    await using world = await reloadWorld("worker", { "/main.js": counterOf(1) });
    const { sandbox } = world;
    const snapshots = new Snapshots(`${dir}/states`);
    sandbox.snapshotEvery({ snapshots, everyMs: 5, onError });
    await sandbox.watch(dir, { debounceMs: 5, onReload: () => begun.resolve(), onError });
    await begun.promise;
    const during = assertRejects(() => sandbox.watch(dir), SandboxError, "it was destroyed");
    await sandbox.destroy();
    await during;
    errors.length = 0;
    await Deno.writeTextFile(`${dir}/main.js`, counterOf(2));
    const goneOf = async (attempt: () => unknown) => {
      const { message, kind } = await assertRejects(async () => await attempt(), SandboxError);
      assertEquals(kind, "not_found");
      assertMatch(message, /there is no sandbox guest: it was destroyed$/);
    };
    await goneOf(() => sandbox.watch(dir));
    await goneOf(() => sandbox.snapshotEvery({ snapshots, everyMs: 5 }));
    await goneOf(() => sandbox.reload({ files: {} }));
    await goneOf(() => sandbox.rollback(1));
    assertEquals(errors, []); // and that nothing goes on is seen by the sanitizers: none of them was disposed of here
  });
});
