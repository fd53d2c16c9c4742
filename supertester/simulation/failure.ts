import { CallError, type ErrorData, type ExitReason, formatReason } from "@superlearner/otp";

/**
 * What kind of failure a run has found: the test itself has `thrown`; an `invariant` was broken; what was to hold
 * `eventually` or in the end (`final`) did not; a process has `crashed`; a promise was `rejected` and nobody awaited it;
 * a `deadlock` or `livelock`; a call is `unanswered`, or a process is in the middle of something for ever; a `foreign` await; an exhaustive search
 * has met handlers that have `shared` something outside of the System, or is `incomplete`; a replayed run has `left` its record.
 */
export type FailureKind =
  | "thrown"
  | "invariant"
  | "eventually"
  | "final"
  | "crashed"
  | "rejected"
  | "deadlock"
  | "livelock"
  | "unanswered"
  | "foreign"
  | "shared"
  | "incomplete"
  | "left";

/** What went wrong in one run. */
export interface RunFailure {
  /** What kind. */
  readonly kind: FailureKind;
  /** What it is, on one line or a few. */
  readonly message: string;
  /** Two runs have failed in the same way where this is the same: kind, error and the place it was thrown at. */
  readonly signature: string;
  /** What was thrown, where something was. */
  readonly error?: unknown;
}

/** The failure of a run, as it is thrown through the scheduler. */
export class FailedRun extends Error {
  /** Always `"FailedRun"`. */
  override readonly name: string = "FailedRun";
  /** What went wrong. */
  readonly failure: RunFailure;

  /** Wraps a failure. */
  constructor(failure: RunFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** A failure that something thrown is; `of` says by what of the test. */
export function thrownFailure(kind: FailureKind, error: unknown, options: { of?: string } = {}): RunFailure {
  const { of: what = "" } = options;
  const said = error instanceof Error
    ? `${error.name}: ${error.message}`
    : `Thrown: ${formatReason({ thrown: error })}`;
  return {
    kind,
    message: what === "" ? said : `${what}: ${said}`,
    signature: [kind, what, nameOf(error), placeOf(error)].join(" "),
    error,
  };
}

/** A failure that a crash is. */
export function crashFailure(who: string, reason: ExitReason): RunFailure {
  const { error } = reason as { readonly error?: ErrorData };
  const { call, reason: inner } = reason as { readonly call?: { kind: string }; readonly reason?: ExitReason };
  const key = error !== undefined
    ? `${error.name} ${firstUserFrame(error.stack)}`
    : call !== undefined
    ? `call ${call.kind} ${formatReason(inner!)}`
    : formatReason(reason).slice(0, 80);
  const place = error === undefined ? "" : firstUserFrame(error.stack);
  return {
    kind: "crashed",
    message: `${who} crashed: ${formatReason(reason)}${place === "" ? "" : `\n  at ${place}`}`,
    signature: `crashed ${who.replace(/^\S+ /, "")} ${key}`,
  };
}

function nameOf(error: unknown): string {
  if (error instanceof CallError) return `${error.name} ${error.call.kind} ${formatReason(error.reason)}`;
  return error instanceof Error ? error.name : typeof error;
}

function placeOf(error: unknown): string {
  return error instanceof Error ? firstUserFrame(error.stack ?? "") : "";
}

const FRAME = /((?:file|https?|data|blob|jsr|npm):[^\s()]+:\d+:\d+)\)?$/;

/** Where these packages are, and those of assertions: what is thrown there was caused elsewhere. */
const OURS = import.meta.url.replace(/[^/]*\/[^/]*\/[^/]*$/, "");
const TOOLS = /\/(?:assert|expect)(?:@[^/]*)?\/(?:\d[^/]*\/)?[^/]*\.[jt]s:|@superlearner\/(?:otp|supertester)\//;

/** The first line of a stack that is the user's. */
export function firstUserFrame(stack: string): string {
  const places = stack.split("\n").flatMap((line) => FRAME.exec(line.trim())?.[1] ?? []);
  return places.find((place) => !isTool(place)) ?? "";
}

function isTool(place: string): boolean {
  if (/_test\.ts:|_bench\.ts:|\/examples\/|\/testdata\/|\.ts[#$]/.test(place)) return false;
  return TOOLS.test(place) || place.startsWith(`${OURS}supertester/`) || place.startsWith(`${OURS}otp/`);
}
