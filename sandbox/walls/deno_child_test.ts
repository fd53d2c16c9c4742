import { assertEquals } from "@std/assert";
import { RealClock } from "@superlearner/otp";
import { DenoChild } from "./deno_child.ts";
import type { WallEnd } from "./wall.ts";

/** The end of a subprocess that runs this. */
async function endOf(code: string): Promise<WallEnd> {
  const { promise, resolve } = Promise.withResolvers<WallEnd>();
  const child = new DenoChild({
    clock: new RealClock(),
    heapMb: 64,
    memoryMb: 128,
    code,
    received: () => {},
    ended: resolve,
  });
  const end = await promise;
  await child.close();
  return end;
}

Deno.test("DenoChild tells how it ended: by itself, or because what it said is no message", async () => {
  assertEquals(await endOf("Deno.exit(7)"), { exit: "it left with exit code 7" });
  const { exit } = await endOf("console.log('x'.repeat(100)); await new Promise((done) => setTimeout(done, 60_000));");
  assertEquals(exit, "it broke the protocol: a message has its mark");
});

Deno.test("DenoChild has no permission, and tells nothing of one that was closed", async () => {
  assertEquals(
    await endOf("try { Deno.env.get('HOME') } catch (error) { Deno.exit(error.name === 'NotCapable' ? 8 : 9) }"),
    {
      exit: "it left with exit code 8",
    },
  );
  let ended = 0;
  const options = { clock: new RealClock(), heapMb: 64, memoryMb: 128, received: () => {}, ended: () => void ended++ };
  const child = new DenoChild({ ...options, code: "await new Promise((done) => setTimeout(done, 60_000));" });
  await child.close();
  await child.close();
  assertEquals(ended, 0);
});

Deno.test({
  name: "DenoChild is ended also by a host that may run Deno and nothing else",
  permissions: { run: [Deno.execPath()], read: true, write: true },
  fn: async () => {
    const options = { clock: new RealClock(), heapMb: 64, memoryMb: 128, received: () => {}, ended: () => {} };
    const child = new DenoChild({ ...options, code: "for (;;);" });
    await child.close();
  },
});
