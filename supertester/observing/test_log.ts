import {
  ArgumentError,
  type CrashReport,
  formatCrash,
  formatSupervision,
  type Logger,
  type SupervisionReport,
} from "@superlearner/otp";

/** How grave a record is. */
export type LogLevel = "info" | "warn" | "crash";

/** Levels, least grave first. */
const LEVELS: readonly LogLevel[] = ["info", "warn", "crash"];

/** Something that was logged. */
export interface LogRecord {
  /** How grave it is. */
  readonly level: LogLevel;
  /** What it says. */
  readonly text: string;
  /** The process it is about, where it is about one. */
  readonly pid?: string;
  /** The report of a crash. */
  readonly crash?: CrashReport;
}

/** How a log is captured. */
export interface CaptureOptions {
  /** From which level on. @default {"info"} */
  level?: LogLevel;
}

/**
 * The log of one System: kept, not printed. Nothing of another test is ever in it.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { System } from "@superlearner/otp";
 * import { TestLog } from "@superlearner/supertester";
 *
 * const log = new TestLog();
 * await using system = new System({ logger: log });
 * const records = await log.capture(() => system.exit(system.spawn(() => new Promise(() => {})), "kill"));
 * assertEquals(records.map(({ level, pid }) => [level, pid]), [["crash", "<0.1.0>"]]);
 * ```
 */
export class TestLog implements Logger {
  readonly #records: LogRecord[] = [];
  #level: LogLevel = "info";

  /** What was logged, oldest first. */
  get records(): readonly LogRecord[] {
    return this.#records;
  }

  /** From which level on records are kept. */
  get level(): LogLevel {
    return this.#level;
  }

  /** Keeps records from a level on. @throws {ArgumentError} If there is no such level. */
  set level(level: LogLevel) {
    this.#level = checkLevel(level);
  }

  /** Runs a function and gives what is logged meanwhile. */
  async capture(body: () => unknown, options: CaptureOptions = {}): Promise<LogRecord[]> {
    const least = LEVELS.indexOf(checkLevel(options.level ?? "info"));
    const from = this.#records.length;
    await body();
    return this.#records.slice(from).filter(({ level }) => LEVELS.indexOf(level) >= least);
  }

  /** Forgets what was logged. */
  clear(): void {
    this.#records.length = 0;
  }

  /** Keeps the report of a crash. */
  crash(report: CrashReport): void {
    this.#keep({ level: "crash", text: formatCrash(report), pid: report.pid, crash: report });
  }

  /** Keeps a warning. */
  warn(text: string): void {
    this.#keep({ level: "warn", text });
  }

  /** Keeps what was asked for. */
  info(text: string): void {
    this.#keep({ level: "info", text });
  }

  /** Keeps what a supervisor has done. */
  supervision(report: SupervisionReport): void {
    this.#keep({ level: "info", text: formatSupervision(report), pid: report.pid });
  }

  #keep(record: LogRecord): void {
    if (LEVELS.indexOf(record.level) >= LEVELS.indexOf(this.#level)) this.#records.push(record);
  }
}

function checkLevel(level: LogLevel): LogLevel {
  if (LEVELS.includes(level)) return level;
  throw new ArgumentError("keep a log", { rule: `a level is ${LEVELS.join(", ")}`, value: level });
}
