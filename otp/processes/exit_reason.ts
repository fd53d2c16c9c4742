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

/** What thrown things that carry their own reason look like: `Exit`, `CallError` and `TaskError`. */
interface Reasoned {
  readonly reason: ExitReason;
  readonly call?: unknown;
  readonly task?: unknown;
}

/** How deep causes within causes are followed. */
const DEEPEST = 16;

/** Turns what a handler threw into the reason its process dies with. Never throws, whatever was thrown. */
export function reasonOf(thrown: unknown): ExitReason {
  try {
    if (!(thrown instanceof Error)) return { thrown };
    if (thrown.name === "Exit" && "reason" in thrown) return (thrown as unknown as Reasoned).reason;
    if (thrown.name === "CallError" && "reason" in thrown) {
      const { reason, call } = thrown as unknown as Reasoned;
      return { reason, call };
    }
    if (thrown.name === "TaskError" && "reason" in thrown) {
      const { reason, task } = thrown as unknown as Reasoned;
      return { reason, task };
    }
    return { error: errorData(thrown) };
  } catch { // a getter or a proxy of the program's own
    return { error: { name: "Error", message: "What was thrown cannot be read", stack: "" } };
  }
}

/** An error as plain data; the stack is read when somebody looks. */
export function errorData(error: Error): ErrorData {
  return plainError(error, []);
}

function plainError(error: Error, outer: readonly Error[]): ErrorData {
  const { cause } = error;
  const data = ownFields(error, outer);
  return {
    name: String(error.name),
    message: String(error.message),
    get stack() {
      return stackOf(error);
    },
    ...(cause === undefined ? {} : { cause: plain(cause, [...outer, error]) }),
    ...(data === undefined ? {} : { data }),
  };
}

/** What can be sent as it is, stays; an error becomes data, or a text where it is its own cause. */
function plain(value: unknown, outer: readonly Error[]): unknown {
  if (typeof value === "function" || typeof value === "symbol") return String(value);
  if (!(value instanceof Error)) return value;
  if (outer.includes(value) || outer.length >= DEEPEST) return `${value.name}: ${value.message}`;
  return plainError(value, outer);
}

function stackOf(error: Error): string {
  try {
    const { stack } = error;
    return typeof stack === "string" ? stack : "";
  } catch {
    return "";
  }
}

function ownFields(error: Error, outer: readonly Error[]): { [key: string]: unknown } | undefined {
  let fields: { [key: string]: unknown } | undefined;
  for (const key of Object.keys(error)) {
    if (key === "name" || key === "message" || key === "stack" || key === "cause") continue;
    (fields ??= {})[key] = plain((error as unknown as { [key: string]: unknown })[key], [...outer, error]);
  }
  if (error instanceof AggregateError) {
    (fields ??= {}).errors = error.errors.map((each) => plain(each, [...outer, error]));
  }
  return fields;
}

/** Whether a process that dies so is in order: `normal`, `shutdown` or `{ shutdown: x }`. Any other reason is a crash. */
export function isNormalExit(reason: ExitReason): boolean {
  if (typeof reason !== "object" || reason === null) return reason === "normal" || reason === "shutdown";
  try {
    return "shutdown" in reason;
  } catch { // a proxy that lets nobody look
    return false;
  }
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
  const text = describe(reason);
  return text.includes("\n") ? text.replaceAll(/\s*\n\s*/g, " ") : text;
}

/** The longest text of a reason within another text. */
const LONGEST = 1000;

const shortened = new WeakMap<object, string>();

/**
 * A reason for people as a part of what they are told: cut where it is long, since it may hold a whole state, and put into
 * words once, since of one death a hundred thousand callers may hear.
 */
export function shortReason(reason: ExitReason): string {
  if (typeof reason !== "object" || reason === null) return cut(formatReason(reason));
  let text = shortened.get(reason);
  if (text === undefined) shortened.set(reason, text = cut(formatReason(reason)));
  return text;
}

function cut(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}

function describe(reason: ExitReason): string {
  if (typeof reason !== "object" || reason === null) return String(reason);
  const { error } = reason as Partial<ErrorReason>;
  if (isErrorData(error)) return `${error.name}: ${error.message}`;
  try {
    return JSON.stringify(reason, (_key, value) => readable(value));
  } catch {
    return Object.prototype.toString.call(reason);
  }
}

/** What JSON would refuse or leave out, as text; an error without its stack. */
function readable(value: unknown): unknown {
  if (typeof value === "bigint") return `${value}n`;
  if (value === undefined || typeof value === "function" || typeof value === "symbol") return String(value);
  return isErrorData(value) ? `${value.name}: ${value.message}` : value;
}

function isErrorData(value: unknown): value is ErrorData {
  if (typeof value !== "object" || value === null) return false;
  const { name, message } = value as { name?: unknown; message?: unknown };
  return typeof name === "string" && typeof message === "string" && "stack" in value;
}
