import { assert, assertEquals, assertThrows } from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import { ArgumentError, type ServerDefinition } from "@superlearner/otp";
import { type Arbitrary, assert as assertProperty, check, integer, nat, property, sample } from "npm:fast-check@^4";
import type { AnyOperation, MessageOperation } from "../scenarios/operation.ts";
import { Account, Counter, type CounterCalls, type CounterCasts } from "../scenarios/testdata/servers.ts";
import { drawnKinds, operationOf, operations } from "./operation_arbitrary.ts";

const spec = { calls: { add: integer({ min: 1, max: 9 }) } };
const kindsIn = (lists: readonly (readonly AnyOperation[])[]) =>
  [...new Set(lists.flat().map(({ kind }) => kind))].sort();

Deno.test("operations: draws every kind of call and cast, with the payloads it is told", () => {
  const drawn = operations(Counter, spec);
  assertType<IsExact<typeof drawn, Arbitrary<MessageOperation<CounterCalls, CounterCasts>[]>>>(true);
  const lists = sample(drawn, { numRuns: 200, seed: 1 });
  assertEquals(kindsIn(lists), ["add", "reset", "value"]);
  assert(lists.every((list) => list.length >= 1 && list.length <= 5));
  assertEquals(new Set(lists.map(({ length }) => length)).size, 5);
  for (const { kind, does, payload } of lists.flat() as { kind: string; does: string; payload: number }[]) {
    assertEquals(does, kind === "reset" ? "cast" : "call");
    assertEquals(kind === "add" ? payload >= 1 && payload <= 9 : payload === undefined, true);
  }
});

Deno.test("operations: leaves out what it is told to, and goes by weights", () => {
  const calls = { add: false, value: { weight: 9 } } as const;
  const kinds = sample(operations(Counter, { calls, minLength: 3, maxLength: 3 }), { numRuns: 200, seed: 1 }).flat();
  const values = kinds.filter(({ kind }) => kind === "value").length;
  assertEquals(kinds.length, 600);
  assert(values > 500 && values < 580, `${values}`);
});

Deno.test("operations: shrink to one operation of the first kind with the smallest payload", () => {
  const { counterexample } = check(
    property(operations(Counter, { calls: { add: nat() } }), (list) => {
      return !list.some((each) => each.kind === "add" && Number(each.payload) >= 17);
    }),
    { seed: 3 },
  );
  assertEquals(counterexample, [[{ does: "call", kind: "add", payload: 17 }]]);
});

Deno.test("operations: what does not fit the server does not compile, and is refused", () => {
  const refuses = (given: object, message: string) =>
    assertThrows(() => operations(Counter, given as typeof spec), ArgumentError, message);
  // @ts-expect-error add needs a payload
  assertThrows(() => operations(Counter), ArgumentError, "calls.add needs a payload");
  // @ts-expect-error of another type
  void (() => operations(Counter, { calls: { add: nat().map(String) } }));
  refuses({ calls: { add: nat(), nonsense: nat() } }, 'the calls of Counter are add, value, got "nonsense"');
  refuses({ infos: {} }, "they are drawn from calls and casts");
  refuses({ ...spec, minLength: -1 }, "minLength is a whole number from 0 up");
  refuses({ ...spec, minLength: 6 }, "minLength is not above maxLength");
  refuses({ calls: { add: { payload: nat(), weight: 0.5 } } }, "a weight is a whole number from 1 up");
  refuses({ calls: { add: false, value: false }, casts: { reset: false } }, "has a call or cast that is not left out");
});

Deno.test("operationOf: one operation", () => {
  const loose = Account as unknown as ServerDefinition<number, [], unknown, unknown>;
  assertProperty(property(operationOf(loose, { casts: { set: nat(3) } }), ({ does, kind }) => {
    return kind === "set" ? does === "cast" : does === "call";
  }));
});

Deno.test("drawnKinds: the kinds of a server, as they are drawn", () => {
  const loose = Account as unknown as ServerDefinition<number, [], unknown, unknown>;
  const kinds = drawnKinds(loose, { calls: { never: false, boom: { weight: 3 } }, casts: { set: nat() } });
  assertEquals(kinds.map(({ does, kind, weight }) => `${does} ${kind} ${weight}`), [
    "call balance 1",
    "call boom 3",
    "cast set 1",
  ]);
});
