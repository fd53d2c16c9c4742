import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError, type Ref } from "../mod.ts";
import { demandDispatcher } from "./demand_dispatcher.ts";
import { outletOf } from "./testdata/outlet.ts";

const [A, B]: [Ref, Ref] = ["#Ref<0.1>", "#Ref<0.2>"];
const numbers = (count: number, from = 0) => Array.from({ length: count }, (_, i) => from + i);

function setUp(...refs: Ref[]) {
  const outlet = outletOf<number>();
  const dispatcher = demandDispatcher(outlet);
  refs.forEach((ref, i) => dispatcher.subscribe(ref, { consumer: `<0.${i}.0>` }));
  return { outlet, dispatcher };
}

Deno.test("demandDispatcher() sends to whoever waits for most, and the rest to the next", () => {
  const { outlet, dispatcher } = setUp(A, B);
  assertEquals([dispatcher.ask(A, 2), dispatcher.ask(B, 5)], [2, 5]);
  assertEquals(dispatcher.dispatch(numbers(3)), []);
  assertEquals(outlet.sent, [[B, [0, 1, 2]]]);
  assertEquals(dispatcher.dispatch(numbers(5, 3)), [7]);
  assertEquals(outlet.sent.slice(1), [[A, [3, 4]], [B, [5, 6]]]);
});

Deno.test("demandDispatcher() lets those with the same demand take turns", () => {
  const { outlet, dispatcher } = setUp(A, B);
  dispatcher.ask(A, 2);
  dispatcher.ask(B, 2);
  for (const n of numbers(4)) dispatcher.dispatch([n]);
  assertEquals(outlet.sent.map(([ref]) => ref), [A, B, A, B]);
});

Deno.test("demandDispatcher() keeps the demand of a consumer that is gone for the next who asks", () => {
  const { outlet, dispatcher } = setUp(A, B);
  dispatcher.ask(A, 10);
  assertEquals(dispatcher.cancel(A), 0);
  assertEquals([dispatcher.ask(B, 4), dispatcher.ask(B, 8)], [0, 2]); // 10 of 12 were asked for before
  assertEquals(dispatcher.dispatch(numbers(12)), []);
  assertEquals(outlet.sentTo(B), numbers(12));
});

Deno.test("demandDispatcher() counts what came while nobody was there as having come", () => {
  const { dispatcher } = setUp(A);
  dispatcher.ask(A, 10);
  dispatcher.cancel(A);
  assertEquals(dispatcher.dispatch(numbers(10)), numbers(10)); // to the buffer
  dispatcher.subscribe(B, { consumer: "<0.2.0>" });
  assertEquals(dispatcher.ask(B, 10), 10); // served from there
});

Deno.test("demandDispatcher() refuses the options of other dispatchers", () => {
  const { dispatcher } = setUp();
  assertThrows(() => dispatcher.subscribe(A, { consumer: "<0.1.0>", partition: 0 }), ArgumentError, "partition");
  assertThrows(() => dispatcher.subscribe(A, { consumer: "<0.1.0>", selector: () => true }), ArgumentError);
});
