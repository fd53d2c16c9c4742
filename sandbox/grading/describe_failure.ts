import { SandboxError, type SandboxFailure } from "../limits/sandbox_error.ts";

/** Too much memory is seen by the host, by the guest's own thread or by V8: by whom first is another one each time. */
const MEMORY = "it took more memory than it may (heapMb, memoryMb), or than V8 can give at a time";

/** A failure for people, without what differs from one run to the next: how much was used when a limit was hit. */
export function describeFailure(failure: SandboxFailure): string {
  if (isMemory(failure)) return MEMORY;
  if (failure.kind === "limit_exceeded") return `it went over the limit ${failure.limit}`;
  const prefix = "grade";
  return new SandboxError(prefix, failure).message.slice(`Cannot ${prefix}: `.length);
}

function isMemory(failure: SandboxFailure): boolean {
  if (failure.kind === "limit_exceeded") return failure.limit === "heapMb" || failure.limit === "memoryMb";
  return failure.kind === "crashed" && /^V8 (ran out of heap|gave up) \(/.test(failure.exit);
}
