import { ArgumentError, GenServer, silentLogger, System } from "@superlearner/otp";
import { assertEquals, assertFalse, assertGreater, assertMatch, assertRejects } from "@std/assert";
import { addResultSink, type TestResult } from "../results/result.ts";
import { isolated } from "../isolation/isolated.ts";
import { platformHeap } from "./heap_meter.ts";
import { assertNoMemoryLeak, MemoryLeakError } from "./memory_leak.ts";
import { Keeper } from "./testdata/servers.ts";
import { NO_HEAP } from "./testdata/taking.ts";

Deno.test("D19: 2 MB leaked by a process in 200 iterations is found, and told by the byte", async () => {
  await using system = new System();
  const keeper = await system.start(Keeper, { name: "keeper" });
  const error = await assertRejects(
    () => assertNoMemoryLeak(() => keeper.call("keep", 10_000), { iterations: 200, of: keeper, heap: false }),
    MemoryLeakError,
  );
  const [leak] = error.report.processes;
  const [first, last] = [leak!.samples[0]! / 1000, leak!.samples.at(-1)! / 1000];
  assertEquals(
    error.message,
    "max_bytes_per_iteration exceeded (actual: 10.04 kB)\n" +
      "  over 204 iterations after the warm-up\n" +
      `  ${keeper.pid} (keeper) grows by 10.04 kB with each iteration (99 % sure: 10.04 kB to 10.04 kB; 4 bytes allowed), ` +
      `from ${first} kB to ${last} kB`,
  );
  assertEquals(leak!.samples.at(-1)! - leak!.samples[0]!, 204 * 10_040);
  assertEquals([leak!.leaks, leak!.bytesPerIteration, leak!.samples.length], [true, 10_040, 13]);
});

Deno.test("D19: a leak of a few bytes is found as well, where the original's least was 256 kB", async () => {
  await using system = new System();
  const keeper = await system.start(Keeper);
  const error = await assertRejects(
    () => assertNoMemoryLeak(() => keeper.call("keep", 8), { iterations: 24, of: system, heap: false }),
    MemoryLeakError,
  );
  assertEquals(error.message.split("\n")[0], "max_bytes_per_iteration exceeded (actual: 48 bytes)");
});

Deno.test("D19: 2 MB leaked on the heap in 200 iterations are found, whatever garbage there is", async () => {
  const kept: unknown[] = [];
  const error = await assertRejects(() =>
    assertNoMemoryLeak(() => {
      kept.push(Array.from({ length: 600 }, (_, index) => index + 0.5)); // 10 kB or so
      return Array.from({ length: 2000 }, (_, index) => ({ index })); // garbage
    }, { iterations: 200 }), MemoryLeakError);
  assertEquals(error.report.processes, []);
  assertGreater(error.report.heap!.low, 4000);
  assertMatch(
    error.message,
    /^max_heap_bytes_per_iteration exceeded \(actual: .*\n.*\n {2}the heap grows by .* with each/,
  );
  assertEquals(kept.length > 200, true);
});

Deno.test("D19: noise is no leak: garbage, a cache that fills, servers that come and go; no flag exposes the collector", async () => {
  assertEquals("gc" in globalThis, false);
  await using system = new System({ logger: silentLogger });
  const keeper = await system.start(Keeper);
  const cache = new Map<number, Uint8Array>();
  const { processes, heap } = await assertNoMemoryLeak(async (nth) => {
    await keeper.call("swap", 1000 * (1 + (nth * 7919) % 13));
    const guest = await system.start(Keeper);
    await guest.call("keep", 1000);
    await guest.stop();
    cache.set(nth % 20, new Uint8Array(1000));
    return Array.from({ length: 100 * (nth % 17) }, (_, index) => ({ index }));
  }, { iterations: 240, of: system });
  assertEquals(processes.map(({ what, leaks }) => [what, leaks]), [[`${keeper.pid} (Keeper)`, false]]);
  assertFalse(heap!.leaks);
});

Deno.test("assertNoMemoryLeak: processes that are started and never end are a leak of all together", async () => {
  await using system = new System();
  const error = await assertRejects(
    () => assertNoMemoryLeak(() => system.start(Keeper), { iterations: 24, of: system, heap: false }),
    MemoryLeakError,
  );
  assertMatch(error.message, /\n {2}all processes together \(10 at first, 34 at last\) grows by \d/);
});

Deno.test("assertNoMemoryLeak: a mailbox that nobody empties is a leak", async () => {
  await using system = new System();
  const deaf = system.spawn(() => new Promise(() => {}), { name: "deaf" });
  const error = await assertRejects(
    () => assertNoMemoryLeak(() => system.send(deaf, "hello"), { iterations: 24, of: system, heap: false }),
    MemoryLeakError,
  );
  assertMatch(error.message, /<0\.\d+\.0> \(deaf\) grows by/);
});

Deno.test("assertNoMemoryLeak: what is on its way is waited for, and is no leak", async () => {
  await using system = new System();
  const Slow = GenServer.define({
    name: "Slow",
    init: () => 0,
    casts: { work: async (done, _payload: string) => done + (await Promise.resolve(1)) },
  });
  const slow = await system.start(Slow);
  await assertNoMemoryLeak(() => slow.cast("work", "x".repeat(1000)), { iterations: 240, of: slow, heap: false });
});

Deno.test("assertNoMemoryLeak: where the heap cannot be judged, processes are", async () => {
  await using system = new System();
  const keeper = await system.start(Keeper);
  const report = await assertNoMemoryLeak(() => keeper.call("next"), { of: keeper, heap: NO_HEAP });
  assertEquals(["heap" in report, report.processes.length, report.iterations], [false, 1, 240]);
});

Deno.test("D18: assertNoMemoryLeak never passes because nothing could be judged", async () => {
  const told = "processes are watched (of) where the heap is left out, not told, or cannot be collected";
  for (const heap of [NO_HEAP, false, { usedBytes: platformHeap().usedBytes }] as const) {
    const error = await assertRejects(() => assertNoMemoryLeak(() => {}, { heap }), ArgumentError);
    assertEquals(error.rule, told);
  }
});

Deno.test("assertNoMemoryLeak: refuses wrong options, and throws what the function throws", async () => {
  const rule = async (options: object) =>
    (await assertRejects(() => assertNoMemoryLeak(() => {}, options), ArgumentError)).rule;
  assertEquals(await rule({ iteration: 5 }), "there is no option of that name (did you mean iterations)");
  assertEquals(await rule({ iterations: 11 }), "iterations is a whole number from 12 up");
  assertEquals(await rule({ maxBytesPerIteration: -1 }), "maxBytesPerIteration is a finite number from 0 up");
  assertEquals(await rule({ warmup: 0.5 }), "warmup is a whole number from 0 up");
  assertEquals(await rule({ of: 5 }), "what is watched is a System, a ref, or a list of refs");
  const broken = () => {
    throw new RangeError("Broken");
  };
  await assertRejects(() => assertNoMemoryLeak(broken), RangeError, "Broken");
});

Deno.test("assertNoMemoryLeak: its result is published, passed or not", async () => {
  await using system = new System();
  const keeper = await system.start(Keeper);
  const results: TestResult[] = [];
  using _sink = addResultSink((result) => results.push(result));
  const how = { of: keeper, heap: false, iterations: 12, test: "soak" } as const;
  await assertNoMemoryLeak(() => keeper.call("next"), { ...how, name: "next" });
  await assertRejects(() => assertNoMemoryLeak(() => keeper.call("keep", 100), how), MemoryLeakError);
  assertEquals(results.map(({ kind, test, name, passed }) => [kind, test, name, passed]), [
    ["performance", "soak", "next", true],
    ["performance", "soak", "operation", false],
  ]);
});

Deno.test(
  "assertNoMemoryLeak: in virtual time, what is on its way is waited for as well",
  isolated(async (t) => {
    const keeper = await t.start(Keeper);
    const how = { of: keeper, heap: false, iterations: 24 } as const;
    await assertNoMemoryLeak(() => keeper.cast("note", "x".repeat(1000)), how);
    await assertRejects(() => assertNoMemoryLeak(() => void keeper.call("keep", 1000), how), MemoryLeakError);
  }, { clock: "virtual" }),
);
