import type { OperationError } from "../operations/operation_error.ts";

/** What a problem says besides its error. */
export interface ProblemContext {
  /** The path of the request. */
  instance: string;
  /** When, in milliseconds since 1970. */
  wallTime: number;
  /** The operation, where it is known. */
  operation?: string;
}

/** The members of every problem, by RFC 9457, and ours. */
export interface Problem {
  /** The kind of problem as a URI. */
  readonly type: string;
  /** The kind in words. */
  readonly title: string;
  /** The HTTP status. */
  readonly status: number;
  /** What went wrong this time. */
  readonly detail: string;
  /** The path of the request. */
  readonly instance: string;
  /** The kind, for programs. */
  readonly code: string;
  /** Always false. */
  readonly success: false;
  /** When. */
  readonly timestamp: string;
  /** The operation; `null` where the request reached none. */
  readonly operation: string | null;
  /** The faults in the input. */
  readonly errors: readonly { in: string; path: string; message: string }[];
  /** Further facts of the kind. */
  readonly [fact: string]: unknown;
}

const LONGEST_INSTANCE = 300;

/** An error as its answer's body. */
export function problemOf(error: OperationError, context: ProblemContext): Problem {
  const { code, title, status, message, errors, facts } = error;
  return {
    type: `urn:superlearner:problem:${code}`,
    title,
    status,
    detail: message,
    instance: context.instance.slice(0, LONGEST_INSTANCE),
    code,
    success: false,
    timestamp: new Date(context.wallTime).toISOString(),
    operation: context.operation ?? null,
    errors,
    ...facts,
  };
}

/** An error as an answer: `application/problem+json`, never to be cached. */
export function problemResponse(error: OperationError, context: ProblemContext): Response {
  return new Response(`${JSON.stringify(problemOf(error, context), null, 2)}\n`, {
    status: error.status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      ...error.headers,
    },
  });
}
