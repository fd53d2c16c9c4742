import type { Clock } from "../environment.ts";
import type {
  ChildFailed,
  ChildRestarted,
  ChildStarted,
  ChildStopped,
  IntensityReached,
  MessageForm,
} from "../events/event.ts";
import { toJson } from "../presenting/json_value.ts";
import { Redaction } from "../presenting/redaction.ts";
import { crashReportOf } from "./_crash_report.ts";
import type { LogEntry } from "./debug.ts";
import { type ExitReason, isNormalExit, reasonOf } from "./exit_reason.ts";
import type { Pid } from "./pid.ts";
import type { Process } from "./process.ts";
import { kindOfReason, reasonText } from "./reason_text.ts";
import { type LogLimit, ReportLimit } from "./report_limit.ts";
import { presentable } from "./status_parts.ts";

/**
 * What is known of a process that crashed. State, message and reason are as the server's `formatStatus` shows them, and
 * otherwise as they are: whoever writes them down redacts them, as `formatCrash` does.
 */
export interface CrashReport {
  /** Who. */
  readonly pid: Pid;
  /** Its registered name. */
  readonly name: string | undefined;
  /** `"GenServer"`, `"Supervisor"`, `"spawn"`, … */
  readonly behaviour: string;
  /** The user's module or function. */
  readonly module: string;
  /** The version of its definition. */
  readonly version: string | number | undefined;
  /** What it was started with: `"Counter.init"`, or the name of a spawned function. */
  readonly initialCall: string;
  /** Why it died. */
  readonly reason: ExitReason;
  /** The message it was handling. */
  readonly lastMessage: unknown;
  /** How that message had travelled; `undefined` where there was none. */
  readonly lastForm: MessageForm | undefined;
  /** Which call or cast that was. */
  readonly lastKind: string | undefined;
  /** The state of a server before that message. */
  readonly state: unknown;
  /** Who started it; `<0.0.0>` for code outside any process. */
  readonly parent: Pid;
  /** Its parent, then those before it that live; as names where they have names. */
  readonly ancestors: readonly (Pid | string)[];
  /** Who it was linked to; 20 at most. */
  readonly links: readonly Pid[];
  /** How many it was linked to. */
  readonly linkCount: number;
  /** Whether it trapped exits. */
  readonly trapExit: boolean;
  /** Messages that waited, and are lost. */
  readonly mailboxLength: number;
  /** Messages it had taken. */
  readonly handled: number;
  /** For how long it had lived, in milliseconds. */
  readonly uptimeMs: number;
  /** When it died, in milliseconds since 1970. */
  readonly wallTime: number;
  /** The last things it did, where `sys.log` was on. */
  readonly log: readonly LogEntry[];
}

/** What a supervisor did with a child, or that it gave up. */
export interface SupervisionReport {
  /** The supervisor. */
  readonly pid: Pid;
  /** Its registered name. */
  readonly name: string | undefined;
  /** The user's module. */
  readonly module: string;
  /** What happened. */
  readonly event: ChildStarted | ChildRestarted | ChildStopped | ChildFailed | IntensityReached;
  /** When, in milliseconds since 1970. */
  readonly wallTime: number;
}

/** Where a System's reports for people go. What a logger throws hurts nobody. */
export interface Logger {
  /** A process crashed; exactly once for each, unless there is a `limit`. */
  crash(report: CrashReport): void;
  /** Something is off, but nothing died: a message that nothing handles, a listener that throws. */
  warn(text: string): void;
  /** Something that was asked for, like a log to be printed. */
  info?(text: string): void;
  /** A supervisor restarted a child, could not, lost one for good, or gave up. */
  supervision?(report: SupervisionReport): void;
  /** A supervisor started a child. */
  progress?(report: SupervisionReport): void;
  /** How many reports it takes; without it, all. */
  readonly limit?: LogLimit;
  /** What is hidden in the texts that it is given. @default the built-in rules */
  readonly redaction?: Redaction;
}

/** Says nothing. */
export const silentLogger: Logger = { crash() {}, warn() {} };

/** What the reporter needs of a System: whose turn it is, and the time. */
interface Attached extends Turn {
  readonly clock: Clock;
}

/** Whose turn it is; and what waits until code from outside may run again, where it may not. */
interface Turn {
  current: object | null;
  readonly held?: (() => void)[] | null;
}

/** Builds reports and hands them to the logger; a logger that throws hurts nobody. */
export class Reporter {
  readonly #logger: Logger;
  readonly redaction: Redaction;
  /** Whether anybody wants to know what supervisors do. */
  readonly supervises: boolean;
  /** Whose turn it is. A logger is code from outside: while it runs, it is nobody's. */
  #turn: Turn = { current: null };
  #limit: ReportLimit | null = null;

  constructor(logger: Logger) {
    this.#logger = logger;
    this.redaction = logger.redaction ?? new Redaction();
    this.supervises = logger.supervision !== undefined || logger.progress !== undefined;
  }

  /** Joins a System. */
  attach(system: Attached): void {
    this.#turn = system;
    const { limit } = this.#logger;
    if (limit === undefined) return;
    this.#limit = new ReportLimit(system.clock, limit, (text) => this.#safely(() => this.#logger.warn(text)));
  }

  /** Says what was held back so far. */
  close(): void {
    this.#limit?.close();
  }

  crashed(process: Process, reason: ExitReason): void {
    const logger = this.#logger;
    if (logger === silentLogger) return;
    const { module } = process.behaviour;
    const what = () => `${module} crashed: ${reasonText(reason, this.redaction)}`;
    if (!this.#passes(() => `crash ${module} ${kindOfReason(reason)}`, what)) return;
    this.#safely(() => logger.crash(crashReportOf(process, reason)));
  }

  /** A supervisor did something. An orderly end of a child is no news. */
  supervised({ pid, name, behaviour, runtime }: Process, event: SupervisionReport["event"]): void {
    const logger = this.#logger;
    const { type } = event;
    if (type === "child.stopped" && (isNormalExit(event.reason) || event.reason === "killed")) return;
    const tell = type === "child.started" ? logger.progress : logger.supervision;
    if (tell === undefined) return;
    const { module } = behaviour;
    const reason = "reason" in event ? kindOfReason(event.reason) : "";
    if (!this.#passes(() => `${type} ${module} ${reason}`, () => `${module} ${type}`)) return;
    const wallTime = runtime.clock.wallTime();
    this.#safely(() => tell.call(logger, { pid, name: name ?? undefined, module, event, wallTime }));
  }

  unhandled(process: Process, message: unknown): void {
    if (this.#logger === silentLogger) return;
    const { pid, name, behaviour: { module, holdsState }, state } = process;
    const key = `unhandled ${module}`;
    if (!this.#passes(() => key, () => `${module} got a message that it does not handle`)) return;
    this.#safely(() => {
      const shown = holdsState ? presentable(process, { state, message }).message : message;
      const text = JSON.stringify(toJson(shown, this.redaction, { maxDepth: 5, maxItems: 50, maxText: 500 }));
      const who = name === null ? pid : `${pid} (${name})`;
      this.#logger.warn(`${module} ${who} got a message that it does not handle: ${text}`);
    });
  }

  rejected(reason: ExitReason): void {
    this.warn(`A promise was rejected and nobody awaits it: ${reasonText(reason, this.redaction)}`);
  }

  warn(text: string): void {
    if (this.#passes(() => text, () => text)) this.#safely(() => this.#logger.warn(text));
  }

  info(text: string): void {
    this.#safely(() => this.#logger.info?.(text));
  }

  listenerFailed(error: unknown): void {
    this.thrown("A listener of the event stream", reasonOf(error));
  }

  /** Code from outside threw where nobody waits for it. */
  thrown(what: string, reason: ExitReason): void {
    this.warn(`${what} threw ${reasonText(reason, this.redaction)}`);
  }

  #passes(key: () => string, what: () => string): boolean {
    return this.#limit === null || this.#limit.passes(key(), what);
  }

  #safely(write: () => void): void {
    const turn = this.#turn;
    if (turn.held) return void turn.held.push(() => this.#safely(write));
    const { current } = turn;
    turn.current = null;
    try {
      write();
    } catch { /* a report that cannot be written must not take the System along */ }
    turn.current = current;
  }
}
