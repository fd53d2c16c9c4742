import { die } from "../processes/exit.ts";
import { type ExitReason, reasonOf } from "../processes/exit_reason.ts";
import { setLed } from "../processes/lineage.ts";
import { link, unlink, unwatch, watch, type Watcher } from "../processes/links.ts";
import { type Behaviour, DEAD, type Process, STARTING } from "../processes/process.ts";
import type { Runtime } from "../processes/runtime.ts";
import type { Self } from "../processes/self.ts";
import { limitMailbox, type MailboxOptionsInside } from "../processes/mailbox_limit.ts";
import { Deadline } from "../processes/timers.ts";
import { ArgumentError } from "../processes/errors.ts";
import { checkName, checkProcessName, type ProcessName, type ViaName } from "../processes/via.ts";
import { claimName, forgetClaim, releaseName } from "./name_claims.ts";
import type { Outcome } from "./outcome.ts";

/** How a server process is started. */
export interface StartInside extends MailboxOptionsInside {
  readonly parent: Process | null;
  readonly link: boolean;
  /** Whether the starter will be linked later, and its exit signals are orders from now on. @default as `link` */
  readonly led?: boolean;
  readonly name: ProcessName | undefined;
  readonly args: readonly unknown[];
  readonly timeoutMs: number;
  /** The name that a registrar is to keep, in place of a plain one. */
  readonly via?: ViaName;
  /** Called when it has come up, before it has a turn. */
  readonly up?: ((process: Process) => void) | undefined;
  /** System time, where the starter has just read it. */
  readonly nowMs?: number | undefined;
}

/** What a start needs of a behaviour with an `init`. */
export interface InitBehaviour extends Behaviour {
  readonly spec: MailboxOptionsInside & {
    readonly init: (this: Self, ...args: readonly unknown[]) => unknown;
    readonly trapExit?: boolean;
  };
  /** What `init` gets as its `this`. */
  selfOf(process: Process): Self;
  /** Takes what `init` gave. Returns why the process is not started, or `undefined`. */
  begin(process: Process, result: unknown): Refusal | undefined;
}

/** Why a process is not started. */
export interface Refusal {
  readonly reason: ExitReason;
  /** That is in order: the process dies `normal`, whatever the start gives. */
  readonly quiet?: boolean;
}

/** What an outcome of `init` says against a start that is in order all the same. */
export function refusalIn(outcome: Outcome<unknown, unknown>): Refusal | undefined {
  if (outcome.kind === "ignore") return { reason: "ignore", quiet: true };
  return outcome.kind === "error" ? { reason: outcome.reason!, quiet: true } : undefined;
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
  defined: InitBehaviour,
  options: StartInside,
): Started | Promise<Started> {
  const { parent, name, args } = options;
  if (typeof name === "object") return startVia(runtime, defined, name, options);
  const behaviour = runtime.upgrades === null ? defined : runtime.codeOf(defined);
  if (name !== undefined) {
    checkName(name);
    const holder = runtime.names.get(name);
    if (holder !== undefined) return new StartFailure({ already_started: holder.pid });
  }
  if (parent !== null && parent.phase === DEAD) return new StartFailure("noproc");
  const process = runtime.create(behaviour, { parent, name: name ?? null, nowMs: options.nowMs });
  process.trapExit = behaviour.spec.trapExit ?? false;
  if (!(options.led ?? options.link)) setLed(process, false);
  if (options.maxMailbox !== undefined || behaviour.spec.maxMailbox !== undefined) {
    limitMailbox(process, options, behaviour.spec);
  }
  // It may be dead already, of what a listener did: who traps exits has the answer of the start.
  if (options.link && parent !== null && !(process.phase === DEAD && parent.trapExit)) link(process, parent);
  if (options.via !== undefined && !claimName(process, options.via)) {
    return new StartFailure({ already_started: runtime.find(options.via)?.pid });
  }
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
    return finish(process, { behaviour, result, up: options.up });
  } catch (error) {
    return failed(process, reasonOf(error));
  } finally {
    runtime.current = outer;
  }
}

/** Starts a server under a name that a registrar keeps. */
function startVia(
  runtime: Runtime,
  behaviour: InitBehaviour,
  name: ViaName,
  options: StartInside,
): Started | Promise<Started> {
  checkProcessName(name);
  const holder = runtime.find(name);
  if (holder !== null) return new StartFailure({ already_started: holder.pid });
  const started = startServer(runtime, behaviour, { ...options, name: undefined, via: name });
  return started instanceof Promise ? started.then(forgetClaim) : forgetClaim(started);
}

/** Takes the result of `init`, unless the process died meanwhile. */
function finish(
  process: Process,
  { behaviour, result, up }: Pick<StartInside, "up"> & { behaviour: InitBehaviour; result: unknown },
): Started {
  if (process.phase !== STARTING) return new StartFailure(process.exitReason ?? "killed");
  const refused = behaviour.begin(process, result);
  if (refused === undefined) {
    up?.(process);
    return process;
  }
  return refused.quiet ? refusedQuietly(process, refused.reason) : failed(process, refused.reason);
}

function refusedQuietly(process: Process, reason: ExitReason): StartFailure {
  releaseName(process);
  die(process, "normal");
  return new StartFailure(reason);
}

/** The process dies of its `init`, and a linked starter with it that does not trap. */
function failed(process: Process, reason: ExitReason): StartFailure {
  if (process.phase === DEAD) return new StartFailure(process.exitReason!);
  releaseName(process);
  die(process, reason);
  return new StartFailure(reason);
}

/** A start that takes its time; ends by its result, by the death of the process, or by the time-out. */
export abstract class PendingStart extends Deadline implements Watcher {
  readonly starts = true;
  protected readonly process: Process;
  protected readonly options: StartInside;
  readonly #done: PromiseWithResolvers<Started> = Promise.withResolvers();
  #over = false;

  constructor(process: Process, options: StartInside) {
    super();
    this.process = process;
    this.options = options;
  }

  /** Killed while it started. */
  down(_process: Process, reason: ExitReason): void {
    this.end(() => new StartFailure(reason));
  }

  /** Too slow: killed, and its starter hears of it by the answer alone. */
  expire(): void {
    this.end(() => {
      const parent = this.process.parent?.process ?? null;
      if (parent !== null) unlink(this.process, parent);
      releaseName(this.process);
      die(this.process, "killed");
      return new StartFailure("timeout");
    });
  }

  /** Called when it is sure that {@linkcode PendingStart.end} will be. */
  protected begin(): Promise<Started> {
    this.process.runtime.timers.add(this, this.options.timeoutMs);
    watch(this.process, this); // last: who is watched so will come up, or be told why not
    return this.#done.promise;
  }

  protected end(how: () => Started): void {
    if (this.#over) return;
    this.#over = true;
    unwatch(this.process, this);
    this.process.runtime.timers.remove(this, this.options.timeoutMs);
    try {
      this.#done.resolve(how());
    } catch (error) { // a state that cannot be frozen
      this.#done.resolve(failed(this.process, reasonOf(error)));
    }
  }
}

/** An `init` that takes its time. */
class SlowStart extends PendingStart {
  readonly #behaviour: InitBehaviour;

  constructor(process: Process, behaviour: InitBehaviour, options: StartInside) {
    super(process, options);
    this.#behaviour = behaviour;
  }

  wait(result: Promise<unknown>): Promise<Started> {
    const { process } = this;
    const { up } = this.options;
    result.then(
      (value) => this.end(() => finish(process, { behaviour: this.#behaviour, result: value, up })),
      (error) => this.end(() => failed(process, reasonOf(error))),
    );
    return this.begin();
  }
}

/** Refuses a time-out that is none. */
export function checkTimeout(action: string, timeoutMs: number): number {
  if (typeof timeoutMs === "number" && timeoutMs >= 0) return timeoutMs;
  throw new ArgumentError(action, { rule: "timeoutMs is a number of milliseconds from 0 up", value: timeoutMs });
}
