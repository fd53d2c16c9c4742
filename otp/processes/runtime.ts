import type { Clock, Random } from "../environment.ts";
import { EventStream } from "../events/event_stream.ts";
import type { System } from "../system.ts";
import { KeptCrashes } from "./_kept_crashes.ts";
import type { Alias } from "./alias.ts";
import { noteSent } from "./debug.ts";
import { type CallEnvelope, Envelope, INFO } from "./envelope.ts";
import { ArgumentError, Exit, NoProcessError } from "./errors.ts";
import { Burial, die, signalExit } from "./exit.ts";
import type { ExitReason } from "./exit_reason.ts";
import { type Guard, runtimeBehind, TURN_LIMIT } from "./guard.ts";
import type { Monitor } from "./links.ts";
import type { MessageTimer } from "./message_timer.ts";
import type { MailboxGate } from "./mailbox_gate.ts";
import { type MessagePolicy, passBy } from "./message_policy.ts";
import { isPid, type Pid, type Ref } from "./pid.ts";
import { type Behaviour, DEAD, type Origin, Process } from "./process.ts";
import { ProcessTable } from "./process_table.ts";
import type { ReplyGate } from "./reply_gate.ts";
import type { Reporter } from "./reporter.ts";
import type { Scheduler, SchedulerHost } from "./scheduler.ts";
import { type Spawned, spawnFunction, type SpawnInside } from "./spawn.ts";
import { startAcknowledged } from "./acknowledged_start.ts";
import { TimerQueue } from "./timers.ts";
import { checkName, findVia, isVia, nameText, type ProcessName, type Registrar } from "./via.ts";

/** What a Runtime is made of. */
export interface RuntimeParts {
  readonly system: System;
  readonly clock: Clock;
  readonly random: Random;
  readonly scheduler: Scheduler;
  readonly messages: MessagePolicy;
  readonly reporter: Reporter;
  /** The first process came, or the last one went. */
  readonly populated: (is: boolean) => void;
  /** A process was started from outside any process: it ends with the System, in order. */
  readonly keep: (process: Process) => void;
}

/** One turn of so many is timed and counts for the others: reading the clock costs as much as a turn. */
const TURNS_UNTIMED = 15;

/** The insides of one System: its processes, names, timers and parts. No behaviour and no policy lives here. */
export class Runtime {
  readonly system: System;
  readonly clock: Clock;
  readonly random: Random;
  readonly scheduler: Scheduler;
  /** What stops code that runs too long. */
  readonly guard: Guard | null;
  readonly events: EventStream;
  readonly timers: TimerQueue;
  readonly reporter: Reporter;
  /** Lets what was started from outside any process end with the System, in order. */
  readonly keep: (process: Process) => void;
  /** Whether the states of servers are frozen, as messages are. */
  readonly freezes: boolean;

  readonly processes: ProcessTable = new ProcessTable();
  readonly names: Map<string, Process> = new Map();
  /** Who keeps other names, by the word that stands in them. */
  readonly registrars: Map<string, Registrar> = new Map();
  readonly aliases: Map<Ref, Alias> = new Map();
  /** Monitors that have not fired yet. */
  readonly monitors: Map<Ref, Monitor> = new Map();
  readonly messageTimers: Map<Ref, MessageTimer> = new Map();
  /** The last processes that crashed. */
  readonly crashes: KeptCrashes = new KeptCrashes();
  /** Processes on their way out; see `die`. */
  readonly dying: Process[] = [];
  /** How far they are. */
  readonly burial: Burial = new Burial();
  /** Whose turn it is, as far as the stack tells: after an `await` nobody knows. */
  current: Process | null = null;
  /**
   * What waits for the end of guarded code, `null` where none runs. Listeners and loggers are code from outside: they are
   * told afterwards, so that nothing which stops a handler stops them in the middle, or counts their time as the handler's.
   */
  held: (() => void)[] | null = null;
  /** The System is being stopped, or has been. */
  stopping = false;
  stopped = false;
  /** What runs instead of a behaviour since its code was changed, as Erlang's code server has it; see `sys.changeCode`. */
  upgrades: Map<Behaviour, Behaviour> | null = null;
  /** What is to be waited for before the processes of a System that stops are told to end. */
  beforeStop: (() => Promise<void>) | null = null;
  /** What was opened for processes that run elsewhere and must be gone before the System is stopped. */
  readonly leftovers: Set<Promise<unknown>> = new Set();
  /** Turns since the last one that was timed. */
  turnsUntimed = 0;

  /** What stands before the mailbox of each process that is made: a simulation says so, `null` elsewhere. */
  gates: ((process: Process) => MailboxGate) | null = null;
  /** What stands before the answers of calls; `null` where they come at once. */
  replies: ReplyGate | null = null;

  readonly #policy: ((value: unknown) => unknown) | null;
  readonly #populated: (is: boolean) => void;
  #lastRef = 0;

  constructor(parts: RuntimeParts) {
    this.system = parts.system;
    this.clock = parts.clock;
    this.random = parts.random;
    this.scheduler = parts.scheduler;
    this.reporter = parts.reporter;
    this.reporter.attach(this);
    this.#populated = parts.populated;
    this.keep = parts.keep;
    this.#policy = passBy(parts.messages);
    this.freezes = parts.messages === "freeze";
    this.events = new EventStream(parts.clock, (error) => parts.reporter.listenerFailed(error), this);
    this.timers = new TimerQueue(parts.clock);
    this.guard = parts.scheduler.guard ?? null;
    const host: SchedulerHost = {
      idle: () => {
        this.timers.release();
        this.turnsUntimed = TURNS_UNTIMED;
      },
    };
    runtimeBehind.set(host, this);
    parts.scheduler.attach(host);
  }

  /** Hands a value on to another process. A call of nothing would be dear where Systems differ in their policies. */
  pass(value: unknown): unknown {
    return this.#policy === null ? value : this.#policy(value);
  }

  /** Runs code of the user's that has no turn of its own, and throws if it had to be stopped. */
  guarded<Result>(code: () => Result, by: Process): Result {
    if (this.guard === null) return code();
    let result: { given: Result } | { thrown: unknown } | undefined;
    const ended = this.guard.run(() => {
      try {
        result = { given: code() };
      } catch (thrown) {
        result = { thrown };
      }
    }, by);
    if (!ended || result === undefined) throw new Exit(TURN_LIMIT);
    if ("thrown" in result) throw result.thrown;
    return result.given;
  }

  /** From now on code from outside waits. */
  hold(): void {
    this.held = [];
  }

  /** What waited goes on. */
  release(): void {
    const { held } = this;
    this.held = null;
    this.events.tell();
    for (const job of held ?? []) job();
  }

  /** What a behaviour runs as here by now. */
  codeOf<B extends Behaviour>(behaviour: B): B {
    let latest: Behaviour = behaviour;
    for (let next: Behaviour | undefined = behaviour; next !== undefined; next = this.upgrades?.get(next)) {
      latest = next;
    }
    return latest as B;
  }

  /** Whether this turn is to be timed, and for how many it counts: 0 if it is not. */
  timeTurn(): number {
    if (this.turnsUntimed < TURNS_UNTIMED) {
      this.turnsUntimed++;
      return 0;
    }
    this.turnsUntimed = 0;
    return TURNS_UNTIMED + 1;
  }

  /** Whether this number was given out, and so whether the pid is of a process that lives or lived. */
  hasExisted(pid: Pid): boolean {
    return this.processes.gaveOut(pid);
  }

  nextPid(): Pid {
    return `<0.${this.processes.next()}.0>`;
  }

  nextRef(): Ref {
    return `#Ref<0.${++this.#lastRef}>`;
  }

  /** The highest number that stands in a pid or a reference. */
  get lastNumber(): number {
    return Math.max(this.processes.last, this.#lastRef);
  }

  /** Pids and references have higher numbers from now on. */
  numberAfter(number: number): void {
    this.processes.skip(number);
    this.#lastRef = Math.max(this.#lastRef, number);
  }

  /** Whether a text is meant as a pid, not as a name. */
  isPidText(to: string): to is Pid {
    if (typeof to !== "string") {
      throw new ArgumentError("address a process", { rule: "it is known by a pid or a name", value: to });
    }
    return to.charCodeAt(0) === 60; // "<"
  }

  /** The living process under a pid or name. A pid of the dead is no error; what only looks like a pid is. */
  find(to: Pid | ProcessName): Process | null {
    if (typeof to === "object") return findVia(this, to);
    if (!this.isPidText(to)) return this.names.get(to) ?? null;
    const found = this.processes.get(to);
    if (found === undefined && !isPid(to)) {
      throw new ArgumentError("address a process", { rule: "a pid is written <0.12.0>", value: to });
    }
    return found ?? null;
  }

  /** The living process under a pid or name; an error that names the action where there is none. */
  get(to: Pid | ProcessName, action: string): Process {
    const found = this.find(to);
    if (found === null) throw new NoProcessError(action, nameText(to));
    return found;
  }

  /** Makes a process. It has no turn before `phase` is set to ready. */
  create(behaviour: Behaviour, options: Origin & { readonly name: string | null }): Process {
    const { name } = options;
    if (this.stopped) throw new ArgumentError("start a process", { rule: "the System has been stopped" });
    const process = new Process(this, behaviour, options);
    if (this.gates !== null) process.limit = this.gates(process);
    this.processes.add(process);
    if (this.processes.size === 1) this.#populated(true);
    if (name !== null) {
      this.names.set(name, process);
      process.name = name;
    }
    if (this.events.active) this.tellStart(process);
    return process;
  }

  /** Tells that a process has come to life. */
  tellStart({ pid, parent, name, behaviour }: Process): void {
    this.events.emit({
      type: "process.started",
      pid,
      parent: parent?.pid ?? "<0.0.0>",
      ...(name === null ? {} : { name }),
      behaviour: behaviour.name,
      module: behaviour.module,
    });
  }

  /** Starts a process from a function. */
  spawn(body: Spawned, options: SpawnInside): Process {
    return spawnFunction(this, body, options);
  }

  /** Takes a dead process out of every index. */
  forget(process: Process): void {
    this.processes.delete(process);
    if (process.name !== null) this.names.delete(process.name);
    process.asParent?.end();
    if (this.processes.size === 0) this.count();
  }

  /** Starts a function and waits until it is ready; a field, so that the parts that know receivers stay apart from `Self`. */
  readonly startAcknowledged: typeof startAcknowledged = startAcknowledged;
  /** Says once more whether there are processes, here or placed elsewhere. */
  count(): void {
    this.#populated(this.processes.total > 0);
  }

  /** Sends a plain message. A dead pid and a spent alias take it silently; a name that nobody has is an error. */
  send(to: Pid | Ref | ProcessName, message: unknown): void {
    let target: Process | null | undefined;
    if (typeof to === "object") target = this.get(to, "send to");
    else if (this.isPidText(to)) target = this.processes.get(to) ?? this.find(to);
    else if (to.charCodeAt(0) === 35) target = this.#throughAlias(to as Ref); // "#"
    else {
      target = this.names.get(to);
      if (target === undefined) throw new NoProcessError("send to", to);
    }
    if (target === null) return;
    const envelope = new Envelope(INFO, "", this.pass(message));
    if (this.current !== null && this.current.traced) noteSent(this.current, target, envelope);
    target.deliver(envelope);
  }

  /** Sends an exit signal; where nobody lives, nothing happens. */
  exit(to: Pid | ProcessName, reason: ExitReason, from: Pid): void {
    const target = this.find(to);
    if (target !== null) signalExit(target, { from, reason, linked: false });
  }

  /** Ends a process from within the runtime. */
  die(process: Process, reason: ExitReason): void {
    die(process, reason);
  }

  /** Gives a living process a name. */
  register(name: string, process: Process): void {
    this.checkFree(name, `register the name "${nameText(name)}"`);
    if (process.phase === DEAD) throw new NoProcessError(`register the name "${name}" for`, process.pid);
    if (process.name !== null) {
      throw new ArgumentError(`register the name "${name}"`, {
        rule: `a process has one name, and ${process.pid} has one`,
        value: process.name,
      });
    }
    this.names.set(name, process); // at one go with the next
    process.name = name;
    if (this.events.active) this.events.emit({ type: "name.registered", pid: process.pid, name });
  }

  /** Throws unless a name can be given to somebody. */
  checkFree(name: ProcessName, action: string): void {
    if (!isVia(name)) checkName(name);
    const holder = this.find(name);
    if (holder !== null) {
      throw new ArgumentError(action, { rule: "a name belongs to one process", value: holder.pid });
    }
  }

  /** Frees a name. */
  unregister(name: string): void {
    const holder = this.names.get(name);
    if (holder === undefined) throw new ArgumentError("unregister a name", { rule: "somebody has it", value: name });
    this.names.delete(name); // at one go with the next
    holder.name = null;
    if (this.events.active) this.events.emit({ type: "name.unregistered", pid: holder.pid, name });
  }

  /** The answer of a call comes. Too late or twice is no harm here; one that cannot be passed is an error of who replies. */
  answer(call: CallEnvelope, reply: unknown): void {
    if (call.settled) {
      call.replied = true;
      return;
    }
    if (this.replies !== null) this.replies.take(call, reply);
    else this.settle(call, reply);
  }

  /** The same for one that is not settled, whatever stands before it. */
  settle(call: CallEnvelope, reply: unknown): void {
    const passed = this.pass(reply);
    if (call.awaited) {
      if (this.held !== null && !call.abroad && isThenable(passed)) {
        this.held.push(() => call.awaited && call.resolve(passed));
      } else call.resolve(passed); // at one go with the next two: a call that is settled has its answer
    }
    call.replied = true;
    call.settled = true;
    this.timers.remove(call, call.timeoutMs);
  }

  /** The caller will get no answer. */
  failCall(call: CallEnvelope, reason: ExitReason): void {
    if (call.settled) return;
    call.fail(reason);
    this.timers.remove(call, call.timeoutMs);
  }

  /** Keeps a crashed process open for inspection, and tells the reporter. */
  crashed(process: Process, reason: ExitReason): void {
    this.crashes.add(process);
    this.reporter.crashed(process, reason);
  }

  #throughAlias(ref: Ref): Process | null {
    const alias = this.aliases.get(ref);
    if (alias === undefined) return this.processes.foreign?.through(ref) ?? null;
    alias.use();
    return alias.owner.phase === DEAD ? null : alias.owner;
  }
}

/** Whether to resolve a promise with this runs code of whoever made it, and so could be stopped before the promise is settled. */
function isThenable(value: unknown): boolean {
  if (value === null) return false;
  return (typeof value === "object" || typeof value === "function") && "then" in value;
}
