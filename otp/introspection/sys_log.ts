import { nameText, type ProcessName } from "../processes/via.ts";
import { type DebugEvent, debugOf, dropIdleDebug, type LogEntry, loggedOf, type Observer } from "../processes/debug.ts";
import { ArgumentError } from "../processes/errors.ts";
import type { Host } from "../processes/host.ts";
import type { Pid } from "../processes/pid.ts";
import type { Process } from "../processes/process.ts";
import { presentable, presentableMessage, presentableReply } from "../processes/status_parts.ts";
import { formatLogEntry } from "../reports/debug_event_text.ts";
import { livingProcess } from "./sys_request.ts";

/** How the log of a process is switched: on, with how many entries, off, or printed through the System's logger. */
export type LogControl = "on" | "off" | "print" | { readonly limit: number };

/** Asks for what is in a log. */
export type LogReading = "get";

/** The last things that a process did, oldest first. */
export class Log implements Observer {
  limit: number;
  readonly #entries: LogEntry[] = [];

  constructor(limit: number) {
    this.limit = limit;
  }

  tell(event: DebugEvent, { runtime }: Process): void {
    this.#entries.push({ time: runtime.clock.now(), event });
    if (this.#entries.length > this.limit) this.#entries.shift();
  }

  resize(limit: number): void {
    this.limit = limit;
    this.#entries.splice(0, this.#entries.length - limit);
  }

  /** What is in it, as `formatStatus` shows it. */
  entriesOf(process: Process): LogEntry[] {
    return this.#entries.map(({ time, event }) => ({ time, event: shown(process, event) }));
  }
}

/** The log of a process; `undefined` where it is off. */
export function logOf(process: Process): Log | undefined {
  return process.debug?.observers.get(Log) as Log | undefined;
}

/** Switches, reads or prints the log of a process. */
export function log(host: Host, to: Pid | ProcessName, how: LogReading): LogEntry[];
/** Switches or prints the log of a process. */
export function log(host: Host, to: Pid | ProcessName, how: LogControl): void;
export function log(host: Host, to: Pid | ProcessName, how: LogControl | LogReading): LogEntry[] | void {
  const process = livingProcess(host, { to, action: "log" });
  const running = logOf(process);
  switch (how) {
    case "get":
      return loggedOf(process);
    case "print":
      return print(process);
    case "off":
      process.debug?.observers.delete(Log);
      return dropIdleDebug(process);
    case "on":
      if (running === undefined) debugOf(process).observers.set(Log, new Log(10));
      return;
  }
  const limit = (how as { limit?: unknown } | null)?.limit;
  if (!Number.isInteger(limit) || (limit as number) < 1) {
    throw new ArgumentError(`log ${nameText(to)}`, {
      rule: 'it is "on", "off", "get", "print", or a limit from 1 up',
      value: how,
    });
  }
  if (running === undefined) debugOf(process).observers.set(Log, new Log(limit as number));
  else running.resize(limit as number);
}

function print(process: Process): void {
  const { pid, name, runtime: { reporter } } = process;
  const who = name === null ? pid : `${pid} (${name})`;
  for (const entry of loggedOf(process)) reporter.info(`${who} at ${formatLogEntry(entry, reporter)}`);
}

function shown(process: Process, event: DebugEvent): DebugEvent {
  if (event.type === "state") return { ...event, state: presentable(process, { state: event.state }).state };
  if (!process.behaviour.holdsState) return event;
  if (event.type === "reply") return { ...event, reply: presentableReply(process, event.reply) };
  return { ...event, message: presentableMessage(process, event.message) };
}
