import { assertEquals, assertRejects } from "@std/assert";
import { Compiler } from "../compiling/compiler.ts";
import { NO_PERMISSIONS } from "../permissions/granting.ts";
import { Grants } from "../permissions/grants.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import { RemoteImports } from "./remote_imports.ts";
import { type CodeServer, serveCode } from "./testdata/code_server.ts";
import { failureOf, type World, worldOf } from "./testdata/worlds.ts";

const LIBRARY = {
  "/lib/mod.ts":
    'import type { Item } from "./item.ts"; export const price = (item: Item): number => item.cents; Deno.pid;',
  "/lib/item.ts": "export interface Item { readonly cents: number }\nconst wrong: string = 5;",
  "/plain.js": "export const plain = (x) => x.y;",
  "/odd/": () => new Response("export default 1;", { headers: { "content-type": "text/javascript" } }),
};

function test(name: string, fn: (world: World, server: CodeServer) => Promise<void>): void {
  Deno.test(`Sandbox that checks types: ${name}`, async () => {
    await using server = serveCode(() => LIBRARY);
    await using world = worldOf("worker");
    await fn(world, server);
  });
}

const codeFor = (url: string, item: string) =>
  `import { price } from "${url}/lib/mod.ts"; import { plain } from "${url}/plain.js";
  export const total = (cents: number): number => price(${item}) + plain({ y: 1 });`;

test("remote modules have the types of their text, when it is made and when it is reloaded", async (world, server) => {
  const { url, asked } = server;
  const permissions = { import: [url] };
  const sandbox = await world.create({ code: codeFor(url, "{ cents }"), permissions, check: true });
  assertEquals(await sandbox.run("total", [5]), 6);
  const wrong = codeFor(url, "{ cents: `${cents}` }");
  const fetched = asked.length;
  const reload = await failureOf("compile_failed", () => sandbox.reload({ files: { "/main.ts": wrong } }));
  assertEquals([await sandbox.run("total", [5]), asked.length], [6, fetched]); // the checker asked nobody
  await sandbox.destroy();
  const create = await failureOf("compile_failed", () => world.create({ code: wrong, permissions, check: true }));
  const message = "Type 'string' is not assignable to type 'number'.";
  for (const { diagnostics } of [reload, create]) {
    assertEquals(diagnostics, [{ file: "/main.ts", line: 2, column: 59, code: "TS2322", message }]);
  }
  await world.create({ code: wrong, permissions }); // nobody asked for it
});

test("what was not granted is no name to the checker either", async (world, { url, asked }) => {
  const failure = await failureOf(
    "import_denied",
    () => world.create({ code: codeFor(url, "{ cents }"), permissions: { import: ["127.0.0.1:1"] }, check: true }),
  );
  assertEquals([failure.specifier, asked], [`${url}/lib/mod.ts`, []]);
});

test("a URL that no checker can be given says so", async (world, { url }) => {
  const code = `import odd from "${url}/odd/"; export const given = () => odd;`;
  const permissions = { import: [url] };
  const { module } = await failureOf("load_failed", () => world.create({ code, permissions, check: true }));
  assertEquals(module, `${url}/odd/`);
  assertEquals(await (await world.create({ code, permissions })).run("given"), 1);
});

Deno.test("Compiler checks the types of remote modules once for the same texts of the same kinds", async () => {
  await using compiler = new Compiler({ grants: {} });
  const code = 'import { n } from "https://h.example/n"; export const s: string = n;';
  const compile = async (text: string, type: string) => {
    const fetch = () => Promise.resolve(new Response(text, { headers: { "content-type": type } }));
    const grants = new Grants({ ...NO_PERMISSIONS, import: [{ host: "h.example" }] });
    const remote = new RemoteImports(grants, { fetch, fetched: () => {} });
    const { diagnostics } = await compiler.compile({ files: { "/main.ts": code } }, { check: true, remote });
    return [diagnostics.map(({ code }) => code).join(), compiler.stats.checks];
  };
  const text = "/** @type {any} */ export const n = 1;";
  assertEquals(await compile(text, "text/typescript"), ["TS2322", 1]);
  assertEquals(await compile(text, "text/typescript"), ["TS2322", 1]);
  assertEquals(await compile(text, "text/javascript"), ["", 2]); // where JSDoc has types
  assertEquals(await compile("export const n = 'n';", "text/typescript"), ["", 3]);
});

Deno.test("Compiler that is called off while it checks types says why", async () => {
  await using compiler = new Compiler({ grants: {} });
  const files = { "/main.ts": "export const n = 1;" };
  await compiler.compile({ files }); // so that nothing but the check is left
  const failed = assertRejects(() => compiler.compile({ files }, { check: true, timeoutMs: 1 }), SandboxError);
  assertEquals((await failed).kind, "timeout");
  const checking = compiler.compile({ files }, { check: true });
  const told = assertRejects(() => checking, Error, "the compiler was not disposed of");
  await compiler[Symbol.asyncDispose]();
  await told;
});
