import { assertEquals, assertRejects } from "@std/assert";
import type { Package } from "./package.ts";
import { startRegistry } from "./registry.ts";

const source = new TextEncoder().encode("export const one = 1;\n");
const known: Package = {
  name: "@a/one",
  version: "1.0.0",
  exports: { ".": "./mod.ts" },
  files: new Map([["mod.ts", source], ["x/a.css", new Uint8Array()]]),
};

Deno.test("startRegistry() serves what it knows, as JSR does", async () => {
  await using registry = startRegistry([known]);
  const get = (path: string) => fetch(new URL(path, registry.url));
  const meta = await (await get("/@a/one/meta.json")).json();
  assertEquals(meta.latest, "1.0.0");
  assertEquals(Object.keys(meta.versions), ["1.0.0"]);
  const { exports, manifest } = await (await get("/@a/one/1.0.0_meta.json")).json();
  assertEquals(exports, { ".": "./mod.ts" });
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", source)).toHex();
  assertEquals(manifest["/mod.ts"], { size: source.length, checksum: `sha256-${digest}` });
  const file = await get("/@a/one/1.0.0/mod.ts");
  assertEquals([file.headers.get("content-type"), await file.text()], ["text/typescript", "export const one = 1;\n"]);
  const css = await get("/@a/one/1.0.0/x/a.css");
  assertEquals([css.headers.get("content-type"), await css.text()], ["text/css", ""]);
});

Deno.test("startRegistry() does not find what is not there", async () => {
  await using registry = startRegistry([known]);
  const status = async (path: string) => {
    const response = await fetch(new URL(path, registry.url));
    return [response.status, (await response.json()).code];
  };
  assertEquals(await status("/@a/two/meta.json"), [404, "packageNotFound"]);
  assertEquals(await status("/"), [404, "packageNotFound"]);
  assertEquals(await status("/@a/one/1.0.0/gone.ts"), [404, "fileNotFound"]);
  assertEquals(await status("/@a/one/2.0.0/mod.ts"), [404, "fileNotFound"]);
  assertEquals(await status("/api/scopes/a/packages/one/versions/2.0.0"), [404, "packageVersionNotFound"]);
});

Deno.test("startRegistry() is gone when it is disposed", async () => {
  const registry = startRegistry();
  await registry[Symbol.asyncDispose]();
  await assertRejects(() => fetch(registry.url), TypeError);
});
