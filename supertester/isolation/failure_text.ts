import { CallError, formatReason, listProcesses, type System } from "@superlearner/otp";
import { DeadlockError } from "@superlearner/otp/simulation";
import type { Chronicle } from "../chronicle/chronicle.ts";
import type { LogRecord } from "../observing/test_log.ts";
import { eventLine, isTelling } from "../presenting/event_text.ts";

/** How many events are shown. */
const LAST_EVENTS = 20;

/** How many crashes. */
const LAST_CRASHES = 5;

/**
 * What happened in a System lately, for whoever reads of a failure there: who crashed of what, and the last events, but
 * those that the failure tells already.
 */
export function recentText(chronicle: Chronicle, told: string = ""): string[] {
  const crashes = chronicle.exits.filter(({ crashed }) => crashed).slice(-LAST_CRASHES);
  const last = chronicle.events().filter(isTelling).filter(({ type }) => type !== "message.sent").slice(-LAST_EVENTS);
  const events = last.map(eventLine).filter((line) => !told.includes(line));
  return [
    ...crashes.length === 0 ? [] : ["Crashed:"],
    ...crashes.map(({ pid, name, time, reason }) => {
      const module = chronicle.startOf(pid)?.module;
      return `  ${+time.toFixed(3)} ms  ${pid} ${name ?? module ?? ""}: ${formatReason(reason)}`;
    }),
    ...events.length === 0 ? [] : [events.length === last.length ? "Last events:" : "Beside them:"],
    ...events.map((line) => `  ${line}`),
  ];
}

/** How many records of the log are shown. */
const LAST_RECORDS = 10;

/** What was logged lately. Crashes are told apart. */
export function logText(records: readonly LogRecord[]): string[] {
  const shown = records.filter(({ level }) => level === "warn").slice(-LAST_RECORDS);
  return shown.length === 0 ? [] : ["Warnings:", ...shown.map(({ text }) => `  ${text}`)];
}

/** What to do where a test in virtual time has waited in vain: it may have been for something that no time brings. */
export function virtualTimeText(thrown: unknown, system: System): string[] {
  // A call that ran out of time in vain left its server in the middle of something, unless the message never came.
  const vain = thrown instanceof DeadlockError ||
    thrown instanceof CallError && thrown.reason === "timeout" &&
      listProcesses(system).some(({ status }) => status === "busy");
  if (!vain) return [];
  return [
    "Time is virtual here, and goes on while code waits for something outside of the System (a native timer, a file,",
    "fetch): wait for that by t.external, or by a server of which the test has its own.",
  ];
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
