import { assertEquals, assertRejects } from "@std/assert";
import { Compiler } from "../compiling/compiler.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import { NO_PERMISSIONS } from "../permissions/granting.ts";
import { Grants } from "../permissions/grants.ts";
import { aliasOf, JsrError, resolveJsr } from "./jsr_modules.ts";
import { RemoteImports } from "./remote_imports.ts";

const REGISTRY: Readonly<Record<string, string>> = {
  "/@a/one/meta.json": '{ "versions": { "1.0.0": {}, "1.1.0": {}, "1.2.0": { "yanked": true }, "2.0.0": {} } }',
  "/@a/one/1.1.0_meta.json": '{ "exports": { ".": "./mod.ts", "./more": "./src/more.ts" } }',
  "/@a/one/1.1.0/mod.ts":
    'import { two } from "jsr:@a/two@^1/x"; export const one: number = two - 1; export * from "./src/more.ts";',
  "/@a/one/1.1.0/src/more.ts": "export default class More {}",
  "/@a/two/meta.json": '{ "versions": { "1.0.5": {} } }',
  "/@a/two/1.0.5_meta.json": '{ "exports": { "./x": "./x.ts" } }',
  "/@a/two/1.0.5/x.ts": "/**\n * export default in words\n */\nexport const two: number = 2;",
  "/@a/odd/meta.json": "[]",
  "/@a/odder/meta.json": "<p>",
};
const read = (url: string) => {
  const found = REGISTRY[new URL(url).pathname];
  return found === undefined ? Promise.reject(new Error(`no ${url}`)) : Promise.resolve(found);
};

Deno.test("resolveJsr() finds the greatest version that was not taken back, and what it exports", async () => {
  assertEquals(await resolveJsr("jsr:@a/one@^1.0.0", read), "https://jsr.io/@a/one/1.1.0/mod.ts");
  assertEquals(await resolveJsr("jsr:@a/one@1/more", read), "https://jsr.io/@a/one/1.1.0/src/more.ts");
});

Deno.test("resolveJsr() says what there is not", async () => {
  const why = async (specifier: string) => (await assertRejects(() => resolveJsr(specifier, read), JsrError)).message;
  assertEquals(await why("jsr:@a/one@9"), "there is no version of it in 9");
  assertEquals(await why("jsr:@a/one@1/none"), "version 1.1.0 of it exports no ./none");
  assertEquals(await why("jsr:@a/one@1/constructor"), "version 1.1.0 of it exports no ./constructor");
  assertEquals(await why("jsr:@a/../b"), "it is no package of a scope");
  assertEquals(await why("jsr:@a/odd"), "there is no version of it in any range");
  assertEquals(await why("jsr:@a/odder"), "https://jsr.io/@a/odder/meta.json is no JSON");
});

Deno.test("aliasOf() has a default where the module has one", () => {
  assertEquals(aliasOf("https://h/a.ts", "export const a = 1;"), 'export * from "https://h/a.ts";\n');
  for (
    const text of ["export default 1;", "class A {}\nexport { A as default };", 'export { default } from "./b.ts";']
  ) {
    assertEquals(aliasOf("u", text), 'export * from "u"; export { default } from "u";\n');
  }
});

Deno.test("jsr: modules are compiled with all that they import, where the registry was granted", async () => {
  await using compiler = new Compiler({ grants: {} });
  const fetch = async (url: string) => new Response(await read(url));
  const files = { "/main.ts": 'import { one } from "jsr:@a/one@1"; import More from "jsr:@a/one@1/more"; one; More;' };
  const remote = (granted: readonly { host: string; port?: number }[]) =>
    new RemoteImports(new Grants({ ...NO_PERMISSIONS, import: granted }), { fetch, fetched: () => {} });
  const { modules, diagnostics } = await compiler.compile({ files }, {
    remote: remote([{ host: "jsr.io", port: 443 }]),
  });
  assertEquals(diagnostics, []);
  assertEquals(modules.map(({ path }) => path).sort(), [
    "/main.ts",
    "https://jsr.io/@a/one/1.1.0/mod.ts",
    "https://jsr.io/@a/one/1.1.0/src/more.ts",
    "https://jsr.io/@a/two/1.0.5/x.ts",
    "jsr:@a/one@1",
    "jsr:@a/one@1/more",
    "jsr:@a/two@^1/x",
  ]);
  const denied = await compiler.compile({ files }, { remote: remote([{ host: "other.example" }]) });
  assertEquals(denied.failure, { kind: "import_denied", specifier: "jsr:@a/one@1", from: "/main.ts" });
  const lost = { files: { "/main.ts": 'import "jsr:@a/one@9";' } };
  await assertRejects(
    () => compiler.compile(lost, { remote: remote([{ host: "jsr.io" }]) }),
    SandboxError,
    "no version of it",
  );
});
