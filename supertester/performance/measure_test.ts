import { ArgumentError, System } from "@superlearner/otp";
import { assertEquals, assertRejects } from "@std/assert";
import { isolated } from "../isolation/isolated.ts";
import { measure } from "./measure.ts";
import { Keeper } from "./testdata/servers.ts";
import { allocating, NO_HEAP, taking } from "./testdata/taking.ts";

Deno.test("measure: runs are measured after others that are not", async () => {
  const it = taking(100, 100, 1, 2, 3, 4);
  const { timeMs, runs, warmup, at, name } = await measure(it.fn, { runs: 4, warmup: 2, clock: it.clock });
  assertEquals(timeMs.samples, [1, 2, 3, 4]);
  assertEquals([runs, warmup, it.calls, at, name], [4, 2, 6, 1_000_210, "fn"]);
});

Deno.test("measure: 30 runs after 5, unless told otherwise", async () => {
  const it = taking(1);
  const { timeMs } = await measure(it.fn, { clock: it.clock, name: "tick" });
  assertEquals([timeMs.count, it.calls], [30, 35]);
});

Deno.test("measure: a run is over when its promise is", async () => {
  const it = taking(7);
  const { timeMs, name } = await measure(async () => {
    await Promise.resolve();
    it.fn();
  }, { runs: 3, clock: it.clock });
  assertEquals([timeMs.median, name], [7, "operation"]);
});

Deno.test("measure: what a run throws is thrown, and no further run begins", async () => {
  let calls = 0;
  const failing = () => {
    if (++calls === 8) throw new RangeError("Broken at the eighth");
  };
  await assertRejects(() => measure(failing), RangeError, "Broken at the eighth");
  assertEquals(calls, 8);
});

Deno.test("measure: the heap is told without the runs in which it was collected", async () => {
  const { fn, heap } = allocating(100, 300, -5000, 200);
  const { heapBytes } = await measure(fn, { runs: 8, warmup: 0, heap });
  assertEquals(heapBytes?.samples, [100, 300, 200, 100, 300, 200]);
});

Deno.test("measure: what the platform does not tell is absent, not zero", async () => {
  const measurement = await measure(() => {}, { heap: NO_HEAP });
  assertEquals(["heapBytes", "memoryBytes", "messages"].filter((key) => key in measurement), []);
});

Deno.test("D17: the messages and the memory are those of the processes, whatever else happens", async () => {
  await using system = new System();
  await using elsewhere = new System();
  const [keeper, other] = [await system.start(Keeper), await elsewhere.start(Keeper)];
  const held: Uint8Array[] = [];
  const { messages, memoryBytes, timeMs } = await measure(async () => {
    await other.call("keep", 100_000); // another test's work
    held.push(new Uint8Array(100_000));
    await keeper.call("next");
    await keeper.call("keep", 1000);
  }, { of: keeper, runs: 10, warmup: 3 });
  assertEquals([messages?.median, messages?.mad, timeMs.count], [2, 0, 10]);
  assertEquals(memoryBytes?.samples.every((each) => each >= 1000 && each < 1200), true);
  assertEquals(held.length, 13);
});

Deno.test("D18: an option that nobody knows is an error, and so is a wrong one", async () => {
  const wrong = (options: object) => assertRejects(() => measure(() => {}, options), ArgumentError);
  assertEquals(
    (await wrong({ run: 3 })).message,
    'Cannot measure: there is no option of that name (did you mean runs), got "run"',
  );
  assertEquals(
    (await wrong({ iterations: 3 })).message,
    "Cannot measure: there is no option of that name (the options are name, runs, warmup, of, clock, heap), " +
      'got "iterations"',
  );
  assertEquals((await wrong({ runs: 0 })).message, "Cannot measure: runs is a whole number from 1 up, got 0");
  assertEquals((await wrong({ warmup: -1 })).message, "Cannot measure: warmup is a whole number from 0 up, got -1");
  assertEquals((await wrong({ runs: NaN })).rule, "runs is a whole number from 1 up");
  assertEquals((await wrong({ of: "server" })).rule, "what is watched is a System, a ref, or a list of refs");
  assertEquals((await wrong([])).rule, "the options are an object");
  const error = await assertRejects(() => measure("fn" as never), ArgumentError);
  assertEquals(error.message, 'Cannot measure: what is run is a function, got "fn"');
});

Deno.test(
  "measure: time is that of the System that is watched, virtual where it is",
  isolated(async (t) => {
    const keeper = await t.start(Keeper);
    const { timeMs, messages } = await measure(() => keeper.call("work", 150), { of: keeper });
    assertEquals([timeMs.min, timeMs.max, messages?.median], [150, 150, 1]);
  }, { clock: "virtual" }),
);
