import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { defineLazyGlobals } from "./lazy_globals.ts";

class One {}
class Other {
  entries(): object {
    return [].values();
  }
}
const hiddenOf = { of: Object.create({ next: () => 1 }) as object };

Deno.test("defineLazyGlobals: the library runs when one is asked for, once, and is frozen then", () => {
  const on: Record<string, unknown> = {};
  let loads = 0;
  let seenWithin: unknown = "nothing";
  const load = () => {
    loads++;
    seenWithin = on["One"]; // as a library does that looks whether the platform has it
    return { One, Other };
  };
  defineLazyGlobals({ names: ["One", "Other"], on, load, hidden: () => [hiddenOf.of] });
  assertEquals([loads, Object.keys(on)], [0, []]);
  assertStrictEquals(on["Other"], Other);
  assertStrictEquals(on["One"], One);
  assertEquals([loads, seenWithin], [1, undefined]);
  const frozen = [One, One.prototype, Other, Other.prototype, Object.getPrototypeOf(hiddenOf.of)];
  assertEquals(frozen.map((each) => Object.isFrozen(each)), Array(5).fill(true));
  assertThrows(() => on["One"] = 5, TypeError);
  assertEquals(Reflect.deleteProperty(on, "One"), false);
});

Deno.test("defineLazyGlobals: a library that throws is tried again", () => {
  const on: Record<string, unknown> = {};
  let loads = 0;
  const load = () => {
    if (++loads === 1) throw new RangeError("the stack");
    return { One };
  };
  defineLazyGlobals({ names: ["One"], on, load });
  assertThrows(() => on["One"], RangeError);
  assertStrictEquals(on["One"], One);
});
