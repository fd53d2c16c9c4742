import { claimName, forgetClaim, releaseName } from "../behaviours/name_claims.ts";
import { PendingStart, type Started, StartFailure, type StartInside } from "../behaviours/start.ts";
import { StartError } from "../processes/errors.ts";
import { die } from "../processes/exit.ts";
import { type ExitReason, reasonOf } from "../processes/exit_reason.ts";
import { link } from "../processes/links.ts";
import { type Pid, ROOT_PID } from "../processes/pid.ts";
import { DEAD, type Process, STARTING } from "../processes/process.ts";
import type { Runtime } from "../processes/runtime.ts";
import { checkProcessName } from "../processes/via.ts";
import { Session } from "../remote/session.ts";
import { nodesOf } from "../remote/nodes.ts";
import { RemoteBehaviour, standInWith } from "../remote/remote_process.ts";
import type { StartedProcess } from "../remote/wire.ts";
import { latestStopMs } from "../preemption/preemption.ts";
import { openPlace, placeCheck } from "./open_place.ts";
import type { Place } from "./place_options.ts";

/** What is started. */
export interface PlacedStart {
  readonly name: string;
  readonly type: "worker" | "supervisor";
  readonly start: StartInside;
}

/** The name of the System on the wire, as its placed processes see it. */
const HERE = "main";

/** Starts a process in a place of its own. Its stand-in is there from the first moment on, and ends the place when it dies. */
export function startPlaced(runtime: Runtime, place: Place, what: PlacedStart): Started | Promise<Started> {
  const unknown = placeCheck(place);
  return unknown === undefined ? start(runtime, place, what) : unknown.then(
    () => start(runtime, place, what),
    (error) => new StartFailure(reasonOf(error)),
  );
}

function start(runtime: Runtime, place: Place, what: PlacedStart): Started | Promise<Started> {
  const refused = refusalOf(runtime, what.start);
  if (refused !== undefined) return new StartFailure(refused);
  const node = nodesOf(runtime).nextName(place.placement);
  const pid: Pid = `<${node}.1.0>`; // the first process of a System that does nothing else
  let connection: Session;
  try {
    connection = new Session(runtime, {
      node: HERE,
      peer: node,
      transport: openPlace(runtime, { place, node, peer: HERE, pid }),
      timeoutMs: Infinity, // loading a module takes its time; whoever starts it says how long
      ...heartbeatOf(place),
      lost: (reason) => {
        behaviour.told = true;
        die(process, reason === "silence" ? "turn_limit" : reason === "normal" ? "worker_exited" : reason);
      },
    });
  } catch (error) { // it may not have the rights that it was to give
    return new StartFailure(reasonOf(error));
  }
  const behaviour = new RemoteBehaviour(connection, {
    pid,
    name: what.type === "supervisor" ? "Supervisor" : "GenServer",
    module: what.name,
    owned: true,
    ended: () => void connection.close(),
  });
  const process = standInWith(behaviour, what.start.parent);
  nodesOf(runtime).keep(process);
  if (!introduce(process, what.start)) {
    return new StartFailure({ already_started: runtime.find(what.start.name!)?.pid });
  }
  return new PlacedStarting(process, what.start).wait(connection, place.export);
}

function refusalOf(runtime: Runtime, { name, parent }: StartInside): ExitReason | undefined {
  if (runtime.stopped) return "shutdown";
  if (parent !== null && parent.phase === DEAD) return "noproc";
  if (name === undefined) return undefined;
  checkProcessName(name);
  const holder = runtime.find(name);
  return holder === null ? undefined : { already_started: holder.pid };
}

/** A sign of life is asked for often enough to notice a silence in time; without a limit on turns, any may last. */
function heartbeatOf({ maxTurnMs, silenceMs }: Place): { heartbeatMs: number; silenceMs: number } {
  if (maxTurnMs === Infinity) return { heartbeatMs: Infinity, silenceMs: Infinity };
  const limit = latestStopMs(maxTurnMs) + silenceMs;
  return { heartbeatMs: Math.max(1, Math.min(1000, limit / 4)), silenceMs: limit };
}

/** Makes a stand-in known under its name, and to its parent; false, and it is gone, if a registrar refuses the name. */
function introduce(process: Process, { parent, name, link: isLinked }: StartInside): boolean {
  const { runtime, behaviour, pid } = process;
  if (typeof name === "string") {
    process.name = name;
    runtime.names.set(name, process);
  } else if (name !== undefined && !claimName(process, name)) return false;
  if (runtime.events.active) {
    runtime.events.emit({
      type: "process.started",
      pid,
      parent: parent?.pid ?? ROOT_PID,
      ...(typeof name === "string" ? { name } : {}),
      behaviour: behaviour.name,
      module: behaviour.module,
    });
  }
  if (isLinked && parent !== null) link(process, parent);
  return true;
}

/** A start under way in its place. */
class PlacedStarting extends PendingStart {
  wait(connection: Session, what: string): Started | Promise<Started> {
    const { parent, link, args, timeoutMs } = this.options;
    if (this.process.phase !== STARTING) return new StartFailure(this.process.exitReason!); // of what a listener did
    const started = this.begin();
    connection.requestStart(parent, { what, args, link, timeoutMs }).then(
      (answer) => this.end(() => this.#started(answer)),
      (error) => this.end(() => this.#failed(error instanceof StartError ? error.reason : reasonOf(error))),
    );
    return started;
  }

  #started({ pid, behaviour, module, calls, casts }: StartedProcess): Started {
    const { process } = this;
    if (pid !== process.pid) return this.#failed({ bad_return_value: pid });
    Object.assign(process.behaviour, { name: behaviour, module, kinds: { calls, casts } });
    process.settle();
    this.options.up?.(process);
    return forgetClaim(process);
  }

  #failed(reason: ExitReason): Started {
    releaseName(this.process);
    die(this.process, reason === "ignore" ? "normal" : reason);
    return new StartFailure(reason);
  }
}
