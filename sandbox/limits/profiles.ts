import { ArgumentError } from "@superlearner/otp";
import { checkedLimits, checkLimits, type Isolation, type Limits } from "./limits.ts";

/** A name for a set of limits that go together. */
export type ProfileName = "strict" | "balanced" | "permissive";

/** A set of limits that go together, and the wall they are meant for. Frozen. */
export interface Profile {
  /** The wall of who chooses none. */
  readonly isolation: Isolation;
  /** Every limit. */
  readonly limits: Limits;
}

const MIB = 2 ** 20;

/**
 * The profiles. None grants a permission.
 *
 * - `strict`: strangers' and students' code; a process of its own, 64 MiB of heap, 5 s a call.
 * - `balanced`: plugins you chose; what a sandbox has that says nothing.
 * - `permissive`: your own code; what is still limited stops accidents.
 */
export const PROFILES: Readonly<Record<ProfileName, Profile>> = Object.freeze({
  strict: profile("process", {
    heapMb: 64,
    memoryMb: 256,
    cpuMs: 5_000,
    wallMs: 5_000,
    turnMs: 200,
    processes: 100,
    mailbox: 1_000,
    messagesPerSec: 1_000,
    bytesPerSec: 4 * MIB,
    messageBytes: 256 * 1024,
    outputBytes: 256 * 1024,
    handles: 100,
    programs: 8,
    diskBytes: 0,
    startMs: 5_000,
  }),
  balanced: profile("worker", {
    heapMb: 128,
    memoryMb: 512,
    cpuMs: 30_000,
    wallMs: 30_000,
    turnMs: 500,
    processes: 1_000,
    mailbox: 10_000,
    messagesPerSec: 10_000,
    bytesPerSec: 32 * MIB,
    messageBytes: MIB,
    outputBytes: MIB,
    handles: 1_000,
    programs: 32,
    diskBytes: 64 * MIB,
    startMs: 10_000,
  }),
  permissive: profile("worker", {
    heapMb: 512,
    memoryMb: 2_048,
    cpuMs: Infinity,
    wallMs: 300_000,
    turnMs: 5_000,
    processes: 100_000,
    mailbox: 1_000_000,
    messagesPerSec: 100_000,
    bytesPerSec: 256 * MIB,
    messageBytes: 16 * MIB,
    outputBytes: 64 * MIB,
    handles: 10_000,
    programs: 256,
    diskBytes: Infinity,
    startMs: 30_000,
  }),
});

function profile(isolation: Isolation, limits: Limits): Profile {
  return Object.freeze({ isolation, limits: checkedLimits(limits) });
}

/**
 * The profile of a name.
 *
 * @throws {ArgumentError} If there is none.
 */
export function profileOf(name: ProfileName): Profile {
  if (typeof name === "string" && Object.hasOwn(PROFILES, name)) return PROFILES[name];
  const rule = `a profile is one of ${Object.keys(PROFILES).join(", ")}`;
  throw new ArgumentError("choose a profile", { rule, value: name });
}

/**
 * Limits put together from left to right: each part, a profile's name or some limits, changes what came before. It begins
 * with `balanced`. The result is whole, checked and frozen.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { limitsOf } from "@superlearner/sandbox";
 *
 * const limits = limitsOf("strict", { wallMs: 1_000 });
 * assertEquals([limits.heapMb, limits.wallMs], [64, 1_000]);
 * ```
 *
 * @throws {ArgumentError} If a part is neither, a value is not one that the limit may have, or two do not agree.
 */
export function limitsOf(...parts: readonly (ProfileName | Partial<Limits>)[]): Limits {
  let limits = PROFILES.balanced.limits;
  for (const part of parts) {
    limits = { ...limits, ...(typeof part === "string" ? profileOf(part).limits : checkLimits(part)) };
  }
  return checkedLimits(limits);
}
