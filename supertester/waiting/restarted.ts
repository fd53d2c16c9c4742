import { type ExitReason, formatReason, isPid, type Pid, type SystemEvent } from "@superlearner/otp";
import { Chronicle } from "../chronicle/chronicle.ts";
import { isTelling } from "../presenting/event_text.ts";
import { called } from "./called.ts";
import { checkTimeout, type TimeoutOptions } from "./deadline.ts";
import { checkTarget, pidOf, type Target } from "./target.ts";
import { WaitError } from "./wait_error.ts";
import { type Found, waitUntil } from "./wait_until.ts";

/** How a restart is waited for. */
export interface RestartedOptions extends TimeoutOptions {
  /** Who it was before. @default who the ref means now; by pid, that process */
  from?: Pid;
}

/**
 * Waits until a supervisor has started another process in the place of one, and gives the pid of the one that is there
 * now: after two restarts, of the second. One that has happened already is not waited for. Nobody is asked: a restart is
 * an event.
 *
 * @throws {WaitError} If that does not come, or can come no more: its supervisor gave up, or does not restart it.
 *
 * @example
 * ```ts
 * import { assertNotEquals } from "@std/assert";
 * import { GenServer, Supervisor, System } from "@superlearner/otp";
 * import { restarted } from "@superlearner/supertester";
 *
 * const Worker = GenServer.define({ name: "Worker", init: () => 0 });
 * await using system = new System();
 * await system.start(Supervisor.define({ children: [Worker.child({ name: "worker" })] }));
 * const worker = system.whereis(Worker, "worker");
 * const from = worker.pid!;
 * system.exit("worker", "kill");
 * assertNotEquals(await restarted(worker, { from }), from);
 * ```
 */
export async function restarted(target: Target, options: RestartedOptions = {}): Promise<Pid> {
  const timeoutMs = checkTimeout("wait for a restart", options);
  const { system } = checkTarget("wait for a restart", target);
  const chronicle = Chronicle.of(system);
  const from = options.from ?? pidOf(target);
  const awaited = `${called(target)} to be restarted`;
  const named = !isPid(target.toString());
  const events = () => from === undefined ? [] : chronicle.events(from).filter(isTelling).slice(-10);
  if (from === undefined) {
    throw new WaitError(awaited, { timeoutMs, reason: "nobody has that name, and it is not said who had it (from)" });
  }
  const look = (event?: SystemEvent): Found<Pid> => {
    const next = chronicle.successorOf(from);
    if (next !== undefined && system.isAlive(next)) return { value: next };
    const { pid } = target; // by name, it may be another supervisor's child by now
    if (pid !== undefined && pid !== from) return { value: pid };
    const reason = hopeless(event, next ?? from) ?? orphaned(chronicle, { pid: next ?? from, named });
    if (reason === undefined) return undefined;
    throw new WaitError(awaited, { timeoutMs, reason, events: events() });
  };
  return await waitUntil<Pid>(system, {
    timeoutMs,
    above: restarted,
    look: (event) => {
      if (event !== undefined) return look(event);
      // What was seen before this began may have decided it.
      const past = chronicle.events(from).findLast((each) => hopeless(each, from) !== undefined);
      return look(past);
    },
    expired: () =>
      new WaitError(awaited, {
        timeoutMs,
        found: system.isAlive(from) ? `${from} is still alive` : `${from} is dead: ${reasonText(chronicle, from)}`,
        events: events(),
      }),
  });
}

/** Why an event means that a process will have no successor. */
function hopeless(event: SystemEvent | undefined, pid: Pid): string | undefined {
  if (event?.type === "child.stopped" && event.childPid === pid) {
    return `its supervisor ${event.pid} does not restart it, it exited with ${formatReason(event.reason)}`;
  }
  return undefined;
}

/** Whoever would restart it is dead; where it is known by name, the supervisor's own may bring both back. */
function orphaned(chronicle: Chronicle, { pid, named }: { pid: Pid; named: boolean }): string | undefined {
  const parent = named || chronicle.exitOf(pid) === undefined ? undefined : chronicle.startOf(pid)?.parent;
  const exit = parent === undefined ? undefined : chronicle.exitOf(parent);
  return exit === undefined ? undefined : `who would restart it, ${exit.pid}, exited with ${formatReason(exit.reason)}`;
}

function reasonText(chronicle: Chronicle, pid: Pid): string {
  const reason: ExitReason | undefined = chronicle.exitOf(pid)?.reason;
  return reason === undefined ? "noproc" : formatReason(reason);
}
