import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError, type Ref } from "../mod.ts";
import { partitionDispatcher, type PartitionOptions } from "./partition_dispatcher.ts";
import { outletOf } from "./testdata/outlet.ts";

const [A, B, C]: [Ref, Ref, Ref] = ["#Ref<0.1>", "#Ref<0.2>", "#Ref<0.3>"];
const parity = partitionDispatcher<number>({
  partitions: ["even", "odd"],
  hash: (n) => n < 0 ? undefined : n > 99 ? "big" : n % 2 === 0 ? "even" : "odd",
});

function setUp() {
  const outlet = outletOf<number>();
  const dispatcher = parity(outlet);
  dispatcher.subscribe(A, { consumer: "<0.1.0>", partition: "even" });
  dispatcher.subscribe(B, { consumer: "<0.2.0>", partition: "odd" });
  return { outlet, dispatcher };
}

Deno.test("partitionDispatcher() sends each event to the consumer of its partition, and keeps what waits", () => {
  const { outlet, dispatcher } = setUp();
  assertEquals([dispatcher.ask(A, 2), dispatcher.ask(B, 2)], [2, 2]);
  assertEquals(dispatcher.dispatch([0, 2, 4, 1, 6]), [6]);
  assertEquals(outlet.sent, [[A, [0, 2]], [B, [1]]]);
  assertEquals(dispatcher.ask(A, 3), 3); // 4 has waited, and two are still wanted
  assertEquals(outlet.sent.slice(2), [[A, [4]]]);
});

Deno.test("partitionDispatcher() keeps events for the next consumer of a partition", () => {
  const { outlet, dispatcher } = setUp();
  dispatcher.ask(A, 3);
  dispatcher.dispatch([1, 3, 5]);
  assertEquals(dispatcher.cancel(B), 0);
  dispatcher.subscribe(C, { consumer: "<0.3.0>", partition: "odd" });
  assertEquals(dispatcher.ask(C, 2), 2);
  assertEquals(outlet.sent, [[C, [1, 3]]]);
});

Deno.test("partitionDispatcher() counts the demand of a consumer that is gone for whoever asks next", () => {
  const { dispatcher } = setUp();
  assertEquals([dispatcher.ask(A, 5), dispatcher.cancel(A), dispatcher.ask(B, 7)], [5, 0, 2]);
  assertEquals(dispatcher.dispatch([1, 1, 1, 1, 1, 1, 1]), []);
});

Deno.test("partitionDispatcher() throws away on request, tells of partitions that are none, and asks again for both", () => {
  const { outlet, dispatcher } = setUp();
  dispatcher.ask(A, 4);
  assertEquals(dispatcher.dispatch([-1, 2, 100, -2]), []);
  assertEquals([outlet.sent, outlet.losses, outlet.demanded], [[[A, [2]]], [1], [3]]);
  assertEquals(dispatcher.dispatch([4, 6, 8, 10]), [10]);
  assertEquals(outlet.sentTo(A), [2, 4, 6, 8]);
});

Deno.test("partitionDispatcher() names partitions from 0 up where only a number is given", () => {
  const outlet = outletOf<string>();
  const dispatcher = partitionDispatcher<string>({ partitions: 2, hash: (text) => text.length % 2 })(outlet);
  dispatcher.subscribe(A, { consumer: "<0.1.0>", partition: 1 });
  dispatcher.ask(A, 5);
  dispatcher.dispatch(["a", "bb", "ccc"]);
  assertEquals(outlet.sent, [[A, ["a", "ccc"]]]);
});

Deno.test("partitionDispatcher() has one consumer for a partition that it knows", () => {
  const { dispatcher } = setUp();
  const subscribe = (partition?: string) =>
    dispatcher.subscribe(C, { consumer: "<0.3.0>", ...(partition === undefined ? {} : { partition }) });
  assertThrows(() => subscribe("even"), ArgumentError, 'a partition has one consumer, got "even"');
  assertThrows(() => subscribe("prime"), ArgumentError, 'partition is one of even, odd, got "prime"');
  assertThrows(() => subscribe(), ArgumentError, "partition is one of even, odd, got undefined");
});

Deno.test("partitionDispatcher() refuses partitions and hashes that are none", () => {
  const hash = () => 0;
  for (const partitions of [0, -1, 1.5, [], ["a", "a"], "abc"]) {
    const options = { partitions, hash } as PartitionOptions<number>;
    assertThrows(() => partitionDispatcher(options), ArgumentError, "Cannot make a partition dispatcher");
  }
  const options = { partitions: 2 } as unknown as PartitionOptions<number>;
  assertThrows(() => partitionDispatcher(options), ArgumentError, "hash is a function");
});
