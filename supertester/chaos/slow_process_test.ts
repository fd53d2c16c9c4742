import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ArgumentError, CallError, GenServer, Supervisor, sys } from "@superlearner/otp";
import { isolated } from "../isolation/isolated.ts";
import { pause, slow } from "./slow_process.ts";

const Till = GenServer.define({
  name: "Till",
  init: () => 0,
  calls: { total: (sum) => [sum, sum] },
  casts: { sell: (sum, price: number) => sum + price },
});
const virtual = { clock: "virtual", trace: false } as const;

Deno.test(
  "pause: messages wait, a call times out, and all is handled in order afterwards",
  isolated(async (t) => {
    const till = await t.start(Till);
    {
      using _paused = pause(till);
      till.cast("sell", 1);
      await assertRejects(() => till.call("total", undefined, { timeoutMs: 100 }), CallError, "no reply within 100 ms");
      till.cast("sell", 2);
    }
    assertEquals(await till.call("total"), 3);
  }, virtual),
);

Deno.test(
  "pause: two pauses end one by one, and of who is dead there is nothing to end",
  isolated(async (t) => {
    const till = await t.start(Till);
    const [one, other] = [pause(till), pause(till)];
    one.heal();
    till.cast("sell", 1);
    await t.settle();
    assertEquals(sys.getState(t.system, till.pid!), 0);
    other.heal();
    await t.settle();
    assertEquals(sys.getState(t.system, till.pid!), 1);
    using _paused = pause(till);
    t.system.exit(till.pid!, "kill");
  }, virtual),
);

Deno.test(
  "slow: each message takes its time, one after the other",
  isolated(async (t) => {
    const till = await t.start(Till);
    using slowed = slow(till, { ms: 100 });
    for (const price of [1, 2, 3]) till.cast("sell", price);
    assertEquals(await till.call("total"), 6);
    assertEquals([t.system.now(), slowed.struck], [400, 4]);
    assertEquals(await till.call("total"), 6);
    assertEquals(t.system.now(), 500);
    await t.advance(1000); // it rests
    till.cast("sell", 4);
    await t.advance(99);
    assertEquals(sys.getState(t.system, till.pid!), 6);
    await t.advance(1);
    assertEquals(sys.getState(t.system, till.pid!), 10);
  }, virtual),
);

Deno.test(
  "slow: what waits already, a part of the messages, and any length up to twice as much",
  isolated(async (t) => {
    const till = await t.start(Till);
    till.cast("sell", 1);
    {
      using _slow = slow(till, { ms: 50 });
      assertEquals([await till.call("total"), t.system.now()], [1, 100]);
    }
    const before = t.system.now();
    using some = slow(till, { ms: 10, rate: 0.5, spread: "uniform", seed: 3 });
    for (let n = 0; n < 100; n++) till.cast("sell", 1);
    assertEquals(await till.call("total"), 101);
    const tookMs = t.system.now() - before;
    assert(some.struck > 30 && some.struck < 70, `${some.struck}`);
    assert(tookMs > some.struck * 6 && tookMs < some.struck * 14, `${tookMs}`);
  }, virtual),
);

Deno.test(
  "slow: taken off, all that waits is handled at once; a pause beside it goes on",
  isolated(async (t) => {
    const till = await t.start(Till);
    const slowed = slow(till, { ms: 1000 });
    for (const price of [1, 2, 3]) till.cast("sell", price);
    await t.advance(1000);
    assertEquals(sys.getState(t.system, till.pid!), 1);
    const paused = pause(till);
    slowed.heal();
    await t.settle();
    assertEquals(sys.getState(t.system, till.pid!), 1);
    paused.heal();
    assertEquals([await till.call("total"), t.system.now()], [6, 1000]);
  }, virtual),
);

Deno.test(
  "slow: whoever comes in its place is slow as well, and it stops when it is told to",
  isolated(async (t) => {
    await t.start(Supervisor.define({ children: [Till.child({ name: "till" })] }));
    const till = t.system.whereis(Till, "till");
    using _slow = slow(till, { ms: 100 });
    till.cast("sell", 1);
    t.system.exit("till", "kill");
    await t.settle();
    till.cast("sell", 2);
    assertEquals([await till.call("total"), t.system.now()], [2, 200]);
  }, virtual),
);

Deno.test(
  "pause, slow: refuse what they cannot do",
  isolated(async (t) => {
    const till = await t.start(Till);
    const wrong: [() => unknown, string][] = [
      [() => pause("till" as never), "it is a ref"],
      [() => pause(t.ref("nobody")), 'Cannot pause a process: it is alive, got "nobody"'],
      [() => slow(t.ref("nobody"), { ms: 1 }), "Cannot make a process slow: it is alive"],
      [() => slow(till, {} as never), "ms is a number of milliseconds from 0 up, got undefined"],
      [() => slow(till, { ms: 1, spread: "wide" as never }), 'spread is fixed or uniform, got "wide"'],
      [() => slow(till, { ms: 1, rate: 2 }), "rate is a number from 0 to 1"],
      [() => slow(till, { ms: 1, by: 2 } as never), "its options are ms, spread, rate, seed"],
    ];
    for (const [make, message] of wrong) assertThrows(make, ArgumentError, message);
  }, virtual),
);
