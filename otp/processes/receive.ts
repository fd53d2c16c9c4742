import { checkOptions } from "../argument_error.ts";
import { noteTaken } from "./debug.ts";
import { EXIT, INFO } from "./envelope.ts";
import type { Envelope } from "./envelope.ts";
import { ArgumentError } from "./errors.ts";
import type { Ref } from "./pid.ts";
import { BUSY, DEAD, type Process, READY, type Taker } from "./process.ts";
import { type DemonitorOptions, processOf, Self } from "./self.ts";
import { Deadline } from "./timers.ts";

/** A pattern: each field it names must be equal, or match in turn where it is an object itself. */
export type Pattern = { readonly [key: string]: unknown };

/** Says which messages are meant; must be quick and change nothing. */
export type Matcher<Message> = (message: unknown) => message is Message;

/** Which message to wait for, and how long. */
export interface ReceiveOptions {
  /** Gives `undefined` after so many milliseconds; 0 looks through the mailbox once. @default {Infinity} */
  timeoutMs?: number;
}

/** What a message that matches a pattern looks like. */
export type Matching<P> = { readonly [K in keyof P]: P[K] extends Pattern ? Matching<P[K]> : P[K] } & {
  readonly [key: string]: unknown;
};

/** A `receive` that waits. One for each process, used again and again: most of them do nothing else. */
class Waiting extends Deadline implements Taker {
  readonly process: Process;
  matches: (message: unknown) => boolean = anything;
  timeoutMs = Infinity;
  resolve: (message: unknown) => void = ignored;
  reject: (error: unknown) => void = ignored;
  /** The last envelope that was looked at and left; the next look begins after it. */
  seen: Envelope | null = null;
  /** The time is up; the mailbox is looked through once more. */
  expired = false;
  readonly #keep = (resolve: (message: unknown) => void, reject: (error: unknown) => void): void => {
    this.resolve = resolve;
    this.reject = reject;
  };

  constructor(process: Process) {
    super();
    this.process = process;
  }

  /** Waits anew. */
  begin(matches: (message: unknown) => boolean, timeoutMs: number): Promise<unknown> {
    this.matches = matches;
    this.timeoutMs = timeoutMs;
    this.seen = null;
    this.expired = false;
    this.atMs = 0;
    return new Promise(this.#keep);
  }

  /** What it waited for comes by hand: any message would do. */
  take(envelope: Envelope): void {
    const { process } = this;
    if (this.atMs !== 0) process.runtime.timers.remove(this, this.timeoutMs);
    this.resolve(envelope.payload); // at one go with the rest: who has the message goes on
    this.seen = null;
    process.handled++;
    process.current = envelope;
    process.extra = null;
    process.phase = BUSY;
  }

  /** Waits no more, and keeps nothing of what it waited for. */
  end(): void {
    if (this.atMs !== 0) this.process.runtime.timers.remove(this, this.timeoutMs);
    this.matches = anything;
    this.seen = null;
  }

  /** What has come by now came in time, and what comes later did not: looked at here, not when the turn comes. */
  expire(): void {
    this.expired = true;
    const { process } = this;
    if (process.suspended) return; // its time is up when it is resumed
    const { runtime } = process;
    const outer = runtime.current;
    runtime.current = process;
    runReceiver(process);
    runtime.current = outer;
  }
}

/** What a spawned function sees: all of {@linkcode Self}, and a mailbox of its own to receive from. */
export class Receiver extends Self {
  readonly #waiting: Waiting = new Waiting(processOf(this));

  /**
   * Takes the oldest message that matches and leaves the others where they are; waits until there is one.
   *
   * @param match A pattern, a predicate, or nothing for any message. A predicate that throws makes `receive` throw and
   * leaves the message in the mailbox.
   * @returns The message; `undefined` when the time is up.
   * @throws {ArgumentError} If this process receives already.
   */
  receive<Message>(match: Matcher<Message>): Promise<Message>;
  /** Waits for a message that a pattern describes. */
  receive<const P extends Pattern>(match: P): Promise<Matching<P>>;
  /** Waits for a message that a test accepts. */
  receive<Message = unknown>(match?: (message: unknown) => boolean): Promise<Message>;
  /** Waits so long, then gives `undefined`. */
  receive<Message>(match: Matcher<Message>, options: ReceiveOptions): Promise<Message | undefined>;
  /** Waits so long for a message that a pattern describes. */
  receive<const P extends Pattern>(match: P, options: ReceiveOptions): Promise<Matching<P> | undefined>;
  /** Waits so long for any message, or for one that a test accepts. */
  receive<Message = unknown>(
    match: ((message: unknown) => boolean) | undefined,
    options: ReceiveOptions,
  ): Promise<Message | undefined>;
  receive(match?: Pattern | ((message: unknown) => boolean), options: ReceiveOptions = {}): Promise<unknown> {
    const { timeoutMs = Infinity } = checkOptions("receive", options);
    if (typeof timeoutMs !== "number" || !(timeoutMs >= 0)) {
      throw new ArgumentError("receive", { rule: "timeoutMs is a number of milliseconds from 0 up", value: timeoutMs });
    }
    if (match !== undefined && typeof match !== "function" && (typeof match !== "object" || match === null)) {
      throw new ArgumentError("receive", { rule: "what to wait for is a pattern or a test", value: match });
    }
    const process = processOf(this);
    if (process.phase === DEAD) return new Promise(() => {}); // code of a dead process: never goes on
    if (process.extra !== null && process.extra !== undefined) {
      throw new ArgumentError("receive", { rule: `${process.pid} waits in one receive at a time` });
    }
    const matches = typeof match === "function" ? match : match === undefined ? anything : patternMatcher(match);
    const promise = this.#waiting.begin(matches, timeoutMs);
    process.extra = this.#waiting;
    process.receptive = matches === anything;
    process.current = null;
    process.phase = READY;
    if (process.first !== null || timeoutMs !== Infinity) process.wake(); // else there is nothing to look at
    return promise;
  }

  /** Takes a monitor back. True also for one that already fired, unless `info` asks for more. */
  override demonitor(ref: Ref, options: DemonitorOptions = {}): boolean {
    const found = super.demonitor(ref, options);
    // What is taken out of the mailbox may be where a receive stopped looking: it begins anew.
    const waiting = processOf(this).extra;
    if (options.flush && waiting instanceof Waiting) waiting.seen = null;
    return found;
  }

  /** How many messages wait in the mailbox. */
  get mailboxLength(): number {
    return processOf(this).length;
  }
}

/** A turn of a process that receives: looks for its message, and lets the function go on when it has it. */
export function runReceiver(process: Process): boolean {
  const waiting = process.extra as Waiting | null | undefined;
  if (waiting === null || waiting === undefined) return false;
  let before = waiting.seen;
  try {
    for (let each = before === null ? process.first : before.next; each !== null; before = each, each = each.next) {
      if (each.type !== INFO && each.type !== EXIT) continue;
      const wanted = waiting.matches(each.payload);
      if (process.phase !== READY) return false; // the test has ended its own process
      if (!wanted) continue;
      process.current = process.takeAfter(before);
      if (process.traced) noteTaken(process, each);
      goOn(process, waiting);
      waiting.resolve(each.payload);
      return false;
    }
  } catch (error) {
    if (process.phase !== READY) return false;
    goOn(process, waiting);
    waiting.reject(error);
    return false;
  }
  waiting.seen = before;
  if (waiting.expired || waiting.timeoutMs === 0) {
    goOn(process, waiting);
    waiting.resolve(undefined);
  } else if (waiting.atMs === 0) {
    process.runtime.timers.add(waiting, waiting.timeoutMs);
  }
  return process.extra === waiting && process.last !== before; // a predicate may have sent to its own process
}

/** Takes messages out of a mailbox as if they had never come; a receive that waits looks at the others anew. */
export function flushMessages(process: Process, matches: (message: unknown) => boolean): void {
  let before: Envelope | null = null;
  for (let each = process.first; each !== null;) {
    const { next } = each;
    if (each.type === INFO && matches(each.payload)) {
      process.takeAfter(before);
      process.handled--; // it is removed, not handled
    } else before = each;
    each = next;
  }
  if (process.extra instanceof Waiting) process.extra.seen = null;
}

/** Takes the oldest plain message that a test accepts, for what waits beside `receive`. */
export function takeWhere(process: Process, matches: (message: unknown) => boolean): Envelope | null {
  let before: Envelope | null = null;
  for (let each = process.first; each !== null; before = each, each = each.next) {
    if (each.type !== INFO || !matches(each.payload)) continue;
    if (process.extra instanceof Waiting) process.extra.seen = null; // it may be where a receive stopped looking
    return process.takeAfter(before);
  }
  return null;
}

/** Whether a receive looks through the mailbox at this moment: its test runs, and the messages must stay where they are. */
export function looksThrough(process: Process): boolean {
  return process.runtime.current === process && process.phase === READY && process.extra instanceof Waiting;
}

/** A message is taken away by others; a receive that has looked at it goes on from the one before. */
export function forgetMessage(process: Process, gone: { envelope: Envelope; before: Envelope | null }): void {
  const waiting = process.extra;
  if (waiting instanceof Waiting && waiting.seen === gone.envelope) waiting.seen = gone.before;
}

/** A process that dies while it receives leaves nothing behind. */
export function forgetReceive(process: Process): void {
  const waiting = process.extra;
  if (waiting instanceof Waiting) waiting.end();
}

function goOn(process: Process, waiting: Waiting): void {
  waiting.end();
  process.extra = null;
  process.phase = BUSY;
}

function anything(): boolean {
  return true;
}

function ignored(): void {}

/** Whether a message has what a pattern names. */
export function patternMatcher(pattern: Pattern): (message: unknown) => boolean {
  const fields = Object.entries(pattern);
  return (message) => fits(message, fields);
}

function fits(message: unknown, fields: [string, unknown][]): boolean {
  if (typeof message !== "object" || message === null) return false;
  for (const [key, wanted] of fields) {
    const found = (message as { [key: string]: unknown })[key];
    if (Object.is(found, wanted)) continue;
    if (typeof wanted !== "object" || wanted === null || !fits(found, Object.entries(wanted))) return false;
  }
  return true;
}
