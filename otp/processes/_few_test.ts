import { assert, assertEquals, assertFalse } from "@std/assert";
import { type Few, hasOne, listOf, withOne, withoutOne } from "./_few.ts";

const [a, b, c] = [{ name: "a" }, { name: "b" }, { name: "c" }];

Deno.test("withOne() goes from none to one to many, each once", () => {
  let few: Few<object> = withOne(null, a);
  assert(few === a);
  few = withOne(few, a);
  assert(few === a);
  few = withOne(withOne(withOne(few, b), b), c);
  assertEquals(listOf(few), [a, b, c]);
});

Deno.test("withoutOne() goes back to none, and ignores what is not in", () => {
  let few: Few<object> = withOne(withOne(null, a), b);
  few = withoutOne(few, c);
  assertEquals(listOf(few), [a, b]);
  few = withoutOne(few, a);
  assertEquals(listOf(few), [b]);
  assertEquals(withoutOne(few, b), null);
  assertEquals(withoutOne(null, a), null);
  assert(withoutOne(a, b) === a);
});

Deno.test("hasOne() knows none, one and many by identity", () => {
  assertFalse(hasOne(null, a));
  assertFalse(hasOne({ name: "a" }, a));
  assert(hasOne(a, a));
  const two = withOne(withOne(null, a), b);
  assertEquals([hasOne(two, a), hasOne(two, b), hasOne(two, c)], [true, true, false]);
});

Deno.test("listOf() is a list of its own, oldest first", () => {
  assertEquals(listOf(null), []);
  assertEquals(listOf(a), [a]);
  const few = withOne(withOne(null, b), a);
  const list = listOf(few);
  list.pop();
  assertEquals(listOf(few), [b, a]);
});
