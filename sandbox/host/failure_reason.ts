import type { ErrorReason } from "@superlearner/otp";
import { SandboxError, type SandboxFailure } from "../limits/sandbox_error.ts";

/** An error of a sandbox as the reason that its process dies with. */
export function failureReason({ name, message, action, failure }: SandboxError): ErrorReason {
  return { error: { name, message, stack: "", data: { action, failure } } };
}

/** The error in the reason that the process of a sandbox has died with; `undefined` if it died of something else. */
export function failureIn(reason: unknown): SandboxError | undefined {
  const { name, data } = (reason as { error?: { name?: unknown; data?: unknown } } | null)?.error ?? {};
  if (name !== "SandboxError" || typeof data !== "object" || data === null) return undefined;
  const { action, failure } = data as { action: string; failure: SandboxFailure };
  return new SandboxError(action, failure);
}

/** Why nothing comes of what was asked of a sandbox that was stopped in order. */
export function stoppedFailure(name: string): SandboxFailure {
  return { kind: "not_found", what: `sandbox ${name}: it was stopped` };
}
