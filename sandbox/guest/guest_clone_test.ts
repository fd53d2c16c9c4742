import { assertEquals, assertNotStrictEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { guestClone } from "./guest_clone.ts";
import { GuestDOMException } from "./guest_dom_exception.ts";

Deno.test("guestClone() copies what the platform's copies, to the same", () => {
  const bytes = new Uint8Array([1, 2, 3, 4]);
  const values = [
    undefined,
    null,
    1n,
    -0,
    NaN,
    "x",
    new Date(5),
    /a+/giu,
    new Map([[{ a: 1 }, new Set(["b"])]]),
    bytes,
    bytes.subarray(1, 3),
    new DataView(bytes.buffer, 1, 2),
    new Float64Array([0.5]),
    bytes.buffer,
    [1, , 3],
    Object.assign([1], { more: 2 }),
    Object(5),
    Object("s"),
    { a: undefined, b: { c: [] } },
    JSON.parse('{"__proto__":5}'),
    new (class {
      x = 1;
      get y() {
        return 2;
      }
    })(),
    Object.create(null, { a: { value: 1, enumerable: true } }),
  ];
  for (const value of values) {
    const [made, expected] = [guestClone(value), structuredClone(value)];
    assertEquals(made, expected);
    assertEquals(Object.getPrototypeOf(Object(made)), Object.getPrototypeOf(Object(expected)));
    if (typeof value === "object" && value !== null) assertNotStrictEquals(made, value);
  }
  assertEquals(1 in (guestClone([1, , 3]) as unknown[]), false);
});

Deno.test("guestClone(): what is there twice, or in itself, is so in the copy; views share their buffer", () => {
  const shared = { n: 1 };
  const buffer = new ArrayBuffer(4);
  const value: Record<string, unknown> = {
    shared,
    again: shared,
    one: new Uint8Array(buffer),
    other: new Int16Array(buffer),
  };
  value["self"] = value;
  const made = guestClone(value) as typeof value;
  assertStrictEquals(made["self"], made);
  assertStrictEquals(made["again"], made["shared"]);
  assertStrictEquals((made["one"] as Uint8Array).buffer, (made["other"] as Int16Array).buffer);
});

Deno.test("guestClone(): errors keep their kind, message, stack and cause", () => {
  const error = new RangeError("far", { cause: { n: 1 } });
  const made = guestClone(Object.assign(error, { own: 5 })) as RangeError & { own?: number };
  assertEquals([made instanceof RangeError, made.message, made.stack, made.cause, made.own], [
    true,
    "far",
    error.stack,
    { n: 1 },
    undefined,
  ]);
  assertEquals(Object.getPrototypeOf(guestClone(Object.assign(new Error("x"), { name: "Mine" }))), Error.prototype);
});

Deno.test("guestClone() refuses what cannot be copied, wherever it is", () => {
  const values = [() => {}, Symbol("s"), Promise.resolve(), new WeakMap(), new WeakRef({}), (function* () {})()];
  for (const value of values) {
    assertEquals(assertThrows(() => guestClone([{ value }]), GuestDOMException).name, "DataCloneError");
  }
});

Deno.test("guestClone() moves buffers, once all is copied", () => {
  const buffer = new Uint8Array([1, 2, 3]).buffer;
  const view = new Uint8Array(buffer, 1);
  assertThrows(() => guestClone([view, () => {}], { transfer: [buffer] }), GuestDOMException);
  assertEquals(buffer.detached, false);
  assertEquals(guestClone({ view }, { transfer: [buffer] }), { view: new Uint8Array([2, 3]) });
  assertEquals(buffer.detached, true);
  for (const transfer of [[buffer], [5]]) {
    assertThrows(() => guestClone(1, { transfer }), GuestDOMException, "no buffer");
  }
  const twice = new ArrayBuffer(1);
  assertThrows(() => guestClone(1, { transfer: [twice, twice] }), GuestDOMException, "twice");
});
