import { assertEquals } from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import { type CallOperation, op, type OperationMakerOf, operationText } from "./operation.ts";
import type { CounterCalls, CounterCasts } from "./testdata/servers.ts";

Deno.test("op: makes steps as plain data, typed by what was written", () => {
  const call = op.call("add", 1);
  assertType<IsExact<typeof call, CallOperation<"add", number>>>(true);
  assertEquals(call, { does: "call", kind: "add", payload: 1 });
  assertEquals(op.cast("reset"), { does: "cast", kind: "reset", payload: undefined });
  assertEquals(op.custom(function twice() {}).kind, "twice");
});

Deno.test("op: of a server, it knows kinds and payloads while they are written", () => {
  const typed = op as unknown as OperationMakerOf<CounterCalls, CounterCasts>;
  const call = typed.call("value");
  assertType<IsExact<typeof call.kind, "value">>(true);
  // @ts-expect-error there is no such call
  typed.call("nonsense");
  // @ts-expect-error it needs a payload
  typed.call("add");
  // @ts-expect-error of another type
  typed.call("add", "1");
  // @ts-expect-error it is a cast
  typed.call("reset");
  typed.custom(async (server) => {
    const sum = await server.call("add", 1);
    assertType<IsExact<typeof sum, number>>(true);
  });
});

Deno.test("operationText: what it is, of what kind, with what", () => {
  const steps = [op.call("add", 1), op.cast("reset"), op.call("put", { a: [1] }), op.custom(() => {})];
  assertEquals(steps.map(operationText), ["call add(1)", "cast reset", 'call put({"a":[1]})', "custom"]);
  assertEquals(operationText(op.custom(function deposit() {})), "custom deposit");
});
