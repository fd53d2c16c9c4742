import { equal } from "@std/assert";
import {
  ArgumentError,
  type DebugEvent,
  listProcesses,
  type Pid,
  processInfo,
  ServerRef,
  sys,
  type System,
  type SystemEvent,
} from "@superlearner/otp";
import { Simulation } from "@superlearner/otp/simulation";
import { shortValue } from "../presenting/event_text.ts";
import { decode } from "./encoding.ts";
import { type InLine, plainReason, readRecording, RecordingError } from "./recording.ts";

/** How a recording is replayed. */
export interface ReplayOptions {
  /** Starts what was at work, under the same names. */
  start: (system: System) => unknown;
  /** Which servers are compared, by what they are known by. @default all that were recorded and are there */
  only?: readonly string[];
  /** Makes the recorded state of a server one that the new code understands. @default it is taken as it is */
  migrate?: (state: unknown, server: { readonly key: string; readonly module: string }) => unknown;
}

/** The first difference between a recording and its replay. */
export interface Divergence {
  /** What the server is known by. */
  readonly server: string;
  /** Which of its messages it was, from 0 up. */
  readonly message: number;
  /** The message, as text. */
  readonly at: string;
  /** What differs: what it became, answered or died of; or that it was told something else. */
  readonly what: "state" | "reply" | "crash" | "message";
  /** What was recorded. */
  readonly expected: unknown;
  /** What came of it now. */
  readonly actual: unknown;
}

/** What came of a replay. */
export interface ReplayReport {
  /** The first difference; `undefined` if there is none. */
  readonly divergence: Divergence | undefined;
  /** How many messages were compared. */
  readonly messages: number;
  /** How long the recorded traffic took, in milliseconds. */
  readonly durationMs: number;
  /** Servers that were recorded and are not there, or not to be compared. */
  readonly missing: readonly string[];
  /**
   * Makes sure that there is no difference.
   *
   * @throws {DivergenceError} If there is one.
   */
  assertSame(): void;
}

/** A replay was not the same as its recording. */
export class DivergenceError extends Error {
  /** Always `"DivergenceError"`. */
  override readonly name: string = "DivergenceError";
  /** The first difference. */
  readonly divergence: Divergence;

  /** Makes the error of a difference. */
  constructor(divergence: Divergence) {
    const { server, message, at, what, expected, actual } = divergence;
    super(
      `Cannot replay the recording: message ${message} of ${server}, ${at}, has another ${what}\n` +
        `  recorded: ${shortValue(expected, 1000)}\n  now:      ${shortValue(actual, 1000)}`,
    );
    this.divergence = divergence;
  }
}

/** All that one server did, in its order. */
interface Course {
  readonly key: string;
  readonly module: string;
  readonly state: unknown;
  readonly steps: Step[];
}

/** What came of one message. */
interface Step {
  readonly message: InLine;
  readonly effects: { readonly type: "reply" | "state" | "crash"; readonly value: unknown }[];
}

/**
 * Replays a recording in virtual time, against whatever `start` starts, up to the first difference.
 *
 * @throws {RecordingError} If it is no recording, or what is to be compared was not recorded whole.
 * @throws {ArgumentError} If an option is none.
 */
export async function replay(recording: string, options: ReplayOptions): Promise<ReplayReport> {
  if (typeof options?.start !== "function") {
    throw new ArgumentError("replay a recording", { rule: "start is a function", value: options?.start });
  }
  const { courses, inputs } = coursesOf(recording, options.only);
  await using simulation = new Simulation();
  const { system } = simulation;
  const run = new Replay(system, courses);
  await simulation.until(async () => {
    await options.start(system);
    await simulation.settle();
    await run.begin(options.migrate);
    const began = system.now();
    for (const input of inputs) {
      const wait = began + input.at - system.now();
      if (wait > 0) await simulation.advance(wait);
      else await simulation.settle();
      if (run.divergence !== undefined) break;
      run.feed(input);
      await simulation.settle();
    }
  });
  const { divergence, messages } = run;
  const first = divergence ?? run.unfinished();
  return {
    divergence: first,
    messages,
    durationMs: inputs.at(-1)?.at ?? 0,
    missing: run.missing,
    assertSame() {
      if (first !== undefined) throw new DivergenceError(first);
    },
  };
}

/** What each server did, and all that came from outside. */
function coursesOf(
  recording: string,
  only: readonly string[] | undefined,
): { courses: Map<Pid, Course>; inputs: InLine[] } {
  const courses = new Map<Pid, Course>();
  const inputs: InLine[] = [];
  for (const line of readRecording(recording)) {
    if (line.type === "recording") continue;
    if (line.type === "gap") {
      if (only === undefined || only.some((key) => line.why.startsWith(`${key}:`))) {
        throw new RecordingError("replay a recording", `not all of it could be written: ${line.why}`);
      }
      courses.delete(line.pid);
    } else if (line.type === "server") {
      const { key, module, state } = line;
      if (only === undefined || only.includes(key)) {
        courses.set(line.pid, { key, module, state: decode(state), steps: [] });
      }
    } else if (line.type === "in") {
      courses.get(line.pid)?.steps.push({ message: line, effects: [] });
      if (courses.has(line.pid) && !line.inside) inputs.push(line);
    } else {
      const value = line.type === "crash" ? line.value : decode(line.value);
      courses.get(line.pid)?.steps.at(-1)?.effects.push({ type: line.type, value });
    }
  }
  return { courses, inputs };
}

/** The calls and casts of a server of which nothing is known. */
type LooseCalls = { readonly [kind: string]: (state: unknown, payload: unknown) => readonly [unknown, unknown] };
type LooseCasts = { readonly [kind: string]: (state: unknown, payload: unknown) => unknown };

class Replay {
  readonly #system: System;
  readonly #courses: Map<Pid, Course>;
  /** The server of now, by the pid of then. */
  readonly #pids = new Map<Pid, Pid>();
  /** How far each course is: the next message, and the next effect of the one before. */
  readonly #progress = new Map<Pid, { course: Course; next: number; effect: number }>();
  readonly missing: string[] = [];
  divergence: Divergence | undefined;
  messages = 0;

  constructor(system: System, courses: Map<Pid, Course>) {
    this.#system = system;
    this.#courses = courses;
  }

  /** Finds the servers of now, gives them the states of then, and begins to compare. */
  async begin(migrate: ReplayOptions["migrate"]): Promise<void> {
    const system = this.#system;
    const keys = keysOf(system);
    for (const [old, course] of this.#courses) {
      const pid = keys.get(course.key);
      if (pid === undefined) {
        this.missing.push(course.key);
        continue;
      }
      const { key, module, state } = course;
      await sys.replaceState(system, pid, () => migrate === undefined ? state : migrate(state, { key, module }));
      this.#pids.set(old, pid);
      this.#progress.set(pid, { course, next: 0, effect: 0 });
      sys.install(system, pid, {
        id: "supertester.replay",
        state: undefined,
        handle: (_state, event) => void this.#compare(pid, event),
      });
    }
    if (this.#pids.size === 0 && this.#courses.size > 0) {
      const there = [...keys.keys()].join(", ") || "none";
      throw new RecordingError(
        "replay a recording",
        `of ${this.missing.join(", ")} none was started; there are ${there}`,
      );
    }
    system.events.subscribe((event: SystemEvent) => {
      if (event.type === "process.exited" && event.crashed) this.#effect(event.pid, "crash", plainReason(event.reason));
    });
  }

  /** Tells a server what came from outside, unless that has come about by itself: a timer of its own. */
  feed(input: InLine): void {
    const pid = this.#pids.get(input.pid);
    const progress = pid === undefined ? undefined : this.#progress.get(pid);
    if (progress === undefined || progress.course.steps.findIndex(({ message }) => message === input) < progress.next) {
      return;
    }
    const message = decode(input.message);
    const system = this.#system;
    if (input.form === "call" || input.form === "cast") {
      const loose = new ServerRef<LooseCalls, LooseCasts>(system, pid!);
      if (input.form === "cast") loose.cast(input.kind!, message);
      else loose.call(input.kind!, message).catch(() => {}); // what comes of it is compared at the server
    } else system.send(pid!, message);
  }

  /** What a recording has and the replay has not come to. */
  unfinished(): Divergence | undefined {
    for (const { course, next, effect } of this.#progress.values()) {
      const before = course.steps[next - 1];
      const left = before?.effects[effect];
      if (left !== undefined) {
        return this.#difference(course, next - 1, { what: left.type, expected: left.value, actual: undefined });
      }
      const step = course.steps[next];
      if (step === undefined) continue;
      return this.#difference(course, next, {
        what: "message",
        expected: messageText(step.message),
        actual: undefined,
      });
    }
    return undefined;
  }

  #compare(pid: Pid, event: DebugEvent): void {
    if (event.type === "reply") this.#effect(pid, "reply", event.reply);
    else if (event.type === "state") this.#effect(pid, "state", event.state);
    else if (event.type === "in") {
      const progress = this.#progress.get(pid)!;
      const { course } = progress;
      const left = course.steps[progress.next - 1]?.effects[progress.effect];
      if (left !== undefined) {
        this.#differ(course, progress.next - 1, { what: left.type, expected: left.value, actual: undefined });
      }
      const step = course.steps[progress.next];
      const { form, kind, message } = event;
      if (step === undefined || !sameMessage(step.message, event)) {
        const expected = step === undefined ? undefined : messageText(step.message);
        return this.#differ(course, progress.next, {
          what: "message",
          expected,
          actual: `${form} ${kind ?? ""} ${shortValue(message)}`,
        });
      }
      progress.next++;
      progress.effect = 0;
      this.messages++;
    }
  }

  #effect(pid: Pid, what: "reply" | "state" | "crash", actual: unknown): void {
    const progress = this.#progress.get(pid);
    if (progress === undefined || progress.next === 0) return;
    const { course, next } = progress;
    const expected = course.steps[next - 1]!.effects[progress.effect++];
    if (expected?.type === what && equal(expected.value, actual)) return;
    const kind = expected === undefined || expected.type === what ? what : expected.type;
    this.#differ(course, next - 1, {
      what: kind,
      expected: expected?.value,
      actual: expected?.type === what || kind === what ? actual : undefined,
    });
  }

  #differ(course: Course, at: number, how: Pick<Divergence, "what" | "expected" | "actual">): void {
    this.divergence ??= this.#difference(course, at, how);
  }

  #difference(course: Course, at: number, how: Pick<Divergence, "what" | "expected" | "actual">): Divergence {
    const step = course.steps[at];
    return { server: course.key, message: at, at: step === undefined ? "nothing" : messageText(step.message), ...how };
  }
}

/** Who is there, by what it is known by. */
function keysOf(system: System): Map<string, Pid> {
  const keys = new Map<string, Pid>();
  const places = new Map<string, number>();
  for (const { pid } of listProcesses(system)) {
    const { name, module, behaviour } = processInfo(system, pid)!;
    if (!["GenServer", "Agent", "GenStateMachine"].includes(behaviour)) continue;
    const place = (places.get(module) ?? 0) + 1;
    places.set(module, place);
    keys.set(name ?? `${module}#${place}`, pid);
  }
  return keys;
}

function sameMessage(recorded: InLine, { form, kind, message }: DebugEvent & { type: "in" }): boolean {
  return recorded.form === form && recorded.kind === kind && equal(decode(recorded.message), message);
}

function messageText({ form, kind, message }: InLine): string {
  return `${form} ${kind ?? ""} ${shortValue(decode(message))}`;
}
