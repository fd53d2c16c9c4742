import { assertEquals, assertRejects } from "@std/assert";
import { SandboxError } from "../limits/sandbox_error.ts";
import { NO_PERMISSIONS } from "../permissions/granting.ts";
import { Grants } from "../permissions/grants.ts";
import { RemoteImports } from "./remote_imports.ts";

const grants = new Grants({ ...NO_PERMISSIONS, import: [{ host: "code.example" }] });
const options = { signal: new AbortController().signal, mostBytes: 100 };

function importsOf(answer: (url: string) => Response): { readonly imports: RemoteImports; readonly asked: string[] } {
  const asked: string[] = [];
  const fetch = (url: string) => {
    asked.push(url);
    return Promise.resolve(answer(url));
  };
  return { imports: new RemoteImports(grants, { fetch, fetched: () => {} }), asked };
}

Deno.test("RemoteImports: what was fetched once is not fetched again", async () => {
  const { imports, asked } = importsOf(() => new Response("\ufeffexport default 1;\r\n"));
  const first = await imports.load("https://code.example/a.ts", options);
  assertEquals(first, { text: "export default 1;\n", kind: ".ts" });
  assertEquals([await imports.load("https://code.example/a.ts", options), asked.length], [first, 1]);
});

Deno.test("RemoteImports: no packet goes where nothing was granted, by whatever way", async () => {
  const { imports, asked } = importsOf(() => new Response(""));
  for (
    const url of ["https://other.example/a.ts", "http://code.example/a.ts", "file:///a.ts", "https://code.example@x/"]
  ) {
    assertEquals([url, imports.allows(url)], [url, false]);
    assertEquals((await assertRejects(() => imports.load(url, options), SandboxError)).kind, "import_denied");
  }
  assertEquals(asked, []);
});

Deno.test("RemoteImports: the kind is that of the name, then that of the type", async () => {
  const kindOf = async (path: string, type: string) =>
    (await importsOf(() => new Response("1", { headers: { "content-type": type } })).imports
      .load(`https://code.example${path}`, options)).kind;
  assertEquals(await kindOf("/a.mjs?x", "text/plain"), ".mjs");
  assertEquals(await kindOf("/a", "application/typescript; charset=utf-8"), ".ts");
  assertEquals(await kindOf("/a.json", "text/html"), ".json");
  await assertRejects(() => kindOf("/a", "constructor"), SandboxError, "it is no module, but constructor");
});

Deno.test("RemoteImports: a host that cannot be reached, or called off, says so", async () => {
  const fails = new RemoteImports(grants, { fetch: () => Promise.reject(new TypeError("refused")), fetched: () => {} });
  await assertRejects(() => fails.load("https://code.example/a.ts", options), SandboxError, "TypeError, refused");
  const reason = new Error("enough");
  const signal = AbortSignal.abort(reason);
  assertEquals(await assertRejects(() => fails.load("https://code.example/a.ts", { ...options, signal })), reason);
});
