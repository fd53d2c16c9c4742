import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { SandboxError } from "../limits/sandbox_error.ts";
import { counterOf, reloadWorld } from "./testdata/reload_worlds.ts";
import { type AnyIsolation, wallName } from "./testdata/worlds.ts";

/** What goes on while code is reloaded, and what is left of the former one, whatever wall is around it. */
export function reloadOrderSuite(isolation: AnyIsolation): void {
  const test = (name: string, fn: () => Promise<void>) => Deno.test(`${name} (${wallName(isolation)})`, fn);

  test("case 12: a call in flight is answered by the version that it was begun with; those behind it by the new one", async () => {
    const [begun, upgrading] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const printed = ({ text }: { text: string }) => (text === "slow" ? begun : upgrading).resolve();
    await using world = await reloadWorld(isolation, { "/main.js": counterOf(1, { count: 3 }) }, { printed });
    const { sandbox } = world;
    const slow = sandbox.call("counter", "slow", { timeoutMs: 20_000 });
    await begun.promise;
    const more = 'export const upgrade = () => console.log("upgrading");';
    const order: string[] = [];
    const files = { "/main.js": counterOf(2, { count: 3, more }) };
    const reload = sandbox.reload({ files, timeoutMs: 20_000 }).then((reloaded) => {
      order.push("reloaded");
      return reloaded;
    });
    await upgrading.promise;
    const behind = sandbox.call("counter", "get");
    for (let round = 0; round < 20; round++) {
      const others = await Promise.all([1, 2].map((n) => sandbox.call(`counter${n}`, "get")));
      assertEquals([others, order], [["v1 0", "v1 0"], []], "others are not kept waiting for it");
    }
    await sandbox.run("openGate");
    assertEquals(await slow, "slow v1");
    const { servers } = await reload;
    assertEquals([servers.length, await behind], [3, "v2 0"]);
  });

  test("case 12: timers of a former module end with it, also those that its timers set; closures of handlers are heard", async () => {
    const timers = (version: number) =>
      counterOf(version, {
        more: `
const ticks = [];
const again = () => { ticks.push("v${version}"); setTimeout(again, 5); };
setTimeout(again, 5);
setInterval(() => console.log("tick v${version}"), 5);
export const later = (ms) => new Promise((done) => setTimeout(() => done("v${version} later"), ms));
`,
      });
    const lines: string[] = [];
    let heard = Promise.withResolvers<void>();
    const printed = ({ text }: { text: string }) => {
      lines.push(text);
      if (lines.length > 3) heard.resolve();
    };
    await using world = await reloadWorld(isolation, { "/main.js": timers(1) }, { printed });
    const { sandbox } = world;
    await heard.promise;
    const later = sandbox.run("later", [100]);
    await sandbox.reload({ files: { "/main.js": timers(2) } });
    lines.length = 0;
    heard = Promise.withResolvers<void>();
    await heard.promise;
    assertEquals([...new Set(lines)], ["tick v2"]);
    assertEquals(await later, "v1 later");
  });

  test("a version that fails leaves no timer behind", async () => {
    const lines: string[] = [];
    const wait = "export const wait = (ms) => new Promise((done) => setTimeout(done, ms));";
    await using world = await reloadWorld(isolation, { "/main.js": counterOf(1, { more: wait }) }, {
      printed: ({ text }) => void lines.push(text),
    });
    const { sandbox } = world;
    const more = `setInterval(() => console.log("ghost"), 1); throw new Error("no");`;
    await assertRejects(() => sandbox.reload({ files: { "/main.js": counterOf(2, { more }) } }), SandboxError);
    await sandbox.run("wait", [30]);
    assertEquals(lines, []);
  });

  test("case 14: two reloads at once are done one after the other", async () => {
    await using world = await reloadWorld(isolation, { "/main.js": counterOf(1) });
    const { sandbox } = world;
    const results = await Promise.all([2, 3, 4].map((n) => sandbox.reload({ files: { "/main.js": counterOf(n) } })));
    assertEquals(results.map(({ version, from }) => [from, version]), [[1, 2], [2, 3], [3, 4]]);
    assertEquals(await sandbox.call("counter", "get"), "v4 0");
    assertEquals(sandbox.versions.map(({ status }) => status), ["kept", "kept", "old", "current"]);
  });

  test("case 14: a reload during a restart waits for it; a crash starts the version that was reloaded", async () => {
    await using world = await reloadWorld(isolation, { "/main.js": counterOf(1) });
    const { sandbox } = world;
    await sandbox.call("counter", "add", { payload: 7 });
    const restart = sandbox.restart();
    const reloaded = await sandbox.reload({ files: { "/main.js": counterOf(2) } });
    await restart;
    assertEquals([reloaded.version, await sandbox.call("counter", "get")], [2, "v2 0"]);
    await sandbox.restart();
    assertEquals(await sandbox.call("counter", "get"), "v2 0");
  });

  test("case 14: a rollback to what runs changes nothing; nor does a reload of the same text", async () => {
    await using world = await reloadWorld(isolation, { "/main.js": counterOf(1) });
    const { sandbox } = world;
    await sandbox.reload({ files: { "/main.js": counterOf(2) } });
    const nothing = { version: 2, from: 2, modules: [], servers: [], pausedMs: 0, cycles: [] };
    assertEquals(await sandbox.rollback(2), nothing);
    assertEquals(await sandbox.reload({ files: { "/main.js": counterOf(2) } }), nothing);
    assertEquals(
      await sandbox.reload({ files: { "main.js": `\ufeff${counterOf(2).replaceAll("\n", "\r\n")}` } }),
      nothing,
      "case 15: line ends and a byte order mark are no change",
    );
    assertEquals(sandbox.versions.length, 2);
    for (const n of [0, 7, 1.5]) {
      assertEquals((await assertRejects(() => sandbox.rollback(n), SandboxError)).kind, "not_found");
    }
  });

  test("case 14: a rollback across a module that was taken away finds its servers again", async () => {
    const worker = (n: number) => `
import { GenServer } from "@superlearner/otp";
export const Worker = GenServer.define({ name: "Worker", init: () => 0, calls: { get: (state) => ["w${n}", state] } });`;
    const main = (text: string) => `${text}\nexport const run = 1;`;
    const first = {
      "/main.js": main(`import { system } from "@superlearner/sandbox/guest"; import { Worker } from "./worker.js";
export const start = async () => { await system.start(Worker, { name: "worker" }); };`),
      "/worker.js": worker(1),
    };
    await using world = await reloadWorld(isolation, first);
    const { sandbox } = world;
    const without = await sandbox.reload({ files: { "/main.js": main(""), "/worker.js": null } });
    assertEquals([without.servers, await sandbox.call("worker", "get")], [[], "w1"]);
    const back = await sandbox.rollback(1);
    assertEquals(back.servers.map(({ name }) => name), ["worker"]);
    assertEquals(sandbox.diff(2, 3).added, ["/worker.js"]);
    await sandbox.reload({ files: { "/worker.js": worker(4) } });
    assertEquals(await sandbox.call("worker", "get"), "w4");
  });

  test("case 15: what imports a module that is another one is loaded anew, and nothing else", async () => {
    const counted = (name: string, text: string) => `${text}\nconsole.log("loaded ${name}");`;
    const files = {
      "/main.js": counted(
        "main",
        'import { a } from "./a.js"; import { b } from "./b.js"; export const sum = () => a + b;',
      ),
      "/a.js": counted("a", "export const a = 1;"),
      "/b.js": counted("b", 'import { c } from "./c.js"; export const b = c;'),
      "/c.js": counted("c", "export const c = 10;"),
    };
    const lines: string[] = [];
    await using world = await reloadWorld(isolation, files, { printed: ({ text }) => void lines.push(text) });
    const { sandbox } = world;
    lines.length = 0;
    const { modules } = await sandbox.reload({ files: { "/c.js": counted("c", "export const c = 20;") } });
    assertEquals(modules, ["/b.js", "/c.js", "/main.js"]);
    assertEquals(lines, ["loaded c", "loaded b", "loaded main"]);
    assertEquals(await sandbox.run("sum"), 21);
    const gone = await assertRejects(() => sandbox.reload({ files: { "/a.js": null } }), SandboxError);
    assertEquals(gone.message, "Cannot reload guest: /main.js:1:19 TS2307 There is no ./a.js");
    assertEquals(await sandbox.run("sum"), 21);
  });

  test("case 16: a cycle of imports is reloaded as one", async () => {
    const files = (n: number) => ({
      "/main.js": 'import { a } from "./a.js"; export const both = () => a();',
      "/a.js": `import { b } from "./b.js"; export const a = () => "a${n}" + b(); export const name = () => "a${n}";`,
      "/b.js": 'import { name } from "./a.js"; export const b = () => "b of " + name();',
    });
    await using world = await reloadWorld(isolation, files(1));
    const { sandbox } = world;
    const { modules } = await sandbox.reload({ files: files(2) });
    assertEquals([modules, await sandbox.run("both")], [["/a.js", "/b.js", "/main.js"], "a2b of a2"]);
  });

  test("what a supervisor starts again, and what is started later, runs the new version", async () => {
    const more = `
import { system } from "@superlearner/sandbox/guest";
export const another = async (name) => { await system.start(Counter, { name, args: [9] }); };`;
    await using world = await reloadWorld(isolation, { "/main.js": counterOf(1, { more }) });
    const { sandbox } = world;
    await sandbox.reload({ files: { "/main.js": counterOf(2, { more }) } });
    await assertRejects(() => sandbox.call("counter", "die"), SandboxError);
    await sandbox.run("another", ["other"]);
    assertEquals([await sandbox.call("counter", "get"), await sandbox.call("other", "get")], ["v2 0", "v2 0"]);
  });

  test("an entry starts what only the new version has", async () => {
    const more = `export const upgrade = async (system, { from, to }) => {
  await system.start(Counter, { name: "new", args: [0] });
  console.log("upgrade " + from + " " + to);
};`;
    const lines: string[] = [];
    await using world = await reloadWorld(isolation, { "/main.js": counterOf(1) }, {
      printed: ({ text }) => void lines.push(text),
    });
    const { sandbox } = world;
    await sandbox.reload({ files: { "/main.js": counterOf(2, { more }) } });
    assertEquals([lines, await sandbox.call("new", "get")], [["upgrade 1 2"], "v2 0"]);
  });

  test("case 11: destroyed during a reload, it is over for both", async () => {
    await using world = await reloadWorld(isolation, { "/main.js": counterOf(1) });
    const { sandbox } = world;
    const more = "await new Promise(() => {});";
    const reload = assertRejects(() => sandbox.reload({ files: { "/main.js": counterOf(2, { more }) } }), SandboxError);
    await sandbox.call("counter", "get");
    await sandbox.destroy();
    assertMatch((await reload).message, /there is no sandbox guest: it (is|was) destroyed/);
  });

  test("case 17: after so many reloads the realm is replaced, with the states", async () => {
    await using world = await reloadWorld(isolation, { "/main.js": counterOf(1) }, { renewAfter: 3 });
    const { sandbox } = world;
    await sandbox.call("counter", "add", { payload: 5 });
    for (const n of [2, 3]) await sandbox.reload({ files: { "/main.js": counterOf(n) } });
    const restarts = sandbox.info().restarts;
    await sandbox.reload({ files: { "/main.js": counterOf(4) } });
    assertEquals([sandbox.info().restarts, await sandbox.call("counter", "get")], [restarts + 1, "v4 5"]);
    await sandbox.reload({ files: { "/main.js": counterOf(5) } });
    assertEquals(await sandbox.call("counter", "get"), "v5 5");
  });

  test("case 17: a version that does not start in a new realm goes on in the one it is in", async () => {
    const more = `export const start = () => { throw new Error("not here"); };`;
    await using world = await reloadWorld(isolation, { "/main.js": counterOf(1) }, { renewAfter: 1 });
    const { sandbox } = world;
    await sandbox.reload({ files: { "/main.js": counterOf(2, { more }) } });
    assertEquals([sandbox.status, sandbox.info().restarts], ["running", 0]);
    assertEquals(await sandbox.call("counter", "get"), "v2 0");
  });
}
