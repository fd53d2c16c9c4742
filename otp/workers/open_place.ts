import { shortReason } from "../processes/exit_reason.ts";
import type { Pid } from "../processes/pid.ts";
import type { Runtime } from "../processes/runtime.ts";
import type { Transport } from "../remote/transport.ts";
import type { Place } from "./place_options.ts";
import { ProcessTransport } from "./process_transport.ts";
import { countUnstoppable } from "./unstoppable.ts";
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
    unstoppable: () => countUnstoppable(runtime, { pid, node, waitedMs: graceMs, what: shortReason(module) }),
  });
}
