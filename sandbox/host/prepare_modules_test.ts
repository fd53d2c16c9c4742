import { System } from "@superlearner/otp";
import { SandboxHost } from "./sandbox_host.ts";
import { assertEquals, assertRejects } from "@std/assert";
import { Compiler } from "../compiling/compiler.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import { RUNTIME_MODULES } from "../compiling/runtime_types.ts";
import { loadable, prepareModules } from "./prepare_modules.ts";

Deno.test("prepareModules() compiles, and finds the entry", async () => {
  await using compiler = new Compiler({ grants: RUNTIME_MODULES });
  const prepare = (files: Record<string, string>, entry?: string) =>
    prepareModules(compiler, { action: "create a sandbox", source: { files }, entry, signal: undefined });
  const prepared = await prepare({
    "main.ts": 'import data from "./d.json" with { type: "json" }; export const n: number = data.n;',
    "d.json": '{"__proto__":1}',
  });
  const [entry, modules] = [prepared.entry, loadable(prepared)];
  assertEquals([entry, [...modules.keys()].sort()], ["/main.ts", ["/d.json", "/main.ts"]]);
  assertEquals(modules.get("/d.json"), 'export default JSON.parse("{\\"__proto__\\":1}");');
  assertEquals((await prepare({ "only.js": "" })).entry, "/only.js");
  assertEquals((await prepare({ "a.js": "", "b.js": "" }, "b.js")).entry, "/b.js");
  const refused = async (files: Record<string, string>, entry?: string) =>
    (await assertRejects(() => prepare(files, entry), SandboxError)).kind;
  assertEquals(await refused({ "a.js": "", "b.js": "" }), "not_found");
  assertEquals(await refused({ "a.js": "" }, "/c.js"), "not_found");
  assertEquals(await refused({ "a.ts": "const n: = 5;" }), "compile_failed");
  assertEquals(await refused({ "a.ts": 'import "npm:x";' }), "import_denied");
});

Deno.test("prepareModules(): a module alone, by its URL or path", async () => {
  await using compiler = new Compiler({ grants: RUNTIME_MODULES });
  const prepare = (module: string | URL) =>
    prepareModules(compiler, { action: "create a sandbox", source: { module }, entry: undefined, signal: undefined });
  const here = new URL("./node_name_test.ts", import.meta.url);
  await assertRejects(
    () => prepare(here),
    SandboxError,
    "the import @std/assert of /node_name_test.ts was not granted",
  );
  await assertRejects(() => prepare(new URL("./none.ts", import.meta.url)), SandboxError, "there is no module");
  const refused = await assertRejects(() => prepare(new URL(".", import.meta.url)), SandboxError, "it is a file");
  assertEquals(refused.kind, "source_refused");
  assertEquals((await assertRejects(() => prepare("a\0.ts"), SandboxError)).kind, "source_refused");
});

Deno.test("prepareModules(): what was compiled before is taken as it is, and may import its library by name", async () => {
  await using system = new System();
  await using host = new SandboxHost({ system });
  const main = `import { one } from "@me/api"; export const two = () => one + 1;`;
  const modules = {
    "/main.js": main,
    "@me/api": `export { one } from "@me/base";`,
    "@me/base": "export const one = 1;",
  };
  const sandbox = await host.create({ name: "library", source: { modules }, entry: "/main.js" });
  assertEquals(await sandbox.run("two"), 2);
  const wrong = { "/main.js": main, "@me/api": 1 } as unknown as typeof modules;
  const { failure } = await assertRejects(
    () => host.create({ name: "other", source: { modules: wrong }, entry: "/main.js" }),
    SandboxError,
  );
  assertEquals(failure, { kind: "source_refused", path: "@me/api", rule: "a compiled module is a text" });
});
