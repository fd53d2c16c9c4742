import { assertEquals } from "@std/assert";
import { changesBetween, isEmptied, isSame, type Snapshot } from "./change_set.ts";

const texts = (files: Record<string, string>): Snapshot => ({ sources: new Map(Object.entries(files)) });
const broken: Snapshot = { sources: new Map(), failure: { kind: "not_found", what: "directory x" } };

Deno.test("changesBetween() tells what is new, other and gone, and all text as it is now", () => {
  const after = texts({ "/a": "2", "/c": "1", "/same": "1" });
  assertEquals(changesBetween(texts({ "/a": "1", "/b": "1", "/same": "1" }), after), {
    added: ["/c"],
    changed: ["/a"],
    removed: ["/b"],
    sources: after.sources,
  });
  assertEquals(changesBetween(after, after), undefined);
});

Deno.test("changesBetween() tells of a failure once, with the last good text, and of its end", () => {
  const good = texts({ "/a": "1" });
  const failed = changesBetween(good, broken);
  assertEquals([failed?.failure, failed?.sources], [broken.failure, good.sources]);
  const held: Snapshot = { sources: good.sources, failure: broken.failure! };
  assertEquals(changesBetween(held, broken), undefined);
  assertEquals(changesBetween(held, good)?.added, []);
});

Deno.test("isSame() and isEmptied() compare texts", () => {
  assertEquals([isSame(texts({ "/a": "" }), texts({ "/a": "" })), isSame(texts({}), broken)], [true, false]);
  assertEquals(isSame(texts({ "/a": "1" }), texts({ "/b": "1" })), false);
  assertEquals(isEmptied(texts({ "/a": "1" }), texts({ "/a": "" })), true);
  assertEquals(isEmptied(texts({ "/a": "" }), texts({ "/a": "", "/new": "" })), false);
});
