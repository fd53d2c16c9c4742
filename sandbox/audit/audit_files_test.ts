import { assertEquals } from "@std/assert";
import { asideFiles, asideName, auditFiles, linesOf } from "./audit_files.ts";
import { place } from "./testdata/logs.ts";

Deno.test("auditFiles() are those of the log, oldest first, and no others", async () => {
  await using at = await place();
  assertEquals(auditFiles(at.path), []);
  const names = [asideName(at.path, 1_000), asideName(at.path, 7), `${at.path}.bak`, `${at.dir}/other.jsonl`, at.path];
  for (const name of names) await Deno.writeTextFile(name, "");
  assertEquals(asideFiles(at.path), [asideName(at.path, 7), asideName(at.path, 1_000)]);
  assertEquals(auditFiles(at.path), [asideName(at.path, 7), asideName(at.path, 1_000), at.path]);
});

Deno.test("linesOf() has each line with its number, and tells the one without an end", async () => {
  await using at = await place();
  const long = "\u00e4".repeat(100_000);
  await Deno.writeTextFile(at.path, `a\n\n${long}\nend`);
  assertEquals(await Array.fromAsync(linesOf(at.path)), [
    { text: "a", number: 1, whole: true },
    { text: "", number: 2, whole: true },
    { text: long, number: 3, whole: true },
    { text: "end", number: 4, whole: false },
  ]);
  await Deno.writeTextFile(at.path, "");
  assertEquals(await Array.fromAsync(linesOf(at.path)), []);
});
