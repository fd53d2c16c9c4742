import { assertEquals } from "@std/assert";
import { WaitingList } from "./_waiting_list.ts";

const cast = (message: unknown, kind = "note") => ({ form: "cast", kind, message });

Deno.test("WaitingList: messages come in order, and may be taken from the middle", () => {
  const list = new WaitingList();
  const [a, b, c] = [cast({}), cast({}), cast({})];
  for (const [at, each] of [a, b, c].entries()) list.add(each, at);
  assertEquals([list.take(b), list.length, list.oldest], [1, 2, 0]);
  assertEquals([list.take(a), list.take(c), list.length, list.oldest], [0, 2, 0, undefined]);
});

Deno.test("WaitingList: of what cannot be told apart the oldest is taken", () => {
  const list = new WaitingList();
  for (const since of [1, 2]) list.add(cast({}), since);
  list.add(cast({}, "other"), 3);
  assertEquals(list.take(cast({}, "other")), 3);
  assertEquals(list.take(cast({})), 1);
  assertEquals(list.take({ form: "info", message: 1 }), undefined);
  list.drop();
  list.drop();
  assertEquals(list.length, 0);
});

Deno.test("WaitingList: many may come and go", () => {
  const list = new WaitingList();
  for (let round = 0; round < 5; round++) {
    for (let each = 0; each < 3000; each++) list.add(cast(each), each);
    for (let each = 0; each < 2500; each++) assertEquals(list.take(cast(each)), each);
    for (let each = 0; each < 500; each++) list.drop();
  }
  assertEquals([list.length, list.oldest], [0, undefined]);
});
