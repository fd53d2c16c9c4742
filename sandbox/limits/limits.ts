import { ArgumentError } from "@superlearner/otp";

/** Where a sandbox lives: in a worker of the host's process, or in a process of its own. */
export type Isolation = "worker" | "process";

/**
 * A process of its own for several sandboxes of a host, each in a thread of it: one starts in less than half the time that a
 * process of its own takes, and what V8 gives up a whole process for does not reach the host either. They fall together: what
 * ends the process ends all that are in it, each with a failure that names it, and who is supervised starts again in the next
 * one. So share among those who trust each other.
 *
 * All in it have the same `heapMb` and `memoryMb`. That is of the whole process, in which a sandbox takes some 13 MiB before it
 * does anything, and one may use up the memory of all.
 */
export interface SharedIsolation {
  /** The name of the process: those that say the same live in it, from the first that comes to the last that goes. */
  readonly shared: string;
}

/** How much a sandbox may use. Each is a number from its smallest value up; `Infinity` means no limit, where allowed. */
export interface Limits {
  /** V8's heap, in MiB. At least 16. */
  readonly heapMb: number;
  /** All memory, array buffers and WebAssembly included, in MiB; as much again for its programs. At least `heapMb`. */
  readonly memoryMb: number;
  /** CPU time a minute, in milliseconds; 60,000 is a whole core. */
  readonly cpuMs: number;
  /** From a call of the host until its answer, and from the start of a program until its end, in milliseconds. */
  readonly wallMs: number;
  /** One turn of the guest: a module evaluated, messages handled, a timer fired. In milliseconds, always limited. */
  readonly turnMs: number;
  /** Living processes of the sandbox's System. */
  readonly processes: number;
  /** Messages that wait in one mailbox. */
  readonly mailbox: number;
  /** What the guest says over the wall, in messages a second. */
  readonly messagesPerSec: number;
  /** The same, in bytes of UTF-8 a second. */
  readonly bytesPerSec: number;
  /** One message over the wall, in bytes of UTF-8. */
  readonly messageBytes: number;
  /** What the guest prints a minute, in bytes of UTF-8; 0 means nothing. */
  readonly outputBytes: number;
  /** Under way at a time, of each kind: timers; files and requests. */
  readonly handles: number;
  /** Processes of the operating system that run for the guest at a time: programs, and what they have started; 0 means none. */
  readonly programs: number;
  /** What the guest writes to the disk since it was started, in bytes; 0 means nothing. */
  readonly diskBytes: number;
  /** From the creation until the sandbox is ready, in milliseconds, always limited. */
  readonly startMs: number;
}

/** The name of a limit. */
export type LimitName = keyof Limits;

/** What a rule of one number is made of. */
interface Rule {
  /** The smallest value. */
  readonly least: number;
  /** Whether `Infinity` is a value. */
  readonly endless: boolean;
}

const from = (least: number): Rule => ({ least, endless: true });

const RULES: Readonly<Record<LimitName, Rule>> = {
  heapMb: from(16),
  memoryMb: from(16),
  cpuMs: from(1),
  wallMs: from(1),
  turnMs: { least: 1, endless: false },
  processes: from(1),
  mailbox: from(1),
  messagesPerSec: from(1),
  bytesPerSec: from(1),
  messageBytes: from(1),
  outputBytes: from(0),
  handles: from(0),
  programs: from(0),
  diskBytes: from(0),
  startMs: { least: 1, endless: false },
};

/** Each limit once, in the order they are printed in. */
export const LIMIT_NAMES: readonly LimitName[] = Object.freeze(Object.keys(RULES) as LimitName[]);

/** The longest time that a timer can wait for. */
const LONGEST_MS = 2 ** 31 - 1;
const ACTION = "set the limits of a sandbox";

/**
 * Gives the part of the limits back if each is one that there is, with a value that it may have.
 *
 * @throws {ArgumentError} If not.
 */
export function checkLimits(part: Partial<Limits>): Partial<Limits> {
  if (typeof part !== "object" || part === null || Array.isArray(part)) {
    throw new ArgumentError(ACTION, { rule: "limits are an object", value: part });
  }
  for (const [name, value] of Object.entries(part)) {
    if (!Object.hasOwn(RULES, name)) {
      throw new ArgumentError(ACTION, { rule: `a limit is one of ${LIMIT_NAMES.join(", ")}`, value: name });
    }
    checkOne(name as LimitName, value);
  }
  return part;
}

function checkOne(name: LimitName, value: unknown): void {
  const { least, endless } = RULES[name];
  if (endless && value === Infinity) return;
  const most = name.endsWith("Ms") ? LONGEST_MS : Number.MAX_SAFE_INTEGER;
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= least && value <= most) return;
  const rule = `${name} is a whole number from ${least} to ${most}${endless ? " or Infinity" : ""}`;
  throw new ArgumentError(ACTION, { rule, value });
}

/**
 * Gives whole limits back, frozen, if they also agree with each other.
 *
 * @throws {ArgumentError} If not.
 */
export function checkedLimits(limits: Limits): Limits {
  checkLimits(limits);
  const missing = LIMIT_NAMES.find((name) => !Object.hasOwn(limits, name));
  if (missing !== undefined) throw new ArgumentError(ACTION, { rule: "each limit has a value", value: missing });
  inOrder(limits, "heapMb", "memoryMb");
  inOrder(limits, "turnMs", "wallMs");
  return Object.freeze({ ...limits });
}

function inOrder(limits: Limits, small: LimitName, large: LimitName): void {
  if (limits[small] <= limits[large]) return;
  const value = { [small]: limits[small], [large]: limits[large] };
  throw new ArgumentError(ACTION, { rule: `${small} is at most ${large}`, value });
}
