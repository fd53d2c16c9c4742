import { assert, assertEquals, assertNotStrictEquals, assertStrictEquals } from "@std/assert";
import { copyState } from "./copy_state.ts";

Deno.test("copyState() copies data, however it hangs together", () => {
  const state = {
    list: [1, { deep: [2] }],
    map: new Map([["k", { n: 1 }]]),
    set: new Set([{ n: 2 }]),
    at: new Date(5),
    bytes: new Uint8Array([1, 2]),
    bare: Object.assign(Object.create(null), { n: 3 }),
    self: null as unknown,
  };
  state.self = state;
  const copy = copyState(state) as typeof state;
  assertEquals(copy.list, state.list);
  assertEquals([copy.map, copy.set, copy.at, copy.bytes], [state.map, state.set, state.at, state.bytes] as never);
  for (const key of ["list", "map", "set", "at", "bytes", "bare"] as const) {
    assertNotStrictEquals(copy[key], state[key]);
  }
  assertNotStrictEquals(copy.map.get("k"), state.map.get("k"));
  assertStrictEquals(copy.self, copy, "a cycle is one in the copy");
  assertEquals([Object.getPrototypeOf(copy.bare), copy.bare.n], [null, 3]);
});

Deno.test("copyState() leaves what is no data as it is, and a key called __proto__ a key", () => {
  class Box {
    #inside = 1;
    get inside() {
      return this.#inside;
    }
  }
  const state = { box: new Box(), f: () => 1 };
  const copy = copyState(state) as typeof state;
  assertStrictEquals(copy.box, state.box);
  assertStrictEquals(copy.f, state.f);
  const named = copyState(JSON.parse('{"__proto__":{"x":1}}')) as object;
  assert(Object.hasOwn(named, "__proto__"));
  assertEquals(Object.getPrototypeOf(named), Object.prototype);
});

Deno.test("copyState() keeps holes and passes plain values", () => {
  const holes = [1, , 3]; // deno-lint-ignore no-sparse-arrays
  assertEquals(Object.keys(copyState(holes) as object), ["0", "2"]);
  assertEquals([copyState(1), copyState(null), copyState(undefined), copyState("x")], [1, null, undefined, "x"]);
});
