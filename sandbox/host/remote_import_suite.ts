import { assertEquals, assertStringIncludes } from "@std/assert";
import { sha256 } from "../compiling/sha256.ts";
import { type CodeAnswers, type CodeServer, endlessBody, serveCode } from "./testdata/code_server.ts";
import { type AnyIsolation, failureOf, wallName, type World, worldOf } from "./testdata/worlds.ts";

const LIBRARY = (url: string): CodeAnswers => ({
  "/lib/mod.ts":
    `import { twice } from "./twice.ts"; import more from "/more.js"; import data from "./data.json" with { type: "json" };
    import type { Shape } from "./types.ts";
    export const add = (one: number, other: number): number => twice(one) + more + data.n + other;`,
  "/lib/twice.ts": "enum Two { Two = 2 } export const twice = (n: number): number => n * Two.Two;",
  "/lib/late.ts":
    `export const fourfold = async (n: number) => (await import("./" + "twice.ts")).twice((await import("./twice.ts")).twice(n));`,
  "/lib/types.ts": "export interface Shape { readonly n: number }",
  "/lib/data.json": '{ "n": 100 }',
  "/more.js": `export { default } from "${url}/even/more?as=module";`,
  "/even/more?as=module": () =>
    new Response("export default 1000;", { headers: { "content-type": "text/javascript" } }),
  "/away.ts": () => Response.redirect("http://127.0.0.1:1/away.ts"),
  "/moved.ts": () => Response.redirect(`${url}/lib/twice.ts`),
  "/page.ts": "<!doctype html><p>",
  "/page": () => new Response("<p>", { headers: { "content-type": "text/html" } }),
  "/large.ts": () => new Response(`export default "${"x".repeat(5_000_000)}";`),
  "/endless.ts": () => new Response(endlessBody("export default 1;")),
  "/broken.ts": () => new Response(new Uint8Array([0xff, 0xfe])),
  "/file.ts": 'import "file:///etc/passwd";',
  "/local.ts": 'import "/main.ts"; export default 1;',
  "/other.ts": 'import "https://other.example/x.ts";',
  "/runtime.ts": 'import { GenServer } from "@superlearner/otp"; export default typeof GenServer.define;',
  "/builtin.ts": 'import "node:fs";',
  "/throws.ts": "\nthrow new Error('far');",
});

/** Remote modules: fetched by the host from where it was granted, and from nowhere else. */
export function remoteImportSuite(isolation: AnyIsolation): void {
  const test = (name: string, fn: (world: World, server: CodeServer) => Promise<void>) =>
    Deno.test(`Imports (${wallName(isolation)}): ${name}`, async () => {
      await using server = serveCode(LIBRARY);
      await using world = worldOf(isolation);
      await fn(world, server);
    });
  const granted = ({ url }: CodeServer) => ({ permissions: { import: [url] } });

  test("what was granted is fetched with all that it imports, once, and its hashes are kept", async (world, server) => {
    const { url, asked } = server;
    const code = `import { add } from "${url}/lib/mod.ts"; export const sum = (n: number) => add(1, n);`;
    const sandbox = await world.create({ code, ...granted(server) });
    assertEquals(await sandbox.run("sum", [5]), 1107);
    const all = ["/even/more?as=module", "/lib/data.json", "/lib/mod.ts", "/lib/twice.ts", "/lib/types.ts", "/more.js"];
    assertEquals(asked.toSorted(), all);
    const { imported } = sandbox.versions[0]!;
    assertEquals(Object.keys(imported!).sort(), all.map((path) => url + path));
    assertEquals(imported![`${url}/lib/data.json`], sha256('{ "n": 100 }'));
    await sandbox.reload({ files: { "/main.ts": code.replace("add(1, n)", "add(2, n)") } });
    assertEquals([await sandbox.run("sum", [5]), asked.length], [1109, all.length]);
    await sandbox.rollback(1);
    assertEquals([await sandbox.run("sum", [5]), sandbox.versions[1]!.imported], [1107, imported]);
    await sandbox.restart();
    assertEquals([await sandbox.run("sum", [5]), asked.length], [1107, all.length]);
  });

  test(
    "import() finds what was fetched before, from a module of its own and from a remote one",
    async (world, server) => {
      const { url, asked } = server;
      const code = `
      import { twice } from "${url}/lib/twice.ts";
      export const late = async (n: number) => (await import("${url}/lib/late.ts")).fourfold(n);
      export const same = async (path: string) => (await import("${url}" + path)).twice === twice;
      export const none = (path: string) => import("${url}" + path).catch((error) => [error.name, error.code]);`;
      const sandbox = await world.create({ code, ...granted(server) });
      const fetched = asked.length;
      assertEquals([await sandbox.run("late", [2]), await sandbox.run("same", ["/lib/twice.ts"])], [8, true]);
      assertEquals(await sandbox.run("none", ["/lib/types.ts"]), ["ImportError", "denied"]);
      assertEquals(asked.length, fetched); // nothing is asked for while it runs
    },
  );

  test("the runtime is there for it as well, and its errors name its place", async (world, server) => {
    const create = (path: string) =>
      world.create({
        code: `import * as it from "${server.url}${path}"; export const given = () => it.default;`,
        ...granted(server),
      });
    const sandbox = await create("/runtime.ts");
    assertEquals(await sandbox.run("given"), "function");
    await sandbox.destroy();
    const { message } = await failureOf("load_failed", () => create("/throws.ts"));
    assertStringIncludes(message, `${server.url}/throws.ts:2`);
  });

  for (
    const [path, kind, part] of [
      ["/away.ts", "import_denied", "http://127.0.0.1:1/away.ts"],
      ["/moved.ts", "load_failed", "/lib/twice.ts, which is to be imported instead"],
      ["/none.ts", "load_failed", "its host answers 404"],
      ["/page", "load_failed", "it is no module, but text/html"],
      ["/page.ts", "compile_failed", "/page.ts"],
      ["/large.ts", "limit_exceeded", "maxBytes"],
      ["/broken.ts", "load_failed", "it is no text in UTF-8"],
      ["/file.ts", "import_denied", "file:///etc/passwd"],
      ["/local.ts", "load_failed", "its host answers 404"],
      ["/other.ts", "import_denied", "https://other.example/x.ts"],
      ["/builtin.ts", "import_denied", "node:fs"],
    ] as const
  ) {
    test(`${path} is refused`, async (world, server) => {
      const code = `import it from "${server.url}${path}"; export default it;`;
      const failure = await failureOf(kind, () => world.create({ code, ...granted(server) }));
      assertStringIncludes(JSON.stringify(failure), part);
      assertEquals(world.host.list(), []);
    });
  }

  test("what was not granted is not asked for, and says so", async (world, server) => {
    const { url, asked } = server;
    const code = `import { add } from "${url}/lib/mod.ts"; add(1, 2);`;
    for (
      const permissions of [
        "none",
        { import: ["127.0.0.1:1", "http://127.0.0.1:1/", url.replace("http:", "https:")] },
        { net: [url.slice(7)] },
      ] as const
    ) {
      const failure = await failureOf("import_denied", () => world.create({ code, permissions }));
      assertEquals([failure.specifier, failure.from], [`${url}/lib/mod.ts`, "/main.ts"]);
    }
    assertEquals(asked, []);
    const npm = await failureOf(
      "compile_failed",
      () => world.create({ code: 'import "npm:left-pad";', ...granted(server) }),
    );
    assertStringIncludes(npm.diagnostics[0]!.message, "import it by a URL");
    await failureOf("import_denied", () => world.create({ code: 'import "jsr:@std/assert@1";', ...granted(server) }));
  });

  test("one that never ends ends with the creation that is called off", async (world, server) => {
    const code = `import it from "${server.url}/endless.ts"; export default it;`;
    const calling = new AbortController();
    const reason = new Error("called off");
    const created = world.create({ code, signal: calling.signal, ...granted(server) }).catch((error) => error);
    while (server.asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
    calling.abort(reason);
    assertEquals([await created, world.host.list()], [reason, []]);
  });
}
