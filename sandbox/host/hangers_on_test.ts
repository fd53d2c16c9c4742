import { assertEquals, assertThrows } from "@std/assert";
import { HangersOn } from "./hangers_on.ts";

Deno.test("HangersOn: each ends once, by itself or with all; one that fails keeps none of the others; late ones end at once", async () => {
  const ended: string[] = [];
  const hanger = (name: string, fails = false) => ({
    name,
    [Symbol.asyncDispose]: () => {
      ended.push(name);
      return fails ? Promise.reject(new Error("no")) : Promise.resolve();
    },
  });
  const all = new HangersOn((action) => new Error(`Cannot ${action}: it is over`));
  all.check("go");
  const one = all.add("go", hanger("one"));
  assertEquals(one.name, "one");
  all.add("go", hanger("two", true));
  all.add("go", hanger("three"));
  await one[Symbol.asyncDispose]();
  assertEquals(ended, ["one"]);
  await all[Symbol.asyncDispose]();
  await all[Symbol.asyncDispose]();
  assertEquals(ended, ["one", "two", "three"]);
  assertThrows(() => all.check("go"), Error, "Cannot go: it is over");
  assertThrows(() => all.add("go", hanger("late", true)), Error, "Cannot go: it is over");
  assertEquals(ended.at(-1), "late");
});
