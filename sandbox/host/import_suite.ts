import { assert, assertEquals, assertMatch } from "@std/assert";
import { GenServer } from "@superlearner/otp";
import type { Isolation } from "../limits/limits.ts";
import { counterOf, reloadWorld } from "./testdata/reload_worlds.ts";
import { failureOf, worldOf } from "./testdata/worlds.ts";

/** Modules by path, one of which imports others while it runs. */
const LOADER = `
import * as fixed from "./lib/fixed.ts";
import { ImportError, system } from "@superlearner/sandbox/guest";
export const literal = async () => (await import("./lib/late.ts")).word;
export const computed = async (name: string) => (await import("./lib/" + name + ".ts")).word;
export const load = async (name: string, type?: string) =>
  (await import(name, type === undefined ? undefined : { with: { type } })).default;
export const data = async () => (await import("./data.json", { with: { type: "json" } })).default;
export const count = () => evaluated.length;
export const isSame = async () => {
  const [late, again, own, otp] = await Promise.all([
    import("./lib/late.ts"), import("./" + "lib/late.ts"), import("./lib/fixed.ts"), import("@superlearner/otp"),
  ]);
  return [late === again, own === fixed, otp.System === system.constructor, (await late.self()) === late];
};
export const refused = async (name: string) => {
  try { await import(name) }
  catch (error) {
    if (!(error instanceof ImportError && error instanceof TypeError)) throw error;
    return [error.name, error.code, error.specifier, error.from, error.message];
  }
};
export const evaluated = fixed.evaluated;
`;
const FILES = {
  "/main.ts": LOADER,
  "/lib/fixed.ts": "export const evaluated: string[] = [];",
  "/lib/late.ts": `
import { evaluated } from "./fixed.ts";
enum Word { late = "late" }
evaluated.push(await new Promise<string>((done) => setTimeout(() => done("late"), 1)));
export const word: string = Word.late;
export const self = () => import("./late.ts");`,
  "/data.json": '{ "n": 5 }',
  "/throws.ts": "export const never: number = (() => { throw new RangeError('no') })();",
  "/spins.ts": "while (true);",
  "/storms.ts": "const again = (): Promise<void> => Promise.resolve().then(again); await again();",
};

const PRICES = (version: number) => `
import { GenServer } from "@superlearner/otp";
const Prices = GenServer.define({
  name: "Prices",
  init: () => 0,
  calls: { get: (n: number) => ["p${version} " + n, n], add: (n: number, by: number) => [n + by, n + by] },
});
export const start = (system) => system.start(Prices, { name: "prices" }).then(() => undefined);
export const version = () => ${version};
`;
const SHOP = `${counterOf(1)}
import { system } from "@superlearner/sandbox/guest";
export const begin = async (name) => (await import(name)).start(system);
export const version_of = async (name) => (await import(name)).version();
`;

/** What `import()` does, whatever wall is around it. */
export function importSuite(isolation: Isolation): void {
  const test = (name: string, fn: () => Promise<void>) => Deno.test(`import() (${isolation}): ${name}`, fn);

  test("modules are evaluated when they are first imported, once, and are what static imports give", async () => {
    await using world = worldOf(isolation);
    const sandbox = await world.host.create({ name: "guest", isolation, source: { files: FILES } });
    assertEquals(await sandbox.run("count"), 0);
    assertEquals(await Promise.all([sandbox.run("literal"), sandbox.run("computed", ["late"])]), ["late", "late"]);
    assertEquals(await sandbox.run("isSame"), [true, true, true, true]);
    assertEquals(await sandbox.run("count"), 1);
    assertEquals([await sandbox.run("data"), await sandbox.run("load", ["./data.json", "json"])], [{ n: 5 }, { n: 5 }]);
  });

  test("what a module throws comes to each import of it", async () => {
    await using world = worldOf(isolation);
    const sandbox = await world.host.create({ name: "guest", isolation, source: { files: FILES } });
    for (let time = 0; time < 2; time++) {
      const { exit } = await failureOf("crashed", () => sandbox.run("load", ["./throws.ts"]));
      assertEquals(exit, "RangeError: no");
    }
    assertEquals(sandbox.status, "running");
  });

  test("what was not granted is refused by name and place, and told to the host", async () => {
    await using world = worldOf(isolation);
    const sandbox = await world.host.create({ name: "guest", isolation, source: { files: FILES } });
    const denied = ["lodash", "npm:x", "jsr:@a/b", "https://x.example/a.js", "node:fs", "data:text/javascript,1"];
    denied.push("blob:null/1", "file:///etc/passwd", "/etc/passwd", "/main.ts", "../main.ts", "./../../x.ts");
    for (const name of denied) {
      assertEquals(await sandbox.run("refused", [name]), [
        "ImportError",
        "denied",
        name,
        "/main.ts",
        `Cannot import ${JSON.stringify(name)} in /main.ts: it was not granted`,
      ]);
    }
    assertEquals((await sandbox.run("refused", ["./none.ts"]) as string[])[1], "missing");
    assertEquals((await sandbox.run("refused", ["./data.json"]) as string[])[1], "attribute");
    assertEquals(sandbox.status, "running");
  });

  test("a literal one that was not granted does not compile, and neither does one of no such file", async () => {
    await using world = worldOf(isolation);
    const create = (code: string) => world.create({ code });
    assertEquals(await failureOf("import_denied", () => create('export const f = () => import("node:fs");')), {
      kind: "import_denied",
      specifier: "node:fs",
      from: "/main.ts",
    });
    const missing = await failureOf("compile_failed", () => create('export const f = () => import("./none.ts");'));
    assertEquals(missing.diagnostics.map(({ line, column, code }) => [line, column, code]), [[1, 31, "TS2307"]]);
  });

  for (const name of ["spins", "storms"]) {
    test(`the limit of a turn holds for a module that ${name}`, async () => {
      await using world = worldOf(isolation);
      const limits = { turnMs: 100 };
      const sandbox = await world.host.create({ name: "guest", isolation, source: { files: FILES }, limits });
      const { limit } = await failureOf("limit_exceeded", () => sandbox.run("load", [`./${name}.ts`]));
      assertEquals(limit, "turnMs");
    });
  }

  test("after a reload it gives the new version, and servers of what was imported go on in it", async () => {
    const files = { "/main.ts": SHOP, "/prices.ts": PRICES(1), "/other.ts": "export const version = () => 1;" };
    await using world = await reloadWorld(isolation, files);
    const { sandbox } = world;
    await sandbox.run("begin", ["./prices.ts"]);
    const Prices = GenServer.define({ name: "Prices", init: () => 0, calls: { get: (n: number) => [`${n}`, n] } });
    const prices = await sandbox.at(Prices, "prices");
    await sandbox.call("prices", "add", { payload: 5 });
    assertEquals([await prices.call("get"), await sandbox.run("version_of", ["./other.ts"])], ["p1 5", 1]);
    const reloaded = await sandbox.reload({
      files: { "/prices.ts": PRICES(2), "/more.ts": "export const version = () => 3;" },
    });
    assertEquals(reloaded.modules, ["/prices.ts"]);
    assertEquals(reloaded.servers.map(({ name }) => name), ["prices"]);
    const versions = ["./prices.ts", "./other.ts", "./more.ts"];
    assertEquals(await Promise.all(versions.map((name) => sandbox.run("version_of", [name]))), [2, 1, 3]);
    assertEquals(await prices.call("get"), "p2 5");
    const back = await sandbox.rollback(1);
    assertEquals([back.modules, await prices.call("get")], [["/prices.ts"], "p1 5"]);
    assertMatch((await failureOf("crashed", () => sandbox.run("version_of", ["./more.ts"]))).exit, /^ImportError: /);
  });

  test("a version whose imported module throws, or never ends, leaves the old one running", async () => {
    await using world = await reloadWorld(isolation, { "/main.ts": SHOP, "/prices.ts": PRICES(1) });
    const { sandbox } = world;
    await sandbox.run("begin", ["./prices.ts"]);
    const reload = (text: string) => sandbox.reload({ files: { "/prices.ts": `${PRICES(2)}\n${text}` } });
    assertMatch((await failureOf("load_failed", () => reload("throw new Error('no');"))).message, /Error: no/);
    assertEquals((await failureOf("limit_exceeded", () => reload("while (true);"))).limit, "pauseMs");
    const main = `${SHOP}\nawait import("./spins.ts");`;
    const files = { "/main.ts": main, "/spins.ts": "for (;;);" };
    assertEquals((await failureOf("limit_exceeded", () => sandbox.reload({ files }))).limit, "pauseMs");
    assertEquals([await sandbox.call("prices", "get"), await sandbox.run("version_of", ["./prices.ts"])], ["p1 0", 1]);
    assertEquals(sandbox.status, "running");
  });

  test("modules that import each other while they run are a cycle, and are loaded", async () => {
    await using world = await reloadWorld(isolation, {
      "/main.ts": 'import { b } from "./b.ts"; export const a = "a"; export const both = async () => (await b()) + a;',
      "/b.ts": 'export const b = async () => (await import("./main.ts")).a + "b";',
    });
    const { sandbox } = world;
    assertEquals(await sandbox.run("both"), "aba");
    const { cycles, modules } = await sandbox.reload({
      files: { "/b.ts": 'export const b = async () => (await import("./main.ts")).a + "B";' },
    });
    assert(cycles.length === 1);
    assertEquals([cycles, modules, await sandbox.run("both")], [[["/b.ts", "/main.ts"]], ["/b.ts", "/main.ts"], "aBa"]);
  });
}
