import { CallError, type ExitReason, formatReason } from "@superlearner/otp";
import { CodecError } from "../guest/codec.ts";
import { guestText, SandboxError, type SandboxFailure } from "../limits/sandbox_error.ts";

/** What was asked of a server of a sandbox. */
export interface AskedCall {
  /** What was attempted, for errors. */
  readonly action: string;
  /** What takes too long, for errors. */
  readonly what: string;
  /** How long it might take, in milliseconds. */
  readonly timeoutMs: number;
  /** Why the sandbox is no more, should it be so. */
  readonly failure: SandboxFailure;
}

/** What went wrong between two Systems, in the words of sandboxes. */
export function explainCall(error: unknown, { action, what, timeoutMs, failure }: AskedCall): unknown {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof SandboxError) return new SandboxError(action, cause.failure);
  if (cause instanceof CodecError) return uncrossable(action, cause);
  if (!(error instanceof CallError)) return error;
  const { reason } = error as { readonly reason: ExitReason };
  if (reason === "timeout") return new SandboxError(action, { kind: "timeout", what, timeoutMs });
  if (reason === "noproc") return new SandboxError(action, { kind: "not_found", what: "process there" });
  if (reason === "noconnection") return new SandboxError(action, failure);
  const answer = answerRefused(reason);
  if (answer !== undefined) return uncrossable(action, answer);
  return new SandboxError(action, { kind: "crashed", exit: guestText(formatReason(reason)) });
}

function uncrossable(action: string, { path, what }: Pick<CodecError, "path" | "what">): SandboxError {
  const place = path.replace(/^\[1\]\.frame\.(value\.)?/, "");
  return new SandboxError(action, { kind: "not_serialisable", path: guestText(place), what: guestText(what) });
}

/** What the guest's side says of an answer that cannot cross. */
function answerRefused(reason: unknown): Pick<CodecError, "path" | "what"> | undefined {
  const { cause } = (reason as { error?: { cause?: unknown } } | null)?.error ?? {};
  const { name, data } = (cause ?? {}) as { name?: unknown; data?: unknown };
  const { path, what } = (data ?? {}) as { path?: unknown; what?: unknown };
  return name === "CodecError" && typeof path === "string" && typeof what === "string" ? { path, what } : undefined;
}
