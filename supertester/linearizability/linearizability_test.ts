import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError, SeededRandom } from "@superlearner/otp";
import { checkLinearizable, type HistoryEntry, historyText, type Model, UndecidedError } from "./linearizability.ts";

type Op = readonly ["write", number] | readonly ["read"] | readonly ["add", number];

const register: Model<number, Op, number | undefined> = {
  init: () => 0,
  apply: (value, [kind, n = 0]) => {
    if (kind === "read") return [value, value];
    return kind === "write" ? [undefined, n] : [value + n, value + n];
  },
};

const entry = (
  client: string,
  operation: Op,
  [invokedAt, returnedAt, reply]: readonly [number, number?, (number | undefined)?],
): HistoryEntry<Op, number | undefined> => ({
  client,
  operation,
  invokedAt,
  ...(returnedAt === undefined ? {} : { returnedAt }),
  ...(reply === undefined ? {} : { reply }),
});

Deno.test("checkLinearizable: what overlaps may have been in either order", () => {
  const write = entry("a", ["write", 1], [0, 10]);
  for (const seen of [0, 1]) {
    const { linearizable, order } = checkLinearizable([write, entry("b", ["read"], [1, 9, seen])], register);
    assertEquals([linearizable, order?.map(({ client }) => client)], [true, seen === 1 ? ["a", "b"] : ["b", "a"]]);
  }
});

Deno.test("checkLinearizable: what was over before is in that order", () => {
  const history = [entry("a", ["write", 1], [0, 1]), entry("b", ["read"], [2, 3, 0])];
  const { linearizable, longest } = checkLinearizable(history, register);
  assertEquals([linearizable, longest], [false, history.slice(0, 1)]);
});

Deno.test("checkLinearizable: two that read and then write the same have lost an update", () => {
  const history = [entry("a", ["add", 1], [0, 5, 1]), entry("b", ["add", 1], [1, 6, 1])];
  assertEquals(checkLinearizable(history, register).linearizable, false);
});

Deno.test("checkLinearizable: what was never answered may have been done, or not", () => {
  const lost = entry("a", ["write", 7], [0]);
  for (const seen of [0, 7]) {
    assertEquals(checkLinearizable([lost, entry("b", ["read"], [1, 2, seen])], register).linearizable, true);
  }
  const history = [lost, entry("b", ["read"], [1, 2, 7]), entry("b", ["read"], [3, 4, 0])];
  assertEquals(checkLinearizable(history, register).linearizable, false);
});

Deno.test("checkLinearizable: agrees with trying every order, over random histories", () => {
  const random = new SeededRandom(7);
  const whole = (below: number) => Math.floor(random.next() * below);
  const verdicts = [0, 0];
  for (let run = 0; run < 400; run++) {
    const history: HistoryEntry<Op, number | undefined>[] = [];
    for (const client of ["a", "b", "c"]) {
      let time = whole(4);
      for (let n = 0; n < 2; n++) {
        const operation: Op = whole(2) === 0 ? ["write", 1 + whole(2)] : ["read"];
        const returnedAt = time + 1 + whole(6);
        history.push(entry(client, operation, [time, returnedAt, operation[0] === "read" ? whole(3) : undefined]));
        time = returnedAt + 1 + whole(3);
      }
    }
    const expected = everyOrder(history);
    verdicts[Number(expected)]!++;
    assertEquals(checkLinearizable(history, register).linearizable, expected, JSON.stringify(history));
  }
  assertEquals(verdicts.every((count) => count > 40), true, `both verdicts are met: ${verdicts}`);
});

Deno.test("checkLinearizable: refuses what is no history, and gives up where it is told to", () => {
  const twice = [entry("a", ["read"], [0, 5, 0]), entry("a", ["read"], [3, 6, 0])];
  assertThrows(() => checkLinearizable(twice, register), ArgumentError, "a client asks one thing after the other");
  assertThrows(
    () => checkLinearizable([entry("a", ["read"], [5, 3, 0])], register),
    ArgumentError,
    "an answer comes after",
  );
  assertThrows(() => checkLinearizable(7 as unknown as [], register), ArgumentError, "it is a list of operations");
  const wide = Array.from({ length: 12 }, (_, n) => entry(`${n}`, ["write", n], [0, 10]));
  const history = [...wide, entry("z", ["read"], [11, 12, 99])];
  assertThrows(() => checkLinearizable(history, register, { maxStates: 50 }), UndecidedError, "after 50 states");
});

Deno.test("historyText: a line an operation", () => {
  const history = [entry("b", ["read"], [2, 3, 0]), entry("a", ["write", 1], [0])];
  assertEquals(historyText(history), '  a: ["write",1] at 0 -> no answer\n  b: ["read"] at 2 -> 0 at 3');
});

/** Whether one of all orders that keep to the times gives the answers. */
function everyOrder(history: readonly HistoryEntry<Op, number | undefined>[]): boolean {
  const search = (left: readonly HistoryEntry<Op, number | undefined>[], value: number): boolean =>
    left.length === 0 || left.some((next) => {
      if (left.some((other) => other !== next && other.returnedAt! < next.invokedAt)) return false;
      const [reply, after] = register.apply(value, next.operation);
      return reply === next.reply && search(left.filter((other) => other !== next), after);
    });
  return search(history, 0);
}
