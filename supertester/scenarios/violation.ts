import { shortValue } from "../presenting/event_text.ts";
import type { LooseModel } from "./model.ts";
import {
  checkLinearizable,
  type HistoryEntry,
  type LinearizabilityOptions,
} from "../linearizability/linearizability.ts";
import { type AnyOperation, operationText } from "./operation.ts";

type Entry = HistoryEntry<AnyOperation, unknown>;

/** A history that no order of one operation after the other explains. */
export class NotLinearizableError extends Error {
  /** Always `"NotLinearizableError"`. */
  override readonly name: string = "NotLinearizableError";
  /** The smallest beginning of the history that cannot be explained. */
  readonly beginning: readonly HistoryEntry[];
  /** As many of its operations as can be, in the order that explains them. */
  readonly explained: readonly HistoryEntry[];

  /** Makes the error of a beginning. */
  constructor(
    beginning: readonly HistoryEntry<AnyOperation, unknown>[],
    details: {
      /** As many as can be, in order. */
      readonly explained: readonly HistoryEntry<AnyOperation, unknown>[];
      /** What the last answer would have to be, where there is one way alone. */
      readonly expected?: unknown;
    },
  ) {
    const { explained } = details;
    const culprit = culpritOf(beginning);
    const instead = "expected" in details ? `: after the others it is ${shortValue(details.expected)}` : "";
    super([
      "No order of one operation after the other gives these answers",
      ...beginning.toSorted((one, other) => one.invokedAt - other.invokedAt).map((each) => line(each)),
      `The last answer, ${what(culprit)}, is what cannot be${instead}`,
      explained.length === 0
        ? "Not even one of them can be first"
        : `As far as it goes: ${explained.map((each) => what(each)).join(", then ")}`,
    ].join("\n"));
    this.beginning = beginning;
    this.explained = explained;
  }
}

/** The operation whose answer came last. */
function culpritOf(beginning: readonly Entry[]): Entry {
  return beginning.toSorted((one, other) => (one.returnedAt ?? -1) - (other.returnedAt ?? -1)).at(-1)!;
}

/**
 * Holds a history against a model.
 *
 * @throws {NotLinearizableError} With the smallest beginning that cannot be explained: up to one answer too many.
 * @throws {UndecidedError} If the history is too long or too wide to be decided.
 */
export function assertHistory(
  history: readonly Entry[],
  model: LooseModel,
  options: LinearizabilityOptions = {},
): void {
  if (checkLinearizable(history, model, options).linearizable) return;
  const moments = history.flatMap(({ returnedAt }) => returnedAt ?? []).sort((one, other) => one - other);
  // A beginning of what can be explained can be explained as well: the smallest is found by halves.
  let [low, high] = [0, moments.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (checkLinearizable(until(history, moments[middle]!), model, options).linearizable) low = middle + 1;
    else high = middle;
  }
  const beginning = until(history, moments[low]!);
  const { longest = [] } = checkLinearizable(beginning, model, options);
  const culprit = culpritOf(beginning);
  const alone = beginning.every(({ client }) => client === culprit.client) && !longest.includes(culprit);
  const instead = alone ? { expected: replyAfter(longest, { model, culprit }) } : {};
  throw new NotLinearizableError(beginning, { explained: longest, ...instead });
}

/** What a model answers when all the others are done. */
function replyAfter(others: readonly Entry[], { model, culprit }: { model: LooseModel; culprit: Entry }): unknown {
  const state = others.reduce((before, { operation }) => model.apply(before, operation)[1], model.init());
  return model.apply(state, culprit.operation)[0];
}

/** A history up to a moment: what has no answer by then has none. */
function until(history: readonly Entry[], moment: number): Entry[] {
  return history.flatMap((entry) => {
    if (entry.invokedAt > moment) return [];
    if (entry.returnedAt === undefined || entry.returnedAt <= moment) return [entry];
    const { returnedAt: _later, reply: _then, ...open } = entry;
    return [open];
  });
}

function line(entry: Entry): string {
  const { client, operation, invokedAt, returnedAt, reply } = entry;
  const answer = returnedAt === undefined
    ? "no answer yet"
    : operation.does === "cast"
    ? "done by the end"
    : `${shortValue(reply)} at ${returnedAt}`;
  return `  client ${client}: ${operationText(operation)} at ${invokedAt} -> ${answer}`;
}

function what({ client, operation, reply, returnedAt }: Entry): string {
  const answer = operation.does === "cast" || returnedAt === undefined ? "" : ` -> ${shortValue(reply)}`;
  return `${operationText(operation)}${answer} of client ${client}`;
}
