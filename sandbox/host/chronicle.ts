import type { Pid, System } from "@superlearner/otp";
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
}

/** Tells what happens to one sandbox on the event stream of its host's System, and keeps the last of it. */
export class Chronicle {
  readonly #system: System;
  readonly #name: string;
  readonly #pid: () => Pid | undefined;
  readonly #entries: SandboxHistoryEntry[] = [];
  #measuredAt = -Infinity;

  /** @param pid The process that the sandbox is now. */
  constructor(system: System, { name, pid }: { readonly name: string; readonly pid: () => Pid | undefined }) {
    this.#system = system;
    this.#name = name;
    this.#pid = pid;
  }

  /** What happened last, oldest first. */
  get entries(): readonly SandboxHistoryEntry[] {
    return this.#entries;
  }

  /** Something happened. */
  tell<Topic extends SandboxTopic>(
    topic: Topic,
    data: SandboxTopics[Topic],
    { result = "ok", detail = "" }: Telling = {},
  ): void {
    const pid = this.#pid();
    const at = this.#system.wallTime();
    this.#entries.push({ topic, at, result, detail, data, pid } as SandboxHistoryEntry);
    if (this.#entries.length > KEPT) this.#entries.shift();
    const { events } = this.#system;
    if (!events.active) return;
    const about = this.#name;
    events.emit({ type: "notice", topic, about, result, detail, ...(pid === undefined ? {} : { pid }), data });
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
