import { die, signalExit } from "../processes/exit.ts";
import type { ExitReason } from "../processes/exit_reason.ts";
import { unlink, watch, type Watcher } from "../processes/links.ts";
import { ROOT_PID } from "../processes/pid.ts";
import { DEAD, type Process } from "../processes/process.ts";
import { Deadline } from "../processes/timers.ts";

/** How a child is stopped. */
export type Shutdown = number | "infinity" | "brutal_kill";

/**
 * Stops a child and gives what it died with: told to shut down, and killed when its time is over; or killed at once.
 * A child that does not trap exits is dead at once, and no promise is made.
 */
export function stopChild(supervisor: Process, child: Process, how: Shutdown): ExitReason | Promise<ExitReason> {
  if (child.phase === DEAD) return child.exitReason!;
  // From here on its death is our answer, not a message.
  unlink(child, supervisor);
  // It ends in order for its parent only, and a child that was started by hand may have another one.
  const from = child.parent?.pid ?? ROOT_PID;
  if (how === "brutal_kill") die(child, "killed");
  else signalExit(child, { from, reason: "shutdown", linked: false });
  return child.phase === DEAD
    ? child.exitReason!
    : new Ending(child, how === "infinity" ? Infinity : how as number).promise;
}

/** Waits for a child to end, and kills it when its time is over. */
class Ending extends Deadline implements Watcher {
  readonly #child: Process;
  readonly #limitMs: number;
  readonly #done: PromiseWithResolvers<ExitReason> = Promise.withResolvers();

  constructor(child: Process, limitMs: number) {
    super();
    this.#child = child;
    this.#limitMs = limitMs;
    watch(child, this);
    child.runtime.timers.add(this, limitMs);
  }

  get promise(): Promise<ExitReason> {
    return this.#done.promise;
  }

  down(child: Process, reason: ExitReason): void {
    child.runtime.timers.remove(this, this.#limitMs);
    this.#done.resolve(reason);
  }

  expire(): void {
    die(this.#child, "killed");
  }
}
