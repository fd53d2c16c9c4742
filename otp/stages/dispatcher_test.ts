import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "../mod.ts";
import { broadcastDispatcher } from "./broadcast_dispatcher.ts";
import { demandDispatcher } from "./demand_dispatcher.ts";
import { type DispatcherFactory, refuseOptions, type Taker } from "./dispatcher.ts";
import { partitionDispatcher } from "./partition_dispatcher.ts";
import { outletOf } from "./testdata/outlet.ts";

Deno.test("refuseOptions() refuses what a dispatcher would silently ignore", () => {
  const taker: Taker = { consumer: "<0.1.0>", partition: 1, selector: () => true };
  refuseOptions(taker, { partition: true, selector: true });
  assertThrows(() => refuseOptions(taker, { selector: true }), ArgumentError, "a partition is for the partition");
  assertThrows(() => refuseOptions(taker, { partition: true }), ArgumentError, "a selector is for the broadcast");
});

Deno.test("Dispatcher: no consumer is ever sent more than it has asked for, and nothing is lost or doubled", () => {
  const factories: { [name: string]: DispatcherFactory<number> } = {
    demand: demandDispatcher,
    broadcast: broadcastDispatcher,
    partition: partitionDispatcher({ partitions: 3, hash: (n) => n % 3 }),
  };
  for (const [name, factory] of Object.entries(factories)) {
    const outlet = outletOf<number>();
    const dispatcher = factory(outlet);
    const refs = [0, 1, 2].map((n) => `#Ref<0.${n}>` as const);
    refs.forEach((ref, n) => {
      const consumer = `<0.${n}.0>` as const;
      dispatcher.subscribe(ref, name === "partition" ? { consumer, partition: n } : { consumer });
    });
    const asked = new Map<string, number>();
    let open = 0;
    let next = 0;
    for (let round = 0; round < 200; round++) {
      const ref = refs[(round * 7) % 3]!;
      const count = 1 + (round * 5) % 4;
      asked.set(ref, (asked.get(ref) ?? 0) + count);
      open += dispatcher.ask(ref, count);
      const events = Array.from({ length: open }, () => next++);
      assertEquals(dispatcher.dispatch(events), [], `${name}: what was let through is taken`);
      open = 0;
      for (const each of refs) {
        const sent = outlet.sentTo(each).length;
        assertEquals(sent <= (asked.get(each) ?? 0), true, `${name}: ${sent} of ${asked.get(each)}`);
      }
    }
    const all = refs.map((ref) => outlet.sentTo(ref));
    const expected = (sent: number[], n: number) =>
      sent.map((_, i) => name === "broadcast" ? sent[0]! + i : name === "partition" ? 3 * i + n : sent[i]!);
    all.forEach((sent, n) => assertEquals(sent, expected(sent, n), `${name}: in order, without a gap`));
    if (name !== "demand") continue;
    assertEquals(all.flat().sort((a, b) => a - b), Array.from({ length: next }, (_, i) => i), "each to one of them");
  }
});
