import { checkOptions } from "../argument_error.ts";
import type { System } from "../system.ts";
import { listOf } from "./_few.ts";
import { Alias } from "./alias.ts";
import { ArgumentError, Exit, NoProcessError } from "./errors.ts";
import { signalExit } from "./exit.ts";
import type { ExitReason } from "./exit_reason.ts";
import { ancestorsOf } from "./lineage.ts";
import { demonitor, link, monitor, unlink } from "./links.ts";
import { checkTimer, MessageTimer, type TimerOptions } from "./message_timer.ts";
import { type MonitorAliasMode, monitorWithAlias } from "./monitor_alias.ts";
import type { Pid, Ref } from "./pid.ts";
import { DEAD, type Process } from "./process.ts";
import { sleep } from "./sleep.ts";
import type { Spawned, SpawnOptions } from "./spawn.ts";
import type { StartedBody, StartFunctionOptions } from "./acknowledged_start.ts";
import { nameText, type ProcessName } from "./via.ts";

/** How a monitor reports. */
export interface MonitorOptions {
  /** Stands in the message's `type` in place of `"DOWN"`. @default {"DOWN"} */
  tag?: string;
  /**
   * Makes the reference an alias of this process as well, so that whoever is asked something can answer to it: until it is
   * taken back by `unalias` (`"explicit_unalias"`), or until the monitor has fired or was taken back too (`"demonitor"`), or
   * until the first message has come through it too, which takes the monitor back (`"reply_demonitor"`).
   *
   * @default no alias
   */
  alias?: MonitorAliasMode;
}

/** How a monitor is taken back. */
export interface DemonitorOptions {
  /** Also removes a `DOWN` that is already in the mailbox. @default {false} */
  flush?: boolean;
  /** Gives whether there was a monitor to be taken back, in place of true. @default {false} */
  info?: boolean;
}

/** How an alias ends. */
export interface AliasOptions {
  /** The first message through the alias is also the last. @default {false} */
  reply?: boolean;
}

/** The process behind a `Self`; for the runtime, which must not need a public way in. */
export let processOf: (self: Self) => Process;

/**
 * What a process sees of itself and the world: the `self` of a spawned function, the last argument of a server's
 * handlers, and `this` of `init`.
 *
 * Once the process is dead everything here does nothing: code that still runs after its process was killed is harmless.
 */
export class Self {
  readonly #process: Process;

  static {
    processOf = (self) => self.#process;
  }

  /** @internal */
  constructor(process: Process) {
    this.#process = process;
  }

  /** This process. */
  get pid(): Pid {
    return this.#process.pid;
  }

  /** The System this process lives in. */
  get system(): System {
    return this.#process.runtime.system;
  }

  /** Who started this process; `<0.0.0>` for code outside any process. */
  get parent(): Pid {
    return this.#process.parent?.pid ?? "<0.0.0>";
  }

  /** The registered name of this process; the dead have none, it may be somebody else's by now. */
  get name(): string | undefined {
    return this.alive ? this.#process.name ?? undefined : undefined;
  }

  /** Whether this process is alive; false in code that goes on after its process was killed. */
  get alive(): boolean {
    return this.#process.phase !== DEAD;
  }

  /**
   * Whether exit signals arrive as messages instead of killing this process.
   *
   * @default {false}
   */
  get trapExit(): boolean {
    return this.#process.trapExit;
  }

  /** Turns trapping on or off. */
  set trapExit(trap: boolean) {
    if (this.alive) this.#process.trapExit = trap;
  }

  /** Aborted when this process dies, with its exit reason: hand it to `fetch` and the like, so that they end with it. */
  get signal(): AbortSignal {
    const controller = this.#process.abort ??= new AbortController();
    if (!this.alive && !controller.signal.aborted) controller.abort(this.#process.exitReason);
    return controller.signal;
  }

  /** System time in milliseconds. */
  now(): number {
    return this.#process.runtime.clock.now();
  }

  /** The next random number of the System, at least 0 and below 1. */
  random(): number {
    return this.#process.runtime.random.next();
  }

  /**
   * Sends a message and returns it. A dead pid takes it silently.
   *
   * @throws {NoProcessError} If a name is given that nobody has.
   * @throws {OverloadError} If the receiver rejects what its mailbox has no room for.
   */
  send<Message>(to: Pid | Ref | ProcessName, message: Message): Message {
    if (!this.alive) return message;
    const { runtime } = this.#process;
    const outer = runtime.current;
    // After an `await` nobody else knows whose message this is.
    runtime.current = this.#process;
    try {
      runtime.send(to, message);
    } finally {
      runtime.current = outer;
    }
    return message;
  }

  /** Ties this process to another; either dying of a crash kills the other. A dead pid gives an exit signal `noproc`. */
  link(pid: Pid): void {
    if (!this.alive) return;
    const other = this.#find(pid, "link");
    if (other !== undefined) link(this.#process, other);
    else signalExit(this.#process, { from: pid, reason: "noproc", linked: true });
  }

  /** Unties; where there is no link, nothing happens. */
  unlink(pid: Pid): void {
    if (!this.alive) return;
    const { dying } = this.#process.runtime;
    const other = this.#find(pid, "unlink") ?? dying.find((each) => each.pid === pid);
    if (other !== undefined) unlink(this.#process, other);
  }

  /**
   * Asks for one `DOWN` message when the other is dead; at once, with `noproc`, if it already is. Whoever has a plain name
   * now is watched, and the message gives the name.
   */
  monitor(target: Pid | ProcessName, options: MonitorOptions = {}): Ref {
    const runtime = this.#process.runtime;
    if (!this.alive) return runtime.nextRef();
    const { tag = "DOWN", alias } = checkOptions("monitor", options);
    const byName = typeof target === "string" && !runtime.isPidText(target);
    const watch = { target: runtime.find(target), asked: nameText(target), byName, tag };
    return alias === undefined ? monitor(this.#process, watch) : monitorWithAlias(this.#process, watch, alias);
  }

  /** Takes a monitor back. True also for one that already fired, unless `info` asks for more. */
  demonitor(ref: Ref, options: DemonitorOptions = {}): boolean {
    const { flush = false, info = false } = checkOptions("demonitor", options);
    const found = this.alive && demonitor(this.#process, ref, { flush });
    return found || !info;
  }

  /** Leaves: throws an {@linkcode Exit}, of which this process dies unless somebody catches it. */
  exit(reason: ExitReason): never {
    throw new Exit(reason);
  }

  /** Sends an exit signal to another process, or to itself. `"kill"` cannot be trapped. */
  sendExit(pid: Pid, reason: ExitReason): void {
    if (this.alive) this.#process.runtime.exit(pid, reason, this.pid);
  }

  /**
   * Gives this process a name.
   *
   * @throws {ArgumentError} If the name is taken, or this process has one already.
   */
  register(name: string): void {
    if (this.alive) this.#process.runtime.register(name, this.#process);
  }

  /** A reference that stands for this process until {@linkcode Self.unalias}, or for one message only. */
  alias(options: AliasOptions = {}): Ref {
    const { reply: once = false } = checkOptions("make an alias", options);
    const ref = this.#process.runtime.nextRef();
    return this.alive ? new Alias(this.#process, ref, { once }).begin() : ref;
  }

  /** Ends an alias of this process. False if it was none any more. */
  unalias(ref: Ref): boolean {
    const alias = this.#process.runtime.aliases.get(ref);
    if (alias === undefined || alias.owner !== this.#process) return false;
    alias.end();
    return true;
  }

  /** Sends a message to a process after a while, unless it is dead by then. */
  sendAfter(to: Pid | ProcessName, message: unknown, options: TimerOptions): Ref {
    return this.#timer(to, { message, delayMs: checkTimer(options).delayMs, repeats: false });
  }

  /** Sends a message again and again until it is cancelled or the receiver is dead. */
  sendInterval(to: Pid | ProcessName, message: unknown, options: TimerOptions): Ref {
    return this.#timer(to, { message, delayMs: checkTimer(options).delayMs, repeats: true });
  }

  /** Sends `{ type: "timeout", ref, message }` after a while, so that the receiver can tell timers apart. */
  startTimer(to: Pid | ProcessName, message: unknown, options: TimerOptions): Ref {
    const ref = this.#process.runtime.nextRef();
    return this.#timer(to, {
      ref,
      message: { type: "timeout", ref, message },
      delayMs: checkTimer(options).delayMs,
      repeats: false,
    });
  }

  /** Cancels a timer. Returns the milliseconds that were left, or false if it had expired or been cancelled. */
  cancelTimer(ref: Ref): number | false {
    if (!this.alive) return false;
    return this.#process.runtime.messageTimers.get(ref)?.cancel() ?? false;
  }

  /** Milliseconds until a timer expires, or false if it has expired or been cancelled. */
  readTimer(ref: Ref): number | false {
    const timer = this.#process.runtime.messageTimers.get(ref);
    return timer === undefined ? false : this.#process.runtime.timers.left(timer);
  }

  /** Waits so many milliseconds of System time. The mailbox waits as well: a server that sleeps answers nobody. */
  sleep(delayMs: number): Promise<void> {
    return sleep(this.#process, delayMs);
  }

  /** Starts a process from a function. Returns at once, before the function has run a line. */
  spawn(body: Spawned, options: SpawnOptions = {}): Pid {
    return this.#spawn(body, options, false);
  }

  /**
   * Starts a process from a function and waits until it says that it is ready, by `self.initAck()`; Erlang's
   * `proc_lib:start_link`. Linked to this one, unless `link` is false. What a supervisor's start function uses for a process
   * that is no server.
   *
   * @throws {StartError} If it dies, returns or takes too long before that.
   */
  start(body: StartedBody, options: StartFunctionOptions = {}): Promise<Pid> {
    if (!this.alive) return new Promise(() => {});
    return this.#process.runtime.startAcknowledged(this.#process, body, options);
  }

  /** Starts a process that is linked to this one from its first moment on. */
  spawnLink(body: Spawned, options: SpawnOptions = {}): Pid {
    return this.#spawn(body, options, true);
  }

  /** Starts a process that this one monitors from its first moment on. */
  spawnMonitor(body: Spawned, options: SpawnOptions = {}): { pid: Pid; ref: Ref } {
    const pid = this.#spawn(body, options, false);
    return { pid, ref: this.monitor(pid) };
  }

  /**
   * The processes this one comes from, nearest first, as names where they have names: its parent, also when that is dead,
   * and of those before it whoever lives.
   */
  get ancestors(): (Pid | string)[] {
    return ancestorsOf(this.#process.parent);
  }

  /** The pids this process is linked to. */
  get links(): Pid[] {
    return listOf(this.#process.links).map(({ pid }) => pid);
  }

  #timer(to: Pid | ProcessName, options: { ref?: Ref; message: unknown; delayMs: number; repeats: boolean }): Ref {
    const runtime = this.#process.runtime;
    const { ref = runtime.nextRef(), message, delayMs, repeats } = options;
    if (!this.alive) return ref;
    return new MessageTimer(runtime, { ref, to, message: runtime.pass(message), delayMs, repeats }).start();
  }

  /** Code of a dead process gets a pid as any other does; nobody ever lives under it. */
  #spawn(body: Spawned, options: SpawnOptions, link: boolean): Pid {
    checkOptions("spawn", options);
    const { runtime } = this.#process;
    if (!this.alive) return runtime.nextPid();
    return runtime.spawn(body, { ...options, parent: this.#process, link }).pid;
  }

  #find(pid: Pid, action: string): Process | undefined {
    const { runtime } = this.#process;
    if (!runtime.isPidText(pid)) throw new ArgumentError(action, { rule: "it takes a pid", value: pid });
    return runtime.find(pid) ?? undefined;
  }
}

/** Throws unless the process behind a `Self` is alive. */
export function aliveProcessOf(self: Self, action: string): Process {
  const process = processOf(self);
  if (process.phase === DEAD) throw new NoProcessError(action, process.pid);
  return process;
}
