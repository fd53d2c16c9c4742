import {
  ArgumentError,
  type DebugEvent,
  listProcesses,
  type Pid,
  processInfo,
  Redaction,
  sys,
  type System,
  type SystemEvent,
  type Trace,
} from "@superlearner/otp";
import { encode } from "./encoding.ts";
import { plainReason, type RecordedLine, RecordingError, VERSION } from "./recording.ts";

/** What is recorded. */
export interface RecordOptions {
  /** Which servers, by name or module. @default all */
  only?: readonly string[];
  /** What is hidden; `false` for nothing. @default the built-in rules */
  redaction?: Redaction | false;
  /** Is given each line as it comes, with its end; to append to a file. @default nothing: `stop` gives all of them */
  write?: (line: string) => void;
}

/** A recording that goes on; dispose of it to end it. */
export interface Recorder extends Disposable {
  /** How many lines there are. */
  readonly lines: number;
  /** Ends it, and gives the text of the recording; empty where the lines were written by `write`. */
  stop(): string;
}

/** The behaviours whose state is the user's own. */
const SERVERS: ReadonlySet<string> = new Set(["GenServer", "Agent", "GenStateMachine"]);

/** How many recorders there were; tells their debug functions apart. */
let recorders = 0;

/**
 * Records what servers are told, answer and become, those that are started later as well, until it is stopped.
 *
 * @throws {ArgumentError} If an option is none.
 */
export function record(system: System, options: RecordOptions = {}): Recorder {
  const { only, redaction = new Redaction(), write } = options;
  if (only !== undefined && !Array.isArray(only)) {
    throw new ArgumentError("record a System", { rule: "only is a list of names and modules", value: only });
  }
  const recording = new Recording(system, {
    wanted: (name, module) => only === undefined || only.includes(module) || name !== undefined && only.includes(name),
    redaction: redaction === false ? undefined : redaction,
    write,
  });
  return recording;
}

interface RecordingParts {
  readonly wanted: (name: string | undefined, module: string) => boolean;
  readonly redaction: Redaction | undefined;
  readonly write: ((line: string) => void) | undefined;
}

/** What is known of a server that is recorded. */
interface Recorded {
  readonly key: string;
  readonly module: string;
  readonly held: Disposable[];
  /** Who sent the messages that wait, oldest first: a process of the System, or code outside. */
  readonly senders: boolean[];
  begun: boolean;
}

class Recording implements Recorder {
  readonly #system: System;
  readonly #parts: RecordingParts;
  readonly #id = `supertester.record.${++recorders}`;
  readonly #began: number;
  readonly #servers = new Map<Pid, Recorded>();
  readonly #places = new Map<string, number>();
  readonly #subscription: Disposable;
  readonly #text: string[] = [];
  #lines = 0;
  #over = false;

  constructor(system: System, parts: RecordingParts) {
    this.#system = system;
    this.#parts = parts;
    this.#began = system.now();
    this.#subscription = system.events.subscribe((event) => this.#hear(event));
    this.#say({ type: "recording", version: VERSION, at: system.wallTime() });
    for (const { pid } of listProcesses(system)) this.#join(pid);
  }

  get lines(): number {
    return this.#lines;
  }

  stop(): string {
    if (!this.#over) {
      this.#over = true;
      this.#subscription[Symbol.dispose]();
      for (const pid of [...this.#servers.keys()]) this.#leave(pid);
    }
    return this.#text.join("");
  }

  [Symbol.dispose](): void {
    this.stop();
  }

  #hear(event: SystemEvent): void {
    if (event.type === "process.started") this.#join(event.pid);
    else if (event.type === "message.received") {
      this.#servers.get(event.pid)?.senders.push(event.from !== undefined);
    } else if (event.type === "process.exited") {
      const server = this.#servers.get(event.pid);
      if (server?.begun && event.crashed) {
        this.#say({ type: "crash", pid: event.pid, value: plainReason(event.reason) });
      }
      this.#servers.delete(event.pid);
    }
  }

  #join(pid: Pid): void {
    const info = processInfo(this.#system, pid);
    if (info === undefined || info.placement !== undefined || !SERVERS.has(info.behaviour)) return;
    const { name, module, mailboxLength } = info;
    const place = (this.#places.get(module) ?? 0) + 1;
    this.#places.set(module, place);
    if (!this.#parts.wanted(name, module)) return;
    const trace: Trace = sys.trace(this.#system, pid);
    const installed = sys.install(this.#system, pid, {
      id: this.#id,
      state: undefined,
      handle: (_state, event, processState) => this.#tell(pid, event, processState),
    });
    // Of those that wait already nobody knows the sender: they are taken to be from outside.
    const senders = new Array<boolean>(mailboxLength).fill(false);
    this.#servers.set(pid, {
      key: name ?? `${module}#${place}`,
      module,
      held: [trace, installed],
      senders,
      begun: false,
    });
  }

  #tell(pid: Pid, event: DebugEvent, state: unknown): undefined | "done" {
    const server = this.#servers.get(pid);
    if (server === undefined) return "done";
    try {
      if (event.type === "in") {
        if (!server.begun) {
          server.begun = true;
          this.#say({ type: "server", pid, key: server.key, module: server.module, state: this.#encode(state) });
        }
        const inside = server.senders.shift() ?? false;
        const { form, kind, message } = event;
        const at = this.#system.now() - this.#began;
        const what = { form, ...(kind === undefined ? {} : { kind }), message: this.#encode(message), inside };
        this.#say({ type: "in", pid, at, ...what });
      } else if (event.type === "reply") this.#say({ type: "reply", pid, value: this.#encode(event.reply) });
      else if (event.type === "state") this.#say({ type: "state", pid, value: this.#encode(event.state) });
      return undefined;
    } catch (error) {
      this.#say({ type: "gap", pid, why: `${server.key}: ${error instanceof Error ? error.message : error}` });
      queueMicrotask(() => this.#leave(pid)); // not in the midst of its own observers
      return "done";
    }
  }

  #leave(pid: Pid): void {
    for (const held of this.#servers.get(pid)?.held ?? []) held[Symbol.dispose]();
    this.#servers.delete(pid);
  }

  #encode(value: unknown): unknown {
    return encode(value, this.#parts.redaction);
  }

  #say(line: RecordedLine): void {
    const text = `${JSON.stringify(line)}\n`;
    this.#lines++;
    const { write } = this.#parts;
    if (write === undefined) return void this.#text.push(text);
    try {
      write(text);
    } catch (error) {
      this.stop();
      throw new RecordingError("write a recording", error instanceof Error ? error.message : String(error));
    }
  }
}
