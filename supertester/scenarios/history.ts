import type { HistoryEntry } from "../linearizability/linearizability.ts";
import type { AnyOperation } from "./operation.ts";
import { operationText } from "./operation.ts";

/** One thing that happened in a scenario. All of them have one order. */
export interface ScenarioEvent {
  /** Its place in the order, from 0 up. */
  readonly sequence: number;
  /** When, in milliseconds of System time from the beginning. */
  readonly atMs: number;
  /** Which client, from 0 up; or which of the chaos, from 0 up. */
  readonly client: number | `chaos ${number}`;
  /** Which of its steps, from 0 up. */
  readonly step: number;
  /** A step began; it came to its end, for a call with the answer; it failed, for a call with the reason. */
  readonly type: "invoked" | "returned" | "failed";
  /** What the step is, as in `call add(1)`. */
  readonly operation: string;
  /** The event that the step began with, of an end. */
  readonly invocation?: number;
  /** What it gave, of one that returned. */
  readonly reply?: unknown;
  /** What it threw, of one that failed. */
  readonly error?: unknown;
}

/** One step of a client, from its beginning to its end. */
export interface StepRecord {
  readonly client: ScenarioEvent["client"];
  readonly operation: AnyOperation;
  readonly invoked: ScenarioEvent;
  ended?: ScenarioEvent;
}

/** Writes down what happens in a scenario, in one order. */
export class ScenarioLog {
  /** What happened. */
  readonly events: ScenarioEvent[] = [];
  /** The steps that began. */
  readonly steps: StepRecord[] = [];
  readonly #now: () => number;
  readonly #began: number;

  /** Begins to write. */
  constructor(now: () => number) {
    this.#now = now;
    this.#began = now();
  }

  /** Milliseconds of System time from the beginning. */
  get elapsedMs(): number {
    return this.#now() - this.#began;
  }

  /** A step begins. */
  begin(operation: AnyOperation, at: { client: ScenarioEvent["client"]; step: number }): StepRecord {
    const invoked = this.#write({ ...at, type: "invoked", operation: operationText(operation) });
    const record: StepRecord = { client: at.client, operation, invoked };
    this.steps.push(record);
    return record;
  }

  /** A step ends. */
  end(record: StepRecord, how: { type: "returned"; reply: unknown } | { type: "failed"; error: unknown }): void {
    const { client, step, operation, sequence: invocation } = record.invoked;
    record.ended = this.#write({ client, step, operation, invocation, ...how });
  }

  #write(event: Omit<ScenarioEvent, "sequence" | "atMs">): ScenarioEvent {
    const written = { sequence: this.events.length, atMs: this.elapsedMs, ...event };
    this.events.push(written);
    return written;
  }
}

type Entry = HistoryEntry<AnyOperation, unknown>;

/**
 * The calls and casts of clients as a history. A cast took effect by the next answer that its client got, or by the end; or
 * never, where it may have been lost. A call that failed may have been done, or not.
 */
export function historyOf(log: ScenarioLog, { mayLose }: { mayLose: boolean }): Entry[] {
  const end = log.events.length;
  const nextAnswer = new Map<ScenarioEvent["client"], number>();
  const backwards = log.steps.toReversed().flatMap(({ client, operation, invoked, ended }): Entry[] => {
    const entry = { client, operation, invokedAt: invoked.sequence };
    if (operation.does === "call") {
      if (ended?.type !== "returned") return [{ ...entry, waits: false }];
      nextAnswer.set(client, ended.sequence);
      return [{ ...entry, returnedAt: ended.sequence, reply: ended.reply }];
    }
    if (operation.does === "custom" || ended?.type === "failed") return []; // a cast that failed was refused
    return [{ ...entry, waits: false, ...(mayLose ? {} : { returnedAt: nextAnswer.get(client) ?? end }) }];
  });
  return backwards.reverse();
}
