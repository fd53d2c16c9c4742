import { assertEquals, assertThrows } from "@std/assert";
import type { HistoryEntry } from "../linearizability/linearizability.ts";
import { looseModel } from "./model.ts";
import { type AnyOperation, op } from "./operation.ts";
import { counting } from "./testdata/servers.ts";
import { assertHistory, NotLinearizableError } from "./violation.ts";

type Entry = HistoryEntry<AnyOperation, unknown>;

const model = looseModel(counting);
const add = (client: number, [invokedAt, returnedAt, reply]: readonly [number, number, number]): Entry => (
  { client, operation: op.call("add", 1), invokedAt, returnedAt, reply }
);

Deno.test("assertHistory: accepts what an order explains", () => {
  assertHistory([add(0, [0, 3, 2]), add(1, [1, 2, 1])], model);
});

Deno.test("assertHistory: shows the smallest beginning that nothing explains, and how far it goes", () => {
  const lost = [add(0, [0, 2, 1]), add(1, [1, 3, 1]), add(0, [4, 5, 2]), add(1, [6, 7, 9])];
  const error = assertThrows(() => assertHistory(lost, model), NotLinearizableError);
  assertEquals(error.beginning, lost.slice(0, 2));
  assertEquals(error.explained, lost.slice(0, 1));
  assertEquals(
    error.message,
    [
      "No order of one operation after the other gives these answers",
      "  client 0: call add(1) at 0 -> 1 at 2",
      "  client 1: call add(1) at 1 -> 1 at 3",
      "The last answer, call add(1) -> 1 of client 1, is what cannot be",
      "As far as it goes: call add(1) -> 1 of client 0",
    ].join("\n"),
  );
});

Deno.test("assertHistory: of one client it says what the answer had to be", () => {
  const wrong = [add(0, [0, 1, 1]), add(0, [2, 3, 5])];
  assertThrows(() => assertHistory(wrong, model), NotLinearizableError, "is what cannot be: after the others it is 2");
});

Deno.test("assertHistory: an answer that came later than the beginning counts as none", () => {
  const open = [add(0, [0, 9, 1]), add(1, [1, 2, 7]), add(2, [3, 4, 2])];
  const { beginning } = assertThrows(() => assertHistory(open, model), NotLinearizableError);
  assertEquals(beginning.map(({ client, returnedAt }) => [client, returnedAt]), [[0, undefined], [1, 2]]);
});

Deno.test("assertHistory: a cast that its own client does not see is found, one that another does not see is not", () => {
  const cast: Entry = { client: 0, operation: op.cast("reset"), invokedAt: 2, returnedAt: 5, waits: false };
  const value = (client: number, reply: number): Entry => (
    { client, operation: op.call("value"), invokedAt: 4, returnedAt: 5, reply }
  );
  assertHistory([add(0, [0, 1, 1]), cast, value(0, 0)], model);
  assertThrows(() => assertHistory([add(0, [0, 1, 1]), cast, value(0, 1)], model), NotLinearizableError);
  for (const seen of [0, 1]) assertHistory([add(0, [0, 1, 1]), cast, value(1, seen)], model);
});
