import {
  assert,
  assertEquals,
  assertFalse,
  assertNotStrictEquals,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { Simulation } from "../simulation/simulation.ts";
import { System } from "../system.ts";
import { ArgumentError } from "./errors.ts";
import { deepFreeze, type MessagePolicy, passBy, Shared } from "./message_policy.ts";
import { silentLogger } from "./reporter.ts";

/** What a receiver sees of a message, and what becomes of the sender's when the receiver changes its own. */
async function exchange(
  messages: MessagePolicy,
  sent: { list: number[] },
): Promise<{ got: typeof sent; error: unknown }> {
  await using simulation = new Simulation({ messages });
  const me = simulation.system.attach();
  me.send(me.pid, sent);
  const got = await me.receive<typeof sent>();
  try {
    got.list.push(99);
    return { got, error: undefined };
  } catch (error) {
    return { got, error };
  }
}

Deno.test("case 9: under copy neither side sees what the other does", async () => {
  const sent = { list: [1] };
  const { got } = await exchange("copy", sent);
  assertEquals([sent.list, got.list], [[1], [1, 99]]);
});

Deno.test("case 9: under freeze a change throws, on both sides", async () => {
  const sent = { list: [1] };
  const { got, error } = await exchange("freeze", sent);
  assert(error instanceof TypeError);
  assertStrictEquals(got, sent);
  assertThrows(() => sent.list.push(2), TypeError);
});

Deno.test("case 9: under share it is the same object, and nothing stops a change", async () => {
  const sent = { list: [1] };
  const { got } = await exchange("share", sent);
  assertStrictEquals(got, sent);
  assertEquals(sent.list, [1, 99]);
});

Deno.test("case 9: one rule for every way a message goes: names, aliases, timers", async () => {
  await using simulation = new Simulation({ messages: "copy" });
  const me = simulation.system.attach({ name: "me" });
  const sent = { list: [1] };
  for (const to of [me.pid, "me", me.alias()]) assertStrictEquals(me.send(to, sent), sent);
  me.sendAfter(me.pid, sent, { delayMs: 1 });
  me.startTimer(me.pid, sent, { delayMs: 1 });
  simulation.system.sendAfter(me.pid, sent, { delayMs: 1 });
  sent.list.push(2); // after it was sent
  await simulation.advance(1);
  for (let n = 0; n < 6; n++) {
    const got = await me.receive<{ list?: number[]; message?: { list: number[] } }>();
    assertEquals((got.message ?? got).list, [1]);
  }
});

Deno.test("passBy() of copy gives a copy, primitives as they are, and refuses what cannot be cloned", () => {
  const pass = passBy("copy")!;
  const value = { map: new Map([[1, new Date(5)]]), bytes: new Uint8Array([1]) };
  const passed = pass(value);
  assertNotStrictEquals(passed, value);
  assertEquals(passed, value);
  for (const plain of [1, "a", 5n, true, null, undefined]) assertStrictEquals(pass(plain), plain);
  for (const value of [() => 1, Symbol("s"), { f: () => 1 }, new WeakMap()]) {
    assertThrows(
      () => pass(value),
      ArgumentError,
      "Cannot send a message: a System that copies messages sends only what structuredClone takes, got ",
    );
  }
});

Deno.test("passBy() of copy makes a message that cannot be cloned an error at the sender, and sends nothing", async () => {
  await using simulation = new Simulation({ messages: "copy" });
  const me = simulation.system.attach();
  assertThrows(() => me.send(me.pid, { call: () => {} }), ArgumentError, "structuredClone");
  assertThrows(() => me.sendAfter(me.pid, () => {}, { delayMs: 1 }), ArgumentError, "structuredClone");
  await simulation.advance(10);
  assertEquals(me.mailboxLength, 0);
});

Deno.test("passBy() hands a part of the runtime on as it is, under every policy", () => {
  const shared = new Shared({ value: [1] });
  assertStrictEquals(passBy("share"), null);
  for (const policy of ["freeze", "copy"] as const) assertStrictEquals(passBy(policy)!(shared), shared);
  assertFalse(Object.isFrozen(shared) || Object.isFrozen(shared.value));
});

Deno.test("passBy() refuses a policy that is none, when the System is made", () => {
  assertThrows(
    () => new System({ messages: "clone" as never, logger: silentLogger }),
    ArgumentError,
    'Cannot make a System: messages is "share", "freeze" or "copy", got "clone"',
  );
});

Deno.test("deepFreeze() goes all the way down, symbols and cycles included, and gives the value back", () => {
  const key = Symbol("key");
  const value = { a: [{ b: {} as object }], [key]: { c: 1 }, self: undefined as unknown, bare: Object.create(null) };
  value.self = value;
  assertStrictEquals(deepFreeze(value), value);
  for (const each of [value, value.a, value.a[0], value.a[0]!.b, value[key], value.bare]) assert(Object.isFrozen(each));
});

Deno.test("deepFreeze() freezes what is inside of something that was frozen already", () => {
  const inner = { n: 1 };
  deepFreeze(Object.freeze({ inner, list: Object.freeze([inner]) }));
  assert(Object.isFrozen(inner));
});

Deno.test("deepFreeze() leaves alone what is no plain object or array", () => {
  class Model {
    field = { n: 1 };
  }
  const value = { map: new Map(), bytes: new Uint8Array(2), model: new Model(), call: () => 1, date: new Date(0) };
  deepFreeze(value);
  for (const each of Object.values(value)) assertFalse(Object.isFrozen(each));
  assertFalse(Object.isFrozen(value.model.field));
  for (const plain of [1, "a", null, undefined]) assertStrictEquals(deepFreeze(plain), plain);
});

Deno.test("deepFreeze() calls no getter, and goes as deep as the value does", () => {
  let read = 0;
  deepFreeze({
    get costly() {
      return ++read;
    },
  });
  assertEquals(read, 0);
  let deep: { next: unknown } = { next: null };
  for (let n = 0; n < 100_000; n++) deep = { next: deep };
  assert(Object.isFrozen(deepFreeze(deep).next));
});
