import { assertEquals } from "@std/assert";
import { diffSources } from "./diff.ts";

const texts = (files: Record<string, string>) => new Map(Object.entries(files));

Deno.test("diffSources() tells files that came, went and changed, and leaves out the others", () => {
  const from = texts({ "/same.ts": "1", "/gone.ts": "1", "/a.ts": "1\n2\n3\n4\n5\n6\n7\n8\n9\n" });
  const to = texts({ "/same.ts": "1", "/new.ts": "1", "/a.ts": "1\n2\n3\n4\n5\n6\n7\n8\n8.5\n9\n" });
  assertEquals(diffSources(from, to, { context: 1 }), {
    added: ["/new.ts"],
    removed: ["/gone.ts"],
    changed: [{
      path: "/a.ts",
      hunks: [{ oldStart: 8, oldLines: 2, newStart: 8, newLines: 3, lines: [" 8", "+8.5", " 9"] }],
    }],
  });
  assertEquals(diffSources(from, from), { added: [], removed: [], changed: [] });
});

Deno.test("diffSources() tells of a line without an end", () => {
  const { changed } = diffSources(texts({ "/a.ts": "1\n" }), texts({ "/a.ts": "1" }));
  assertEquals(changed[0]?.hunks[0]?.lines, ["-1", "+1", "\\ No newline at end of file"]);
});

Deno.test("diffSources() gives up on files that have little in common, instead of seeking for ever", () => {
  const text = (word: string) => Array.from({ length: 50_000 }, (_, n) => `${word}${n}`).join("\n");
  assertEquals(diffSources(texts({ "/a.ts": text("a") }), texts({ "/a.ts": text("b") })).changed, [
    { path: "/a.ts", hunks: [] },
  ]);
});
