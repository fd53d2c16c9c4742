import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError, type Ref } from "../mod.ts";
import { broadcastDispatcher } from "./broadcast_dispatcher.ts";
import { outletOf } from "./testdata/outlet.ts";

const [A, B]: [Ref, Ref] = ["#Ref<0.1>", "#Ref<0.2>"];
const numbers = (count: number, from = 0) => Array.from({ length: count }, (_, i) => from + i);

function setUp(...refs: Ref[]) {
  const outlet = outletOf<number>();
  const dispatcher = broadcastDispatcher(outlet);
  refs.forEach((ref, i) => dispatcher.subscribe(ref, { consumer: `<0.${i}.0>` }));
  return { outlet, dispatcher };
}

Deno.test("broadcastDispatcher() sends each event to all, as fast as the slowest asks", () => {
  const { outlet, dispatcher } = setUp(A, B);
  assertEquals([dispatcher.ask(A, 10), dispatcher.ask(B, 3)], [10, 0]); // A was alone when it asked
  assertEquals(dispatcher.ask(B, 7), 0);
  assertEquals(dispatcher.dispatch(numbers(12)), [10, 11]);
  assertEquals([outlet.sentTo(A), outlet.sentTo(B)], [numbers(10), numbers(10)]);
  assertEquals([dispatcher.ask(A, 5), dispatcher.ask(B, 2), dispatcher.ask(B, 9)], [0, 2, 3]);
});

Deno.test("broadcastDispatcher() goes on at once when the slowest leaves", () => {
  const { dispatcher } = setUp(A, B);
  dispatcher.ask(B, 1);
  assertEquals(dispatcher.ask(A, 10), 0);
  dispatcher.dispatch([0]);
  assertEquals(dispatcher.cancel(B), 9);
  assertEquals([dispatcher.cancel(A), dispatcher.dispatch(numbers(9))], [0, numbers(9)]);
});

Deno.test("broadcastDispatcher() sends nothing to one that has not asked yet", () => {
  const { outlet, dispatcher } = setUp(A);
  dispatcher.ask(A, 5);
  dispatcher.subscribe(B, { consumer: "<0.9.0>" });
  dispatcher.dispatch(numbers(2));
  assertEquals(dispatcher.ask(B, 5), 0);
  dispatcher.dispatch(numbers(3, 2));
  assertEquals([outlet.sentTo(A), outlet.sentTo(B)], [numbers(5), numbers(3, 2)]);
  assertEquals(dispatcher.ask(A, 5), 2);
});

Deno.test("broadcastDispatcher() with a selector sends only what it selects, and asks again for the others", () => {
  const outlet = outletOf<number>();
  const dispatcher = broadcastDispatcher(outlet);
  dispatcher.subscribe(A, { consumer: "<0.1.0>", selector: (n: number) => n % 2 === 0 });
  dispatcher.subscribe(B, { consumer: "<0.2.0>" });
  dispatcher.ask(A, 6);
  dispatcher.ask(B, 6);
  dispatcher.dispatch(numbers(6));
  assertEquals([outlet.sentTo(A), outlet.sentTo(B), outlet.asked], [[0, 2, 4], numbers(6), [[A, 3]]]);
  dispatcher.ask(A, 3);
  assertEquals(dispatcher.dispatch([1]), [1]); // B has not asked again
});

Deno.test("broadcastDispatcher() takes a consumer once, and refuses what is no selector", () => {
  const { dispatcher } = setUp(A);
  assertThrows(
    () => dispatcher.subscribe(B, { consumer: "<0.0.0>" }),
    ArgumentError,
    "a consumer takes a broadcast once",
  );
  const selector = "even" as unknown as () => boolean;
  assertThrows(
    () => dispatcher.subscribe(B, { consumer: "<0.2.0>", selector }),
    ArgumentError,
    "a selector is a function",
  );
  assertThrows(() => dispatcher.subscribe(B, { consumer: "<0.2.0>", partition: 1 }), ArgumentError);
});
