import { checkOptions } from "../argument_error.ts";
import { withoutOne } from "./_few.ts";
import { ArgumentError, StartError } from "./errors.ts";
import { die } from "./exit.ts";
import type { ExitReason } from "./exit_reason.ts";
import { unlink } from "./links.ts";
import type { Pid } from "./pid.ts";
import { DEAD, type Process } from "./process.ts";
import { processOf } from "./self.ts";
import { checkSpawn, FunctionBehaviour, labelOf, type SpawnOptions, startFunction } from "./spawn.ts";
import { Receiver } from "./receive.ts";
import { Deadline } from "./timers.ts";
import { nameText } from "./via.ts";

/** The body of a process that says when it is ready. */
export type StartedBody = (self: StartingReceiver) => unknown;

/** How such a function is started. */
export interface StartFunctionOptions extends SpawnOptions {
  /** How long it may take until it is ready, in milliseconds; then it is killed. @default {Infinity} */
  timeoutMs?: number;
  /** Whether it is linked to who starts it. @default {true} */
  link?: boolean;
}

/** What a function sees that says when it is ready: all of {@linkcode Receiver}, and how to say it. */
export class StartingReceiver extends Receiver {
  /** Ready: whoever starts this process goes on, with its pid. Again does nothing. */
  initAck(): void {
    const { behaviour } = processOf(this);
    if (this.alive && behaviour instanceof StartedFunction) behaviour.pending?.ready();
  }

  /** Not ready, and never: dies with the reason, and the start fails with it. */
  initFail(reason: ExitReason): never {
    return this.exit(reason);
  }
}

/** A function that somebody waits for. */
class StartedFunction extends FunctionBehaviour {
  pending: PendingStart | null = null;

  protected override selfOf(process: Process): Receiver {
    return new StartingReceiver(process);
  }

  override exited(process: Process, reason: ExitReason): void {
    super.exited(process, reason);
    this.pending?.failed(reason);
  }
}

/** A start under way: ends by the word, the death, or the time-out. */
class PendingStart extends Deadline {
  readonly promise: Promise<Pid>;
  readonly #process: Process;
  readonly #behaviour: StartedFunction;
  readonly #starter: Process;
  readonly #what: string;
  readonly #timeoutMs: number;
  readonly #resolve: (pid: Pid) => void;
  readonly #reject: (error: StartError) => void;

  constructor(process: Process, behaviour: StartedFunction, options: {
    readonly starter: Process;
    readonly what: string;
    readonly timeoutMs: number;
  }) {
    super();
    const { promise, resolve, reject } = Promise.withResolvers<Pid>();
    this.promise = promise;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#process = process;
    this.#behaviour = behaviour;
    this.#starter = options.starter;
    this.#what = options.what;
    this.#timeoutMs = options.timeoutMs;
    process.runtime.timers.add(this, options.timeoutMs);
  }

  ready(): void {
    if (this.#goesOn) this.#resolve(this.#process.pid); // first: whoever is stopped in between has given its answer
    this.#end();
  }

  failed(reason: ExitReason): void {
    // Whoever traps has the answer of the start, and needs no message.
    if (this.#starter.trapExit) {
      this.#process.links = withoutOne(this.#process.links, this.#starter);
      this.#starter.links = withoutOne(this.#starter.links, this.#process);
    }
    if (this.#goesOn) this.#reject(new StartError(this.#what, reason));
    this.#end();
  }

  expire(): void {
    this.#end();
    unlink(this.#process, this.#starter);
    die(this.#process, "killed");
    if (this.#goesOn) this.#reject(new StartError(this.#what, "timeout"));
  }

  /** Whether anybody goes on with it: code of a dead process does not. */
  get #goesOn(): boolean {
    return this.#starter.phase !== DEAD;
  }

  #end(): void {
    this.#behaviour.pending = null;
    this.#process.runtime.timers.remove(this, this.#timeoutMs);
  }
}

/** Starts a function and waits until it says that it is ready. */
export function startAcknowledged(starter: Process, body: StartedBody, options: StartFunctionOptions): Promise<Pid> {
  const { timeoutMs = Infinity, link = true, name } = checkOptions("start", options);
  if (typeof body !== "function") throw new ArgumentError("start", { rule: "the body is a function", value: body });
  if (!(typeof timeoutMs === "number" && timeoutMs >= 0)) {
    throw new ArgumentError("start", { rule: "timeoutMs is a number of milliseconds from 0 up", value: timeoutMs });
  }
  const label = labelOf(body, options);
  const behaviour = new StartedFunction(body, label);
  checkSpawn(starter.runtime, options);
  const process = startFunction(starter.runtime, behaviour, { ...options, parent: starter, link });
  const what = nameText(name ?? label);
  const pending = new PendingStart(process, behaviour, { starter, what, timeoutMs });
  behaviour.pending = pending;
  if (process.phase === DEAD) pending.failed(process.exitReason!); // of what a listener did
  return pending.promise;
}
