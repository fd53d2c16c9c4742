import { checkOptions } from "./argument_error.ts";
import type { Definition, StartArguments } from "./behaviours/definition.ts";
import { type Alarm, type Clock, type Random, RealClock, RealRandom } from "./environment.ts";
import type { EventStream } from "./events/event_stream.ts";
import { nextTask } from "./processes/next_task.ts";
import { ArgumentError } from "./processes/errors.ts";
import { signalExit } from "./processes/exit.ts";
import { type ExitReason, reasonOf } from "./processes/exit_reason.ts";
import { hostRuntime } from "./processes/host.ts";
import { unwatch, watch } from "./processes/links.ts";
import type { MessagePolicy } from "./processes/message_policy.ts";
import { checkTimer, MessageTimer, type TimerOptions } from "./processes/message_timer.ts";
import { type Pid, type Ref, ROOT_PID } from "./processes/pid.ts";
import { DEAD, type Process } from "./processes/process.ts";
import type { Receiver } from "./processes/receive.ts";
import { type Logger, Reporter } from "./processes/reporter.ts";
import { Runtime } from "./processes/runtime.ts";
import { FairScheduler, type Scheduler } from "./processes/scheduler.ts";
import { attachOutside, type Spawned, type SpawnOptions } from "./processes/spawn.ts";
import { isVia, nameText, type ProcessName } from "./processes/via.ts";
import { addRegistrars, type RegistrarMakers } from "./registrars.ts";
import { consoleLogger } from "./reports/console_logger.ts";
import { checkParts } from "./system_parts.ts";

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
  /**
   * Who keeps further names, by the word that stands in their `via`; each is made for this System. `"registry"` and
   * `"partition"` are always there. @default {{}}
   */
  registrars?: RegistrarMakers;
}

/** How a System, or a process of it, is stopped. */
export interface SystemStopOptions {
  /**
   * How long each process that is not a supervisor has to end, in milliseconds; then it is killed. A supervisor has as long
   * as its children. @default {5000}
   */
  timeoutMs?: number;
  /**
   * How long the whole may take, in milliseconds; then all that still live are killed, supervisors included. Without it, a
   * child that never comes up, or never ends and has `shutdown: "infinity"`, holds the stop for ever. @default {Infinity}
   */
  limitMs?: number;
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
  #hearsRejections = false;
  /** Whether the last process went since the wait under way began; `undefined` where none is under way. */
  #emptied: boolean | undefined;
  #stopping: Promise<void> | undefined;
  /** What will end a stop that takes too long. */
  readonly #limits = new Set<Alarm>();

  /**
   * Makes an empty System.
   *
   * @throws {ArgumentError} If a part is none.
   */
  constructor(options: SystemOptions = {}) {
    checkParts(options);
    const {
      clock = new RealClock(),
      random = new RealRandom(),
      scheduler = new FairScheduler(),
      messages = "share",
      logger = consoleLogger,
      unhandledRejections = "event",
      registrars = {},
    } = options;
    const reporter = new Reporter(logger);
    const populated = (is: boolean) => {
      if (unhandledRejections === "event") this.#hearRejections(is);
    };
    const keep = (process: Process) => this.#keep(process);
    this.#runtime = new Runtime({ system: this, clock, random, scheduler, messages, reporter, populated, keep });
    hostRuntime(this, this.#runtime);
    addRegistrars(this.#runtime, registrars);
    this.#onRejection = (event) => {
      event.preventDefault();
      const reason = reasonOf(event.reason);
      if (this.events.active) this.events.emit({ type: "rejection.unhandled", reason });
      reporter.rejected(reason);
    };
  }

  /** Everything that happens here. */
  get events(): EventStream {
    return this.#runtime.events;
  }

  /** Whether the System has been stopped. */
  get stopped(): boolean {
    return this.#runtime.stopped;
  }

  /** Whether a handler that never comes back is stopped here; else it stops the program. */
  get preemptive(): boolean {
    return this.#runtime.guard !== null;
  }

  /** Where time comes from here, for what waits or measures beside the processes. */
  get clock(): Clock {
    return this.#runtime.clock;
  }

  /** System time in milliseconds. */
  now(): number {
    return this.#runtime.clock.now();
  }

  /** Milliseconds since 1970. */
  wallTime(): number {
    return this.#runtime.clock.wallTime();
  }

  /**
   * Starts a server or a supervision tree, and waits until it is up. It ends with the System, or by itself.
   *
   * @throws {StartError} If it does not come up.
   * @throws {ArgumentError} If the System has been stopped, or is about to be, or there is nothing to start.
   */
  async start<Ref extends { readonly pid: Pid | undefined }, Args extends readonly unknown[]>(
    definition: Definition<Ref, Args>,
    ...rest: StartArguments<NoInfer<Args>>
  ): Promise<Ref> {
    this.#open("start a process");
    if (typeof definition?.start !== "function") {
      throw new ArgumentError("start a process", {
        rule: "it is a definition, as GenServer.define gives one",
        value: definition,
      });
    }
    const ref = await definition.start(this, ...rest as StartArguments<Args>);
    const process = ref.pid === undefined ? null : this.#runtime.find(ref.pid);
    if (process !== null) this.#keep(process);
    return ref;
  }

  /** Starts a process from a function. Returns at once, before the function has run a line. */
  spawn(body: Spawned, options: SpawnOptions = {}): Pid {
    this.#open("spawn a process");
    const process = this.#runtime.spawn(body, { ...checkOptions("spawn", options), parent: null });
    this.#keep(process);
    return process.pid;
  }

  /**
   * Lets code outside take part as a process: with a pid, a mailbox, links and monitors. Ends by an exit signal, its own
   * included (`me.sendExit(me.pid, "normal")`), or with the System.
   */
  attach(options: SpawnOptions = {}): Receiver {
    this.#open("attach a process");
    return attachOutside(this.#runtime, options);
  }

  /** The pid under a name; `undefined` if nobody has it. */
  whereis(name: ProcessName): Pid | undefined;
  /** The server of a kind under a name, whoever has the name when it is used. */
  whereis<Ref>(definition: Definition<Ref, never>, name: ProcessName): Ref;
  whereis<Ref>(what: ProcessName | Definition<Ref, never>, name?: ProcessName): Pid | undefined | Ref {
    if (typeof what === "string") return this.#runtime.names.get(what)?.pid;
    if (isVia(what)) return this.#runtime.find(what)?.pid;
    if (typeof what?.at !== "function") {
      throw new ArgumentError("look up a name", { rule: "it is a text, or a definition and a text", value: what });
    }
    return what.at(this, name!);
  }

  /**
   * Whether a process is alive. False for any pid that is not, also one that never was; and for one of another node that
   * nobody here has to do with.
   */
  isAlive(pid: Pid): boolean {
    return this.#runtime.processes.has(pid);
  }

  /** Whether a pid is that of a process that lives here, or has lived. A dead one is told from one that never was. */
  hasExisted(pid: Pid): boolean {
    return this.#runtime.hasExisted(pid);
  }

  /** The pids of all living processes, oldest first; what comes and goes while they are read is seen, or not. */
  *pids(): Generator<Pid, void, undefined> {
    for (const { pid } of this.#runtime.processes.values()) yield pid;
  }

  /** All registered names. */
  get names(): string[] {
    return [...this.#runtime.names.keys()];
  }

  /** How many processes live, with those that were placed elsewhere; as many as {@linkcode System.pids} gives. */
  get processCount(): number {
    return this.#runtime.processes.total;
  }

  /** Sends a message and returns it; see `Self.send`. */
  send<Message>(to: Pid | Ref | ProcessName, message: Message): Message {
    this.#runtime.send(to, message);
    return message;
  }

  /** Sends an exit signal. Always true, also where nobody is alive. `"kill"` cannot be trapped. */
  exit(to: Pid | ProcessName, reason: ExitReason): true {
    this.#runtime.exit(to, reason, ROOT_PID);
    return true;
  }

  /** Gives a living process a name. @throws {ArgumentError} If the name is taken or the process has one. */
  register(name: string, pid: Pid): void {
    this.#runtime.register(name, this.#runtime.get(pid, `register the name "${nameText(name)}" for`));
  }

  /** Frees a name. @throws {ArgumentError} If nobody has it. */
  unregister(name: string): void {
    this.#runtime.unregister(name);
  }

  /** Sends a message after a while. */
  sendAfter(to: Pid | ProcessName, message: unknown, options: TimerOptions): Ref {
    const runtime = this.#runtime;
    const ref = runtime.nextRef();
    const { delayMs } = checkTimer(options);
    return new MessageTimer(runtime, { ref, to, message: runtime.pass(message), delayMs, repeats: false }).start();
  }

  /** Cancels a timer. Returns the milliseconds that were left, or false if it had expired or been cancelled. */
  cancelTimer(ref: Ref): number | false {
    return this.#runtime.messageTimers.get(ref)?.cancel() ?? false;
  }

  /** Milliseconds until a timer expires, or false if it has expired or been cancelled. */
  readTimer(ref: Ref): number | false {
    const timer = this.#runtime.messageTimers.get(ref);
    return timer === undefined ? false : this.#runtime.timers.left(timer);
  }

  /**
   * Stops everything: applications, then what was started from outside, is told to shut down, last started first, each
   * after the one before is dead; then nothing runs here any more. Nothing can be started from outside meanwhile. Again gives the same promise;
   * all that counts of another call is its `limitMs`, from then on.
   *
   * @throws {ArgumentError} If the time-out or the limit is none.
   */
  stop(options: SystemStopOptions = {}): Promise<void> {
    const { timeoutMs = 5000, limitMs = Infinity } = checkOptions("stop a System", options);
    for (const [name, value] of Object.entries({ timeoutMs, limitMs })) {
      if (typeof value === "number" && value >= 0) continue;
      throw new ArgumentError("stop a System", { rule: `${name} is a number of milliseconds from 0 up`, value });
    }
    if (limitMs !== Infinity && !this.stopped) this.#limit(limitMs);
    if (this.#stopping !== undefined) return this.#stopping;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#stopping = promise; // first: a listener of what happens now may ask to stop again
    this.#runtime.stopping = true;
    this.#stop(timeoutMs).then(resolve, reject);
    return promise;
  }

  /** Stops everything; see {@linkcode System.stop}. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  #open(action: string): void {
    if (this.#stopping === undefined) return;
    throw new ArgumentError(action, { rule: `the System ${this.stopped ? "has been" : "is being"} stopped` });
  }

  #keep(process: Process): void {
    if (process.phase === DEAD) return;
    watch(process, { down: () => void this.#roots.delete(process) }); // first: no root stays when it is dead
    this.#roots.add(process);
  }

  /** One turn of the event loop longer than it has processes: a rejection is told after the code it comes from is over. */
  #hearRejections(hear: boolean): void {
    if (hear && !this.#hearsRejections) {
      this.#hearsRejections = true;
      globalThis.addEventListener("unhandledrejection", this.#onRejection);
    } else if (!hear) {
      if (this.#emptied === undefined) void this.#hearOut();
      else this.#emptied = true;
    }
  }

  /** One wait for all, however often the last process goes and another comes meanwhile. */
  async #hearOut(): Promise<void> {
    do {
      this.#emptied = false;
      await nextTask();
    } while (this.#emptied);
    this.#emptied = undefined;
    if (this.#runtime.processes.total === 0) this.#ignoreRejections();
  }

  #ignoreRejections(): void {
    this.#hearsRejections = false;
    globalThis.removeEventListener("unhandledrejection", this.#onRejection);
  }

  async #stop(timeoutMs: number): Promise<void> {
    const runtime = this.#runtime;
    if (runtime.beforeStop !== null) await runtime.beforeStop();
    while (this.#roots.size > 0) { // again, since one that was starting when the stop began may have come in
      for (const root of [...this.#roots].reverse()) {
        const limit = root.behaviour.name.endsWith("Supervisor") ? Infinity : timeoutMs;
        await this.#end(root, limit);
      }
    }
    runtime.stopped = true;
    for (const alarm of this.#limits) alarm.cancel();
    this.#killAll();
    runtime.processes.foreign?.leave();
    runtime.timers.clear();
    await runtime.scheduler.stop();
    await Promise.allSettled(runtime.leftovers);
    if (this.#hearsRejections) await nextTask();
    this.#ignoreRejections();
    runtime.reporter.close();
  }

  #limit(limitMs: number): void {
    const { clock } = this.#runtime;
    this.#limits.add(clock.setAlarm(clock.now() + limitMs, () => this.#killAll()));
  }

  /** Last started first, so that no supervisor starts again what is killed before it. */
  #killAll(): void {
    for (const left of [...this.#runtime.processes.values()].reverse()) {
      this.#runtime.die(left, left.behaviour.name === "attached" ? "shutdown" : "killed");
    }
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
