import { ArgumentError } from "../processes/errors.ts";
import { ownerOf } from "../processes/host.ts";
import { beginMonitor, Monitor, sendDown } from "../processes/links.ts";
import type { Ref } from "../processes/pid.ts";
import { DEAD, type Process } from "../processes/process.ts";
import type { Self } from "../processes/self.ts";
import { type Definition, startables, type StartOptions } from "./definition.ts";
import { startFrom } from "./process_definition.ts";

/** How {@linkcode startMonitor} starts: as any start, but nothing is linked. */
export type StartMonitorOptions<Args extends readonly unknown[]> = Omit<StartOptions<Args>, "link">;

/** What was started, and is watched. */
export interface StartedMonitor<Server> {
  /** What was started. */
  readonly server: Server;
  /** The monitor: stands in the `ref` of its `DOWN`, and is what `demonitor` takes. */
  readonly ref: Ref;
}

/**
 * Starts something that the starting process monitors from the moment on that it is up, and is not linked to: Erlang's
 * `gen_server:start_monitor`. However fast it dies, the `DOWN` tells its real reason, where a `monitor` that comes after the
 * start may be too late and say `noproc`. Of a start that fails there is no `DOWN`.
 *
 * @param self The process that starts and watches; for code outside any process `system.attach()` gives one.
 * @throws {StartError} If it does not come up.
 * @throws {ArgumentError} If it is no process that starts, or there is nothing to start.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { type Down, GenServer, startMonitor, System } from "@superlearner/otp";
 *
 * const Brief = GenServer.define({
 *   name: "Brief",
 *   init: () => GenServer.ok("done", { continue: "stop" }),
 *   handleContinue: () => GenServer.stop("shutdown"),
 * });
 *
 * await using system = new System();
 * const me = system.attach();
 * const { server, ref } = await startMonitor(me, Brief);
 * const down = await me.receive<Down>();
 * assertEquals([down.ref, down.reason, server.alive], [ref, "shutdown", false]);
 * ```
 */
export async function startMonitor<Server, Args extends readonly unknown[]>(
  self: Self,
  definition: Definition<Server, Args>,
  options: StartMonitorOptions<Args> = {},
): Promise<StartedMonitor<Server>> {
  const owner = ownerOf(self);
  if (owner === null) {
    throw new ArgumentError("start and monitor", { rule: "a process does: its self, or system.attach()", value: self });
  }
  if (typeof definition !== "object" || definition === null || !startables.has(definition)) {
    throw new ArgumentError("start and monitor", {
      rule: "it is a definition, as GenServer.define gives one",
      value: definition,
    });
  }
  let ref: Ref | undefined;
  const up = (target: Process) => void (ref = watched(owner, target));
  const pid = await startFrom(definition, self, { ...options, link: false, up });
  return { server: definition.at(self, pid), ref: ref! };
}

/** It may be dead already, of what the end of its start brought about. */
function watched(owner: Process, target: Process): Ref {
  const ref = owner.runtime.nextRef();
  if (owner.phase === DEAD) return ref;
  const tag = "DOWN";
  if (target.phase !== DEAD) return beginMonitor(new Monitor(owner, { ref, target, tag }));
  sendDown(owner, { type: tag, ref, pid: target.pid, reason: target.exitReason! });
  return ref;
}
