import { SandboxError, type SandboxFailure } from "../limits/sandbox_error.ts";

/** A failure for people, without what differs from one run to the next: how much was used when a limit was hit. */
export function describeFailure(failure: SandboxFailure): string {
  if (failure.kind === "limit_exceeded") return `it went over the limit ${failure.limit}`;
  const prefix = "grade";
  return new SandboxError(prefix, failure).message.slice(`Cannot ${prefix}: `.length);
}
