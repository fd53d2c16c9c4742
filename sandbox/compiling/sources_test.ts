import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { SandboxError, type SandboxFailure } from "../limits/sandbox_error.ts";
import { readSources, type Source, SourceBudget } from "./sources.ts";

async function failureOf(source: Source, limits = {}): Promise<SandboxFailure> {
  return (await assertRejects(() => readSources(source, limits), SandboxError)).failure;
}

Deno.test("readSources() gives texts by path, in the order of the paths", async () => {
  const bytes = new TextEncoder().encode("ü");
  const sources = await readSources({ files: { "z.ts": "1", "/a.ts": bytes, "m.json": "{}" } });
  assertEquals([...sources], [["/a.ts", "ü"], ["/m.json", "{}"], ["/z.ts", "1"]]);
});

Deno.test("case 15: line ends and a byte order mark are no difference", async () => {
  const sources = await readSources({ files: { "a.ts": "\ufeffa;\r\nb;\r\n", "b.ts": "a;\nb;\n", "c.ts": "a\r;" } });
  assertEquals([...sources.values()], ["a;\nb;\n", "a;\nb;\n", "a\r;"]);
});

Deno.test("readSources() refuses a file whose name is none, and says which (escape 16)", async () => {
  const files = JSON.parse('{"__proto__": "1"}');
  assertEquals(await failureOf({ files }), {
    kind: "source_refused",
    path: "__proto__",
    rule: "no part of a path is __proto__",
  });
  assertEquals((await failureOf({ files: { "a.ts": "", "../b.ts": "" } }) as { path: string }).path, "../b.ts");
  assertEquals((await failureOf({ files: { "a.ts": "", "/a.ts": "" } }) as { rule: string }).rule, "it is there twice");
});

Deno.test("readSources() refuses what is no text of a module", async () => {
  const rule = async (name: string, content: unknown) =>
    (await failureOf({ files: { [name]: content as string } }) as { rule: string }).rule;
  assertEquals(await rule("a.wasm", ""), "a source is TypeScript, JavaScript or JSON, by its extension");
  assertEquals(await rule("a.ts", new Uint8Array([0xff, 0xfe])), "a source is text in UTF-8");
  assertEquals(await rule("a.ts", "a\0b"), "a source is text, not binary data");
  assertEquals(await rule("a.ts", "\ud800"), "a source is text, not binary data");
  assertEquals(await rule("a.ts", 5), "its content is a string, or bytes");
});

Deno.test("readSources() counts bytes, not characters, and files", async () => {
  assertEquals((await readSources({ files: { "a.ts": "üü" } }, { maxBytes: 4 })).size, 1);
  const over = { kind: "limit_exceeded", limit: "maxBytes", value: 4, used: 5, at: 0 } as const;
  assertEquals(await failureOf({ files: { "a.ts": "üü", "b.ts": "1" } }, { maxBytes: 4 }), over);
  assertEquals(await failureOf({ files: { "a.ts": "", "b.ts": "" } }, { maxFiles: 1 }), {
    kind: "limit_exceeded",
    limit: "maxFiles",
    value: 1,
    used: 2,
    at: 0,
  });
});

Deno.test("SourceBudget says what is left", () => {
  const budget = new SourceBudget({ maxBytes: 10 });
  budget.take(4);
  assertEquals(budget.left, 6);
  assertThrows(() => budget.take(7), SandboxError, "the limit maxBytes is 10, used were 11");
});
