import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { pathToFileURL as toFileUrl } from "node:url";
import { SandboxError } from "../limits/sandbox_error.ts";
import { definePluginApi } from "./plugin_api.ts";
import { PluginError } from "./plugin_error.ts";
import { planPlugin } from "./plugin_plan.ts";
import { readPlugin } from "./read_plugin.ts";

async function directory(texts: Record<string, string>): Promise<AsyncDisposable & { readonly dir: string }> {
  const dir = await Deno.makeTempDir();
  for (const [name, text] of Object.entries(texts)) await Deno.writeTextFile(`${dir}/${name}`, text);
  return { dir, [Symbol.asyncDispose]: () => Deno.remove(dir, { recursive: true }) };
}

const manifest = JSON.stringify({ name: "tax", version: "1.0.0", entry: "main.ts", api: "1.0" });

Deno.test("readPlugin() reads manifest and modules", async () => {
  await using at = await directory({ "plugin.json": manifest, "main.ts": "x", "data.json": "{}", "README.md": "no" });
  const plugin = await readPlugin(at.dir);
  const files = { "/data.json": "{}", "/main.ts": "x" };
  assertEquals([plugin.manifest.name, plugin.files, plugin.keep], ["tax", files, [at.dir]] as unknown[]);
  assertEquals(await readPlugin(toFileUrl(at.dir)), plugin);
});

Deno.test("readPlugin(): who may write where it comes from would write its own next version", async () => {
  await using at = await directory({ "plugin.json": "", "main.ts": "x" });
  const asks = {
    name: "tax",
    version: "1.0.0",
    entry: "main.ts",
    api: "1.0",
    permissions: { write: [`${at.dir}/data`] },
  };
  await Deno.writeTextFile(`${at.dir}/plugin.json`, JSON.stringify(asks));
  const { manifest: read, ...parts } = await readPlugin(at.dir);
  const api = definePluginApi({ version: "1.0", hooks: {} });
  const { message } = assertThrows(() => planPlugin(read, { ...parts, api }), ArgumentError);
  assertEquals(
    message,
    `Cannot grant permissions: nobody writes where a program, library or module lives that is run (${at.dir}), got "${at.dir}/data"`,
  );
});

Deno.test("readPlugin() refuses a directory without a manifest, and one that is not right", async () => {
  const refusal = async (texts: Record<string, string>) => {
    await using at = await directory(texts);
    return (await assertRejects(() => readPlugin(at.dir), PluginError)).message;
  };
  assertEquals(await refusal({ "main.ts": "" }), "Cannot read a manifest: the manifest lies in plugin.json");
  assertEquals(
    await refusal({ "plugin.json": manifest.replace("1.0.0", "1") }),
    'Cannot read a manifest: version is written "1.2.0", got "1"',
  );
});

Deno.test("readPlugin() follows no link, and reads no more than it should", async () => {
  await using at = await directory({ "plugin.json": manifest, "main.ts": "x".repeat(100) });
  await assertRejects(() => readPlugin(at.dir, { maxBytes: 100 }), SandboxError, "the limit maxBytes is 100");
  await Deno.symlink("/etc/passwd", `${at.dir}/link.ts`);
  const error = await assertRejects(() => readPlugin(at.dir), SandboxError);
  assertEquals(error.message.includes("link.ts"), true);
});

Deno.test("readPlugin() refuses what is no directory, and limits that nobody knows", async () => {
  for (const dir of [null, undefined, 5, "", {}] as never[]) await assertRejects(() => readPlugin(dir), ArgumentError);
  for (const limits of [null, 5, []] as never[]) {
    await assertRejects(() => readPlugin(".", limits), ArgumentError, "the options are an object");
  }
  await assertRejects(
    () => readPlugin(".", { bytes: 5 } as never),
    ArgumentError,
    "an option is one of maxBytes, maxFiles",
  );
  for (const maxBytes of [null, "5", NaN, -1] as never[]) {
    await assertRejects(() => readPlugin(".", { maxBytes }), ArgumentError, "maxBytes is a number from 0 up");
  }
});
