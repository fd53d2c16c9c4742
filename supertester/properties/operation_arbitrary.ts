import { ArgumentError, type PayloadOf, type ServerDefinition } from "@superlearner/otp";
import { Arbitrary, constant, oneof } from "npm:fast-check@^4";
import type { AnyOperation, MessageOperation } from "../scenarios/operation.ts";
import { ListArbitrary } from "./list_arbitrary.ts";

/** The kinds of calls, or of casts, that cannot do without a payload. */
export type Needing<Handlers> = {
  [Kind in keyof Handlers]: undefined extends PayloadOf<Handlers[Kind]> ? never : Kind;
}[keyof Handlers];

/**
 * What one kind carries and how often it comes: an arbitrary of payloads; or that and a weight, 1 being usual; or `false`,
 * never.
 */
export type Drawn<Payload> =
  | Arbitrary<Payload>
  | { readonly payload?: Arbitrary<Payload>; readonly weight?: number }
  | false;

/** What the kinds carry: of those that need a payload it has to be said, the others come without. */
export type DrawnKinds<Handlers> =
  & { readonly [Kind in Needing<Handlers>]: Drawn<PayloadOf<Handlers[Kind]>> }
  & { readonly [Kind in Exclude<keyof Handlers, Needing<Handlers>>]?: Drawn<PayloadOf<Handlers[Kind]>> };

/** One group of kinds; to be left out where none needs a payload. */
export type DrawnGroup<Name extends string, Handlers> = [Needing<Handlers>] extends [never]
  ? { readonly [name in Name]?: DrawnKinds<Handlers> }
  : { readonly [name in Name]: DrawnKinds<Handlers> };

/** What operations are drawn from: all kinds of calls and casts of a server, with these payloads. */
export type OperationsSpec<Calls, Casts> = DrawnGroup<"calls", Calls> & DrawnGroup<"casts", Casts>;

/** The operations that are drawn: to be given where a kind needs a payload. */
export type OperationsArguments<Calls, Casts, Options> = [Needing<Calls> | Needing<Casts>] extends [never]
  ? [spec?: OperationsSpec<Calls, Casts> & Options]
  : [spec: OperationsSpec<Calls, Casts> & Options];

/** How many operations. */
export interface LengthOptions {
  /** The least. @default {1} */
  minLength?: number;
  /** The most. @default {5} */
  maxLength?: number;
}

/** What is known of a server at run time: its handlers. */
export interface ServerKinds {
  readonly name: string;
  readonly spec: { readonly calls?: object; readonly casts?: object };
}

/** The same spec with the types forgotten. */
export type LooseSpec = { readonly [group in "calls" | "casts"]?: { readonly [kind: string]: Drawn<unknown> } };

/**
 * Lists of operations of a server, for properties of one's own: every kind of call and cast, typed by the server. They
 * shrink: fewer operations, the kinds that come first, smaller payloads.
 *
 * @throws {ArgumentError} If the spec names what the server does not know, or lacks a payload that is needed.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { GenServer } from "@superlearner/otp";
 * import { operations } from "@superlearner/supertester/properties";
 * import { integer, sample } from "npm:fast-check@^4";
 *
 * const Counter = GenServer.define({
 *   name: "Counter",
 *   init: () => 0,
 *   calls: { value: (sum) => [sum, sum] },
 *   casts: { add: (sum, n: number) => sum + n },
 * });
 * const [list] = sample(operations(Counter, { casts: { add: integer() }, maxLength: 3 }), 1);
 * assert(list!.length >= 1 && list!.every(({ kind }) => kind === "value" || kind === "add"));
 * ```
 */
export function operations<State, Args extends readonly unknown[], Calls, Casts>(
  server: ServerDefinition<State, Args, Calls, Casts>,
  ...rest: OperationsArguments<NoInfer<Calls>, NoInfer<Casts>, LengthOptions>
): Arbitrary<MessageOperation<Calls, Casts>[]> {
  const [{ minLength = 1, maxLength = 5, ...spec } = {}] = rest as [(LooseSpec & LengthOptions)?];
  for (const [name, value] of Object.entries({ minLength, maxLength })) {
    if (!Number.isSafeInteger(value) || value < 0) refuse(`${name} is a whole number from 0 up`, value);
  }
  if (minLength > maxLength) refuse("minLength is not above maxLength", minLength);
  const operation = operationOf(server, spec) as Arbitrary<unknown> as Arbitrary<MessageOperation<Calls, Casts>>;
  return new ListArbitrary(operation, { least: minLength, most: maxLength });
}

/** One operation of a server. */
export function operationOf(server: ServerKinds, spec: LooseSpec): Arbitrary<AnyOperation> {
  const parts = drawnKinds(server, spec).map(({ does, kind, payload, weight }) => ({
    weight,
    arbitrary: payload.map((payload): AnyOperation => ({ does, kind, payload })),
  }));
  return oneof({ withCrossShrink: true }, ...parts);
}

/** A kind that is drawn. */
export interface DrawnKind {
  readonly does: "call" | "cast";
  readonly kind: string;
  readonly payload: Arbitrary<unknown>;
  readonly weight: number;
}

/**
 * The kinds that are drawn of a server.
 *
 * @throws {ArgumentError} If the spec is none.
 */
export function drawnKinds({ name, spec: kinds }: ServerKinds, spec: LooseSpec): DrawnKind[] {
  if (typeof spec !== "object" || spec === null) refuse("what they are drawn from is an object", spec);
  const unknown = Object.keys(spec).find((key) => key !== "calls" && key !== "casts");
  if (unknown !== undefined) refuse("they are drawn from calls and casts", unknown);
  const all = (["calls", "casts"] as const).flatMap((group) => {
    const handlers = (kinds[group] ?? {}) as { readonly [kind: string]: (...all: never[]) => unknown };
    const drawn = spec[group] ?? {};
    const stray = Object.keys(drawn).find((kind) => !Object.hasOwn(handlers, kind));
    if (stray !== undefined) refuse(`the ${group} of ${name} are ${Object.keys(handlers).join(", ") || "none"}`, stray);
    return Object.entries(handlers).flatMap(([kind, handler]): DrawnKind[] => {
      const how = drawn[kind];
      if (how === false) return [];
      const { payload, weight = 1 } = how instanceof Arbitrary ? { payload: how } : how ?? {};
      if (payload === undefined && handler.length > 1) {
        refuse(`${group}.${kind} needs a payload: an arbitrary of it, or false to leave it out`, how);
      }
      if (!Number.isSafeInteger(weight) || weight < 1) refuse("a weight is a whole number from 1 up", weight);
      return [{ does: group === "calls" ? "call" : "cast", kind, payload: payload ?? constant(undefined), weight }];
    });
  });
  if (all.length === 0) refuse(`${name} has a call or cast that is not left out`, spec);
  return all;
}

function refuse(rule: string, value: unknown): never {
  throw new ArgumentError("draw operations", { rule, value });
}
