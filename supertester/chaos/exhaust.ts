import { ArgumentError, type DynamicSupervisorRef, System } from "@superlearner/otp";
import type { Target } from "../waiting/target.ts";
import { type Filled, fillMailbox, fillMemory, fillNames, fillProcesses, fillTimers } from "./_filling.ts";
import { tellFault } from "./_signals.ts";
import { checkCounts, checkDurations, checkOptions } from "./_options.ts";

/** What is used up, and how much of it. */
export type ExhaustOptions =
  | ExhaustProcesses
  | ExhaustMailbox
  | ExhaustMemory
  | ExhaustNames
  | ExhaustTimers;

/** Idle processes. */
export interface ExhaustProcesses {
  /** Discriminant. */
  resource: "processes";
  /** A DynamicSupervisor that is filled up to its `maxChildren`. @default none: processes of the System, which has no limit */
  of?: DynamicSupervisorRef;
  /** How many at most. @default {10_000} */
  count?: number;
}

/** Messages that wait. */
export interface ExhaustMailbox {
  /** Discriminant. */
  resource: "mailbox";
  /** Whose mailbox is filled up to its `maxMailbox`; it is held until it is let go, or would empty it meanwhile. */
  of: Target;
  /** How many messages, where there is no limit. @default {10_000} */
  count?: number;
  /** Sends one. @default a plain message `{ chaos: "mailbox" }` */
  send?: () => unknown;
}

/** Memory that a process holds. */
export interface ExhaustMemory {
  /** Discriminant. */
  resource: "memory";
  /** How much, in bytes; 1 GiB at most. @default {16_777_216} */
  bytes?: number;
}

/** Names that are taken. */
export interface ExhaustNames {
  /** Discriminant. */
  resource: "names";
  /** Which; those that somebody has already stay with whoever has them. @default `chaos.1`, `chaos.2`, … */
  names?: readonly string[];
  /** How many, where they are not said. @default {10_000} */
  count?: number;
}

/** Timers that run. */
export interface ExhaustTimers {
  /** Discriminant. */
  resource: "timers";
  /** How many. @default {10_000} */
  count?: number;
  /** When they expire, in milliseconds of System time. @default {86_400_000} */
  delayMs?: number;
}

/** Resources that are held; dispose of it to let them go. */
export interface Pressure extends AsyncDisposable {
  /** Of what. */
  readonly resource: ExhaustOptions["resource"];
  /** How much is held: processes, messages, bytes, names, timers. */
  readonly held: number;
  /** What there is room for; `undefined` where nobody has set a limit. */
  readonly limit: number | undefined;
  /** Whether that limit is reached. */
  readonly reached: boolean;
  /** Lets everything go, and comes when it is gone. The same as its disposal. */
  release(): Promise<void>;
}

const KEYS: Readonly<Record<ExhaustOptions["resource"], readonly string[]>> = {
  processes: ["of", "count"],
  mailbox: ["of", "count", "send"],
  memory: ["bytes"],
  names: ["names", "count"],
  timers: ["count", "delayMs"],
};

/** More would end the program. */
const MOST_BYTES = 1 << 30;

/**
 * Uses up a resource of a System until it is let go: to the limit, where one is set (`maxChildren` of a DynamicSupervisor,
 * `maxMailbox` of a process), else as much as is said. What fails half-way leaves nothing behind.
 *
 * @throws {ArgumentError} If an option is none.
 *
 * @example
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import { GenServer, OverloadError } from "@superlearner/otp";
 * import { exhaust, isolated } from "@superlearner/supertester";
 *
 * const Till = GenServer.define({
 *   name: "Till",
 *   maxMailbox: 100,
 *   init: () => 0,
 *   casts: { sell: (sum, price: number) => sum + price },
 * });
 *
 * Deno.test("a till with no room refuses", isolated(async (t) => {
 *   const till = await t.start(Till);
 *   await using pressure = await exhaust(t.system, { resource: "mailbox", of: till, send: () => till.cast("sell", 0) });
 *   assertEquals([pressure.held, pressure.reached], [100, true]);
 *   assertThrows(() => till.cast("sell", 1), OverloadError);
 * }));
 * ```
 */
export async function exhaust(system: System, options: ExhaustOptions): Promise<Pressure> {
  const action = "exhaust a resource";
  if (!(system instanceof System)) throw new ArgumentError(action, { rule: "it is of a System", value: system });
  const resource = options?.resource;
  const keys = KEYS[resource];
  if (!Object.hasOwn(KEYS, resource ?? "") || keys === undefined) {
    throw new ArgumentError(action, { rule: `the resource is ${Object.keys(KEYS).join(", ")}`, value: resource });
  }
  checkOptions(action, { options, keys: ["resource", ...keys] });
  const filled = await fill(action, { system, options });
  const reason = `exhausted ${resource}`;
  tellFault(system, { event: "fault", pid: "<0.0.0>", reason });
  let released: Promise<void> | undefined;
  const release = () =>
    released ??= filled.release().finally(() => tellFault(system, { event: "heal", pid: "<0.0.0>", reason }));
  const { held, limit } = filled;
  return {
    resource,
    held,
    limit,
    reached: limit !== undefined && held >= limit,
    release,
    [Symbol.asyncDispose]: release,
  };
}

function fill(
  action: string,
  { system, options }: { system: System; options: ExhaustOptions },
): Filled | Promise<Filled> {
  switch (options.resource) {
    case "processes": {
      const { of, count = 10_000 } = options;
      checkCounts(action, { count });
      if (of !== undefined && typeof of?.startChild !== "function") {
        throw new ArgumentError(action, { rule: "of is a DynamicSupervisor", value: of });
      }
      return fillProcesses(system, { of, count });
    }
    case "mailbox": {
      const { of, count = 10_000, send } = options;
      checkCounts(action, { count });
      if (send !== undefined && typeof send !== "function") {
        throw new ArgumentError(action, { rule: "send is a function", value: send });
      }
      return fillMailbox(action, { of, count, send });
    }
    case "memory": {
      const { bytes = 1 << 24 } = options;
      checkCounts(action, { bytes });
      if (bytes > MOST_BYTES) {
        throw new ArgumentError(action, { rule: `bytes are ${MOST_BYTES} at most`, value: bytes });
      }
      return fillMemory(system, bytes);
    }
    case "names": {
      const { names, count = 10_000 } = options;
      checkCounts(action, { count });
      return fillNames(system, names ?? Array.from({ length: count }, (_, at) => `chaos.${at + 1}`));
    }
    case "timers": {
      const { count = 10_000, delayMs = 86_400_000 } = options;
      checkCounts(action, { count });
      checkDurations(action, { delayMs });
      return fillTimers(system, { count, delayMs });
    }
  }
}
