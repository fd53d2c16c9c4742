import { assertEquals, assertMatch, assertNotEquals, assertThrows } from "@std/assert";
import { makeCrypto } from "./guest_crypto.ts";
import { GuestDOMException } from "./guest_dom_exception.ts";

const of = (source: Parameters<typeof makeCrypto>[0]) =>
  makeCrypto(source) as Pick<Crypto, "getRandomValues" | "randomUUID">;

Deno.test("makeCrypto: with a seed the same each time; with other entropy another", () => {
  const bytes = (crypto: Pick<Crypto, "getRandomValues">) => [...crypto.getRandomValues(new Uint8Array(20))];
  assertEquals(bytes(of({ seed: 5 })), bytes(of({ seed: 5 })));
  assertNotEquals(bytes(of({ seed: 5 })), bytes(of({ seed: 6 })));
  const entropies = ["00".repeat(32), "01".repeat(32)];
  assertNotEquals(bytes(of({ entropy: entropies[0] })), bytes(of({ entropy: entropies[1] })));
});

Deno.test("randomUUID: version 4, and never the same", () => {
  const crypto = of({ seed: 1 });
  const made = Array.from({ length: 100 }, () => crypto.randomUUID());
  for (const each of made) assertMatch(each, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assertEquals(new Set(made).size, 100);
});

Deno.test("getRandomValues fills integers in place, just those that the view shows", () => {
  const buffer = new ArrayBuffer(64);
  const view = new Uint32Array(buffer, 16, 8);
  assertEquals(of({ seed: 1 }).getRandomValues(view) === view, true);
  const all = new Uint8Array(buffer);
  assertEquals([...all.slice(0, 16), ...all.slice(48)].every((byte) => byte === 0), true);
  assertEquals(view.some((word) => word > 0xffffff), true);
});

Deno.test("getRandomValues refuses what is no array of integers, and too many", () => {
  const { getRandomValues } = of({ seed: 1 });
  const refused = (view: unknown) =>
    assertThrows(() => getRandomValues(view as Uint8Array<ArrayBuffer>), GuestDOMException).name;
  assertEquals(
    [new Float64Array(1), new DataView(new ArrayBuffer(1)), [1], null].map(refused),
    Array(4).fill("TypeMismatchError"),
  );
  assertEquals(refused(new Uint8Array(65_537)), "QuotaExceededError");
});
