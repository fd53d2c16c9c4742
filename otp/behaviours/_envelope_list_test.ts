import { assertEquals, assertStrictEquals } from "@std/assert";
import { Envelope, INFO } from "../processes/envelope.ts";
import { EnvelopeList } from "./_envelope_list.ts";

function listOf(...payloads: unknown[]): EnvelopeList {
  const list = new EnvelopeList();
  for (const payload of payloads) list.push(new Envelope(INFO, "", payload));
  return list;
}

function read(list: EnvelopeList): unknown[] {
  return [...list].map(({ payload }) => payload);
}

Deno.test("EnvelopeList: first in, first out; what is taken holds nothing of the row", () => {
  const list = listOf(1, 2);
  const first = list.take()!;
  assertEquals([first.payload, first.next, read(list)], [1, null, [2]]);
  assertEquals([list.take()?.payload, list.take(), list.empty], [2, null, true]);
  list.push(first);
  assertStrictEquals(list.take(), first);
});

Deno.test("EnvelopeList.putBefore() moves a whole row to the front, and leaves it empty", () => {
  const list = listOf(3);
  const others = listOf(1, 2);
  list.putBefore(others);
  assertEquals([read(list), others.empty], [[1, 2, 3], true]);
  list.putBefore(others);
  others.push(new Envelope(INFO, "", 0));
  const none = new EnvelopeList();
  none.putBefore(others);
  none.push(new Envelope(INFO, "", 9));
  list.push(new Envelope(INFO, "", 4));
  assertEquals([read(list), read(none)], [[1, 2, 3, 4], [0, 9]]);
});
