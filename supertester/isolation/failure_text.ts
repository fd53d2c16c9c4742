import { formatReason, type SystemEvent } from "@superlearner/otp";
import type { Chronicle } from "../chronicle/chronicle.ts";
import type { LogRecord } from "../observing/test_log.ts";
import { eventLine } from "../presenting/event_text.ts";

/** How many events are shown. */
const LAST_EVENTS = 20;

/** How many crashes. */
const LAST_CRASHES = 5;

/** What happened in a System lately, for whoever reads of a failure there: who crashed of what, and the last events. */
export function recentText(chronicle: Chronicle): string[] {
  const crashes = chronicle.exits.filter(({ crashed }) => crashed).slice(-LAST_CRASHES);
  const events = chronicle.events().filter(isTelling).slice(-LAST_EVENTS);
  return [
    ...crashes.length === 0 ? [] : ["Crashed:"],
    ...crashes.map(({ pid, name, time, reason }) => {
      const module = chronicle.startOf(pid)?.module;
      return `  ${+time.toFixed(3)} ms  ${pid} ${name ?? module ?? ""}: ${formatReason(reason)}`;
    }),
    ...events.length === 0 ? [] : ["Last events:"],
    ...events.map((event) => `  ${eventLine(event)}`),
  ];
}

/** How many records of the log are shown. */
const LAST_RECORDS = 10;

/** What was logged lately. Crashes are told apart. */
export function logText(records: readonly LogRecord[]): string[] {
  const shown = records.filter(({ level }) => level === "warn").slice(-LAST_RECORDS);
  return shown.length === 0 ? [] : ["Warnings:", ...shown.map(({ text }) => `  ${text}`)];
}

function isTelling({ type }: SystemEvent): boolean {
  return !type.startsWith("trace.") && !type.startsWith("link.") && !type.startsWith("monitor.") &&
    type !== "message.taken" && type !== "message.sent";
}

/** Adds lines to what an error says. What is no error becomes one. */
export function withLines(thrown: unknown, lines: readonly string[]): Error {
  const error = thrown instanceof Error ? thrown : new Error(`Threw what is no error: ${String(thrown)}`);
  if (lines.length === 0) return error;
  const { message, stack } = error;
  const added = `${message}\n\n${lines.join("\n")}`;
  try {
    error.message = added;
    if (stack?.includes(message)) error.stack = stack.replace(message, () => added);
  } catch {
    return new Error(added, { cause: error });
  }
  return error;
}
