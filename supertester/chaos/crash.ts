import {
  ArgumentError,
  Exit,
  type ExitReason,
  formatReason,
  type Pid,
  SeededRandom,
  sys,
  type System,
  type SystemEvent,
} from "@superlearner/otp";
import { failHandler, type FailingHandler } from "@superlearner/otp/simulation";
import { called } from "../waiting/called.ts";
import { Chronicle } from "../chronicle/chronicle.ts";
import { checkTimeout, startDeadline } from "../waiting/deadline.ts";
import { checkTarget, pidOf, processRef, type Target } from "../waiting/target.ts";
import { sync } from "../waiting/sync.ts";
import { endingWithScenario } from "./_scenario_end.ts";
import { strike, tellFailure } from "./_signals.ts";
import { checkDurations, checkOptions, checkPart, checkSeed } from "./_options.ts";

/** How a process is crashed. */
export interface CrashOptions {
  /**
   * When: at once; after a while, in milliseconds of System time; at once, but by chance alone; or at its n-th message from
   * now on, 1 being the next.
   *
   * @default {"now"}
   */
  when?: "now" | { readonly afterMs: number } | { readonly probability: number } | { readonly onMessage: number };
  /** What it dies of: the exit signal it gets, or what its handler seems to throw. @default `"kill"`, from a handler `"chaos"` */
  reason?: ExitReason;
  /**
   * What brings it down: an exit signal from outside, or its own handler, at the next message unless `onMessage` says
   * another. Then `terminate` runs and the crash is reported, as after any error.
   *
   * @default {"signal"}
   */
  from?: "signal" | "handler";
  /** How long the message is waited for, in milliseconds of System time. @default {5000} */
  timeoutMs?: number;
  /** Decides, with a `probability`. @default {0} */
  seed?: number;
}

/** What came of it. */
export interface CrashReport {
  /** Whether it was struck: by chance it may not be, and who died before is not either. */
  readonly delivered: boolean;
  /** Whether the process that was meant is dead. */
  readonly died: boolean;
  /** What it died of; `undefined` if it lives. */
  readonly reason?: ExitReason;
  /** Why nobody was struck, or nobody died of it. */
  readonly note?: string;
}

/**
 * Crashes one process, now, later, by chance, or in the middle of a message, and tells what came of it. Nothing here is
 * linked to it. A signal that is ignored or trapped is told at once, and not waited for. Within a scenario of a
 * `chaosSuite` that takes too long it is called off, and rejects.
 *
 * @throws {ArgumentError} If it is no ref, or an option is none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer } from "@superlearner/otp";
 * import { crash, isolated } from "@superlearner/supertester";
 *
 * const Till = GenServer.define({ name: "Till", init: () => 0, casts: { sell: (sum, price: number) => sum + price } });
 *
 * Deno.test("the second sale goes wrong", isolated(async (t) => {
 *   const till = await t.start(Till);
 *   const crashed = crash(till, { when: { onMessage: 2 }, from: "handler", reason: "no paper" });
 *   for (const price of [1, 2]) till.cast("sell", price);
 *   assertEquals(await crashed, { delivered: true, died: true, reason: "no paper" });
 * }));
 * ```
 */
export function crash(target: Target, options: CrashOptions = {}): Promise<CrashReport> {
  return endingWithScenario(target?.system, (over) => strikeDown(target, { options, over }));
}

async function strikeDown(
  target: Target,
  { options, over }: { options: CrashOptions; over: AbortSignal | undefined },
): Promise<CrashReport> {
  const action = "crash a process";
  checkOptions(action, { options, keys: ["when", "reason", "from", "timeoutMs", "seed"] });
  const { when = "now", from = "signal", seed = 0 } = options;
  const timeoutMs = checkTimeout(action, {
    usual: 5000,
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
  });
  checkWhen(action, when);
  checkSeed(action, seed);
  if (from !== "signal" && from !== "handler") {
    throw new ArgumentError(action, { rule: "from is signal or handler", value: from });
  }
  const { system } = checkTarget(action, target);
  const pid = pidOf(target);
  if (pid === undefined || !system.isAlive(pid)) return fateOf(system, pid, "it was dead before");
  const victim = new Victim(target, { pid, over });
  if (typeof when === "object" && "afterMs" in when) {
    if (!await victim.lives({ forMs: when.afterMs })) return fateOf(system, pid, "it was dead before its time");
  }
  if (typeof when === "object" && "probability" in when) {
    if (new SeededRandom(seed).next() >= when.probability) return fateOf(system, pid, "by chance it was spared");
  }
  const onMessage = typeof when === "object" && "onMessage" in when ? when.onMessage : undefined;
  if (from === "handler") {
    const { reason = "chaos" } = options;
    const error = reason instanceof Error ? reason : new Exit(reason);
    return await victim.fail({ error, onMessage: onMessage ?? 1, timeoutMs });
  }
  const { reason = "kill" } = options;
  if (onMessage !== undefined) return await victim.strikeAt({ reason, onMessage, timeoutMs });
  return await victim.strike(reason);
}

class Victim {
  readonly #system: System;
  readonly #pid: Pid;
  readonly #name: string;
  readonly #over: AbortSignal | undefined;

  constructor(target: Target, { pid, over }: { pid: Pid; over: AbortSignal | undefined }) {
    this.#system = target.system;
    this.#pid = pid;
    this.#name = called(target);
    this.#over = over;
  }

  /** Whether it is alive after a while. */
  async lives({ forMs }: { forMs: number }): Promise<boolean> {
    await this.#until(() => false, forMs);
    return this.#system.isAlive(this.#pid);
  }

  async strike(reason: ExitReason): Promise<CrashReport> {
    const system = this.#system;
    const pid = this.#pid;
    strike(system, { pid, reason });
    return await this.#struck(reason);
  }

  /** What has come of a signal. */
  async #struck(reason: ExitReason): Promise<CrashReport> {
    const system = this.#system;
    const pid = this.#pid;
    if (!system.isAlive(pid)) return fateOf(system, pid);
    if (reason !== "normal") await sync(processRef(system, pid)).catch(() => {}); // who traps exits has heard of it then
    if (!system.isAlive(pid)) return fateOf(system, pid);
    const why = reason === "normal" ? "nobody dies of normal" : `${this.#name} traps exits`;
    return { delivered: true, died: false, note: `signal ignored: ${formatReason(reason)}, ${why}` };
  }

  /** Strikes it when it has taken a message. */
  async strikeAt(
    { reason, onMessage, timeoutMs }: { reason: ExitReason; onMessage: number; timeoutMs: number },
  ): Promise<CrashReport> {
    const system = this.#system;
    const pid = this.#pid;
    let left = onMessage;
    using _trace = sys.trace(system, pid);
    await this.#until((event) => {
      if (event.type !== "message.taken" || event.form === "exit") return false;
      if (--left > 0) return false;
      strike(system, { pid, reason }); // in its midst: the handler does not come to run
      return true;
    }, timeoutMs);
    if (left > 0) return fateOf(system, pid, `message ${onMessage} has not come`);
    return await this.#struck(reason);
  }

  /** Lets its handler fail. */
  async fail(
    { error, onMessage, timeoutMs }: { error: unknown; onMessage: number; timeoutMs: number },
  ): Promise<CrashReport> {
    const system = this.#system;
    const pid = this.#pid;
    tellFailure(system, { pid, text: error instanceof Exit ? formatReason(error.reason) : String(error) });
    using failing: FailingHandler = failHandler(system, pid, { error, onMessage });
    await this.#until(() => false, timeoutMs);
    return fateOf(system, pid, failing.struck ? undefined : `message ${onMessage} has not come`);
  }

  /** Waits until an event is the one, the process is dead, or time is over; rejects when the scenario is. */
  async #until(isIt: (event: SystemEvent) => boolean, timeoutMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    using _listening = Chronicle.of(this.#system).listen((event) => {
      if (!("pid" in event) || event.pid !== this.#pid) return;
      if (event.type === "process.exited" || isIt(event)) resolve();
    });
    using _deadline = startDeadline(this.#system.clock, timeoutMs, resolve);
    this.#over?.addEventListener("abort", () => resolve(), { once: true });
    await promise;
    this.#over?.throwIfAborted();
  }
}

/** What is known of a process; with a note where it was not struck. */
function fateOf(system: System, pid: Pid | undefined, note?: string): CrashReport {
  const died = pid === undefined || !system.isAlive(pid);
  const reason = pid === undefined || !died ? undefined : Chronicle.of(system).exitOf(pid)?.reason;
  return {
    delivered: note === undefined,
    died,
    ...(died ? { reason: reason ?? "noproc" } : {}),
    ...(note === undefined ? {} : { note }),
  };
}

function checkWhen(action: string, when: NonNullable<CrashOptions["when"]>): void {
  if (when === "now") return;
  const [key, ...more] = Object.keys(Object(when));
  const value = key === undefined ? undefined : (when as unknown as Record<string, unknown>)[key];
  if (more.length === 0 && key === "afterMs") return checkDurations(action, { afterMs: value });
  if (more.length === 0 && key === "probability") return checkPart(action, { probability: value });
  if (more.length === 0 && key === "onMessage" && Number.isSafeInteger(value) && (value as number) >= 1) return;
  throw new ArgumentError(action, {
    rule: "when is now, { afterMs }, { probability }, or { onMessage } with a whole number from 1 up",
    value: when,
  });
}
