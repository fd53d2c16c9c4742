/**
 * Why a process died. Erlang's terms as data: `"normal"`, `"shutdown"`, `{ shutdown: x }`, `"kill"` and `"killed"`,
 * `"noproc"`, `{ error }` for a crash, or any text or plain object of the program's own.
 */
export type ExitReason =
  | "normal"
  | "shutdown"
  | "kill"
  | "killed"
  | "noproc"
  | "timeout"
  | ErrorReason
  | string
  | { readonly [key: string]: unknown };

/** A crash, as plain data: what was thrown, with the stack where it was thrown. */
export interface ErrorReason {
  /** The error that nobody caught. */
  readonly error: ErrorData;
}

/** An error as plain data, so that it crosses any wall unchanged. */
export interface ErrorData {
  /** The error's class, like `"TypeError"`. */
  readonly name: string;
  /** The error's message. */
  readonly message: string;
  /** Where it was thrown; read only when asked for, since printing a stack costs more than throwing it. */
  readonly stack: string;
  /** The error's cause, if it had one. */
  readonly cause?: unknown;
  /** The error's own further fields, if it had any. */
  readonly data?: { readonly [key: string]: unknown };
}

/** What thrown things that carry their own reason look like: `Exit` and `CallError`. */
interface Reasoned {
  readonly reason: ExitReason;
  readonly call?: unknown;
}

/** Turns what a handler threw into the reason its process dies with. */
export function reasonOf(thrown: unknown): ExitReason {
  if (!(thrown instanceof Error)) return { thrown };
  if (thrown.name === "Exit") return (thrown as unknown as Reasoned).reason;
  if (thrown.name === "CallError") {
    const { reason, call } = thrown as unknown as Reasoned;
    return { reason, call };
  }
  return { error: errorData(thrown) };
}

/** An error as plain data; the stack is read when somebody looks. */
export function errorData(error: Error): ErrorData {
  const own = ownFields(error);
  return {
    name: error.name,
    message: error.message,
    get stack() {
      return error.stack ?? "";
    },
    ...(error.cause === undefined
      ? {}
      : { cause: error.cause instanceof Error ? errorData(error.cause) : error.cause }),
    ...(own === undefined ? {} : { data: own }),
  };
}

function ownFields(error: Error): { [key: string]: unknown } | undefined {
  let fields: { [key: string]: unknown } | undefined;
  for (const key of Object.keys(error)) {
    if (key === "name" || key === "message" || key === "stack" || key === "cause") continue;
    (fields ??= {})[key] = (error as unknown as { [key: string]: unknown })[key];
  }
  return fields;
}

/** Whether a process that dies so is in order: `normal`, `shutdown` or `{ shutdown: x }`. Any other reason is a crash. */
export function isNormalExit(reason: ExitReason): boolean {
  return reason === "normal" || reason === "shutdown" ||
    (typeof reason === "object" && reason !== null && "shutdown" in reason);
}

/**
 * A reason for people, on one line.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { formatReason } from "@superlearner/otp";
 *
 * assertEquals(formatReason("killed"), "killed");
 * assertEquals(formatReason({ shutdown: "lunch" }), '{"shutdown":"lunch"}');
 * ```
 */
export function formatReason(reason: ExitReason): string {
  if (typeof reason === "string") return reason;
  if (typeof reason !== "object" || reason === null) return String(reason);
  const error = (reason as Partial<ErrorReason>).error;
  if (error !== undefined && error !== null && typeof error.message === "string") {
    return `${error.name}: ${error.message}`;
  }
  try {
    return JSON.stringify(reason, (_key, value) => typeof value === "bigint" ? `${value}n` : value);
  } catch {
    return Object.prototype.toString.call(reason);
  }
}
