import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { SandboxError, type SandboxFailure } from "../limits/sandbox_error.ts";
import type { ReloadOptions } from "./reload_options.ts";
import type { Sandbox } from "./sandbox.ts";
import { counterOf, reloadWorld } from "./testdata/reload_worlds.ts";
import { type AnyIsolation, wallName } from "./testdata/worlds.ts";

/** Code that is busy for so long. */
function busy(ms: number): string {
  return `{ const end = performance.now() + ${ms}; while (performance.now() < end); }`;
}

async function failureOf(sandbox: Sandbox, options: ReloadOptions): Promise<SandboxFailure> {
  return (await assertRejects(() => sandbox.reload(options), SandboxError)).failure;
}

/** What a version that takes too long, or does not end, does to the one that runs: nothing, whatever wall is around it. */
export function reloadSpinSuite(isolation: AnyIsolation): void {
  const test = (name: string, fn: () => Promise<void>) =>
    Deno.test(`Sandbox.reload (${wallName(isolation)}): ${name}`, fn);

  test("a codeChange that takes longer than pauseMs in one go is refused, alone or with others", async () => {
    await using world = await reloadWorld(isolation, { "/main.js": counterOf(1, { count: 8 }) });
    const { sandbox } = world;
    for (const [ms, count] of [[120, 1], [20, 8]] as const) {
      const codeChange = `(_from, state) => { if (count++ < ${count}) ${busy(ms)} return state + 1; }`;
      const files = { "/main.js": counterOf(2, { codeChange, more: "let count = 0;", count: 8 }) };
      const failure = await failureOf(sandbox, { files });
      assert(failure.kind === "migration_failed", JSON.stringify(failure));
      assertMatch(failure.message, /its codeChange .*more than 50 ms, which is pauseMs$/);
      assertEquals(await sandbox.call("counter", "get"), "v1 0");
      const { pausedMs } = await sandbox.reload({ files, pauseMs: 20_000 });
      assertEquals([pausedMs >= ms, await sandbox.call("counter", "get")], [true, "v2 1"]);
      await sandbox.reload({ files: { "/main.js": counterOf(1, { count: 8 }) } });
      await sandbox.call("counter", "add", { payload: -1 });
    }
  });

  test("who is not changed has turns between two codeChanges that take long", async () => {
    const files = {
      "/seen.js": "export const seen = [];",
      "/ticks.js": 'import { seen } from "./seen.js"; setInterval(() => seen.push("tick"), 1);',
      "/main.js": `import "./ticks.js"; ${counterOf(1, { count: 4 })}`,
    };
    await using world = await reloadWorld(isolation, files);
    const { sandbox } = world;
    const codeChange = `(_from, state) => { seen.push("change"); ${busy(20)} return state; }`;
    const more = 'import "./ticks.js"; import { seen } from "./seen.js"; export const told = () => seen;';
    const second = { "/main.js": counterOf(2, { codeChange, count: 4, more }) };
    await sandbox.reload({ files: second, pauseMs: 20_000 });
    const told = (await sandbox.run("told") as string[]).join(" ");
    assertMatch(told, /change (tick )+change (tick )+change (tick )+change/);
  });

  test("what a version throws outside any process before it runs ends its reload and nothing else", async () => {
    const more = "export const wait = (ms) => new Promise((done) => setTimeout(done, ms));";
    await using world = await reloadWorld(isolation, { "/main.js": counterOf(1, { more }) });
    const { sandbox } = world;
    const never = "await new Promise(() => {});";
    const upgrade = "export const upgrade = () => new Promise(() => {});";
    const throws = 'setTimeout(() => { throw new Error("late"); }, 10);';
    for (
      const more of [
        `${throws} ${never}`,
        `queueMicrotask(() => { throw new Error("late"); }); ${never}`,
        `setTimeout(() => { ${throws} }, 0); ${upgrade}`,
        `await new Promise((done) => setTimeout(done, 1)); ${throws} ${never}`,
      ]
    ) {
      const failure = await failureOf(sandbox, { files: { "/main.js": counterOf(2, { more }) } });
      assert(failure.kind === "load_failed", JSON.stringify(failure));
      assertMatch(failure.message, /^Error: late/);
      assertEquals([await sandbox.call("counter", "get"), sandbox.status], ["v1 0", "running"]);
    }
    const left = `setInterval(() => { throw new Error("left behind"); }, 1); throw new Error("no");`;
    await failureOf(sandbox, { files: { "/main.js": counterOf(2, { more: left }) } });
    await sandbox.run("wait", [30]);
    assertEquals(sandbox.status, "running");
  });

  test("a top level that spins after it has waited is refused, and one that only waits is let in", async () => {
    await using world = await reloadWorld(isolation, { "/main.js": counterOf(1) });
    const { sandbox } = world;
    const wait = "await new Promise((done) => setTimeout(done, 5));";
    for (const more of ["await 1; while (true);", `await 1; ${wait} while (true);`]) {
      const failure = await failureOf(sandbox, { files: { "/main.js": counterOf(2, { more }) } });
      assert(failure.kind === "limit_exceeded", JSON.stringify(failure));
      assertEquals([failure.limit, failure.value, failure.used >= 50, failure.at > 0], ["pauseMs", 50, true, true]);
      assertEquals([await sandbox.call("counter", "get"), sandbox.status], ["v1 0", "running"]);
    }
    await sandbox.reload({ files: { "/main.js": counterOf(2, { more: `await 1; ${wait} ${wait}` }) } });
    assertEquals(await sandbox.call("counter", "get"), "v2 0");
  });

  test("an upgrade that spins is refused, and one that does not is called once", async () => {
    const lines: string[] = [];
    await using world = await reloadWorld(isolation, { "/main.js": counterOf(1) }, {
      printed: ({ text }) => void lines.push(text),
    });
    const { sandbox } = world;
    const pause = "await new Promise((done) => setTimeout(done, 5));";
    for (const body of ["while (true);", `${pause} while (true);`]) {
      const more = `export const upgrade = async () => { ${body} };`;
      const failure = await failureOf(sandbox, { files: { "/main.js": counterOf(2, { more }) } });
      assert(failure.kind === "limit_exceeded", JSON.stringify(failure));
      assertEquals([failure.limit, failure.value], ["pauseMs", 50]);
      assertEquals([await sandbox.call("counter", "get"), sandbox.status], ["v1 0", "running"]);
    }
    const more = `export const upgrade = async () => { console.log("begun"); ${pause} console.log("done"); };`;
    await sandbox.reload({ files: { "/main.js": counterOf(2, { more }) } });
    assertEquals([lines, await sandbox.call("counter", "get")], [["begun", "done"], "v2 0"]);
  });

  test("a codeChange that spins is refused by the server on whose state it does, and the old version goes on", async () => {
    const state = "({ id, n: 0 })";
    const read = "state.n";
    const files = (version: number, codeChange?: string) => ({
      "/main.js": counterOf(version, { count: 3, state, read, ...codeChange === undefined ? {} : { codeChange } }),
    });
    await using world = await reloadWorld(isolation, files(1));
    const { sandbox } = world;
    const pid = await sandbox.whereis("counter1");
    const spins = "(_from, state) => { if (state.id === 1) while (true); return state; }";
    const failure = await failureOf(sandbox, { files: files(2, spins) });
    const message = "its codeChange took more than 50 ms, which is pauseMs";
    assertEquals(failure, { kind: "migration_failed", pid: pid!, from: 1, to: 2, message });
    assertEquals([await sandbox.call("counter1", "get"), sandbox.status], ["v1 0", "running"]);
    assertEquals(sandbox.versions.map(({ status }) => status), ["current", "failed"]);
    await sandbox.reload({ files: files(3, "(_from, state) => ({ ...state, n: state.n + 1 })") });
    assertEquals(await sandbox.call("counter1", "get"), "v3 1", "once");
    await sandbox.reload({ files: files(4, spins), codeChange: (_from, state) => state, pauseMs: 2000 });
    assertEquals(await sandbox.call("counter1", "get"), "v4 1", "the host makes the states instead");
  });

  test("what a version rejects is told once, as it is tried before", async () => {
    const lines: string[] = [];
    const heard = Promise.withResolvers<void>();
    await using world = await reloadWorld(isolation, { "/main.js": counterOf(1) }, {
      printed: ({ text }) => (lines.push(text), text === "loaded" && heard.resolve()),
    });
    const more = `Promise.reject("one"); await new Promise((done) => setTimeout(done, 5)); Promise.reject("two");
setTimeout(() => console.log("loaded"), 5);`;
    await world.sandbox.reload({ files: { "/main.js": counterOf(2, { more }) } });
    await heard.promise;
    const told = (reason: string) => `a promise was rejected, and nobody awaits it: ${reason}`;
    assertEquals(lines, [told("one"), told("two"), "loaded"]);
  });
}
