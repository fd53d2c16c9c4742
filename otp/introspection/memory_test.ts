import { assertEquals, assertGreater, assertLess } from "@std/assert";
import { estimateBytes } from "./memory.ts";

Deno.test("estimateBytes() counts words for fields, bytes for text and buffers, and each object once", () => {
  assertEquals(estimateBytes(1), 8);
  assertEquals(estimateBytes(undefined), 8);
  assertEquals(estimateBytes(() => {}), 8);
  assertEquals(estimateBytes("four"), 20);
  assertEquals(estimateBytes(10n), 16);
  assertEquals(estimateBytes({}), 24);
  assertEquals(estimateBytes({ a: 1 }), 40);
  assertEquals(estimateBytes([1, 2]), 56);
  assertEquals(estimateBytes(new Uint8Array(100)), 132);
  assertEquals(estimateBytes(new ArrayBuffer(100)), 132);
  assertEquals(estimateBytes(new Map([["k", 1]])), 56 + 17 + 8);
  assertEquals(estimateBytes(new Set([1, 2])), 64 + 16);
  const shared = { text: "x".repeat(1000) };
  assertLess(estimateBytes([shared, shared]), 1200);
});

Deno.test("estimateBytes() grows with what is kept", () => {
  const sizes = [1, 10, 100, 1000].map((count) =>
    estimateBytes(Array.from({ length: count }, (_, index) => ({ index })))
  );
  for (const [index, size] of sizes.slice(1).entries()) assertGreater(size, 5 * sizes[index]!);
});

Deno.test("estimateBytes() survives cycles, getters that throw, hostile proxies and odd subclasses", () => {
  const cyclic: { self?: unknown; map: Map<unknown, unknown> } = { map: new Map() };
  cyclic.self = cyclic;
  cyclic.map.set(cyclic, cyclic.map);
  assertLess(estimateBytes(cyclic), 200);

  let touched = false;
  const throwing = {
    get bad(): never {
      touched = true;
      throw new Error("never read");
    },
    good: "text",
  };
  assertEquals([estimateBytes(throwing), touched], [24 + 16 + 20, false]);
  assertEquals(estimateBytes(Object.defineProperty([1], 0, { get: () => touched = true })), 32);
  assertEquals(touched, false);

  const hostile = new Proxy({}, {
    ownKeys: () => {
      throw new Error("no");
    },
    getPrototypeOf: () => {
      throw new Error("no");
    },
  });
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  assertEquals(estimateBytes([hostile, proxy, Object.create(Map.prototype)]), 24 + 24 + 3 * 8);
  assertEquals(estimateBytes([hostile], (object) => object instanceof Map), 32 + 8);

  class Endless extends Map<string, string> {
    override *entries(): MapIterator<[string, string]> {
      for (;;) yield ["k", "v"];
    }
    override [Symbol.iterator](): MapIterator<[string, string]> {
      return this.entries();
    }
    override get size(): number {
      throw new Error("no");
    }
  }
  assertEquals(estimateBytes(new Endless()), 32);
});

Deno.test("estimateBytes() stops after so many values, however large the value is", () => {
  const sparse: unknown[] = [];
  sparse.length = 4_000_000_000;
  const large = [
    new Array(1_000_000).fill("text"),
    new Map(Array.from({ length: 50_000 }, (_, key) => [key, key])),
    sparse,
  ];
  const looked: number[] = [];
  const watched = Array.from({ length: 20_000 }, (_, index) => ({ index }));
  estimateBytes(watched, (object) => "index" in object && looked.push(1) === 0);
  assertLess(looked.length, 10_001, "a lower bound, found quickly");
  assertGreater(estimateBytes(large), 8_000_000);
});

Deno.test("estimateBytes() leaves out what belongs to somebody else", () => {
  const other = { text: "x".repeat(1000) };
  assertEquals(estimateBytes({ other }, (object) => object === other), 40 - 8);
});
