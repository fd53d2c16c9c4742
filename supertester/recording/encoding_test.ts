import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { REDACTED, Redaction } from "@superlearner/otp";
import { decode, encode } from "./encoding.ts";

const back = (value: unknown, redaction?: Redaction) => decode(JSON.parse(JSON.stringify(encode(value, redaction))));

Deno.test("case 29: dates, big integers, maps, sets, typed arrays, pids and odd numbers come back equal", () => {
  const values = [
    new Date(7),
    12n,
    new Map<unknown, unknown>([["a", new Set([1, new Map()])], [{ key: 1 }, undefined]]),
    new Uint8Array([1, 2, 3]),
    new Float64Array([0.5]).buffer,
    "<0.3.0>",
    [NaN, -0, Infinity, undefined, null],
    /a+/gi,
    Object.create(null),
  ];
  for (const value of values) {
    assertEquals(back(value), value);
    assertEquals(back(value, new Redaction()), value);
  }
  const error = back(new RangeError("no")) as Error;
  assertEquals([error instanceof Error, error.name, error.message], [true, "RangeError", "no"]);
});

Deno.test("case 29: a cycle comes back as one", () => {
  const list: unknown[] = [1];
  list.push({ list });
  for (const redaction of [undefined, new Redaction()]) {
    const [one, { list: again }] = back(list, redaction) as [number, { list: unknown }];
    assertEquals(one, 1);
    assertStrictEquals((again as unknown[])[1], ((again as unknown[])[1] as { list: unknown[] }).list[1]);
  }
});

Deno.test("case 29: secrets are hidden wherever they are, before anything is written", () => {
  const value = {
    user: "ada",
    password: "hunter2",
    deep: [new Map<unknown, unknown>([["apiToken", { a: 1 }], ["url", "postgres://ada:hunter2@host/db"]])],
    error: new Error("password=hunter2"),
    __proto__: null,
  };
  const written = JSON.stringify(encode(value, new Redaction()));
  assertEquals(written.includes("hunter2"), false);
  const read = back(value, new Redaction()) as typeof value;
  assertEquals([read.user, read.password, read.deep[0]!.get("apiToken")], ["ada", REDACTED, REDACTED]);
});

Deno.test("case 29: what cannot be written is refused", () => {
  class Account {
    balance = 1;
  }
  for (const value of [() => {}, { deep: [Symbol("x")] }, new Account(), { handler() {} }]) {
    assertThrows(() => encode(value, undefined), Error, "Cannot stringify");
    assertThrows(() => encode(value, new Redaction()), Error, "Cannot stringify");
  }
});
