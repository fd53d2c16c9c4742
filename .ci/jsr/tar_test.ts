import { assertEquals, assertThrows } from "@std/assert";
import { readTar } from "./tar.ts";

/** One file of an archive, its header without a sum, which nobody reads here. */
function entry(name: string, body: string, type = "0"): Uint8Array {
  const bytes = new TextEncoder().encode(body);
  const block = new Uint8Array(512 + Math.ceil(bytes.length / 512) * 512);
  block.set(new TextEncoder().encode(name).subarray(0, 100));
  block.set(new TextEncoder().encode(bytes.length.toString(8).padStart(11, "0")), 124);
  block[156] = type.charCodeAt(0);
  block.set(bytes, 512);
  return block;
}

const archive = (...entries: Uint8Array[]) =>
  new Uint8Array(entries.concat(new Uint8Array(1024)).flatMap((one) => [...one]));
const read = (bytes: Uint8Array) => [...readTar(bytes)].map(([path, body]) => [path, new TextDecoder().decode(body)]);

Deno.test("readTar() gives the files by their path, empty ones and folders included", () => {
  const long = "x".repeat(600);
  assertEquals(
    read(archive(entry("./mod.ts", "export {};"), entry("a", "", "5"), entry("a/b.ts", long), entry("c.ts", ""))),
    [
      ["mod.ts", "export {};"],
      ["a/b.ts", long],
      ["c.ts", ""],
    ],
  );
});

Deno.test("readTar() knows names that are too long for a header", () => {
  const name = `${"folder/".repeat(30)}mod.ts`;
  const bytes = archive(entry("././@LongLink", `${name}\0`, "L"), entry(name, "1"), entry("short.ts", "2"));
  assertEquals(read(bytes), [[name, "1"], ["short.ts", "2"]]);
});

Deno.test("readTar() refuses what is cut off, and what no package holds", () => {
  assertThrows(() => readTar(entry("a.ts", "x".repeat(600)).slice(0, 700)), Error, "stays within it, got 600");
  assertThrows(() => readTar(archive(entry("a.ts", "", "2"))), Error, 'got type "2"');
  assertEquals(read(new Uint8Array()), []);
});
