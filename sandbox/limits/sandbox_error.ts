/** What went wrong with a sandbox, as data: one form for each kind. */
export type SandboxFailure =
  | {
    readonly kind: "limit_exceeded";
    readonly limit: string;
    readonly value: number;
    readonly used: number;
    readonly at: number;
  }
  | { readonly kind: "permission_denied"; readonly permission: string; readonly target: string }
  | { readonly kind: "import_denied"; readonly specifier: string; readonly from: string }
  | { readonly kind: "compile_failed"; readonly diagnostics: readonly Diagnostic[] }
  | {
    readonly kind: "crashed";
    readonly exit: string;
    /** The process that ended, with all that share it. */
    readonly shared?: string;
  }
  | { readonly kind: "timeout"; readonly what: string; readonly timeoutMs: number }
  | { readonly kind: "protocol_violation"; readonly rule: string }
  | { readonly kind: "not_serialisable"; readonly path: string; readonly what: string }
  | { readonly kind: "already_exists"; readonly name: string }
  | { readonly kind: "not_found"; readonly what: string }
  | { readonly kind: "load_failed"; readonly module: string; readonly message: string }
  | {
    readonly kind: "migration_failed";
    readonly pid: string;
    readonly from: number;
    readonly to: number;
    readonly message: string;
  }
  | { readonly kind: "source_refused"; readonly path: string; readonly rule: string };

/** The kinds of failures. */
export type SandboxFailureKind = SandboxFailure["kind"];

/** Something that is wrong with a text of the guest, and where. */
export interface Diagnostic {
  /** The file, as the guest names it: `"/main.ts"`. */
  readonly file: string;
  /** From 1 up; 0 where no place is known. */
  readonly line: number;
  /** From 1 up; 0 where no place is known. */
  readonly column: number;
  /** `"TS2322"`, `"SYNTAX"`, … */
  readonly code: string;
  /** What is wrong. */
  readonly message: string;
}

/**
 * An error of a sandbox, told on the host. What comes from the guest is data: cut to length, without control characters.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { SandboxError } from "@superlearner/sandbox";
 *
 * const error = new SandboxError("run plugin", { kind: "timeout", what: "call total", timeoutMs: 50 });
 * assertEquals(error.message, "Cannot run plugin: call total took more than 50 ms");
 * assertEquals(error.failure.kind, "timeout");
 * ```
 */
export class SandboxError extends Error {
  /** Always `"SandboxError"`. */
  override readonly name: string = "SandboxError";
  /** What was attempted. */
  readonly action: string;
  /** What went wrong, as data. */
  readonly failure: SandboxFailure;

  /** Makes the error of a failure. */
  constructor(action: string, failure: SandboxFailure) {
    super(`Cannot ${action}: ${failureText(failure)}`);
    this.action = action;
    this.failure = failure;
  }

  /** The kind of failure. */
  get kind(): SandboxFailureKind {
    return this.failure.kind;
  }
}

/** How much of a text of the guest is shown. */
const LONGEST = 500;

/** A text of the guest for people: cut, and nothing in it that a terminal would obey. */
export function guestText(text: unknown): string {
  const plain = String(text).slice(0, 4 * LONGEST).replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]+/gu, " ");
  return plain.length <= LONGEST ? plain : `${plain.slice(0, LONGEST)}…`;
}

/** The one limit that is chosen each time. */
function wayOut(limit: string): string {
  return limit === "pauseMs"
    ? ": all else waits while a version is evaluated; a larger pauseMs lets it in, if it has an end"
    : "";
}

function failureText(failure: SandboxFailure): string {
  switch (failure.kind) {
    case "limit_exceeded":
      return `the limit ${failure.limit} is ${failure.value}, used were ${failure.used}${wayOut(failure.limit)}`;
    case "permission_denied":
      return `the permission ${failure.permission} was not granted for ${guestText(failure.target)}`;
    case "import_denied":
      return `the import ${guestText(failure.specifier)} of ${guestText(failure.from)} was not granted`;
    case "compile_failed": {
      const [first, ...more] = failure.diagnostics;
      if (first === undefined) return "it does not compile";
      const place = `${guestText(first.file)}:${first.line}:${first.column}`;
      return `${place} ${first.code} ${guestText(first.message)}${
        more.length === 0 ? "" : `, and ${more.length} more`
      }`;
    }
    case "crashed":
      return `it crashed: ${guestText(failure.exit)}`;
    case "timeout":
      return `${guestText(failure.what)} took more than ${failure.timeoutMs} ms`;
    case "protocol_violation":
      return `the guest broke a rule of the protocol: ${failure.rule}`;
    case "not_serialisable":
      return `${guestText(failure.what)} at ${guestText(failure.path)} cannot cross the wall`;
    case "already_exists":
      return `there is one of the name ${guestText(failure.name)}`;
    case "not_found":
      return `there is no ${guestText(failure.what)}`;
    case "load_failed":
      return `the module ${guestText(failure.module)} does not load: ${guestText(failure.message)}`;
    case "migration_failed":
      return `${failure.pid} cannot go from version ${failure.from} to ${failure.to}: ${guestText(failure.message)}`;
    case "source_refused":
      return `the source ${guestText(failure.path)} was refused: ${failure.rule}`;
  }
}
