import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ArgumentError, CallError, GenServer, Supervisor } from "@superlearner/otp";
import { isolated } from "../isolation/isolated.ts";
import type { TestContext } from "../isolation/test_context.ts";
import { type Chosen, delay, drop, duplicate, type MessageFilter, reorder, whoOf } from "./message_faults.ts";

const Till = GenServer.define({
  name: "Till",
  init: (): number[] => [],
  calls: { all: (all) => [all, all], add: (all, n: number) => [n, [...all, n]] },
  casts: { sell: (all, n: number) => [...all, n] },
});
const virtual = { clock: "virtual" } as const;
const UP_TO_20 = Array.from({ length: 20 }, (_, n) => n);

/** A till, and two clerks who sell there. */
async function shop(t: TestContext) {
  const till = await t.start(Till, { name: "till" });
  const [ann, bob] = ["ann", "bob"].map((name) => Till.at(t.attach({ name }), "till"));
  const sell = (clerk: "ann" | "bob", ...numbers: number[]) => {
    for (const n of numbers) (clerk === "ann" ? ann! : bob!).cast("sell", n);
  };
  return { till, ann: ann!, sell };
}

Deno.test(
  "drop: from one, to one, of a kind; and nothing once it is taken off",
  isolated(async (t) => {
    const { till, ann, sell } = await shop(t);
    const lost = drop(t.system, { from: "ann", to: till });
    sell("ann", 1);
    sell("bob", 2);
    till.cast("sell", 3); // the test's own
    assertEquals(lost.struck, 1);
    lost.heal();
    sell("ann", 4);
    {
      using _kind = drop(t.system, { to: till, kind: "sell" });
      till.cast("sell", 5);
      assertEquals(await ann.call("add", 6), 6);
    }
    await t.settle();
    assertEquals(await till.call("all"), [2, 3, 4, 6]);
  }, virtual),
);

Deno.test(
  "drop: a rate is honoured, the same by the same seed, and without a side the test's own messages are spared",
  isolated(async (t) => {
    const { till, sell } = await shop(t);
    const lost = async (options: MessageFilter) => {
      using fault = drop(t.system, options);
      sell("ann", ...UP_TO_20, ...UP_TO_20, ...UP_TO_20, ...UP_TO_20, ...UP_TO_20);
      await t.settle();
      return fault.struck;
    };
    const some = await lost({ from: "ann", rate: 0.3, seed: 4 });
    assert(some > 15 && some < 45, `${some}`);
    assertEquals(await lost({ from: "ann", rate: 0.3, seed: 4 }), some);
    assertEquals(await lost({ rate: 0 }), 0);
    using _all = drop(t.system);
    assertEquals(await till.call("add", 1), 1);
  }, virtual),
);

Deno.test(
  "case 21: a call behind a message that was dropped times out, and what was dropped never comes",
  isolated(async (t) => {
    const { till, ann } = await shop(t);
    const lost = drop(t.system, { to: "till" });
    await assertRejects(() => ann.call("add", 1, { timeoutMs: 300 }), CallError, "no reply within 300 ms");
    await assertRejects(() => till.call("add", 2), CallError, "no reply within 5000 ms");
    const endless = ann.call("add", 3, { timeoutMs: Infinity });
    lost.heal();
    const error = await assertRejects(() => endless, CallError);
    assertEquals([error.reason, t.system.now()], ["noconnection", 5300]);
    await t.advance(10_000);
    assertEquals(await till.call("all"), []);
  }, virtual),
);

Deno.test(
  "case 18: a reply that is late is not taken for the next one",
  isolated(async (t) => {
    const { till, ann } = await shop(t);
    using _late = delay(t.system, { from: till, ms: 500, spread: "fixed" });
    await assertRejects(() => ann.call("add", 1, { timeoutMs: 100 }), CallError, "no reply");
    assertEquals(await ann.call("add", 2), 2);
    assertEquals(await ann.call("all"), [1, 2]);
  }, virtual),
);

Deno.test(
  "case 2: delay and duplicate keep the order between two, together as well; reorder does not",
  isolated(async (t) => {
    const { till, sell } = await shop(t);
    const sold = async () => {
      sell("ann", ...UP_TO_20);
      await t.advance(1000);
      return (await till.call("all")).slice(-UP_TO_20.length);
    };
    {
      using _late = delay(t.system, { from: "ann", ms: 20 });
      using _other = delay(t.system, { from: "ann", ms: 5, spread: "uniform", rate: 0.5, seed: 7 });
      assertEquals(await sold(), UP_TO_20);
    }
    {
      using twice = duplicate(t.system, { from: "ann", afterMs: 10 });
      sell("ann", 1, 2, 3);
      await t.advance(1000);
      assertEquals([(await till.call("all")).slice(-6), twice.struck], [[1, 1, 2, 2, 3, 3], 3]);
    }
    using _mixed = reorder(t.system, { from: "ann", withinMs: 50, rate: 0.5 });
    const mixed = await sold();
    assert(mixed.join() !== UP_TO_20.join());
    assertEquals(mixed.toSorted((one, other) => one - other), UP_TO_20);
  }, virtual),
);

Deno.test(
  "delay: what is under way when it is taken off comes at once, in order",
  isolated(async (t) => {
    const { till, sell } = await shop(t);
    {
      using _late = delay(t.system, { from: "ann", ms: 1000 });
      sell("ann", 1, 2, 3);
      await t.settle();
      assertEquals(await till.call("all"), []);
    }
    sell("ann", 4);
    await t.settle();
    assertEquals([await till.call("all"), t.system.now()], [[1, 2, 3, 4], 0]);
  }, virtual),
);

Deno.test(
  "drop: in real time, and supervisors are spared unless they are meant",
  isolated(async (t) => {
    const tree = await t.start(Supervisor.define({ children: [Till.child({ name: "till" })] }));
    using _lost = drop(t.system, { outside: true });
    assertEquals((await tree.whichChildren()).length, 1);
    await assertRejects(() => t.system.whereis(Till, "till").call("all", undefined, { timeoutMs: 5 }), CallError);
  }),
);

Deno.test(
  "whoOf: a ref means whoever has its pid or name now; all else is what it is",
  isolated(async (t) => {
    await shop(t);
    const test = whoOf(t.ref("till")) as (facts: { pid: string }) => boolean;
    assertEquals([test({ pid: t.system.whereis("till")! }), test({ pid: "<0.99.0>" })], [true, false]);
    const own = () => true;
    const all: Chosen[] = ["till", ["a", "b"], own];
    assertEquals(all.map(whoOf), ["till", ["a", "b"], own]);
  }, virtual),
);

Deno.test(
  "delay, drop, duplicate, reorder: refuse what they cannot do",
  isolated((t) => {
    const { system } = t;
    const wrong: [() => unknown, string][] = [
      [() => drop({} as never), "Cannot drop messages: it is a System"],
      [() => drop(system, { rat: 1 } as never), "its options are from, to, kind, rate, outside, seed"],
      [() => drop(system, { rate: 7 }), "rate is a number from 0 to 1, got 7"],
      [
        () => delay(system, {} as never),
        "Cannot delay messages: ms is a number of milliseconds from 0 up, got undefined",
      ],
      [
        () => duplicate(system, { afterMs: -1 }),
        "Cannot duplicate messages: afterMs is a number of milliseconds from 0 up, got -1",
      ],
      [
        () => reorder(system, { withinMs: NaN }),
        "Cannot reorder messages: withinMs is a number of milliseconds from 0 up, got NaN",
      ],
      [() => drop(system, { from: 7 as never }), "messages.from is a pid, a name, a module, a list or a test, got 7"],
    ];
    for (const [make, message] of wrong) assertThrows(make, ArgumentError, message);
  }, virtual),
);
