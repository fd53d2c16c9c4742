import { type Host, runtimeOf } from "../processes/host.ts";
import { unwatch, watch } from "../processes/links.ts";
import { nextTask } from "../processes/next_task.ts";
import { BUSY, ENDING, type Process, STARTING } from "../processes/process.ts";

/**
 * Waits until no process of a System has anything left to do without time passing: no message waits for a turn, and no
 * server is in the middle of a handler, an `init` or a `terminate`. Messages of a suspended process do not count, nor
 * does a function that waits for something else than a message.
 *
 * For tests and shutdown scripts. It looks at every process, so not where there are very many; and in a `Simulation`
 * it is `simulation.settle()` that knows.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer, sys, System, whenIdle } from "@superlearner/otp";
 *
 * const Log = GenServer.define({
 *   name: "Log",
 *   init: (): string[] => [],
 *   casts: { write: (lines, line: string) => [...lines, line] },
 * });
 * const Relay = GenServer.define({
 *   name: "Relay",
 *   init: () => 0,
 *   casts: {
 *     pass: (count, line: string, self) => {
 *       Log.at(self, "log").cast("write", line);
 *       return count + 1;
 *     },
 *   },
 * });
 * await using system = new System();
 * await system.start(Log, { name: "log" });
 * const relay = await system.start(Relay);
 * relay.cast("pass", "hello");
 * await whenIdle(system);
 * assertEquals(sys.getState(system, "log"), ["hello"]);
 * ```
 */
export async function whenIdle(host: Host): Promise<void> {
  const runtime = runtimeOf(host);
  // Twice, since this may go on in the midst of what a turn has brought about.
  for (let quiet = 0; quiet < 2; quiet++) {
    await nextTask();
    let busy: Process | undefined;
    for (const process of runtime.processes.values()) {
      if (process.queued) quiet = -1;
      else if (isAtWork(process)) busy ??= process;
      if (quiet < 0) break;
    }
    if (quiet < 0 || busy === undefined) continue;
    await nextMoment(busy);
    quiet = -1;
  }
}

/** Whether a server is in the middle of a callback; a function is never known to be done with anything but itself. */
function isAtWork({ phase, behaviour }: Process): boolean {
  return behaviour.holdsState !== undefined && (phase === BUSY || phase === STARTING || phase === ENDING);
}

/** Comes when a process is done with what it is in the middle of, or dead. */
function nextMoment(process: Process): Promise<void> {
  return new Promise((resolve) => {
    const watcher = { down: () => resolve() };
    watch(process, watcher);
    const done = () => {
      unwatch(process, watcher);
      resolve();
    };
    process.between = [...process.between ?? [], done];
  });
}
