import type { ExitReason, MessageForm, Pid } from "@superlearner/otp";

/** The version of the form of lines. */
export const VERSION = 1;

/** The first line of a recording. */
export interface HeadLine {
  /** Discriminant. */
  readonly type: "recording";
  /** The version of the form. */
  readonly version: number;
  /** When it began, in milliseconds since 1970. */
  readonly at: number;
}

/** A server, when it is first seen at work. */
export interface ServerLine {
  /** Discriminant. */
  readonly type: "server";
  /** Who. */
  readonly pid: Pid;
  /** What it is known by: its name, or its module and the place in the order. */
  readonly key: string;
  /** The user's module. */
  readonly module: string;
  /** The state before its first message, encoded. */
  readonly state: unknown;
}

/** A server begins with a message. */
export interface InLine {
  /** Discriminant. */
  readonly type: "in";
  /** Who. */
  readonly pid: Pid;
  /** When, in milliseconds since the recording began. */
  readonly at: number;
  /** How it had travelled. */
  readonly form: MessageForm;
  /** The kind of call or cast. */
  readonly kind?: string;
  /** The message or payload, encoded. */
  readonly message: unknown;
  /** Whether it came from a process of the System, which tells it again by itself. */
  readonly inside: boolean;
}

/** A server answers, has another state, or dies of its message. */
export interface OutLine {
  /** Discriminant. */
  readonly type: "reply" | "state" | "crash";
  /** Who. */
  readonly pid: Pid;
  /** The answer or the state, encoded; what it died of. */
  readonly value: unknown;
}

/** From here on a server's lines are missing. */
export interface GapLine {
  /** Discriminant. */
  readonly type: "gap";
  /** Who. */
  readonly pid: Pid;
  /** Why. */
  readonly why: string;
}

/** One line of a recording. */
export type RecordedLine = HeadLine | ServerLine | InLine | OutLine | GapLine;

/** A recording that cannot be made, read or replayed. */
export class RecordingError extends Error {
  /** Always `"RecordingError"`. */
  override readonly name: string = "RecordingError";

  /** Makes the error with what was attempted, and why it cannot be done. */
  constructor(action: string, why: string) {
    super(`Cannot ${action}: ${why}`);
  }
}

const TYPES: ReadonlySet<string> = new Set(["recording", "server", "in", "reply", "state", "crash", "gap"]);

/**
 * The lines of a recording. A last line that was cut off in the middle, by a crash of whoever wrote it, is left out.
 *
 * @throws {RecordingError} If it is none, or of another version; with the line.
 */
export function readRecording(text: string): RecordedLine[] {
  if (typeof text !== "string") throw new RecordingError("read a recording", `it is a text, got ${typeof text}`);
  const rows = text.split("\n").filter((row) => row.trim() !== "");
  const lines = rows.flatMap((row, at): RecordedLine[] => {
    const line = parse(row);
    if (line !== undefined) return [line];
    if (at === rows.length - 1 && at > 0) return [];
    throw new RecordingError("read a recording", `line ${at + 1} is none: ${row.slice(0, 80)}`);
  });
  const [head] = lines;
  if (head?.type !== "recording") throw new RecordingError("read a recording", "its first line says what it is");
  if (head.version !== VERSION) {
    throw new RecordingError("read a recording", `this reads version ${VERSION}, and it is of version ${head.version}`);
  }
  return lines;
}

function parse(row: string): RecordedLine | undefined {
  try {
    const line = JSON.parse(row);
    return typeof line === "object" && line !== null && TYPES.has(line.type) ? line : undefined;
  } catch {
    return undefined;
  }
}

/** What a server died of, as it is compared: the stack of an error is another each time. */
export function plainReason(reason: ExitReason): unknown {
  return JSON.parse(JSON.stringify(reason, (key, value) => key === "stack" ? undefined : value) ?? "null");
}
