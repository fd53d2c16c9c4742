import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError, SeededRandom } from "@superlearner/otp";
import { checkLinearizable, type HistoryEntry, type Model } from "./linearizability.ts";

type Op = "read" | number;
type Entry = HistoryEntry<Op, number | undefined>;

/** A value that is read, or set by what nobody waits for. */
const register: Model<number, Op, number | undefined> = {
  init: () => 0,
  apply: (value, op) => op === "read" ? [value, value] : [undefined, op],
  sameReply: (actual, expected) => expected === undefined || actual === expected,
};

const told = (client: string, value: number, [invokedAt, returnedAt]: readonly [number, number?]): Entry => (
  { client, operation: value, invokedAt, waits: false, ...(returnedAt === undefined ? {} : { returnedAt }) }
);
const read = (client: string, [invokedAt, returnedAt, reply]: readonly [number, number, number]): Entry => (
  { client, operation: "read", invokedAt, returnedAt, reply }
);

Deno.test("checkLinearizable: a client that does not wait has its questions in their order all the same", () => {
  const seen = (reply: number, client = "a") =>
    checkLinearizable([told("a", 1, [0, 9]), told("a", 2, [1, 9]), read(client, [2, 9, reply])], register).linearizable;
  assertEquals([seen(2), seen(1), seen(0)], [true, false, false]);
  assertEquals([seen(2, "b"), seen(1, "b"), seen(0, "b")], [true, true, true]);
});

Deno.test("checkLinearizable: what has no answer and is passed over never takes effect", () => {
  const history = (later: number) => [told("a", 1, [0]), read("a", [1, 2, 0]), read("b", [3, 4, later])];
  assertEquals(checkLinearizable(history(0), register).linearizable, true);
  assertEquals(checkLinearizable(history(1), register).linearizable, false);
  const done = [told("a", 1, [0]), read("a", [1, 2, 1])];
  assertEquals(checkLinearizable(done, register).order?.length, 2);
});

Deno.test("checkLinearizable: only a client that says so may ask before it has an answer", () => {
  const history = [{ ...told("a", 1, [0, 5]), waits: true }, read("a", [1, 6, 1])];
  assertThrows(() => checkLinearizable(history, register), ArgumentError, "a client asks one thing after the other");
});

Deno.test("checkLinearizable: agrees with trying every order where clients do not wait", () => {
  const random = new SeededRandom(11);
  const whole = (below: number) => Math.floor(random.next() * below);
  const verdicts = [0, 0];
  for (let run = 0; run < 400; run++) {
    const history: Entry[] = [];
    for (const client of ["a", "b"]) {
      let time = whole(3);
      for (let n = 0; n < 3; n++, time += 1 + whole(2)) {
        if (whole(2) === 0) history.push(told(client, 1 + whole(2), whole(3) === 0 ? [time] : [time, time + 4]));
        else {
          const returnedAt = time + 1 + whole(3);
          history.push(read(client, [time, returnedAt, whole(3)]));
          time = returnedAt;
        }
      }
    }
    const expected = everyOrder(history);
    verdicts[Number(expected)]!++;
    assertEquals(checkLinearizable(history, register).linearizable, expected, JSON.stringify(history));
  }
  assertEquals(verdicts.every((count) => count > 40), true, `both verdicts are met: ${verdicts}`);
});

/** Whether one of all orders, with any of what was never answered, keeps to times and clients and gives the answers. */
function everyOrder(history: readonly Entry[]): boolean {
  const search = (left: readonly Entry[], done: readonly Entry[], value: number): boolean =>
    left.every(({ returnedAt }) => returnedAt === undefined) || left.some((next) => {
      const others = left.filter((other) => other !== next);
      if (others.some((other) => (other.returnedAt ?? Infinity) < next.invokedAt)) return false;
      if (done.some((other) => other.client === next.client && other.invokedAt > next.invokedAt)) return false;
      const [reply, after] = register.apply(value, next.operation);
      if (next.operation === "read" && next.reply !== reply) return false;
      return search(others, [...done, next], after);
    });
  return search(history, [], 0);
}
