import { ArgumentError, type PayloadOf, type ReplyOf } from "@superlearner/otp";
import { equal } from "@std/assert";
import type { AnyOperation, CallOperation } from "./operation.ts";

/**
 * What a server should be: plain functions over a state of the model's own, which answer at once. Of the same form as the
 * server, without any process. No function may change the state it is given.
 */
export interface ServerModel<State, Calls, Casts> {
  /** The state at the beginning. */
  init(): State;
  /** What calls answer, and make of the state. */
  calls?: {
    readonly [Kind in keyof Calls]?: (
      state: State,
      payload: PayloadOf<Calls[Kind]>,
    ) => readonly [reply: ReplyOf<Calls[Kind]>, state: State];
  };
  /** What casts make of the state. */
  casts?: { readonly [Kind in keyof Casts]?: (state: State, payload: PayloadOf<Casts[Kind]>) => State };
  /** Whether an answer is the one that the model gives. @default equal by value */
  sameReply?(actual: unknown, expected: unknown): boolean;
  /** A text that is the same for equal states; for states that are not JSON. @default JSON of the state */
  keyOf?(state: State): string;
}

/** The reply of what has none. */
const NONE: unique symbol = Symbol("no reply");

/** A model whose types were checked where it was given. */
export interface LooseModel {
  /** The state at the beginning. */
  init(): unknown;
  /** What a step answers and makes of the state. */
  apply(state: unknown, operation: AnyOperation): readonly [reply: unknown, state: unknown];
  /** Whether an answer is right; of a cast every one is. */
  sameReply(actual: unknown, expected: unknown): boolean;
  /** A text that is the same for equal states. */
  keyOf?(state: unknown): string;
}

type Handlers = { readonly [kind: string]: (state: unknown, payload: unknown) => unknown };

/** A model by operations: what histories are held against. */
export function looseModel<State, Calls, Casts>(model: ServerModel<State, Calls, Casts>): LooseModel {
  const { sameReply = equal, keyOf } = model;
  const [calls, casts] = [model.calls ?? {}, model.casts ?? {}] as [Handlers, Handlers];
  return {
    init: () => model.init(),
    apply: (state, operation) => {
      const { does, kind, payload } = operation as CallOperation;
      return (does as string) === "cast"
        ? [NONE, casts[kind]!(state, payload)]
        : calls[kind]!(state, payload) as readonly [unknown, unknown];
    },
    sameReply: (actual, expected) => expected === NONE || sameReply.call(model, actual, expected),
    ...(keyOf === undefined ? {} : { keyOf: (state) => keyOf.call(model, state as State) }),
  };
}

/**
 * Refuses a model that does not know what it will be asked.
 *
 * @throws {ArgumentError} Naming the kind that it lacks.
 */
export function checkModel<State, Calls, Casts>(
  action: string,
  { model, operations }: { model: ServerModel<State, Calls, Casts>; operations: Iterable<AnyOperation> },
): void {
  const refuse = (rule: string, value: unknown): never => {
    throw new ArgumentError(action, { rule, value });
  };
  if (typeof model !== "object" || model === null) refuse("the model is an object", model);
  if (typeof model.init !== "function") refuse("the model has an init", model.init);
  for (const { does, kind } of operations) {
    if (does === "custom") continue;
    const handlers = (does === "call" ? model.calls : model.casts) as Handlers | undefined;
    if (typeof handlers?.[kind] !== "function") refuse(`the model knows every ${does} that clients make`, kind);
  }
}
