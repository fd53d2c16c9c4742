import {
  type ExitReason,
  listProcesses,
  type Pid,
  sys,
  type System,
  type SystemEvent,
  type Trace,
} from "@superlearner/otp";
import { callSiteHere } from "./call_site.ts";

/** How a process came to its end. */
export interface ExitRecord {
  /** Who. */
  readonly pid: Pid;
  /** The name it had, if any. */
  readonly name?: string;
  /** Why. */
  readonly reason: ExitReason;
  /** Whether the reason counts as a crash. */
  readonly crashed: boolean;
  /** When, in System time: milliseconds. */
  readonly time: number;
}

/** How a process began. */
export interface StartRecord {
  /** Who. */
  readonly pid: Pid;
  /** Who started it; `<0.0.0>` for code outside any process. */
  readonly parent: Pid;
  /** The name it was started under, if any. */
  readonly name?: string;
  /** `"GenServer"`, `"Supervisor"`, … */
  readonly behaviour: string;
  /** The user's module or function. */
  readonly module: string;
  /** When, in System time: milliseconds. */
  readonly time: number;
  /** The line of code that started it, where sites are recorded and it can be told. */
  readonly site?: string;
}

/** What a {@linkcode Chronicle} writes down beside exits and restarts. */
export interface ChronicleOptions {
  /** How many of the last events are kept. @default {10_000} */
  keep?: number;
  /** Whether messages are events too, of every process; makes each cost several times as much. @default {false} */
  messages?: boolean;
  /** Whether the lines that start processes are found out; costs some microseconds for each. @default {false} */
  sites?: boolean;
}

const chronicles = new WeakMap<System, Chronicle>();

/**
 * What happened in a System since somebody began to write it down: who was started by whom, who died of what, who came
 * after whom, and the last events. It is what waits and assertions look at, so that what is over already can still be
 * asked for.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { System } from "@superlearner/otp";
 * import { Chronicle } from "@superlearner/supertester";
 *
 * await using system = new System();
 * const chronicle = Chronicle.of(system);
 * const pid = system.spawn(() => {});
 * system.exit(pid, "kill");
 * assertEquals(chronicle.exitOf(pid)?.reason, "killed");
 * ```
 */
export class Chronicle implements Disposable {
  readonly #system: System;
  readonly #keep: number;
  readonly #sites: boolean;
  readonly #subscription: Disposable;
  readonly #starts = new Map<Pid, StartRecord>();
  readonly #exits = new Map<Pid, ExitRecord>();
  readonly #successors = new Map<Pid, Pid>();
  readonly #traces = new Map<Pid, Trace>();
  readonly #listeners = new Set<(event: SystemEvent) => void>();
  /** A ring: the newest is before `#next`. */
  readonly #events: SystemEvent[] = [];
  #next = 0;
  /** How many want messages. */
  #tracers = 0;

  /** Begins to write; {@linkcode Chronicle.of} gives the one of a System to all who ask. */
  constructor(system: System, options: ChronicleOptions = {}) {
    this.#system = system;
    this.#keep = options.keep ?? 10_000;
    this.#sites = options.sites ?? false;
    for (const { pid, parent, name, behaviour, module, startedAt: time } of listProcesses(system)) {
      this.#starts.set(pid, { pid, parent, behaviour, module, time, ...(name === undefined ? {} : { name }) });
    }
    this.#subscription = system.events.subscribe((event) => this.#hear(event));
    chronicles.set(system, this);
    if (options.messages) this.traceMessages();
  }

  /** The chronicle of a System; begun now, if nobody has before. */
  static of(system: System): Chronicle {
    return chronicles.get(system) ?? new Chronicle(system);
  }

  /** How a process began, if that was seen. */
  startOf(pid: Pid): StartRecord | undefined {
    return this.#starts.get(pid);
  }

  /** How a process ended, if that was seen. */
  exitOf(pid: Pid): ExitRecord | undefined {
    return this.#exits.get(pid);
  }

  /** Every end that was seen, oldest first. */
  get exits(): readonly ExitRecord[] {
    return [...this.#exits.values()];
  }

  /** Who was started in the place of a process that is dead, itself dead or alive by now. */
  nextOf(pid: Pid): Pid | undefined {
    return this.#successors.get(pid);
  }

  /** Who was started in the place of a process that is dead; of that one as well, and so on: the last. */
  successorOf(pid: Pid): Pid | undefined {
    let last = this.#successors.get(pid);
    for (let next = last; next !== undefined; next = this.#successors.get(next)) last = next;
    return last;
  }

  /** The last events, oldest first; of a process alone, if one is given. */
  events(pid?: Pid): SystemEvent[] {
    const all = [...this.#events.slice(this.#next), ...this.#events.slice(0, this.#next)];
    return pid === undefined ? all : all.filter((event) => concerns(event, pid));
  }

  /** Calls a listener for each event, after it was written down, until what is given is disposed of. */
  listen(listener: (event: SystemEvent) => void): Disposable {
    const own = (event: SystemEvent) => listener(event);
    this.#listeners.add(own);
    return { [Symbol.dispose]: () => void this.#listeners.delete(own) };
  }

  /** Makes the messages of every process events, those of processes to come as well, until it is disposed of. */
  traceMessages(): Disposable {
    if (this.#tracers++ === 0) {
      for (const { pid, placement } of listProcesses(this.#system)) if (placement === undefined) this.#trace(pid);
    }
    let running = true;
    return {
      [Symbol.dispose]: () => {
        if (!running) return;
        running = false;
        if (--this.#tracers === 0) this.#untrace();
      },
    };
  }

  /** Stops writing; what was written can still be read. */
  [Symbol.dispose](): void {
    this.#untrace();
    this.#subscription[Symbol.dispose]();
    if (chronicles.get(this.#system) === this) chronicles.delete(this.#system);
  }

  #hear(event: SystemEvent): void {
    this.#write(event);
    switch (event.type) {
      case "process.started":
        this.#began(event);
        break;
      case "process.exited":
        this.#exits.set(event.pid, event);
        this.#traces.delete(event.pid);
        break;
      case "child.restarted":
        if (event.oldPid !== undefined && event.childPid !== undefined) {
          this.#successors.set(event.oldPid, event.childPid);
        }
    }
    for (const listener of this.#listeners) listener(event);
  }

  #began(event: SystemEvent & { type: "process.started" }): void {
    const site = this.#sites ? callSiteHere() : undefined;
    this.#starts.set(event.pid, site === undefined ? event : { ...event, site });
    if (this.#tracers > 0) this.#trace(event.pid);
  }

  #write(event: SystemEvent): void {
    if (this.#events.length < this.#keep) this.#events.push(event);
    else {
      this.#events[this.#next] = event;
      this.#next = (this.#next + 1) % this.#keep;
    }
  }

  #trace(pid: Pid): void {
    if (this.#system.isAlive(pid) && !this.#traces.has(pid)) this.#traces.set(pid, sys.trace(this.#system, pid));
  }

  #untrace(): void {
    for (const trace of this.#traces.values()) trace.stop();
    this.#traces.clear();
  }
}

/** Whether an event is about a process. */
function concerns(event: SystemEvent, pid: Pid): boolean {
  if ("pid" in event && event.pid === pid) return true;
  return ("childPid" in event && event.childPid === pid) || ("oldPid" in event && event.oldPid === pid);
}
