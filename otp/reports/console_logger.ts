import { checkOptions } from "../argument_error.ts";
import { Redaction } from "../presenting/redaction.ts";
import type { LogLimit } from "../processes/report_limit.ts";
import type { Logger, SupervisionReport } from "../processes/reporter.ts";
import { formatCrash } from "./crash_text.ts";
import { formatSupervision } from "./supervision_text.ts";

/** How reports are written to the console. */
export interface ConsoleLoggerOptions {
  /** What is hidden in them. @default the built-in rules */
  redaction?: Redaction;
  /** Whether what supervisors do is written: restarts, failed ones, giving up. @default {true} */
  supervision?: boolean;
  /** Whether each start of a supervised child is written as well. @default {false} */
  progress?: boolean;
  /** Whether the first line is coloured, where the console shows colours. @default {true} */
  colours?: boolean;
  /** How many characters a crash report may have. @default {8000} */
  maxLength?: number;
  /** How many reports are written; `false` for all. @default 5 that are alike and 100 in all within 5 s */
  limit?: LogLimit | false;
  /** Where to. @default the global console */
  console?: Pick<Console, "error" | "warn" | "info">;
}

const RED = "color: red";
const YELLOW = "color: yellow";

/**
 * A logger that writes to the console: crashes and supervisors that give up as errors, what supervisors do as warnings,
 * starts as information. Under Deno's OpenTelemetry (`OTEL_DENO=true`) each becomes a log record of that severity by
 * itself, in the trace it happened in.
 *
 * The first line is coloured by `%c`, which a console shows or leaves out as it can: Deno does only on a terminal and
 * without `NO_COLOR`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { makeConsoleLogger, System } from "@superlearner/otp";
 *
 * const lines: string[] = [];
 * const write = (text: string) => void lines.push(text);
 * const logger = makeConsoleLogger({ colours: false, console: { error: write, warn: write, info: write } });
 * await using system = new System({ logger });
 * const pid = system.spawn((self) => self.exit("tired"), { label: "Worker" });
 * const me = system.attach();
 * me.monitor(pid);
 * await me.receive();
 * assertEquals(lines[0]!.split("\n")[0], `Worker ${pid} crashed: tired`);
 * ```
 */
export function makeConsoleLogger(options: ConsoleLoggerOptions = {}): Logger {
  const {
    redaction = new Redaction(),
    supervision = true,
    progress = false,
    colours = true,
    maxLength = 8000,
    limit = {},
  } = checkOptions("make a console logger", options);
  const target = () => options.console ?? console;
  const write = (level: "error" | "warn", text: string) => {
    if (!colours) return target()[level](text);
    const end = text.indexOf("\n");
    const [first, rest] = end < 0 ? [text, ""] : [text.slice(0, end), text.slice(end)];
    target()[level]("%c%s%c%s", level === "error" ? RED : YELLOW, first, "", rest);
  };
  const describe = (report: SupervisionReport) => formatSupervision(report, { redaction });
  return {
    redaction,
    ...(limit === false ? {} : { limit }),
    crash: (report) => write("error", formatCrash(report, { redaction, maxLength })),
    warn: (text) => write("warn", text),
    info: (text) => target().info(text),
    ...(supervision
      ? {
        supervision: (report) => write(report.event.type === "supervisor.gave_up" ? "error" : "warn", describe(report)),
      }
      : {}),
    ...(progress ? { progress: (report) => target().info(describe(report)) } : {}),
  };
}

/** Writes to the console; the default. See {@linkcode makeConsoleLogger} for other settings. */
export const consoleLogger: Logger = /* @__PURE__ */ makeConsoleLogger();
