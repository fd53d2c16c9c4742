import type { Pid, System } from "@superlearner/otp";
import type { AuditEntry } from "../audit/audit_record.ts";
import { auditEntryOf, refusedEntry } from "./audit_lines.ts";
import type { Usage } from "./consumption.ts";
import type {
  SandboxHistoryEntry,
  SandboxMeasured,
  SandboxResult,
  SandboxTopic,
  SandboxTopics,
} from "./sandbox_events.ts";

/** How much of what happened is kept. */
const KEPT = 100;
/** How often it is told what is used, in milliseconds. */
const MEASURED_MS = 1000;

/** How something is told. */
export interface Telling {
  /** How it went. @default {"ok"} */
  readonly result?: SandboxResult;
  /** What there is to say of it, for people. @default {""} */
  readonly detail?: string;
  /** Who did it, for the audit log. @default it did so itself, or the host's program */
  readonly by?: string | undefined;
}

/** What a chronicle works with. */
export interface ChronicleParts {
  /** The name of the sandbox. */
  readonly name: string;
  /** The process that it is now. */
  readonly pid: () => Pid | undefined;
  /** Puts a line into the audit log; throws nothing. @default there is none */
  readonly record?: ((entry: AuditEntry) => void) | undefined;
}

/** Tells what happens to one sandbox on the event stream of its host's System and in its audit log, and keeps the last of it. */
export class Chronicle {
  readonly #system: System;
  readonly #name: string;
  readonly #pid: () => Pid | undefined;
  readonly #record: (entry: AuditEntry) => void;
  readonly #entries: SandboxHistoryEntry[] = [];
  #measuredAt = -Infinity;

  /** Of a sandbox to which nothing has happened yet. */
  constructor(system: System, { name, pid, record = () => {} }: ChronicleParts) {
    this.#system = system;
    this.#name = name;
    this.#pid = pid;
    this.#record = record;
  }

  /** What happened last, oldest first. */
  get entries(): readonly SandboxHistoryEntry[] {
    return this.#entries;
  }

  /** Something happened. */
  tell<Topic extends SandboxTopic>(
    topic: Topic,
    data: SandboxTopics[Topic],
    { result = "ok", detail = "", by }: Telling = {},
  ): void {
    const pid = this.#pid();
    const at = this.#system.wallTime();
    this.#entries.push({ topic, at, result, detail, data, pid } as SandboxHistoryEntry);
    if (this.#entries.length > KEPT) this.#entries.shift();
    const about = this.#name;
    const { events } = this.#system;
    if (events.active) {
      events.emit({ type: "notice", topic, about, result, detail, ...(pid === undefined ? {} : { pid }), data });
    }
    this.#record(auditEntryOf({ sandbox: about, topic, data, result, detail, by }));
  }

  /** Somebody wanted something of it that came to nothing, and of which nothing else is told. */
  refused(what: string, { by, error }: { readonly by: string; readonly error: unknown }): void {
    this.#record(refusedEntry({ who: by, what, target: this.#name }, error));
  }

  /** So much is used; told now and then, while somebody listens. */
  measured({ messages, ...used }: Usage): void {
    const { events } = this.#system;
    const now = this.#system.now();
    if (!events.active || now - this.#measuredAt < MEASURED_MS) return;
    this.#measuredAt = now;
    const pid = this.#pid();
    const values = { ...used, messagesFrom: messages.from, messagesTo: messages.to };
    const told: SandboxMeasured = { type: "measured", topic: "sandbox", about: this.#name, values };
    events.emit(pid === undefined ? told : { ...told, pid });
  }
}
