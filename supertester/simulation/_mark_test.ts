import { assert, assertEquals } from "@std/assert";
import { checksum, markOf } from "./_mark.ts";

const option = (place: string) => ({ id: 1, place, pid: undefined, form: undefined, kind: "", from: undefined });

Deno.test("markOf: the same for the same, and nearly always another for another", () => {
  assertEquals(markOf(option("<0.1.0>"), 2), markOf(option("<0.1.0>"), 2));
  const letters = new Set(Array.from({ length: 200 }, (_, n) => markOf(option(`<0.${n}.0>`), 2)));
  assert(letters.size > 50, `${letters.size}`);
  const counts = new Set(Array.from({ length: 30 }, (_, n) => markOf(undefined, n)));
  assert(counts.size > 20, `${counts.size}`);
});

Deno.test("checksum: a whole number of 32 bits, spread over all of them", () => {
  const low = new Set(Array.from({ length: 64 }, (_, n) => checksum(`${n}`) % 64));
  assert(low.size > 30, `${low.size}`);
  assert(Number.isInteger(checksum("")) && checksum("a") < 2 ** 32);
});
