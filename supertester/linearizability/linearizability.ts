import { equal } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { shortValue } from "../presenting/event_text.ts";

/** An operation of a history: what a client asked, when, and what it was answered. */
export interface HistoryEntry<Operation = unknown, Reply = unknown> {
  /** Who asked; a client asks one thing after the other. */
  readonly client: string | number;
  /** What. */
  readonly operation: Operation;
  /** When it was asked: any number that rises. */
  readonly invokedAt: number;
  /** When the answer came; `undefined` if none ever did: it may have been done, or not. */
  readonly returnedAt?: number;
  /** What the answer was. */
  readonly reply?: Reply;
  /**
   * Whether its client waited for the answer before it asked the next. Where it did not, what it asks takes effect in the
   * order it was asked; what has no answer and is passed over never does.
   *
   * @default {true}
   */
  readonly waits?: boolean;
}

/** What a server should be: a plain function over a state, without any concurrency. */
export interface Model<State, Operation, Reply> {
  /** The state at the beginning. */
  init(): State;
  /** What an operation answers and makes of the state. Must not change the state it is given. */
  apply(state: State, operation: Operation): readonly [reply: Reply, state: State];
  /** Whether an answer is the one that the model gives. @default equal by value */
  sameReply?(actual: Reply, expected: Reply): boolean;
  /** A text that is the same for equal states. @default JSON of the state */
  keyOf?(state: State): string;
}

/** Whether a history could have been that of one operation after the other. */
export interface LinearizabilityReport<Operation = unknown, Reply = unknown> {
  /** Whether there is such an order. */
  readonly linearizable: boolean;
  /** The order, where there is one; operations without an answer are in it if they have to be. */
  readonly order?: readonly HistoryEntry<Operation, Reply>[];
  /** Where there is none: the longest beginning that was possible. */
  readonly longest?: readonly HistoryEntry<Operation, Reply>[];
  /** How many states of the search were looked at. */
  readonly explored: number;
}

/** How far the search goes. */
export interface LinearizabilityOptions {
  /** How many states of the search are looked at before it gives up with an error. @default {1_000_000} */
  maxStates?: number;
}

/** A history was too long or too wide to be decided. */
export class UndecidedError extends Error {
  /** Always `"UndecidedError"`. */
  override readonly name: string = "UndecidedError";

  /** Makes the error of a search. */
  constructor(explored: number) {
    super(`Cannot decide whether the history is linearizable: gave up after ${explored} states; make it shorter`);
  }
}

/**
 * Decides whether a history of concurrent operations is linearizable: whether each could have taken effect at one moment
 * between its question and its answer, so that the answers are those of the model in that order (Herlihy and Wing, 1990). The
 * search is Wing and Gong's with the memory that Lowe added: a set of operations done, with a state, is looked at once. A
 * client that does not wait (`waits: false`: a cast, a call that was given up) has its questions in their order all the same,
 * as messages of one sender are.
 *
 * @throws {ArgumentError} If the history is none: an answer before its question, or a client that asks two things at once.
 * @throws {UndecidedError} If it takes more states than are allowed.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { checkLinearizable, type Model } from "@superlearner/supertester";
 *
 * type Op = { write: number } | "read";
 * const register: Model<number, Op, number | undefined> = {
 *   init: () => 0,
 *   apply: (value, op) => op === "read" ? [value, value] : [undefined, op.write],
 * };
 * const history = [
 *   { client: "a", operation: { write: 1 }, invokedAt: 0, returnedAt: 10 },
 *   { client: "b", operation: "read" as const, invokedAt: 1, returnedAt: 2, reply: 1 },
 *   { client: "b", operation: "read" as const, invokedAt: 3, returnedAt: 4, reply: 0 },
 * ];
 * assertEquals(checkLinearizable(history.slice(0, 2), register).linearizable, true);
 * assertEquals(checkLinearizable(history, register).linearizable, false); // it was 1, and then 0 again
 * ```
 */
export function checkLinearizable<State, Operation, Reply>(
  history: readonly HistoryEntry<Operation, Reply>[],
  model: Model<State, Operation, Reply>,
  options: LinearizabilityOptions = {},
): LinearizabilityReport<Operation, Reply> {
  const { maxStates = 1_000_000 } = options;
  checkHistory(history);
  const { sameReply = equal, keyOf = (state) => JSON.stringify(state) ?? "undefined" } = model;
  const count = history.length;
  const answered = history.map(({ returnedAt }) => returnedAt !== undefined);
  const toAnswer = answered.filter(Boolean).length;
  const earlier = earlierOfClient(history);
  const done = new Array<boolean>(count).fill(false);
  const seen = new Set<string>();
  const order: number[] = [];
  let longest: number[] = [];
  let explored = 0;

  const search = (state: State, answeredDone: number): boolean => {
    if (answeredDone === toAnswer) return true;
    if (++explored > maxStates) throw new UndecidedError(maxStates);
    const key = `${done.map(Number).join("")}|${keyOf(state)}`;
    if (seen.has(key)) return false;
    seen.add(key);
    // Nobody may be next whose question came after an answer that is still to be placed.
    let firstAnswer = Infinity;
    for (let at = 0; at < count; at++) {
      if (!done[at]) firstAnswer = Math.min(firstAnswer, history[at]!.returnedAt ?? Infinity);
    }
    for (let at = 0; at < count; at++) {
      const entry = history[at]!;
      if (done[at] || entry.invokedAt > firstAnswer) continue;
      const passed = earlier[at]!.filter((other) => !done[other]);
      if (passed.some((other) => answered[other])) continue;
      const [reply, next] = model.apply(state, entry.operation);
      if (answered[at] && !sameReply(entry.reply as Reply, reply)) continue;
      for (const each of [at, ...passed]) done[each] = true;
      order.push(at);
      if (order.length > longest.length) longest = [...order];
      if (search(next, answeredDone + Number(answered[at]))) return true;
      order.pop();
      for (const each of [at, ...passed]) done[each] = false;
    }
    return false;
  };

  const linearizable = search(model.init(), 0);
  const entries = (ats: readonly number[]) => ats.map((at) => history[at]!);
  return linearizable
    ? { linearizable, order: entries(order), explored }
    : { linearizable, longest: entries(longest), explored };
}

/** Of each operation, those that its client asked before; only where a client did not wait. */
function earlierOfClient(history: readonly HistoryEntry[]): readonly (readonly number[])[] {
  if (history.every(({ waits = true }) => waits)) return history.map(() => []);
  return history.map(({ client, invokedAt }) =>
    history.flatMap((other, at) => other.client === client && other.invokedAt < invokedAt ? [at] : [])
  );
}

/** A history as people read it: a line an operation, in the order of the questions. */
export function historyText(history: readonly HistoryEntry[]): string {
  return history.toSorted((one, other) => one.invokedAt - other.invokedAt).map((entry) => {
    const { client, operation, invokedAt, returnedAt, reply } = entry;
    const answer = returnedAt === undefined ? "no answer" : `${shortValue(reply)} at ${returnedAt}`;
    return `  ${client}: ${shortValue(operation)} at ${invokedAt} -> ${answer}`;
  }).join("\n");
}

function checkHistory(history: readonly HistoryEntry[]): void {
  const refuse = (rule: string, value: unknown): never => {
    throw new ArgumentError("check a history", { rule, value });
  };
  if (!Array.isArray(history)) refuse("it is a list of operations", history);
  const lastOf = new Map<string | number, number>();
  for (const entry of history.toSorted((one, other) => one.invokedAt - other.invokedAt)) {
    const { client, invokedAt, returnedAt = Infinity, waits = true } = entry;
    if (typeof invokedAt !== "number" || !(returnedAt >= invokedAt)) {
      refuse("an answer comes after its question", entry);
    }
    if (invokedAt < (lastOf.get(client) ?? -Infinity)) refuse("a client asks one thing after the other", entry);
    lastOf.set(client, waits ? returnedAt : Math.max(invokedAt, lastOf.get(client) ?? -Infinity));
  }
}
