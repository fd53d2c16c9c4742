import { assertEquals, assertStringIncludes } from "@std/assert";
import { atCaller } from "./at_caller.ts";

async function ours(): Promise<void> {
  await inner();
}

async function inner(): Promise<void> {
  await Promise.resolve();
  throw atCaller(new RangeError("no"), ours);
}

Deno.test("atCaller: the stack begins at the line that called, also after an await", async () => {
  async function test() {
    await ours();
  }
  const error = await test().catch((error: Error) => error) as Error;
  const [message, first] = error.stack!.split("\n");
  assertEquals(message, "RangeError: no");
  assertStringIncludes(first!, "at async test (");
});

Deno.test("atCaller: who is not on the stack changes nothing", () => {
  const error = new Error("x");
  const { stack } = error;
  assertEquals(atCaller(error, () => {}).stack, stack);
});
