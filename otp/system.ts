import type { Definition, StartOptions } from "./behaviours/definition.ts";
import { type Clock, type Random, RealClock, RealRandom } from "./environment.ts";
import type { EventStream } from "./events/event_stream.ts";
import { signalExit } from "./processes/exit.ts";
import { type ExitReason, reasonOf } from "./processes/exit_reason.ts";
import { hostRuntime } from "./processes/host.ts";
import { unwatch, watch } from "./processes/links.ts";
import type { MessagePolicy } from "./processes/message_policy.ts";
import { MessageTimer, type TimerOptions } from "./processes/message_timer.ts";
import { type Pid, type Ref, ROOT_PID } from "./processes/pid.ts";
import { DEAD, type Process } from "./processes/process.ts";
import type { Receiver } from "./processes/receive.ts";
import { consoleLogger, type Logger, Reporter } from "./processes/reporter.ts";
import { Runtime } from "./processes/runtime.ts";
import { FairScheduler, type Scheduler } from "./processes/scheduler.ts";
import { attachOutside, type Spawned, type SpawnOptions } from "./processes/spawn.ts";

/** The parts of a System. Each has a default; tests and simulations bring their own. */
export interface SystemOptions {
  /** Where time comes from. @default the machine's clock */
  clock?: Clock;
  /** Where chance comes from. @default the machine's */
  random?: Random;
  /** Who decides whose turn it is. @default a `FairScheduler` */
  scheduler?: Scheduler;
  /** What sender and receiver of a message share. @default {"share"} */
  messages?: MessagePolicy;
  /** Where crash reports and warnings go. @default the console */
  logger?: Logger;
  /**
   * What a rejected promise does that nobody awaits, while this System has processes: an event and a warning, or what the
   * platform does with it (Deno ends the program). @default {"event"}
   */
  unhandledRejections?: "event" | "platform";
}

/** How a System, or a process of it, is stopped. */
export interface SystemStopOptions {
  /** How long a process that is not a supervisor has to end, in milliseconds; then it is killed. @default {5000} */
  timeoutMs?: number;
}

/**
 * A world of processes, as an Erlang node is one. Nothing is shared with another System: processes, names, time and chance
 * are its own, so a test makes one and drops it. Disposing of it stops what runs in it, last started first.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { System } from "@superlearner/otp";
 *
 * await using system = new System();
 * const echo = system.spawn(async (self) => {
 *   const { from, text } = await self.receive<{ from: `<${string}.${number}.0>`; text: string }>();
 *   self.send(from, text.toUpperCase());
 * });
 * const me = system.attach();
 * me.send(echo, { from: me.pid, text: "hello" });
 * assertEquals(await me.receive(), "HELLO");
 * ```
 */
export class System implements AsyncDisposable {
  readonly #runtime: Runtime;
  /** What was started from outside any process and still lives, oldest first. */
  readonly #roots = new Set<Process>();
  readonly #onRejection: (event: PromiseRejectionEvent) => void;
  #stopping: Promise<void> | undefined;

  /** Makes an empty System. */
  constructor(options: SystemOptions = {}) {
    const {
      clock = new RealClock(),
      random = new RealRandom(),
      scheduler = new FairScheduler(),
      messages = "share",
      logger = consoleLogger,
      unhandledRejections = "event",
    } = options;
    const reporter = new Reporter(logger);
    this.#runtime = new Runtime({ system: this, clock, random, scheduler, messages, reporter });
    hostRuntime(this, this.#runtime);
    this.#onRejection = (event) => {
      if (this.#runtime.processes.size === 0) return;
      event.preventDefault();
      const reason = reasonOf(event.reason);
      if (this.events.active) this.events.emit({ type: "rejection.unhandled", reason });
      reporter.rejected(reason);
    };
    if (unhandledRejections === "event") globalThis.addEventListener("unhandledrejection", this.#onRejection);
  }

  /** Everything that happens here. */
  get events(): EventStream {
    return this.#runtime.events;
  }

  /** Whether the System has been stopped. */
  get stopped(): boolean {
    return this.#runtime.stopped;
  }

  /** System time in milliseconds. */
  now(): number {
    return this.#runtime.clock.now();
  }

  /** Milliseconds since 1970. */
  wallTime(): number {
    return this.#runtime.clock.wallTime();
  }

  /** Starts a server or a supervision tree, and waits until it is up. It ends with the System, or by itself. */
  async start<Ref extends { readonly pid: Pid | undefined }, Args extends readonly unknown[]>(
    definition: Definition<Ref, Args>,
    options: StartOptions<Args> = {},
  ): Promise<Ref> {
    const ref = await definition.start(this, options);
    const process = ref.pid === undefined ? null : this.#runtime.find(ref.pid);
    if (process !== null) this.#keep(process);
    return ref;
  }

  /** Starts a process from a function. Returns at once, before the function has run a line. */
  spawn(body: Spawned, options: SpawnOptions = {}): Pid {
    const process = this.#runtime.spawn(body, { ...options, parent: null });
    this.#keep(process);
    return process.pid;
  }

  /** Lets code outside take part as a process: with a pid, a mailbox, links and monitors. Ends by `exit` or with the System. */
  attach(options: SpawnOptions = {}): Receiver {
    return attachOutside(this.#runtime, options);
  }

  /** The pid under a name; `undefined` if nobody has it. */
  whereis(name: string): Pid | undefined;
  /** The server of a kind under a name, whoever has the name when it is used. */
  whereis<Ref>(definition: Definition<Ref, never>, name: string): Ref;
  whereis<Ref>(what: string | Definition<Ref, never>, name?: string): Pid | undefined | Ref {
    if (typeof what === "string") return this.#runtime.names.get(what)?.pid;
    return what.at(this, name!);
  }

  /** Whether a process is alive. False for any pid that is not, also one that never was. */
  isAlive(pid: Pid): boolean {
    return this.#runtime.processes.has(pid);
  }

  /** All registered names. */
  get names(): string[] {
    return [...this.#runtime.names.keys()];
  }

  /** How many processes live. */
  get processCount(): number {
    return this.#runtime.processes.size;
  }

  /** Sends a message and returns it; see `Self.send`. */
  send<Message>(to: Pid | Ref | string, message: Message): Message {
    this.#runtime.send(to, message);
    return message;
  }

  /** Sends an exit signal. Always true, also where nobody is alive. `"kill"` cannot be trapped. */
  exit(to: Pid | string, reason: ExitReason): true {
    this.#runtime.exit(to, reason, ROOT_PID);
    return true;
  }

  /** Gives a living process a name. @throws {ArgumentError} If the name is taken or the process has one. */
  register(name: string, pid: Pid): void {
    this.#runtime.register(name, this.#runtime.get(pid, `register the name "${name}" for`));
  }

  /** Frees a name. @throws {ArgumentError} If nobody has it. */
  unregister(name: string): void {
    this.#runtime.unregister(name);
  }

  /** Sends a message after a while. */
  sendAfter(to: Pid | string, message: unknown, options: TimerOptions): Ref {
    const runtime = this.#runtime;
    const ref = runtime.nextRef();
    const { delayMs } = options;
    return new MessageTimer(runtime, { ref, to, message: runtime.pass(message), delayMs, repeats: false }).start();
  }

  /** Cancels a timer. Returns the milliseconds that were left, or false if it had expired or been cancelled. */
  cancelTimer(ref: Ref): number | false {
    return this.#runtime.messageTimers.get(ref)?.cancel() ?? false;
  }

  /**
   * Stops everything: what was started from outside is told to shut down, last started first, each after the one before
   * is dead; then nothing runs here any more. Again gives the same promise.
   */
  stop(options: SystemStopOptions = {}): Promise<void> {
    return this.#stopping ??= this.#stop(options.timeoutMs ?? 5000);
  }

  /** Stops everything; see {@linkcode System.stop}. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  #keep(process: Process): void {
    if (process.phase === DEAD) return;
    this.#roots.add(process);
    watch(process, { down: () => void this.#roots.delete(process) });
  }

  async #stop(timeoutMs: number): Promise<void> {
    const runtime = this.#runtime;
    for (const root of [...this.#roots].reverse()) {
      const limit = root.behaviour.name.endsWith("Supervisor") ? Infinity : timeoutMs;
      await this.#end(root, limit);
    }
    runtime.stopped = true;
    for (const left of [...runtime.processes.values()].reverse()) {
      runtime.die(left, left.behaviour.name === "attached" ? "shutdown" : "killed");
    }
    runtime.timers.clear();
    runtime.scheduler.stop();
    globalThis.removeEventListener("unhandledrejection", this.#onRejection);
  }

  #end(process: Process, timeoutMs: number): Promise<void> {
    const runtime = this.#runtime;
    signalExit(process, { from: ROOT_PID, reason: "shutdown", linked: false });
    if (process.phase === DEAD) return Promise.resolve();
    return new Promise((resolve) => {
      const watcher = { down: () => (alarm?.cancel(), resolve()) };
      watch(process, watcher);
      const alarm = timeoutMs === Infinity ? undefined : runtime.clock.setAlarm(runtime.clock.now() + timeoutMs, () => {
        unwatch(process, watcher);
        runtime.die(process, "killed");
        resolve();
      });
    });
  }
}
