import { die } from "../processes/exit.ts";
import { type ExitReason, reasonOf } from "../processes/exit_reason.ts";
import { link, unlink, unwatch, watch, type Watcher } from "../processes/links.ts";
import { DEAD, type Process, STARTING } from "../processes/process.ts";
import { checkName, type Runtime } from "../processes/runtime.ts";
import { Deadline } from "../processes/timers.ts";
import { ArgumentError } from "../processes/errors.ts";
import type { ServerBehaviour } from "./gen_server_loop.ts";

/** How a server process is started. */
export interface StartInside {
  readonly parent: Process | null;
  readonly link: boolean;
  readonly name: string | undefined;
  readonly args: readonly unknown[];
  readonly timeoutMs: number;
}

/** A process that did not start, and why; Erlang's `{error, Reason}` or `ignore`. */
export class StartFailure {
  readonly reason: ExitReason;

  constructor(reason: ExitReason) {
    this.reason = reason;
  }
}

/** A started process, or why there is none. */
export type Started = Process | StartFailure;

/**
 * Starts a server: runs `init` as the new process and waits for it. Where `init` is synchronous so is the start: nothing
 * is scheduled and no promise made, which is what makes a restart cheap.
 */
export function startServer(
  runtime: Runtime,
  behaviour: ServerBehaviour,
  options: StartInside,
): Started | Promise<Started> {
  const { parent, name, args } = options;
  if (name !== undefined) {
    checkName(name);
    const holder = runtime.names.get(name);
    if (holder !== undefined) return new StartFailure({ already_started: holder.pid });
  }
  if (parent !== null && parent.phase === DEAD) return new StartFailure("noproc");
  const process = runtime.create(behaviour, { parent, name: name ?? null });
  process.trapExit = behaviour.spec.trapExit ?? false;
  // It may be dead already, of what a listener did: who traps exits has the answer of the start.
  if (options.link && parent !== null && !(process.phase === DEAD && parent.trapExit)) link(process, parent);
  if (process.phase !== STARTING) return new StartFailure(process.exitReason!);
  const outer = runtime.current;
  const { guard } = runtime;
  runtime.current = process;
  try {
    const result = guard === null || behaviour.trusted
      ? behaviour.spec.init.call(behaviour.selfOf(process), ...args)
      : runtime.guarded(() => behaviour.spec.init.call(behaviour.selfOf(process), ...args), process);
    if (result instanceof Promise) {
      if (process.phase === STARTING) return new SlowStart(process, behaviour, options).wait(result);
      result.catch(() => {}); // it died of what `init` did before it waited
    }
    return finish(process, behaviour, result);
  } catch (error) {
    return failed(process, reasonOf(error));
  } finally {
    runtime.current = outer;
  }
}

/** Takes the result of `init`, unless the process died meanwhile. */
function finish(process: Process, behaviour: ServerBehaviour, result: unknown): Started {
  if (process.phase !== STARTING) return new StartFailure(process.exitReason ?? "killed");
  const refused = behaviour.begin(process, result);
  if (refused === undefined) return process;
  return refused.reason === "ignore" ? ignored(process) : failed(process, refused.reason);
}

function ignored(process: Process): StartFailure {
  die(process, "normal");
  return new StartFailure("ignore");
}

/** The process dies of its `init`, and a linked starter with it that does not trap. */
function failed(process: Process, reason: ExitReason): StartFailure {
  if (process.phase === DEAD) return new StartFailure(process.exitReason!);
  die(process, reason);
  return new StartFailure(reason);
}

/** An `init` that takes its time; ends by its result, by the death of the process, or by the time-out. */
class SlowStart extends Deadline implements Watcher {
  readonly starts = true;
  readonly #process: Process;
  readonly #behaviour: ServerBehaviour;
  readonly #options: StartInside;
  readonly #done: PromiseWithResolvers<Started> = Promise.withResolvers();
  #over = false;

  constructor(process: Process, behaviour: ServerBehaviour, options: StartInside) {
    super();
    this.#process = process;
    this.#behaviour = behaviour;
    this.#options = options;
  }

  wait(result: Promise<unknown>): Promise<Started> {
    const process = this.#process;
    result.then(
      (value) => this.#end(() => finish(process, this.#behaviour, value)),
      (error) => this.#end(() => failed(process, reasonOf(error))),
    );
    process.runtime.timers.add(this, this.#options.timeoutMs);
    watch(process, this); // last: who is watched so will come up, or be told why not
    return this.#done.promise;
  }

  /** Killed while it started. */
  down(_process: Process, reason: ExitReason): void {
    this.#end(() => new StartFailure(reason));
  }

  /** Too slow: killed, and its starter hears of it by the answer alone. */
  expire(): void {
    this.#end(() => {
      const parent = this.#process.parent?.process ?? null;
      if (parent !== null) unlink(this.#process, parent);
      die(this.#process, "killed");
      return new StartFailure("timeout");
    });
  }

  #end(how: () => Started): void {
    if (this.#over) return;
    this.#over = true;
    unwatch(this.#process, this);
    this.#process.runtime.timers.remove(this, this.#options.timeoutMs);
    try {
      this.#done.resolve(how());
    } catch (error) { // a state that cannot be frozen
      this.#done.resolve(failed(this.#process, reasonOf(error)));
    }
  }
}

/** Refuses a time-out that is none. */
export function checkTimeout(action: string, timeoutMs: number): number {
  if (typeof timeoutMs === "number" && timeoutMs >= 0) return timeoutMs;
  throw new ArgumentError(action, { rule: "timeoutMs is a number of milliseconds from 0 up", value: timeoutMs });
}
