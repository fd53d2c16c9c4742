import { ArgumentError, System } from "@superlearner/otp";
import { injectFaults, type MessageFaults, type Spread, type Who } from "@superlearner/otp/simulation";
import type { Target } from "../waiting/target.ts";
import { type ChaosFault, faultOf } from "./fault.ts";
import { checkDurations, checkOptions, checkPart } from "./_options.ts";

/** Which processes: a ref, or what `Who` of `@superlearner/otp/simulation` allows: pid, name, module, a list, a test. */
export type Chosen = Target | Who;

/** Which messages: casts, calls, their replies, and plain messages. Signals are always reliable. */
export interface MessageFilter {
  /** Whose. @default everybody's but supervisors' */
  from?: Chosen;
  /** To whom. @default everybody but supervisors */
  to?: Chosen;
  /** Which kinds of calls and casts; a plain message has none: `""`. @default all */
  kind?: string | readonly string[];
  /** Which part of them, from 0 to 1. @default {1} */
  rate?: number;
  /**
   * Whether those from, or to, code outside any process count as well, as calls of the test itself. Where both sides are
   * said none do.
   *
   * @default true where one side is said and the other is not: "all messages to the till"
   */
  outside?: boolean;
  /** Decides. @default {0} */
  seed?: number;
}

/** How late messages are. */
export interface DelayOptions extends MessageFilter, Omit<Spread, "meanMs"> {
  /** How late on average, in milliseconds of System time. */
  ms: number;
}

/** How messages come twice. */
export interface DuplicateOptions extends MessageFilter {
  /** How much later the second one comes, in milliseconds of System time. @default {0} */
  afterMs?: number;
}

/** How messages are overtaken. */
export interface ReorderOptions extends MessageFilter {
  /** For how long at most one is held back, in milliseconds of System time. */
  withinMs: number;
}

const FILTER = ["from", "to", "kind", "rate", "outside", "seed"];

/**
 * Messages come late, in order, until it is disposed of; what is under way then comes at once.
 *
 * @throws {ArgumentError} If an option is none, or the System is pre-emptive.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer } from "@superlearner/otp";
 * import { delay, isolated } from "@superlearner/supertester";
 *
 * const Till = GenServer.define({ name: "Till", init: () => 0, calls: { total: (sum) => [sum, sum] } });
 *
 * Deno.test("the till answers late", isolated(async (t) => {
 *   const till = await t.start(Till);
 *   using _late = delay(t.system, { to: till, ms: 300, spread: "fixed" });
 *   assertEquals(await till.call("total"), 0);
 *   assertEquals(t.system.now(), 300);
 * }, { clock: "virtual" }));
 * ```
 */
export function delay(system: System, options: DelayOptions): ChaosFault {
  const { ms, spread, rate = 1 } = checked("delay messages", { system, options, more: ["ms", "spread"] });
  checkDurations("delay messages", { ms });
  return inject("delay", {
    system,
    faults: { delay: { meanMs: ms, rate, ...(spread === undefined ? {} : { spread }) } },
    filter: options,
  });
}

/**
 * Messages are lost until it is disposed of. A call behind one times out, or ends with its server; one without a time-out
 * fails with `noconnection` when the fault is taken off. What was lost never comes.
 *
 * @throws {ArgumentError} If an option is none, or the System is pre-emptive.
 */
export function drop(system: System, options: MessageFilter = {}): ChaosFault {
  const { rate = 1 } = checked("drop messages", { system, options, more: [] });
  return inject("drop", { system, faults: { loss: rate }, filter: options });
}

/**
 * Messages come twice until it is disposed of. A call is then handled twice, and answered once.
 *
 * @throws {ArgumentError} If an option is none, or the System is pre-emptive.
 */
export function duplicate(system: System, options: DuplicateOptions = {}): ChaosFault {
  const { rate = 1, afterMs = 0 } = checked("duplicate messages", { system, options, more: ["afterMs"] });
  checkDurations("duplicate messages", { afterMs });
  // The second one is late as the delay says, which itself befalls none.
  const delay = afterMs === 0 ? {} : { delay: { meanMs: afterMs, spread: "fixed" as const, rate: 0 } };
  return inject("duplicate", { system, faults: { duplicate: rate, ...delay }, filter: options });
}

/**
 * Messages are overtaken by later ones of the same sender until it is disposed of. Nothing else here changes their order.
 *
 * @throws {ArgumentError} If an option is none, or the System is pre-emptive.
 */
export function reorder(system: System, options: ReorderOptions): ChaosFault {
  const { rate = 1, withinMs } = checked("reorder messages", { system, options, more: ["withinMs"] });
  checkDurations("reorder messages", { withinMs });
  return inject("reorder", { system, faults: { reorder: { rate, withinMs } }, filter: options });
}

/** A choice of processes, as the simulation takes it. */
export function whoOf(chosen: Chosen): Who {
  if (typeof chosen !== "object" || Array.isArray(chosen)) return chosen as Who;
  const ref = chosen as Target;
  return ({ pid }) => pid === ref.pid;
}

function inject(
  reason: string,
  { system, faults, filter }: { system: System; faults: MessageFaults; filter: MessageFilter },
): ChaosFault {
  const { from, to, kind, seed = 0, outside = (from === undefined) !== (to === undefined) } = filter;
  const injected = injectFaults(system, {
    ...faults,
    outside,
    ...(from === undefined ? {} : { from: whoOf(from) }),
    ...(to === undefined ? {} : { to: whoOf(to) }),
    ...(kind === undefined ? {} : { kind }),
  }, { seed });
  return faultOf({
    systems: [system],
    reason,
    struck: () => injected.injected.length,
    off: () => injected[Symbol.dispose](),
  });
}

function checked<Options extends MessageFilter>(
  action: string,
  { system, options, more }: { system: System; options: Options; more: readonly string[] },
): Options {
  if (!(system instanceof System)) throw new ArgumentError(action, { rule: "it is a System", value: system });
  checkOptions(action, { options, keys: [...FILTER, ...more] });
  checkPart(action, { rate: options.rate ?? 1 });
  return options;
}
