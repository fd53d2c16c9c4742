import { assertEquals } from "@std/assert";
import { linesOf } from "./lines.ts";

async function lines(...chunks: number[][]): Promise<string[]> {
  return await Array.fromAsync(linesOf(ReadableStream.from(chunks.map((one) => new Uint8Array(one)))));
}

Deno.test("linesOf() puts lines together whatever pieces they come in", async () => {
  const bytes = [...new TextEncoder().encode("aü\n\nlong\nrest")];
  const expected = ["aü", "", "long"];
  assertEquals(await lines(bytes), expected);
  assertEquals(await lines(...bytes.map((byte) => [byte])), expected);
  assertEquals(await lines(), []);
});
