import { assertEquals } from "@std/assert";
import { encodeFrame, FrameReader, MARK_BYTES } from "./frame_stream.ts";
import { firstModule } from "./worker_transport.ts";

Deno.test("serveProcess() says who it is, and ends when its input does", async () => {
  const module = new URL("../remote/testdata/fixture.ts", import.meta.url).href;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", firstModule("serveProcess", { main: "./process_main.ts", module })],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const mark = crypto.getRandomValues(new Uint8Array(MARK_BYTES));
  const writer = child.stdin.getWriter();
  await writer.write(mark.slice(0, 3)); // as a pipe may part it
  await writer.write(mark.slice(3));
  await writer.write(encodeFrame(mark, { node: "far", peer: "main" }));
  const seen: unknown[] = [];
  const reader = new FrameReader(mark, { value: (value) => seen.push(value), noise() {} });
  for await (const chunk of child.stdout) {
    reader.push(chunk);
    if (seen.length === 1) await writer.close().catch(() => {});
  }
  assertEquals(seen, [{ otp: 1, n: 1, frame: { type: "hello", node: "far" } }]);
  assertEquals((await child.status).code, 0);
});
