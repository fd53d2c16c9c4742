import type { CastArguments, PayloadOf, Receiver, ServerRef } from "@superlearner/otp";
import { shortValue } from "../presenting/event_text.ts";

/** A client asks the server, and waits for the answer. */
export interface CallOperation<Kind extends string = string, Payload = unknown> {
  /** What it is. */
  readonly does: "call";
  /** The kind of call. */
  readonly kind: Kind;
  /** What it carries. */
  readonly payload: Payload;
}

/** A client tells the server, and goes on. */
export interface CastOperation<Kind extends string = string, Payload = unknown> {
  /** What it is. */
  readonly does: "cast";
  /** The kind of cast. */
  readonly kind: Kind;
  /** What it carries. */
  readonly payload: Payload;
}

/** What a client's own step has: the client is a process. */
export interface ClientContext {
  /** The process that the client is. */
  readonly self: Receiver;
  /** Which client, from 0 up. */
  readonly client: number;
  /** Which of its steps, from 0 up. */
  readonly step: number;
}

/** A client does something of its own, with a server whose calls and casts are these. */
export interface CustomOperation<Calls = never, Casts = never> {
  /** What it is. */
  readonly does: "custom";
  /** What people call it. */
  readonly kind: string;
  /** Does it; what it gives is the reply, what it throws an error of the step. Written as a method, so that a step for any server fits. */
  run(server: ServerRef<Calls, Casts>, client: ClientContext): unknown;
}

/** A call or a cast of a server with these: of another kind, or with another payload, it does not compile. */
export type MessageOperation<Calls = Record<never, never>, Casts = Record<never, never>> =
  | { [Kind in keyof Calls & string]: CallOperation<Kind, PayloadOf<Calls[Kind]>> }[keyof Calls & string]
  | { [Kind in keyof Casts & string]: CastOperation<Kind, PayloadOf<Casts[Kind]>> }[keyof Casts & string];

/** A step of a client of a server with these calls and casts. */
export type Operation<Calls = Record<never, never>, Casts = Record<never, never>> =
  | MessageOperation<Calls, Casts>
  | CustomOperation<Calls, Casts>;

/** Any step, where the server does not matter. */
export type AnyOperation = CallOperation | CastOperation | CustomOperation;

/** Makes the steps of clients of any server; a scenario compares them with its own. */
export interface OperationMaker {
  /** Asks the server, and waits for the answer. */
  call<Kind extends string, Payload = undefined>(kind: Kind, payload?: Payload): CallOperation<Kind, Payload>;
  /** Tells the server, and goes on. */
  cast<Kind extends string, Payload = undefined>(kind: Kind, payload?: Payload): CastOperation<Kind, Payload>;
  /** Does something of its own, as the process that the client is. */
  custom(
    run: (server: ServerRef<unknown, unknown>, client: ClientContext) => unknown,
  ): CustomOperation<unknown, unknown>;
}

/** Makes the steps of clients of one kind of server. */
export interface OperationMakerOf<Calls, Casts> {
  /** Asks the server, and waits for the answer. */
  call<Kind extends keyof Calls & string>(
    kind: Kind,
    ...payload: CastArguments<PayloadOf<Calls[Kind]>>
  ): CallOperation<Kind, PayloadOf<Calls[Kind]>>;
  /** Tells the server, and goes on. */
  cast<Kind extends keyof Casts & string>(
    kind: Kind,
    ...payload: CastArguments<PayloadOf<Casts[Kind]>>
  ): CastOperation<Kind, PayloadOf<Casts[Kind]>>;
  /** Does something of its own, as the process that the client is. */
  custom(run: (server: ServerRef<Calls, Casts>, client: ClientContext) => unknown): CustomOperation<Calls, Casts>;
}

/**
 * The steps of clients, for `defineScenario`: `op.call("add", 1)`, `op.cast("reset")`, `op.custom((server) => …)`. Where
 * the types of payloads are to be known while they are written, a scenario gives an `op` of its own:
 * `clients: (op) => [[op.call("put", { how: "first" })]]`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { op } from "@superlearner/supertester";
 *
 * assertEquals(op.call("add", 1), { does: "call", kind: "add", payload: 1 });
 * ```
 */
export const op: OperationMaker = {
  call: (kind, payload) => ({ does: "call", kind, payload: payload! }),
  cast: (kind, payload) => ({ does: "cast", kind, payload: payload! }),
  custom: (run) => ({ does: "custom", kind: run.name || "custom", run }),
};

/** A step as people read it: `call add(1)`. */
export function operationText({ does, kind, ...rest }: AnyOperation): string {
  if (does === "custom") return kind === "custom" ? kind : `custom ${kind}`;
  const { payload } = rest as CallOperation;
  return `${does} ${kind}${payload === undefined ? "" : `(${shortValue(payload)})`}`;
}
