import { checkOptions } from "../argument_error.ts";
import { noteSent } from "../processes/debug.ts";
import { CallEnvelope, CAST, Envelope, SYSTEM } from "../processes/envelope.ts";
import { ArgumentError, CallError } from "../processes/errors.ts";
import type { ExitReason } from "../processes/exit_reason.ts";
import { type Host, ownerOf, runtimeOf } from "../processes/host.ts";
import { unwatch, watch, type Watcher } from "../processes/links.ts";
import { isPid, type Pid } from "../processes/pid.ts";
import { DEAD, type Process } from "../processes/process.ts";
import type { Runtime } from "../processes/runtime.ts";
import { Deadline } from "../processes/timers.ts";
import { checkProcessName, isVia, nameText, type ProcessName } from "../processes/via.ts";
import type { CallArguments, CallOptions, CastArguments, PayloadOf, ReplyOf } from "./gen_server_types.ts";
import { RequestId } from "./request_id.ts";
import { sameReason } from "./_same_reason.ts";
import { checkTimeout } from "./start.ts";
import type { System } from "../system.ts";

type LooseAsk = (this: unknown, kind: string, payload: unknown, options: CallOptions) => Promise<unknown>;

/** How long a request may take. */
const FOREVER: CallOptions = { timeoutMs: Infinity };

/** How a server is asked to stop. */
export interface StopServerOptions {
  /** What it dies with. @default {"normal"} */
  reason?: ExitReason;
  /** How long to wait until it is dead, in milliseconds. @default {Infinity} */
  timeoutMs?: number;
}

/**
 * A server to talk to, typed by its definition. By pid it means that very process; by name, whoever has the name when it
 * is used, so that it goes on working after a restart.
 *
 * One made with the `self` of a process calls as that process: it notices a server that would wait for itself, also
 * after an `await`.
 */
export class ServerRef<Calls, Casts> {
  readonly #runtime: Runtime;
  readonly #owner: Process | null;
  readonly #to: Pid | ProcessName;
  readonly #byPid: boolean;
  #found: Process | null = null;

  /** @internal */
  constructor(host: Host, to: Pid | ProcessName) {
    this.#runtime = runtimeOf(host);
    this.#owner = ownerOf(host);
    this.#to = to;
    this.#byPid = isPid(to);
    if (!this.#byPid) checkProcessName(to);
  }

  /** The System it belongs to. */
  get system(): System {
    return this.#runtime.system;
  }

  /** The process it means now; `undefined` for a name that nobody has, or a process that is dead. */
  get pid(): Pid | undefined {
    return this.#process()?.pid;
  }

  /** Whether a process is alive behind it. */
  get alive(): boolean {
    return this.#process() !== null;
  }

  /**
   * Asks and waits for the reply.
   *
   * @throws {CallError} If there is no reply: nobody there, too late, its mailbox is full, or the server died.
   */
  call<Kind extends keyof Calls & string>(
    kind: Kind,
    ...rest: CallArguments<PayloadOf<Calls[Kind]>>
  ): Promise<ReplyOf<Calls[Kind]>>;
  call(kind: string, payload?: unknown, options?: CallOptions): Promise<unknown> {
    const timeoutMs = options === undefined ? 5000 : timeoutOf(options);
    if (typeof kind !== "string") refuseKind("call", kind);
    const runtime = this.#runtime;
    const caller = this.#owner ?? runtime.current;
    const call = new CallEnvelope(kind, runtime.pass(payload), { caller, server: this.toString(), timeoutMs });
    const promise = new Promise<unknown>((resolve, reject) => {
      call.resolve = resolve;
      call.reject = reject;
    });
    if (caller !== null && caller.phase === DEAD) return promise; // code of a dead process: never goes on
    const target = this.#process();
    if (target === null) call.fail("noproc");
    else if (target === caller) call.fail("calling_self");
    else {
      runtime.timers.addSoon(call, timeoutMs);
      if (caller !== null && caller.traced) noteSent(caller, target, call);
      if (target.phase === DEAD) runtime.failCall(call, target.exitReason!); // of what a listener did
      else target.deliver(call);
    }
    return promise;
  }

  /**
   * Asks and goes on: the answer is waited for later, by the request that is given, or by a collection of many. Where
   * nobody is alive, or the server dies, that is the answer.
   */
  sendRequest<Kind extends keyof Calls & string>(
    kind: Kind,
    ...rest: CastArguments<PayloadOf<Calls[Kind]>>
  ): RequestId<ReplyOf<Calls[Kind]>>;
  sendRequest(kind: string, payload?: unknown): RequestId<unknown> {
    const runtime = this.#runtime;
    const call = (this.call as LooseAsk).call(this, kind, payload, FOREVER);
    return new RequestId({ runtime, owner: this.#owner ?? runtime.current, call });
  }

  /**
   * Tells and goes on at once. Where nobody is alive, nothing happens.
   *
   * @throws {OverloadError} If the server rejects what its mailbox has no room for.
   */
  cast<Kind extends keyof Casts & string>(kind: Kind, ...rest: CastArguments<PayloadOf<Casts[Kind]>>): void;
  cast(kind: string, payload?: unknown): void {
    if (typeof kind !== "string") refuseKind("cast", kind);
    const runtime = this.#runtime;
    const caller = this.#owner ?? runtime.current;
    if (caller !== null && caller.phase === DEAD) return;
    const target = this.#process();
    if (target === null) return;
    const passed = runtime.pass(payload);
    if (caller !== null && caller.traced) noteSent(caller, target, new Envelope(CAST, kind, passed));
    if (runtime.current === caller) target.deliverCast(kind, passed);
    else this.#castAs(caller, () => target.deliverCast(kind, passed));
  }

  /**
   * Asks the server to stop, behind the messages it already has (one that is suspended, at once), and waits until it is
   * dead.
   *
   * @throws {CallError} If nobody is there, it takes too long, or it dies of something else.
   */
  stop(options: StopServerOptions = {}): Promise<void> {
    const { reason = "normal", timeoutMs = Infinity } = checkOptions("stop", options);
    checkTimeout("stop", timeoutMs);
    const caller = this.#owner ?? this.#runtime.current;
    if (caller !== null && caller.phase === DEAD) return new Promise(() => {}); // code of a dead process: never goes on
    const target = this.#process();
    const details = { server: this.toString(), kind: "stop", timeoutMs };
    if (target === null) return Promise.reject(new CallError("noproc", details));
    if (target === caller) return Promise.reject(new CallError("calling_self", details));
    return new Promise((resolve, reject) => {
      new Stopping(target, timeoutMs, (died) => {
        if (died !== undefined && sameReason(died, reason)) resolve();
        else reject(new CallError(died ?? "timeout", details));
      });
      target.deliverSystem(new Envelope(SYSTEM, "stop", { reason }));
    });
  }

  /** Prints as the server's pid or name. */
  toString(): string {
    return typeof this.#to === "string" ? this.#to : nameText(this.#to);
  }

  /** After an `await` nobody else knows whose message this is. */
  #castAs(sender: Process | null, deliver: () => void): void {
    const runtime = this.#runtime;
    const outer = runtime.current;
    runtime.current = sender;
    try {
      deliver();
    } finally {
      runtime.current = outer;
    }
  }

  #process(): Process | null {
    const found = this.#found;
    if (found !== null && found.phase !== DEAD && (this.#byPid || found.name === this.#to)) return found;
    return this.#found = this.#runtime.find(this.#to);
  }
}

/** Waits for a death, so long. */
class Stopping extends Deadline implements Watcher {
  readonly #process: Process;
  readonly #timeoutMs: number;
  readonly #done: (died: ExitReason | undefined) => void;

  constructor(process: Process, timeoutMs: number, done: (died: ExitReason | undefined) => void) {
    super();
    this.#process = process;
    this.#timeoutMs = timeoutMs;
    this.#done = done;
    watch(process, this);
    process.runtime.timers.add(this, timeoutMs);
  }

  down(process: Process, reason: ExitReason): void {
    process.runtime.timers.remove(this, this.#timeoutMs);
    this.#done(reason);
  }

  expire(): void {
    unwatch(this.#process, this);
    this.#done(undefined);
  }
}

function timeoutOf(options: CallOptions): number {
  const { timeoutMs = 5000 } = checkOptions("call", options);
  return checkTimeout("call", timeoutMs);
}

/** What is no text would be found out by the server, which would die of it. */
function refuseKind(action: string, kind: unknown): never {
  throw new ArgumentError(action, { rule: "the kind is a text", value: kind });
}

/** Refuses a target that is neither pid nor name. */
export function checkTarget(to: unknown): void {
  if (typeof to === "string" ? to === "" : !isVia(to)) {
    throw new ArgumentError("refer to a server", { rule: "it is a pid or a registered name", value: to });
  }
}
