import { assertEquals, assertThrows } from "@std/assert";
import { CodecError, decode, decodeOfGuest, decodeRead, DEEPEST, encode, encodeForHost } from "./codec.ts";

const back = (value: unknown) => decode(encode(value));
const refusal = (value: unknown) => {
  const { path, what } = assertThrows(() => encode(value), CodecError);
  return [path, what];
};

Deno.test("encode() and decode(): what structured data is made of comes back as it was", () => {
  const values = [undefined, null, true, "", "ä\u2028\0", 0, -0, NaN, Infinity, -Infinity, 1.5, 2n ** 80n, -1n];
  const deep = {
    list: [values, []],
    map: new Map<unknown, unknown>([[{ k: 1 }, new Set([-0, "x"])]]),
    at: new Date(7),
    r: /a\/b/gi,
  };
  assertEquals(back(values), values);
  assertEquals(Object.is((back([-0]) as number[])[0], -0), true);
  assertEquals(back(deep), deep);
  assertEquals(back(new Date(NaN)), new Date(NaN));
  const bytes = [
    new Uint8Array([1, 255]),
    new Float64Array([0.5, -0]),
    new Float16Array([1.5]),
    new BigInt64Array([-5n]),
    new DataView(new ArrayBuffer(3)),
  ];
  assertEquals(back(bytes), bytes);
  assertEquals(back(new Uint8Array([1, 2, 3, 4]).subarray(1, 3)), new Uint8Array([2, 3]));
  assertEquals(back(new Uint8Array([1]).buffer), new Uint8Array([1]).buffer);
});

Deno.test("encode() and decode(): keys that mean something elsewhere are keys", () => {
  const record = JSON.parse('{"__proto__":{"a":1},"$":["u"],"constructor":2,"toString":{"$":3}}');
  assertEquals(back(record), record);
  assertEquals(Object.getPrototypeOf(back(record) as object), Object.prototype);
  assertEquals(back(Object.assign(Object.create(null), { a: 1 })), { a: 1 });
});

Deno.test("encode() and decode(): an error keeps name, message and stack, and an object of a class its fields", () => {
  const error = Object.assign(new TypeError("no"), { stack: "here" });
  const read = back({ error }) as { error: Error };
  assertEquals([read.error instanceof Error, read.error.name, read.error.message, read.error.stack], [
    true,
    "TypeError",
    "no",
    "here",
  ]);
  class Point {
    x = 1;
  }
  assertEquals(back(new Point()), { x: 1 });
});

Deno.test("encode() and decode(): an error keeps its cause, where that can cross, and so many of these", () => {
  const causeOf = (error: unknown) => (error as Error).cause;
  const read = back(new Error("a", { cause: new RangeError("b", { cause: { code: [7] } }) }));
  assertEquals([(causeOf(read) as Error).name, causeOf(causeOf(read))], ["RangeError", { code: [7] }]);
  assertEquals(Object.hasOwn(back(new Error("a")) as Error, "cause"), false);
  const many = Array.from({ length: DEEPEST + 1 }, () => new Error("a", { cause: [() => {}] }));
  const after = [[[1]]]; // what was refused leaves nothing behind that would count as around it
  const rest = back([...many, after]) as unknown[];
  assertEquals([rest.some((each) => Object.hasOwn(each as object, "cause")), rest.at(-1)], [false, after]);
  const evil = Object.defineProperty(new Error("evil"), "cause", {
    get() {
      throw 1;
    },
  });
  assertEquals((back([evil, new Error("b", { cause: { evil } })]) as Error[]).map(({ message }) => message), [
    "evil",
    "b",
  ]);
  const circle = new Error("round");
  circle.cause = circle;
  assertEquals((back(circle) as Error).message, "round");
  let deep = new Error("0");
  for (let n = 1; n < 50; n++) deep = new Error(`${n}`, { cause: deep });
  let depth = 0;
  for (let at = back(deep); at instanceof Error; at = causeOf(at)) depth++;
  assertEquals(depth, 9);
});

Deno.test("encode() and decode(): a primitive value that is wrapped stays so; what only looks like one has its fields", () => {
  const boxes = [Object("ab"), Object(-0), Object(false), Object(5n)];
  assertEquals((back(boxes) as object[]).map((box) => [typeof box, box.valueOf()]), [
    ["object", "ab"],
    ["object", -0],
    ["object", false],
    ["object", 5n],
  ]);
  assertEquals(back(Object.assign(Object.create(Number.prototype), { a: 1 })), { a: 1 });
});

Deno.test("encode() refuses what is more than its fields, in words that say what can cross instead", () => {
  const whats = (values: readonly unknown[]) => values.map((value) => refusal({ a: [value] }).join(" "));
  assertEquals(whats([Temporal.Instant.from("2026-01-01T00:00Z"), new URL("http://x/"), new URLSearchParams("a=1")]), [
    "a[0] a Temporal.Instant (its text can)",
    "a[0] a URL (its href can)",
    "a[0] a URLSearchParams (its text can)",
  ]);
  const weak = [new WeakMap(), new WeakSet(), new WeakRef({}), new FinalizationRegistry(() => {})];
  assertEquals(whats(weak), ["WeakMap", "WeakSet", "WeakRef", "FinalizationRegistry"].map((each) => `a[0] a ${each}`));
  function* generate() {}
  async function* generateLater() {}
  const iterators = [
    [].values(),
    new Map().keys(),
    new Set().values(),
    ""[Symbol.iterator](),
    [].values().map(() => 1),
  ];
  assertEquals(new Set(whats(iterators)), new Set(["a[0] an iterator"]));
  assertEquals(whats([generate(), generateLater()]), ["a[0] a generator", "a[0] a generator"]);
  assertEquals(whats([new Intl.NumberFormat("en"), new SharedArrayBuffer(1), Object(Symbol())]), [
    "a[0] an Intl.NumberFormat",
    "a[0] shared memory",
    "a[0] a symbol",
  ]);
});

Deno.test("encode() refuses what cannot cross, and says where it stands", () => {
  assertEquals(refusal({ a: [0, { run: () => {} }] }), ["a[1].run", "a function"]);
  assertEquals(refusal(Symbol("s")), ["", "a symbol"]);
  assertEquals(refusal(new Map([["key", Promise.resolve()]])), ["key", "a promise"]);
  const cycle: { self?: unknown } = {};
  cycle.self = [cycle];
  assertEquals(refusal(cycle), ["self[0]", "a cycle"]);
  let deep: unknown = 0;
  for (let n = 0; n <= DEEPEST; n++) deep = [deep];
  assertEquals(refusal(deep)[1], `a value nested deeper than ${DEEPEST}`);
  assertEquals(refusal(new Uint8Array(new SharedArrayBuffer(1)))[1], "a view of shared memory");
});

Deno.test("encode() rewrites each text, and no key", () => {
  assertEquals(encode({ a: ["b", new Set(["c"])] }, (text) => text.toUpperCase()), '{"a":["B",{"$":["s",["C"]]}]}');
});

Deno.test("decode() refuses what is none of ours, and makes nothing of it", () => {
  const bad = ["", "{", '{"$":1}', '{"$":[]}', '{"$":["x"]}', '{"$":["m",[1]]}', '{"$":["m",[[1]]]}', '{"$":["s",1]}'];
  bad.push(
    '{"$":["i","x"]}',
    '{"$":["v","Uint8Array","?"]}',
    '{"$":["v","Float64Array","AAA="]}',
    '{"$":["v","eval","AAA="]}',
  );
  bad.push('{"$":["r","(","g"]}', '{"$":["r","a","gg"]}', `${"[".repeat(900)}${"]".repeat(900)}`);
  for (const each of bad) assertThrows(() => decode(each), CodecError, undefined, each);
  assertEquals(decodeRead({ a: [{ $: ["u"] }] }), { a: [undefined] });
});

Deno.test("encode(): what JSON alone would say otherwise is said whole", () => {
  const said = (value: unknown) => decode(encode({ deep: [value] }));
  const own = JSON.parse('{"__proto__":{"a":1},"toString":2}');
  for (const value of [NaN, -0, -Infinity, undefined, 1n, { $: ["u"] }, { a: undefined }, new Array(2), own]) {
    assertEquals(said(value), { deep: [Array.isArray(value) ? [undefined, undefined] : value] });
  }
  assertEquals(said(Object.assign(Object.create(null), { toJSON: "a" })), { deep: [{ toJSON: "a" }] });
  assertThrows(() => said({ toJSON: () => 1 }), CodecError, "a function at deep[0].toJSON");
  assertThrows(() => said(Object.create({ toJSON: () => 1 }, { a: { value: () => 1, enumerable: true } })), CodecError);
});

Deno.test("encodeForHost() and decodeOfGuest(): all but regular expressions, and more errors than anybody needs", () => {
  const value = {
    a: [1n, new Map([["k", new Set([undefined])]])],
    errors: Array.from({ length: 1000 }, () => new Error("x")),
  };
  const { a, errors } = decodeOfGuest(JSON.parse(encodeForHost(value))) as typeof value;
  assertEquals([a, errors.length, errors[0]?.message, errors[0]?.stack === value.errors[0]?.stack], [
    value.a,
    1000,
    "x",
    true,
  ]);
  const refused = (given: unknown) => assertThrows(() => encodeForHost(given), CodecError);
  assertEquals([refused({ a: [/x/] }).path, refused({ a: [/x/] }).what], ["a[0]", "a regular expression"]);
  assertEquals(refused([...value.errors, new Error()]).what, "one of more than 1000 errors");
  for (const forged of [/x/, [...value.errors, new Error()]]) {
    assertThrows(() => decodeOfGuest(JSON.parse(encode(forged))), CodecError);
    assertEquals(Error.stackTraceLimit > 0, true);
  }
});
