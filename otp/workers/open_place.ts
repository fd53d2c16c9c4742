import { shortReason } from "../processes/exit_reason.ts";
import { type Host, runtimeOf } from "../processes/host.ts";
import type { Pid } from "../processes/pid.ts";
import type { Runtime } from "../processes/runtime.ts";
import type { Transport } from "../remote/transport.ts";
import type { Place } from "./place_options.ts";
import { ProcessTransport } from "./process_transport.ts";
import { workerOptionsCheck } from "./worker_options_flag.ts";
import { WorkerTransport } from "./worker_transport.ts";

/** What a place is opened for. */
export interface Opening {
  readonly place: Place;
  /** Its name, and that of this side. */
  readonly node: string;
  readonly peer: string;
  /** Who will live there. */
  readonly pid: Pid;
}

/** How many workers could not be stopped so far, for each System. */
const unstoppable = new WeakMap<Runtime, number>();

/** What has to be known before a place can be opened; `undefined` if it is. */
export function placeCheck({ placement }: Place): Promise<void> | undefined {
  return placement === "worker" ? workerOptionsCheck() : undefined;
}

/** Makes the worker or subprocess, and gives the way to it. @throws If that cannot be made, or may not do what is asked. */
export function openPlace(runtime: Runtime, { place, node, peer, pid }: Opening): Transport {
  const { module, permissions, maxTurnMs, graceMs } = place;
  const serve = { node, peer, ...(maxTurnMs === Infinity ? {} : { maxTurnMs }) };
  if (place.placement === "process") return new ProcessTransport({ place, serve });
  return new WorkerTransport({
    module,
    permissions,
    serve,
    graceMs,
    clock: runtime.clock,
    unstoppable: () => {
      const count = (unstoppable.get(runtime) ?? 0) + 1;
      unstoppable.set(runtime, count);
      const { events, reporter } = runtime;
      if (events.active) {
        events.emit({ type: "worker.unstoppable", pid, node, waitedMs: graceMs, unstoppable: count });
      }
      reporter.warn(`The thread of ${pid} (${shortReason(module)}) goes on after it was ended, and cannot be stopped`);
    },
  });
}

/** How many workers of a System could not be stopped so far; each keeps a core busy until the program ends. */
export function unstoppableWorkers(host: Host): number {
  return unstoppable.get(runtimeOf(host)) ?? 0;
}
