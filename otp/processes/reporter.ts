import { type ExitReason, reasonOf, shortReason } from "./exit_reason.ts";
import type { Pid } from "./pid.ts";

/** What is known of a process that crashed. */
export interface CrashReport {
  /** Who. */
  readonly pid: Pid;
  /** Its registered name. */
  readonly name: string | undefined;
  /** The user's module or function. */
  readonly module: string;
  /** Why it died. */
  readonly reason: ExitReason;
  /** The message it was handling. */
  readonly lastMessage: unknown;
  /** Its state before that message. */
  readonly state: unknown;
}

/** Where a System's reports for people go. */
export interface Logger {
  /** A process crashed. */
  crash(report: CrashReport): void;
  /** Something is off, but nothing died: a message that nothing handles, a listener that throws. */
  warn(text: string): void;
}

/** What the reporter needs of a process. */
interface Reported {
  readonly pid: Pid;
  readonly name: string | null;
  readonly behaviour: { readonly module: string };
  readonly current: { readonly payload: unknown } | null;
  readonly state: unknown;
}

/** Whose turn it is; and what waits until code from outside may run again, where it may not. */
interface Turn {
  current: object | null;
  readonly held?: (() => void)[] | null;
}

/** Writes to the console; the default. */
export const consoleLogger: Logger = {
  crash({ pid, name, module, reason }) {
    const stack = typeof reason === "object" && reason !== null && "error" in reason
      ? (reason.error as { stack?: unknown } | undefined)?.stack
      : undefined;
    const who = name === undefined ? pid : `${pid} (${name})`;
    console.error(`${module} ${who} crashed: ${shortReason(reason)}${typeof stack === "string" ? `\n${stack}` : ""}`);
  },
  warn: (text) => console.warn(text),
};

/** Says nothing. */
export const silentLogger: Logger = { crash() {}, warn() {} };

/** Builds reports and hands them to the logger; a logger that throws hurts nobody. */
export class Reporter {
  readonly #logger: Logger;
  /** Whose turn it is. A logger is code from outside: while it runs, it is nobody's. */
  #turn: Turn = { current: null };

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Joins a System. */
  attach(turn: Turn): void {
    this.#turn = turn;
  }

  crashed(process: Reported, reason: ExitReason): void {
    if (this.#logger === silentLogger) return;
    const { pid, name, behaviour, current, state } = process;
    this.#safely(() =>
      this.#logger.crash({
        pid,
        name: name ?? undefined,
        module: behaviour.module,
        reason,
        lastMessage: current?.payload,
        state,
      })
    );
  }

  unhandled(process: Reported, message: unknown): void {
    if (this.#logger === silentLogger) return;
    const who = process.name === null ? process.pid : `${process.pid} (${process.name})`;
    this.warn(`${process.behaviour.module} ${who} got a message that it does not handle: ${shortReason({ message })}`);
  }

  rejected(reason: ExitReason): void {
    this.warn(`A promise was rejected and nobody awaits it: ${shortReason(reason)}`);
  }

  warn(text: string): void {
    this.#safely(() => this.#logger.warn(text));
  }

  listenerFailed(error: unknown): void {
    this.warn(`A listener of the event stream threw ${shortReason(reasonOf(error))}`);
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
