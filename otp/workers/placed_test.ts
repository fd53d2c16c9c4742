import { assertEquals, assertRejects } from "@std/assert";
import { StartError } from "../processes/errors.ts";
import { CallError } from "../processes/errors.ts";
import { transfer } from "../remote/transfer.ts";
import { reasonIn } from "../testdata/world.ts";
import { deathOf, eventOf, placedSuite, quiet, troubleIn } from "./placed_suite.ts";

placedSuite("worker");

Deno.test("placed() in a worker: self.close() is noticed", async () => {
  await using system = quiet();
  const far = await system.start(troubleIn("worker"));
  assertEquals(await deathOf(system, far.pid!, () => far.call("close").catch(() => {})), "worker_exited");
});

Deno.test("placed() in a worker: a loop after an await cannot be stopped, which is an event and a count", async () => {
  await using system = quiet();
  const far = await system.start(troubleIn("worker", { maxTurnMs: 50, silenceMs: 150, graceMs: 100 }));
  const { pid } = far;
  const told = eventOf(system, "worker.unstoppable");
  const died = await assertRejects(() => far.call("spinLater", 3000, { timeoutMs: Infinity }), CallError);
  assertEquals(reasonIn(died), "turn_limit");
  const { pid: whose, unstoppable, waitedMs } = await told as { pid: string; unstoppable: number; waitedMs: number };
  assertEquals([whose, unstoppable, waitedMs], [pid, 1, 100]);
});

Deno.test("placed() in a worker: a stream is moved, and read there", async () => {
  await using system = quiet();
  const far = await system.start(troubleIn("worker"));
  const stream = ReadableStream.from(["one", "two"]);
  assertEquals(await far.call("drain", transfer({ stream }, [stream])), ["one", "two"]);
});

Deno.test("placed() in a worker: one talks with another that lives elsewhere, by its pid", async () => {
  await using system = quiet();
  const [one, other] = await Promise.all(
    ["worker", "process"].map((placement) => system.start(troubleIn(placement as "worker"))),
  );
  other!.cast("add", 41);
  assertEquals(await one!.call("countOf", other!.pid!), 41);
});

Deno.test({
  name: "placed() in a worker: it gets no right that this program does not have",
  permissions: { read: true },
  fn: async () => {
    await using system = quiet();
    const Far = troubleIn("worker", { permissions: { net: true } });
    const refused = reasonIn(await assertRejects(() => system.start(Far), StartError));
    assertEquals((refused as { error: { name: string } }).error.name, "NotCapable");
  },
});
