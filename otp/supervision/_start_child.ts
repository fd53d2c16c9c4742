import { startables } from "../behaviours/definition.ts";
import { type Started, StartFailure } from "../behaviours/start.ts";
import { reasonOf } from "../processes/exit_reason.ts";
import { link } from "../processes/links.ts";
import { isPid, type Pid } from "../processes/pid.ts";
import type { Process } from "../processes/process.ts";
import type { FullChildSpec } from "./child_spec.ts";

/** Starts a child, linked to its supervisor; at once where its `init` is synchronous. */
export function startChild(
  supervisor: Process,
  spec: FullChildSpec,
  args: readonly unknown[] = spec.args,
): Started | Promise<Started> {
  const { start, name, startTimeoutMs } = spec;
  if (typeof start === "function") return startByHand(supervisor, start as (self: unknown) => Pid | Promise<Pid>);
  const startable = startables.get(start)!;
  return startable(supervisor.runtime, { parent: supervisor, link: true, name, args, timeoutMs: startTimeoutMs });
}

function startByHand(supervisor: Process, start: (self: unknown) => Pid | Promise<Pid>): Started | Promise<Started> {
  try {
    const pid = start(supervisor.self);
    return pid instanceof Promise ? pid.then((each) => found(supervisor, each), failure) : found(supervisor, pid);
  } catch (error) {
    return failure(error);
  }
}

function found(supervisor: Process, pid: unknown): Started {
  const process = isPid(pid) ? supervisor.runtime.find(pid) : null;
  if (process === null) return new StartFailure({ bad_return_value: pid });
  link(process, supervisor); // a supervisor that is not linked to its child would never hear of its death
  return process;
}

function failure(error: unknown): StartFailure {
  const reason = reasonOf(error);
  // What a StartError says is the answer; it is no crash of the function.
  const started = error instanceof Error && error.name === "StartError"
    ? (error as { reason?: unknown }).reason
    : undefined;
  return new StartFailure(started === undefined ? reason : started as typeof reason);
}
