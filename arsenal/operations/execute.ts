import type { z } from "zod";
import type { Clock, OtpSystem } from "./host.ts";
import type { HandlerInput, Operation } from "./operation.ts";
import { type FieldError, OperationError, validationFailed } from "./operation_error.ts";
import { mayDo, type Principal } from "./principal.ts";
import { RowsReply, TextReply } from "./reply.ts";
import { validate } from "./validate.ts";

/** What an operation is given; what is left out counts as `{}`. */
export interface Input {
  /** The parameters of the path. */
  params?: unknown;
  /** The query. */
  query?: unknown;
  /** The body. */
  body?: unknown;
}

/** Who executes an operation, and how. */
export interface ExecuteContext {
  /** Who asks. */
  principal: Principal;
  /** Ends the operation early. */
  signal?: AbortSignal;
  /** Reads a header of the request, where there is one. */
  header?: (name: string) => string | undefined;
  /** Leaves a list of rows as a {@linkcode RowsReply}, to be made while it is sent. @default {false} */
  lazy?: boolean;
}

/** What came of it. */
export interface Executed {
  /** The operation. */
  readonly operation: Operation;
  /** Its answer: as its schema lets it out, a {@linkcode TextReply}, or the events of a stream. */
  readonly value: unknown;
  /** The HTTP status that it comes to. */
  readonly status: number;
  /** Headers that it set. */
  readonly headers: { readonly [name: string]: string };
}

/** Refuses a principal without the permission. */
export function authorize(operation: Operation, principal: Principal): void {
  if (mayDo(principal, operation.permission)) return;
  throw new OperationError("forbidden", {
    status: 403,
    detail: `${operation.name} needs the permission ${operation.permission}`,
    facts: { permission: operation.permission },
  });
}

/** Permission, input, handler, answer: in this order, whoever asks. */
export async function execute(
  operation: Operation,
  input: Input,
  context: ExecuteContext & { system: OtpSystem; clock: Clock },
): Promise<Executed> {
  const { principal, system, header = () => undefined } = context;
  authorize(operation, principal);
  const { params, query, body } = checkInput(operation, input);
  const headers: Record<string, string> = {};
  let status = operation.status;
  using timed = new Deadline(context, operation);
  const given: HandlerInput<unknown, unknown, unknown> = {
    params,
    query,
    body,
    system,
    principal,
    get signal() {
      return timed.signal;
    },
    header,
    setHeader: (name, value) => void (headers[name.toLowerCase()] = value),
    setStatus: (value) => void (status = value),
  };
  const result = operation.handler(given as never);
  const value = result instanceof Promise ? await timed.within(result) : result;
  return { operation, value: letOut(operation, value, context.lazy ?? false), status, headers };
}

function checkInput(operation: Operation, input: Input): { params: unknown; query: unknown; body: unknown } {
  const errors: FieldError[] = [];
  const check = (part: "path" | "query" | "body", value: unknown): unknown => {
    const schema = operation[part === "path" ? "params" : part];
    if (schema === undefined) return undefined;
    const checked = validate(schema, value ?? {}, part);
    if ("value" in checked) return checked.value;
    errors.push(...checked.errors);
  };
  const checked = {
    params: check("path", input.params),
    query: check("query", input.query),
    body: check("body", input.body),
  };
  if (errors.length > 0) throw validationFailed(errors);
  return checked;
}

/** What is not in the schema stays inside; an answer that contradicts it is a fault of the handler. */
function letOut(operation: Operation, value: unknown, lazy: boolean): unknown {
  if (operation.kind === "stream" || value instanceof TextReply) return value;
  if (value instanceof RowsReply) {
    const rows = value as RowsReply<unknown>;
    // Held to the schema when they are made.
    const checked = new RowsReply(rows.length, (from, to) => parse(operation, rows.slice(from, to)) as unknown[]);
    return lazy ? checked : checked.slice();
  }
  return parse(operation, value);
}

function parse(operation: Operation, value: unknown): unknown {
  const result = (operation.response as z.ZodType).safeParse(value);
  if (result.success) return result.data;
  throw new TypeError(`Cannot answer ${operation.name}: the answer follows its schema, got ${result.error.message}`);
}

/** The time an operation has, and the signal that ends it. Costs nothing for a handler that answers at once. */
class Deadline implements Disposable {
  readonly #context: ExecuteContext & { clock: Clock };
  readonly #operation: Operation;
  #controller: AbortController | undefined;
  readonly #follow = () => this.#controller!.abort(this.#context.signal!.reason);

  constructor(context: ExecuteContext & { clock: Clock }, operation: Operation) {
    this.#context = context;
    this.#operation = operation;
  }

  get signal(): AbortSignal {
    return this.#use().signal;
  }

  async within<Value>(result: Promise<Value>): Promise<Value> {
    const { clock, signal } = this.#context;
    const { timeoutMs, name } = this.#operation;
    const { promise, reject } = Promise.withResolvers<never>();
    const alarm = timeoutMs === Infinity ? undefined : clock.setAlarm(clock.now() + timeoutMs, () => {
      reject(
        new OperationError("operation_timeout", { status: 504, detail: `${name} took longer than ${timeoutMs} ms` }),
      );
      this.#controller?.abort();
    });
    const cancelled = () =>
      reject(new OperationError("cancelled", { status: 499, detail: `The caller of ${name} is gone` }));
    signal?.addEventListener("abort", cancelled, { once: true });
    try {
      return await Promise.race([result, promise]);
    } finally {
      alarm?.cancel();
      signal?.removeEventListener("abort", cancelled);
    }
  }

  [Symbol.dispose](): void {
    // A stream goes on after its handler has answered, and ends with the request.
    if (this.#operation.kind === "reply") this.#context.signal?.removeEventListener("abort", this.#follow);
  }

  #use(): AbortController {
    if (this.#controller === undefined) {
      const { signal } = this.#context;
      this.#controller = new AbortController();
      if (signal?.aborted) this.#follow();
      else signal?.addEventListener("abort", this.#follow, { once: true });
    }
    return this.#controller;
  }
}
