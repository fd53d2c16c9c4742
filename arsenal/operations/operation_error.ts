/** One fault in what was given, and where it is. */
export interface FieldError {
  /** Which part of the request. */
  readonly in: "path" | "query" | "body" | "header";
  /** The field, nested ones joined by dots; empty for the part as a whole. */
  readonly path: string;
  /** What is wrong with it. Never the value that was given. */
  readonly message: string;
}

/** What an {@linkcode OperationError} says beside its code. */
export interface OperationErrorOptions {
  /** The HTTP status. */
  status: number;
  /** What went wrong this time, for people. Never a stack, nor a value of the input that may be secret. */
  detail: string;
  /** The faults in the input, if that was it. @default {[]} */
  errors?: readonly FieldError[];
  /** Headers of the answer, like `Allow` or `Retry-After`. @default {{}} */
  headers?: { readonly [name: string]: string };
  /** Further members of the answer, like `reason` or `exit_reason`: must be JSON. @default {{}} */
  facts?: { readonly [name: string]: unknown };
  /** What it came from; is not answered. */
  cause?: unknown;
}

/**
 * What an operation refuses or fails with, and what the caller is to know of it. Whatever else a handler throws is answered
 * as an internal error, without a word of what it was.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { OperationError } from "@superlearner/arsenal";
 *
 * const error = new OperationError("worker_missing", { status: 404, detail: "There is no worker 7" });
 * assertEquals(error.status, 404);
 * assertEquals(error.title, "Worker missing");
 * ```
 */
export class OperationError extends Error {
  /** Always `"OperationError"`. */
  override readonly name: string = "OperationError";
  /** The kind of failure, for programs: snake_case, like `"process_dead"`. */
  readonly code: string;
  /** The HTTP status. */
  readonly status: number;
  /** The faults in the input. */
  readonly errors: readonly FieldError[];
  /** Headers of the answer. */
  readonly headers: { readonly [name: string]: string };
  /** Further members of the answer. */
  readonly facts: { readonly [name: string]: unknown };

  /** Makes the error of one kind. */
  constructor(code: string, options: OperationErrorOptions) {
    const { status, detail, errors = [], headers = {}, facts = {} } = options;
    super(detail, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.status = status;
    this.errors = errors;
    this.headers = headers;
    this.facts = facts;
  }

  /** The code in words; the same for every error of the kind. */
  get title(): string {
    const words = this.code.replaceAll("_", " ");
    return words.charAt(0).toUpperCase() + words.slice(1);
  }
}

/** Input that breaks the rules of its schema. */
export function validationFailed(errors: readonly FieldError[]): OperationError {
  const [first] = errors;
  const more = errors.length > 1 ? `, and ${errors.length - 1} more` : "";
  const where = first === undefined ? "" : `: ${first.in}${first.path === "" ? "" : ` ${first.path}`} ${first.message}`;
  return new OperationError("validation_failed", {
    status: 400,
    detail: `The request is not valid${where}${more}`,
    errors,
  });
}
