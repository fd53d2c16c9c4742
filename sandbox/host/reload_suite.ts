import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { SandboxError } from "../limits/sandbox_error.ts";
import type { ReloadOptions } from "./reload_options.ts";
import { counterOf, reloadWorld } from "./testdata/reload_worlds.ts";
import { type AnyIsolation, wallName } from "./testdata/worlds.ts";

/** What a reload does, whatever wall is around it. */
export function reloadSuite(isolation: AnyIsolation): void {
  const test = (name: string, fn: () => Promise<void>) =>
    Deno.test(`Sandbox.reload (${wallName(isolation)}): ${name}`, fn);

  test("servers keep their state, and run the new code from then on", async () => {
    await using world = await reloadWorld(isolation, { "/main.js": counterOf(1) });
    const { sandbox } = world;
    const pid = await sandbox.whereis("counter");
    await sandbox.call("counter", "add", { payload: 5 });
    const reloaded = await sandbox.reload({ files: { "/main.js": counterOf(2) } });
    assertEquals([reloaded.version, reloaded.from, reloaded.modules], [2, 1, ["/main.js"]]);
    assertEquals(reloaded.servers, [{ pid: pid!, name: "counter" }]);
    assertEquals(await sandbox.whereis("counter"), pid);
    assertEquals(await sandbox.call("counter", "get"), "v2 5");
    assertEquals(await sandbox.run("version"), 2);
    assertEquals(sandbox.versions.map(({ n, status, parent }) => [n, status, parent]), [[1, "old", undefined], [
      2,
      "current",
      1,
    ]]);
  });

  test("codeChange makes the new state, and rollback goes down by it", async () => {
    const second = counterOf(2, {
      state: "({ total: 0 })",
      read: "state.total",
      add: "({ total: state.total + n })",
      codeChange: "(from, state) => from.down ? state.total : ({ total: state, from })",
    });
    await using world = await reloadWorld(isolation, { "/main.js": counterOf(1) });
    const { sandbox } = world;
    await sandbox.call("counter", "add", { payload: 5 });
    await sandbox.reload({ files: { "/main.js": second } });
    assertEquals((await sandbox.exportState()).states, { counter: { total: 5, from: 1 } });
    const back = await sandbox.rollback(1);
    assertEquals([back.version, back.from], [3, 2]);
    assertEquals(await sandbox.call("counter", "get"), "v1 5");
    assertEquals(sandbox.versions.at(-1)?.rollbackOf, 1);
    assertEquals(sandbox.diff(1, 3).changed, []);
    const forth = await sandbox.rollback(2);
    assertEquals([forth.version, await sandbox.call("counter", "get")], [4, "v2 5"], "and up again");
  });

  test("a rollback whose codeChange does not look where it goes is refused", async () => {
    const second = counterOf(2, { codeChange: "(_from, state) => state + 100" });
    await using world = await reloadWorld(isolation, { "/main.js": counterOf(1) });
    const { sandbox } = world;
    await sandbox.reload({ files: { "/main.js": second } });
    const { failure } = await assertRejects(() => sandbox.rollback(1), SandboxError);
    assert(failure.kind === "migration_failed");
    assertEquals([failure.from, failure.to], [2, 1]);
    assertMatch(failure.message, /Its codeChange does not go down/);
    assertEquals(await sandbox.call("counter", "get"), "v2 100");
  });

  test("the host may make the states", async () => {
    await using world = await reloadWorld(isolation, { "/main.js": counterOf(1) });
    const { sandbox } = world;
    const told: unknown[] = [];
    await sandbox.reload({
      files: { "/main.js": counterOf(2) },
      codeChange: (from, state, server) => (told.push([from, state, server]), (state as number) + 40),
      pauseMs: 2000,
    });
    const pid = (await sandbox.whereis("counter"))!;
    assertEquals(told, [[1, 0, { pid, name: "counter", to: 2 }]]);
    assertEquals(await sandbox.call("counter", "get"), "v2 40");
    const failed = await assertRejects(
      () =>
        sandbox.reload({
          files: { "/main.js": counterOf(3) },
          codeChange: () => {
            throw new RangeError("not that");
          },
          pauseMs: 2000,
        }),
      SandboxError,
    );
    assertEquals(failed.failure, { kind: "migration_failed", pid, from: 2, to: 3, message: "RangeError: not that" });
    assertEquals(await sandbox.call("counter", "get"), "v2 40");
  });

  test("a codeChange that is not settled within pauseMs is dropped, in the sandbox and on the host", async () => {
    await using world = await reloadWorld(isolation, { "/main.js": counterOf(1) });
    const { sandbox } = world;
    await sandbox.call("counter", "add", { payload: 5 });
    const pid = (await sandbox.whereis("counter"))!;
    const refused = async (options: ReloadOptions, what: string) => {
      const { failure } = await assertRejects(() => sandbox.reload({ ...options, pauseMs: 60 }), SandboxError);
      const message = `${what} took more than 60 ms, which is pauseMs`;
      assert(failure.kind === "migration_failed");
      assertEquals([failure.pid, failure.message], [pid, message]);
      assertEquals(await sandbox.call("counter", "get"), "v1 5");
    };
    const endless = counterOf(2, { codeChange: "async () => { await new Promise(() => {}); }" });
    await refused({ files: { "/main.js": endless } }, "its codeChange");
    const codeChange = () => new Promise(() => {});
    await refused({ files: { "/main.js": counterOf(2) }, codeChange }, "codeChange on the host");
    assertEquals((await sandbox.exportState()).states, { counter: 5 });
    await sandbox.reload({ files: { "/main.js": counterOf(3) } });
    assertEquals(await sandbox.call("counter", "get"), "v3 5");
  });

  test("case 13: codeChange that fails for one of several changes none, also where it has spoilt its copy", async () => {
    const codeChange =
      "(from, state) => { state.n = -1; if (state.id === 3) throw new Error('not me'); return state; }";
    const five = (version: number, more = {}) =>
      counterOf(version, { count: 5, state: "({ id, n: 0 })", read: "state.n", ...more });
    await using world = await reloadWorld(isolation, { "/main.js": five(1) });
    const { sandbox } = world;
    const { failure } = await assertRejects(
      () => sandbox.reload({ files: { "/main.js": five(2, { codeChange }) } }),
      SandboxError,
    );
    assert(failure.kind === "migration_failed");
    assertEquals([failure.pid, failure.from, failure.to], [await sandbox.whereis("counter3"), 1, 2]);
    assertMatch(failure.message, /^Error: not me/);
    const names = ["counter", "counter1", "counter2", "counter3", "counter4"];
    assertEquals(await Promise.all(names.map((name) => sandbox.call(name, "get"))), names.map(() => "v1 0"));
    assertEquals(sandbox.versions.map(({ status }) => status), ["current", "failed"]);
    assertMatch(sandbox.versions.at(-1)?.reason ?? "", /cannot go from version 1 to 2: Error: not me/);
  });

  test("a version that cannot be read, imports, throws or never ends leaves the old one running", async () => {
    await using world = await reloadWorld(isolation, { "/main.js": counterOf(1), "/lib.js": "export const a = 1;" });
    const { sandbox } = world;
    const failureOf = async (files: Record<string, string | null>, options: ReloadOptions = {}) =>
      (await assertRejects(() => sandbox.reload({ ...options, files }), SandboxError)).failure;
    const unreadable = await failureOf({ "/main.js": "export const =" });
    assert(unreadable.kind === "compile_failed");
    assertEquals(unreadable.diagnostics.map(({ file, line }) => [file, line]), [["/main.js", 1]]);
    assertEquals(await failureOf({ "/main.js": "import 'node:fs';" }), {
      kind: "import_denied",
      specifier: "node:fs",
      from: "/main.js",
    });
    const threw = await failureOf({ "/main.js": `${counterOf(2)}\nthrow new TypeError("no");` });
    assert(threw.kind === "load_failed");
    assertMatch(threw.message, /TypeError: no/);
    const endless = await failureOf({ "/main.js": `${counterOf(2)}\nwhile (true);` });
    assert(endless.kind === "limit_exceeded");
    assertEquals([endless.limit, endless.value], ["pauseMs", 50]);
    const start = `${counterOf(2)}\nexport const upgrade = () => { throw new Error("cannot start"); };`;
    const unstarted = await failureOf({ "/main.js": start });
    assert(unstarted.kind === "load_failed");
    assertMatch(unstarted.message, /cannot start/);
    const waits = `${counterOf(2)}\nexport const upgrade = () => new Promise(() => {});`;
    const late = await failureOf({ "/main.js": waits }, { timeoutMs: 1500 });
    assertEquals(late.kind === "load_failed" && late.message, "its upgrade took more than 1500 ms, which is timeoutMs");
    assertEquals(await sandbox.call("counter", "get"), "v1 0");
    assertEquals(sandbox.status, "running");
    assertEquals(sandbox.versions.map(({ status }) => status), ["current", ...Array(4).fill("failed")]);
  });

  test("a module that takes longer to be evaluated than pauseMs is told of it, and a larger one lets it in", async () => {
    await using world = await reloadWorld(isolation, { "/main.js": counterOf(1) });
    const { sandbox } = world;
    const more = "const end = performance.now() + 120; while (performance.now() < end);";
    const files = { "/main.js": counterOf(2, { more }) };
    const { message } = await assertRejects(() => sandbox.reload({ files }), SandboxError);
    assertMatch(
      message,
      /^Cannot reload guest: the limit pauseMs is 50, used were \d+: .* a larger pauseMs lets it in/,
    );
    assertEquals(await sandbox.call("counter", "get"), "v1 0");
    await sandbox.reload({ files, pauseMs: 400 });
    assertEquals(await sandbox.call("counter", "get"), "v2 0");
  });

  test("what waits at its top level for ever is given up", async () => {
    await using world = await reloadWorld(isolation, { "/main.js": counterOf(1) });
    const { sandbox } = world;
    const files = { "/main.js": `${counterOf(2)}\nawait new Promise(() => {});` };
    const { failure } = await assertRejects(() => sandbox.reload({ files, timeoutMs: 50 }), SandboxError);
    assertEquals(failure, { kind: "timeout", what: "loading /main.js", timeoutMs: 50 });
    await sandbox.reload({ files: { "/main.js": counterOf(3) } });
    assertEquals(await sandbox.call("counter", "get"), "v3 0");
  });

  test("what was compiled elsewhere is reloaded as it is, with states, versions, differences and a way back", async () => {
    const modulesOf = (version: number, step = 1) => ({
      "/main.js": counterOf(version, { add: "state + n * step", more: 'import { step } from "@me/api";' }),
      "@me/api": `export { step } from "/step.js";`,
      "/step.js": `export const step = ${step};`,
    });
    const source = { modules: modulesOf(1) };
    await using world = await reloadWorld(isolation, {}, { source, entry: "/main.js" });
    const { sandbox } = world;
    const pid = await sandbox.whereis("counter");
    await sandbox.call("counter", "add", { payload: 5 });
    const second = await sandbox.reload({ modules: modulesOf(2) });
    assertEquals([second.version, second.modules, second.servers], [2, ["/main.js"], [{ pid: pid!, name: "counter" }]]);
    assertEquals(await sandbox.call("counter", "get"), "v2 5");
    const third = await sandbox.reload({ modules: modulesOf(2, 10) });
    assertEquals(third.modules, ["/main.js", "/step.js", "@me/api"], "and who imports it, by a path or a name");
    await sandbox.call("counter", "add", { payload: 5 });
    assertEquals([await sandbox.call("counter", "get"), await sandbox.whereis("counter")], ["v2 55", pid]);
    assertEquals((await sandbox.reload({ modules: modulesOf(2, 10) })).version, 3, "nothing was another");
    assertEquals(sandbox.diff(1, 3).changed.map(({ path }) => path), ["/main.js", "/step.js"]);
    await sandbox.rollback(1);
    assertEquals([await sandbox.call("counter", "get"), sandbox.diff(1, 4).changed], ["v1 55", []]);
    const [first, , , last] = sandbox.versions;
    assertEquals([last?.sha256, last?.rollbackOf], [first?.sha256, 1]);
    await sandbox.restart();
    assertEquals(await sandbox.call("counter", "get"), "v1 0", "a new life has what runs");
  });

  test("what was compiled elsewhere and does not do is refused, and the version before goes on", async () => {
    const source = { modules: { "/main.js": counterOf(1) } };
    await using world = await reloadWorld(isolation, {}, { source });
    const { sandbox } = world;
    const refused = async (options: ReloadOptions) =>
      (await assertRejects(() => sandbox.reload(options), SandboxError)).failure;
    const denied = await refused({ modules: { "/main.js": "import 'node:fs';" } });
    assertEquals(denied, { kind: "import_denied", specifier: "node:fs", from: "/main.js" });
    assertEquals((await refused({ modules: { "/main.js": "export const =" } })).kind, "load_failed");
    assertEquals((await refused({ modules: { "/other.js": "" } })).kind, "not_found");
    const rule = "what was compiled elsewhere is reloaded by { modules }, compiled there too";
    const failure = { kind: "source_refused", path: "/main.js", rule } as const;
    assertEquals(await refused({ files: { "/main.js": counterOf(2) } }), failure);
    assertEquals([await sandbox.call("counter", "get"), sandbox.status], ["v1 0", "running"]);
    assertEquals(sandbox.versions.map(({ status }) => status), ["current", "failed", "failed"]);
  });

  test("what was compiled here is not reloaded by what was compiled elsewhere", async () => {
    await using world = await reloadWorld(isolation, { "/main.js": counterOf(1) });
    const { sandbox } = world;
    const modules = { "/main.js": counterOf(2) };
    const { failure } = await assertRejects(() => sandbox.reload({ modules }), SandboxError);
    const rule = "what was compiled here is reloaded by its sources, not by { modules }";
    assertEquals(failure, { kind: "source_refused", path: "/main.js", rule });
    assertEquals(await sandbox.run("version"), 1);
  });
}
