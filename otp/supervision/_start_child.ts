import { startables } from "../behaviours/definition.ts";
import { type Started, StartFailure } from "../behaviours/start.ts";
import { die } from "../processes/exit.ts";
import { reasonOf } from "../processes/exit_reason.ts";
import { setLed } from "../processes/lineage.ts";
import { link } from "../processes/links.ts";
import { isPid, type Pid } from "../processes/pid.ts";
import { DEAD, type Process } from "../processes/process.ts";
import { Deadline } from "../processes/timers.ts";
import type { FullChildSpec } from "./child_spec.ts";

/** What there is to say of a start beside the specification. */
export interface StartChildOptions {
  /** @default those of the specification */
  readonly args?: readonly unknown[];
  /** System time, where it has just been read: that costs a tenth of a restart. */
  readonly nowMs?: number;
}

/** Starts a child, linked to its supervisor; at once where its `init` is synchronous. */
export function startChild(
  supervisor: Process,
  spec: FullChildSpec,
  { args = spec.args, nowMs }: StartChildOptions = {},
): Started | Promise<Started> {
  const { start, name, startTimeoutMs, maxMailbox, overload } = spec;
  if (typeof start === "function") return startByHand(supervisor, spec);
  const startable = startables.get(start)!;
  try {
    const timeoutMs = startTimeoutMs;
    const { runtime } = supervisor;
    return startable(runtime, { parent: supervisor, link: true, name, args, timeoutMs, maxMailbox, overload, nowMs });
  } catch (error) {
    return failure(error); // a registrar that cannot keep the name
  }
}

function startByHand(supervisor: Process, spec: FullChildSpec): Started | Promise<Started> {
  try {
    const start = spec.start as (self: unknown) => Pid | Promise<Pid>;
    const given = supervisor.runtime.guarded(() => start(supervisor.self), supervisor);
    return given instanceof Promise
      ? new SlowHand(supervisor, spec.startTimeoutMs).wait(given)
      : found(supervisor, given);
  } catch (error) {
    return failure(error);
  }
}

/** A start function that takes its time. What it gives when nobody wants it any more is killed. */
class SlowHand extends Deadline {
  readonly #supervisor: Process;
  readonly #timeoutMs: number;
  readonly #done: PromiseWithResolvers<Started> = Promise.withResolvers();
  #over = false;

  constructor(supervisor: Process, timeoutMs: number) {
    super();
    this.#supervisor = supervisor;
    this.#timeoutMs = timeoutMs;
  }

  wait(given: Promise<unknown>): Promise<Started> {
    this.#supervisor.runtime.timers.add(this, this.#timeoutMs);
    given.then((pid) => this.#end(found(this.#supervisor, pid)), (error) => this.#end(failure(error)));
    return this.#done.promise;
  }

  expire(): void {
    this.#over = true;
    this.#done.resolve(new StartFailure("timeout"));
  }

  #end(started: Started): void {
    if (this.#over) {
      if (!(started instanceof StartFailure)) die(started, "killed");
      return;
    }
    this.#supervisor.runtime.timers.remove(this, this.#timeoutMs);
    this.#done.resolve(started);
  }
}

function found(supervisor: Process, pid: unknown): Started {
  const process = isPid(pid) ? supervisor.runtime.find(pid) : null;
  if (process === supervisor || !isPid(pid)) return new StartFailure({ bad_return_value: pid });
  if (process === null) return new StartFailure("noproc"); // dead already
  if (supervisor.phase === DEAD) {
    die(process, "killed"); // nobody is left who would look after it
    return new StartFailure("noproc");
  }
  link(process, supervisor); // a supervisor that is not linked to its child would never hear of its death
  setLed(process, true);
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
