import { refusal } from "../guest/refusal.ts";
import { guestText, SandboxError, type SandboxFailure } from "../limits/sandbox_error.ts";

/** Why the host did not do what a guest has asked for. */
export interface UseRefused {
  /** As the guest is told, in the words of its realm, whoever refuses. */
  readonly name: string;
  readonly message: string;
  /** As the host tells it. */
  readonly failure: SandboxFailure | undefined;
}

/** What became of a use that failed. */
export function useRefused(error: unknown): UseRefused {
  const failure = error instanceof SandboxError ? error.failure : undefined;
  const { name, message } = failure?.kind === "permission_denied"
    ? refusal(failure.permission, guestText(failure.target))
    : error instanceof Error
    ? error
    : new Error("It failed");
  return { name, message, failure };
}
