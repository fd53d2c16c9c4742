import type { ExitReason, Pid, System } from "@superlearner/otp";
import { crash } from "../chaos/crash.ts";
import { Chronicle } from "../chronicle/chronicle.ts";
import { checkTimeout } from "../waiting/deadline.ts";
import { restarted } from "../waiting/restarted.ts";
import { checkTarget, pidOf, processRef, type Target } from "../waiting/target.ts";
import { WaitError } from "../waiting/wait_error.ts";

/** How a process is brought down, and waited for. */
export interface CrashRecoveryOptions {
  /** The exit signal it gets. @default {"kill"} */
  reason?: ExitReason;
  /** How long it may take to come back, in milliseconds of System time. @default {5000} */
  timeoutMs?: number;
}

/** What came of it. */
export interface CrashRecovery {
  /** Whether another is in its place. */
  readonly recovered: boolean;
  /** Who it was; absent where nobody was there. */
  readonly from?: Pid;
  /** Who is in its place. */
  readonly to?: Pid;
  /** What it died of; absent where it lives. */
  readonly reason?: ExitReason;
  /** How long it took, in milliseconds of System time. */
  readonly timeToRecoverMs?: number;
  /** Why there was no recovery. */
  readonly note?: string;
}

/**
 * Brings a process down and waits for the one that its supervisor starts in its place: by pid as well as by name. A signal
 * that is ignored, and a process that nobody starts again, are told at once and not waited for.
 *
 * @throws {ArgumentError} If it is no ref, or an option is none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer, Supervisor, System } from "@superlearner/otp";
 * import { crashRecovery } from "@superlearner/supertester";
 *
 * const Worker = GenServer.define({ name: "Worker", init: () => 0 });
 * await using system = new System();
 * const tree = await system.start(Supervisor.define({ children: [Worker.child()] }));
 * const [child] = await tree.whichChildren();
 * const { recovered, reason } = await crashRecovery(Worker.at(system, child!.pid!));
 * assertEquals([recovered, reason], [true, "killed"]);
 * ```
 */
export async function crashRecovery(target: Target, options: CrashRecoveryOptions = {}): Promise<CrashRecovery> {
  const action = "test a recovery";
  const { reason = "kill", ...rest } = options;
  const timeoutMs = checkTimeout(action, { usual: 5000, ...rest });
  const { system } = checkTarget(action, target);
  Chronicle.of(system); // it has to know who started whom before that one is dead
  const from = pidOf(target);
  if (from === undefined || !system.isAlive(from)) {
    return { recovered: false, ...(from === undefined ? {} : { from }), note: "it was dead before" };
  }
  const began = system.now();
  const { died: isDead, note, reason: diedOf = reason } = await crash(processRef(system, from), { reason, timeoutMs });
  if (!isDead) return { recovered: false, from, ...(note === undefined ? {} : { note }) };
  const died = { from, reason: diedOf };
  if (!isSupervised(system, from)) return { recovered: false, ...died, note: "it has no supervisor" };
  try {
    const to = await restarted(target, { from, timeoutMs });
    return { recovered: true, ...died, to, timeToRecoverMs: system.now() - began };
  } catch (error) {
    if (!(error instanceof WaitError)) throw error;
    return { recovered: false, ...died, note: error.message.split("\n", 1)[0]! };
  }
}

/** Whether it was started by a supervisor. */
function isSupervised(system: System, pid: Pid): boolean {
  const chronicle = Chronicle.of(system);
  const parent = chronicle.startOf(pid)?.parent;
  return parent !== undefined && (chronicle.startOf(parent)?.behaviour.endsWith("Supervisor") ?? false);
}
