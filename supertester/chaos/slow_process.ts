import { ArgumentError, type Pid, processInfo, SeededRandom, sys, type SystemEvent } from "@superlearner/otp";
import { called } from "../waiting/called.ts";
import { Chronicle } from "../chronicle/chronicle.ts";
import { startDeadline } from "../waiting/deadline.ts";
import { checkTarget, pidOf, type Target } from "../waiting/target.ts";
import { holdProcess } from "./_brake.ts";
import { type ChaosFault, faultOf } from "./fault.ts";
import { checkDurations, checkOptions, checkPart, checkSeed } from "./_options.ts";

/** How slow a process is. */
export interface SlowOptions {
  /** How long it takes longer over a message, in milliseconds of System time; on average, where that is spread. */
  ms: number;
  /** Whether that is the same for each message, or anything up to twice as much. @default {"fixed"} */
  spread?: "fixed" | "uniform";
  /** Over which part of its messages, from 0 to 1. @default {1} */
  rate?: number;
  /** Decides. @default {0} */
  seed?: number;
}

/**
 * Lets a process wait before its next message until it is disposed of: its mailbox fills, and calls to it wait. It still
 * ends when its supervisor tells it to.
 *
 * @throws {ArgumentError} If it is no ref, or nobody is alive there.
 *
 * @example
 * ```ts
 * import { assertEquals, assertRejects } from "@std/assert";
 * import { CallError, GenServer } from "@superlearner/otp";
 * import { isolated, pause } from "@superlearner/supertester";
 *
 * const Till = GenServer.define({ name: "Till", init: () => 0, calls: { total: (sum) => [sum, sum] } });
 *
 * Deno.test("the till hangs", isolated(async (t) => {
 *   const till = await t.start(Till);
 *   {
 *     using _paused = pause(till);
 *     await assertRejects(() => till.call("total", undefined, { timeoutMs: 100 }), CallError, "no reply within 100 ms");
 *   }
 *   assertEquals(await till.call("total"), 0);
 * }, { clock: "virtual" }));
 * ```
 */
export function pause(target: Target): ChaosFault {
  const { system } = checkTarget("pause a process", target);
  const pid = livingOf("pause a process", target);
  const hold = holdProcess(system, pid);
  return faultOf({ systems: [system], pid, reason: "pause", struck: () => 1, off: () => hold[Symbol.dispose]() });
}

/**
 * Makes a process slow until it is disposed of: each message waits in its mailbox before it is handled, one after the
 * other, as with a handler that takes its time. Whoever its supervisor starts in its place is slow as well.
 *
 * @throws {ArgumentError} If it is no ref, nobody is alive there, or an option is none.
 */
export function slow(target: Target, options: SlowOptions): ChaosFault {
  const action = "make a process slow";
  checkOptions(action, { options, keys: ["ms", "spread", "rate", "seed"] });
  const { ms, spread = "fixed", rate = 1, seed = 0 } = options;
  checkDurations(action, { ms });
  checkPart(action, { rate });
  checkSeed(action, seed);
  if (spread !== "fixed" && spread !== "uniform") {
    throw new ArgumentError(action, { rule: "spread is fixed or uniform", value: spread });
  }
  const { system } = checkTarget(action, target);
  const random = new SeededRandom(seed);
  let struck = 0;
  const draw = () => {
    const [chance, part] = [random.next(), random.next()];
    if (chance >= rate) return 0;
    struck++;
    return spread === "fixed" ? ms : ms * 2 * part;
  };
  let slowed = new SlowProcess(target, { pid: livingOf(action, target), draw });
  const listening = Chronicle.of(system).listen((event) => {
    if (event.type !== "child.restarted" || event.oldPid !== slowed.pid || event.childPid === undefined) return;
    slowed[Symbol.dispose]();
    slowed = new SlowProcess(target, { pid: event.childPid, draw });
  });
  return faultOf({
    systems: [system],
    pid: slowed.pid,
    reason: `slow by ${ms} ms`,
    struck: () => struck,
    off: () => {
      listening[Symbol.dispose]();
      slowed[Symbol.dispose]();
    },
  });
}

/** One process that is slow: held, but for one message at a time. */
class SlowProcess implements Disposable {
  readonly pid: Pid;
  readonly #system: Target["system"];
  readonly #draw: () => number;
  readonly #ends: Disposable[];
  #hold: Disposable | undefined;
  #waits: Disposable | undefined;
  /** Messages that it has not taken yet. */
  #left: number;

  constructor({ system }: Target, { pid, draw }: { pid: Pid; draw: () => number }) {
    this.pid = pid;
    this.#system = system;
    this.#draw = draw;
    this.#hold = holdProcess(system, pid);
    this.#left = processInfo(system, pid)?.mailboxLength ?? 0;
    this.#ends = [sys.trace(system, pid), Chronicle.of(system).listen((event) => this.#hear(event))];
    this.#next();
  }

  [Symbol.dispose](): void {
    for (const end of this.#ends) end[Symbol.dispose]();
    this.#waits?.[Symbol.dispose]();
    this.#hold?.[Symbol.dispose]();
    this.#waits = this.#hold = undefined;
  }

  #hear(event: SystemEvent): void {
    if (!("pid" in event) || event.pid !== this.pid) return;
    switch (event.type) {
      case "message.received":
        this.#left++;
        return this.#next();
      case "message.taken":
        this.#left = Math.max(0, this.#left - 1);
        this.#hold ??= holdProcess(this.#system, this.pid); // it finishes this one
        return;
      case "message.handled":
        return this.#next();
      case "process.exited":
        this[Symbol.dispose]();
    }
  }

  /** Lets it have the next message after a while. */
  #next(): void {
    if (this.#left === 0 || this.#hold === undefined || this.#waits !== undefined) return;
    this.#waits = startDeadline(this.#system.clock, this.#draw(), () => {
      this.#waits = undefined;
      const hold = this.#hold;
      this.#hold = undefined;
      hold?.[Symbol.dispose]();
    });
  }
}

function livingOf(action: string, target: Target): Pid {
  const pid = pidOf(target);
  if (pid !== undefined && target.system.isAlive(pid)) return pid;
  throw new ArgumentError(action, { rule: "it is alive", value: called(target) });
}
