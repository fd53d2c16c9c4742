import type { EventBody, Measured, Notice, Pid } from "@superlearner/otp";
import type { Isolation } from "../limits/limits.ts";
import type { SandboxFailure } from "../limits/sandbox_error.ts";

/** What happens to sandboxes, with what a program is told of it. */
export interface SandboxTopics {
  /** There is one of the name; it is about to start. */
  readonly "sandbox.created": { readonly isolation: Isolation };
  /** It is up for the first time. */
  readonly "sandbox.started": { readonly restarts: number };
  /** It is up again. */
  readonly "sandbox.restarted": { readonly restarts: number };
  /** Another version of its code runs. */
  readonly "sandbox.reloaded": { readonly version: number };
  /** A reload came to nothing, and the version that ran goes on. */
  readonly "sandbox.reload_failed": { readonly version: number };
  /** It went back to an earlier text. */
  readonly "sandbox.rolled_back": { readonly version: number };
  /** A rollback came to nothing, and the version that ran goes on. */
  readonly "sandbox.rollback_failed": { readonly version: number };
  /** It lives in a new realm, with the states of its servers. */
  readonly "sandbox.renewed": { readonly version: number };
  /** A new realm came to nothing, and it goes on in the one it has. */
  readonly "sandbox.renew_failed": { readonly version: number };
  /** A limit was hit. Most end the sandbox, which is told by itself; one of a single call ends that call. */
  readonly "sandbox.limit": { readonly limit: string; readonly value: number; readonly used: number };
  /** It was refused what it has no permission for. */
  readonly "sandbox.denied": { readonly permission: string; readonly target: string };
  /** It is over, because of itself or since somebody killed it. */
  readonly "sandbox.failed": { readonly failure: SandboxFailure };
  /** It was stopped, or has ended in order; it can be started again. */
  readonly "sandbox.stopped": Readonly<Record<never, never>>;
  /** It is gone, and its name is free. */
  readonly "sandbox.destroyed": Readonly<Record<never, never>>;
}

/** The name of something that happens to sandboxes. */
export type SandboxTopic = keyof SandboxTopics;

/** Something that happened to a sandbox, as it stands on the event stream of the host's System: a notice, with typed data. */
export type SandboxEvent = {
  readonly [Topic in SandboxTopic]: Notice & { readonly topic: Topic; readonly data: SandboxTopics[Topic] };
}[SandboxTopic];

/** What the processes of a sandbox use now, about once a second while somebody listens. */
export interface SandboxMeasured extends Measured {
  /** Always `"sandbox"`. */
  readonly topic: "sandbox";
  /** The figures of {@linkcode Usage}, by name. */
  readonly values: {
    readonly heapBytes: number;
    readonly externalBytes: number;
    readonly cpuMs: number;
    readonly processes: number;
    readonly messagesFrom: number;
    readonly messagesTo: number;
    readonly outputBytes: number;
  };
}

const TOPICS: { readonly [Topic in SandboxTopic]: true } = {
  "sandbox.created": true,
  "sandbox.started": true,
  "sandbox.restarted": true,
  "sandbox.reloaded": true,
  "sandbox.reload_failed": true,
  "sandbox.rolled_back": true,
  "sandbox.rollback_failed": true,
  "sandbox.renewed": true,
  "sandbox.renew_failed": true,
  "sandbox.limit": true,
  "sandbox.denied": true,
  "sandbox.failed": true,
  "sandbox.stopped": true,
  "sandbox.destroyed": true,
};

/**
 * Whether an event of a System is about a sandbox; then its topic tells what its data is. What is no event is about none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { System } from "@superlearner/otp";
 * import { isSandboxEvent, SandboxHost } from "@superlearner/sandbox";
 *
 * await using system = new System();
 * const seen: string[] = [];
 * using _listening = system.events.subscribe((event) => {
 *   if (isSandboxEvent(event)) seen.push(`${event.about} ${event.topic}`);
 * }, { types: ["notice"] });
 *
 * await using host = new SandboxHost({ system });
 * await host.create({ name: "plugin", source: { files: { "/main.js": "export const one = () => 1;" } } });
 * assertEquals(seen, ["plugin sandbox.created", "plugin sandbox.started"]);
 * ```
 */
export function isSandboxEvent<Event extends EventBody>(event: Event): event is Event & SandboxEvent {
  return (event as Event | null | undefined)?.type === "notice" &&
    Object.hasOwn(TOPICS, (event as Event & Notice).topic);
}

/** Whether an event of a System tells what a sandbox uses. */
export function isSandboxMeasured<Event extends EventBody>(event: Event): event is Event & SandboxMeasured {
  return (event as Event | null | undefined)?.type === "measured" && (event as Event & Measured).topic === "sandbox";
}

/** One thing that happened to a sandbox, as its own history keeps it. */
export type SandboxHistoryEntry = {
  readonly [Topic in SandboxTopic]: {
    /** What. */
    readonly topic: Topic;
    /** When, in milliseconds since 1970. */
    readonly at: number;
    /** How it went. */
    readonly result: SandboxResult;
    /** What there is to say of it, for people. */
    readonly detail: string;
    /** The same for programs. */
    readonly data: SandboxTopics[Topic];
    /** The process that the sandbox was in the host's System. */
    readonly pid: Pid | undefined;
  };
}[SandboxTopic];

/** How something went. */
export type SandboxResult = "ok" | "failed" | "denied";
