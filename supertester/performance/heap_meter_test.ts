import { assert, assertEquals, assertLess } from "@std/assert";
import { platformHeap } from "./heap_meter.ts";

Deno.test("platformHeap: tells the heap of this isolate, and lets go of garbage when asked", async () => {
  const { usedBytes, collect } = platformHeap();
  assert(collect !== undefined);
  await collect();
  const before = usedBytes()!;
  let garbage: unknown[] | null = Array.from({ length: 200_000 }, (_, index) => ({ index }));
  assertLess(before + 1_000_000, usedBytes()!);
  assertEquals(garbage.length, 200_000);
  garbage = null;
  await collect();
  assertLess(usedBytes()!, before + 1_000_000);
});

Deno.test("platformHeap: takes the collector that a flag has given", async () => {
  let calls = 0;
  await platformHeap({ gc: () => calls++ }).collect?.();
  assertEquals(calls, 1);
});

Deno.test("platformHeap: in a browser it tells what that tells, or nothing", () => {
  const chromium = platformHeap({ performance: { memory: { usedJSHeapSize: 123 } } });
  assertEquals([chromium.usedBytes(), chromium.collect], [123, undefined]);
  const other = platformHeap({ performance: {} });
  assertEquals([other.usedBytes(), other.collect], [undefined, undefined]);
});

Deno.test("platformHeap: a platform that allows no such flag has no collector", () => {
  const refusing = {
    memoryUsage: () => ({ heapUsed: 5 }),
    getBuiltinModule: () => {
      throw new Error("Not allowed");
    },
  };
  const { usedBytes, collect } = platformHeap({ process: refusing });
  assertEquals([usedBytes(), collect], [5, undefined]);
  assertEquals(platformHeap({ process: { getBuiltinModule: () => undefined } }).collect, undefined);
});
