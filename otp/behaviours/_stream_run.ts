import { type ExitReason, reasonOf, shortReason } from "../processes/exit_reason.ts";
import { unwatch, watch, type Watcher } from "../processes/links.ts";
import { DEAD, type Process } from "../processes/process.ts";
import type { Runtime } from "../processes/runtime.ts";
import { Slot, type SlotOwner } from "./_stream_slot.ts";
import type { TaskResult } from "./task_end.ts";
import type { TaskStart } from "./task_process.ts";
import type { Elements, StreamSettings } from "./async_stream.ts";
import { TaskError } from "./task_error.ts";

/** Starts the task of an element; where that takes a while, `attach` is called when its process is there. */
export type StartInStream = (task: TaskStart) => void | Promise<void>;

/** What a run is made of. */
export interface StreamParts {
  readonly elements: Elements<unknown>;
  readonly settings: StreamSettings;
  readonly start: StartInStream;
}

/** From how many on it is worth taking those that were given out of the list. */
const MANY = 64;

type Source = Iterator<unknown> | AsyncIterator<unknown>;
type Demand = PromiseWithResolvers<IteratorResult<unknown, undefined>>;

/**
 * One iteration of a stream. Works when it is asked: with a demand that is open it takes elements as long as there is room,
 * and gives what is ready; without one it takes nothing, whatever finishes meanwhile.
 */
export class StreamRun implements AsyncIterableIterator<unknown, undefined, void>, SlotOwner, Watcher {
  readonly consumer: Process | null;
  readonly settings: StreamSettings;
  linked = false;
  readonly #runtime: Runtime;
  readonly #parts: StreamParts;
  #source: Source | null = null;
  #exhausted = false;
  /** An element is on its way from an asynchronous source. */
  #pulling = false;
  readonly #running = new Set<Slot>();
  /** In order: all that were taken and not given yet. Otherwise those that are done. */
  readonly #waiting: Slot[] = [];
  /** How many of those were given already. */
  #given = 0;
  /** Done, and not given yet. */
  #ready = 0;
  readonly #demands: Demand[] = [];
  #failure: { readonly error: unknown } | null = null;
  #closed = false;
  #isAsync = false;

  constructor(runtime: Runtime, consumer: Process | null, parts: StreamParts) {
    this.#runtime = runtime;
    this.consumer = consumer;
    this.settings = parts.settings;
    this.#parts = parts;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<unknown, undefined>> {
    const demand: Demand = Promise.withResolvers();
    if (this.consumer?.phase === DEAD) return demand.promise; // code of a dead process: never goes on
    if (this.#source === null && !this.#closed) this.#open();
    this.#demands.push(demand);
    this.#take(() => this.#running.size + this.#ready); // ahead of the consumer, by as many as may run
    this.#pump();
    return demand.promise;
  }

  /** The consumer has enough: the tasks are stopped, and the source is told. */
  async return(): Promise<IteratorReturnResult<undefined>> {
    const source = this.#closed || this.#exhausted ? null : this.#source;
    this.#close();
    this.#forget();
    this.#pump();
    const returned = source?.return?.();
    // What a source is in the middle of may never end, so it is not waited for.
    if (this.#pulling) Promise.resolve(returned).catch((error) => this.#warn(error));
    else await returned;
    return { done: true, value: undefined };
  }

  finished(slot: Slot): void {
    this.#running.delete(slot);
    this.#ready++;
    if (!this.settings.ordered) this.#waiting.push(slot);
    if (this.#killsOutside(slot)) this.#fail(this.#errorOf(slot, (slot.result as { exit: ExitReason }).exit));
    // A source is code of the user's: it does not run within a death.
    else if (this.#demands.length > 0) queueMicrotask(() => this.#pump());
  }

  timedOut(slot: Slot): void {
    this.#fail(this.#errorOf(slot, "timeout"));
  }

  /** The consumer is dead. */
  down(): void {
    this.#demands.length = 0;
    this.#fail(undefined);
  }

  #open(): void {
    const { consumer, settings, elements } = { ...this.#parts, consumer: this.consumer };
    this.linked = settings.link && consumer !== null && !consumer.trapExit;
    if (consumer !== null) watch(consumer, this);
    try {
      this.#isAsync = Symbol.asyncIterator in Object(elements);
      const iterated = elements as Iterable<unknown> & AsyncIterable<unknown>;
      this.#source = this.#isAsync ? iterated[Symbol.asyncIterator]() : iterated[Symbol.iterator]();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Takes elements while a demand is open and there is room. */
  #take(used: () => number): void {
    while (this.#demands.length > 0 && !this.#exhausted && !this.#pulling && used() < this.settings.maxConcurrency) {
      if (this.#closed) return;
      const { current } = this.#runtime;
      this.#runtime.current = this.consumer;
      try {
        const next = this.#source!.next();
        if (this.#isAsync) this.#takeLater(next as Promise<IteratorResult<unknown>>);
        else this.#begin(next as IteratorResult<unknown>);
      } catch (error) {
        this.#exhausted = true;
        this.#fail(error);
      }
      this.#runtime.current = current;
    }
  }

  #takeLater(next: Promise<IteratorResult<unknown>>): void {
    this.#pulling = true;
    Promise.resolve(next).then((result) => {
      this.#pulling = false;
      if (!this.#closed) this.#begin(result);
      this.#pump();
    }, (error) => {
      this.#pulling = false;
      this.#exhausted = true;
      this.#fail(error);
    });
  }

  #begin(result: IteratorResult<unknown>): void {
    if (result.done) {
      this.#exhausted = true;
      return;
    }
    try {
      const slot = new Slot(this, this.#runtime.pass(result.value));
      this.#running.add(slot);
      if (this.settings.ordered) this.#waiting.push(slot);
      this.#parts.start(slot)?.catch((error) => this.#fail(error));
    } catch (error) { // an element that cannot be passed, or a System that has been stopped
      this.#fail(error);
    }
  }

  /** Gives what is ready, takes more for who still waits, and ends where nothing can come any more. */
  #pump(): void {
    this.#give();
    this.#take(() => this.#running.size);
    if (this.#demands.length === 0) return;
    if (!this.#closed) {
      if (!this.#exhausted || this.#running.size > 0 || this.#ready > 0) return;
      this.#close();
    }
    if (this.#failure !== null) this.#demands.shift()!.reject(this.#failure.error);
    for (const { resolve } of this.#demands.splice(0)) resolve({ done: true, value: undefined });
    this.#forget();
  }

  #give(): void {
    const waiting = this.#waiting;
    for (let first = waiting[this.#given]; this.#demands.length > 0 && first?.result; first = waiting[this.#given]) {
      this.#given++;
      this.#ready--;
      this.#demands.shift()!.resolve({ done: false, value: this.#shown(first.input, first.result) });
    }
    // Not one by one: behind a slow element there may be many.
    if (this.#given >= waiting.length || (this.#given >= MANY && 2 * this.#given >= waiting.length)) {
      waiting.splice(0, this.#given);
      this.#given = 0;
    }
  }

  #shown(input: unknown, result: TaskResult<unknown>): unknown {
    return "exit" in result && this.settings.zipInputOnExit ? { exit: { input, reason: result.exit } } : result;
  }

  /** Whether a process would die of this one's death: of code outside, the iteration fails. */
  #killsOutside({ result, isKilled }: Slot): boolean {
    if (this.consumer !== null || !this.settings.link || isKilled) return false;
    return result !== null && "exit" in result && result.exit !== "normal";
  }

  #errorOf({ process }: Slot, reason: ExitReason): TaskError {
    const { timeoutMs } = this.settings;
    return new TaskError(reason, { pid: process?.pid, ref: undefined, action: "asyncStream", timeoutMs });
  }

  #fail(error: unknown): void {
    if (this.#closed) return;
    const source = this.#exhausted ? null : this.#source;
    this.#close();
    this.#failure = { error };
    if (source !== null) queueMicrotask(() => this.#returnLater(source));
    this.#pump();
  }

  async #returnLater(source: Source): Promise<void> {
    try {
      await source.return?.();
    } catch (error) {
      this.#warn(error);
    }
  }

  #warn(error: unknown): void {
    this.#runtime.reporter.warn(`The source of a stream could not be closed: ${shortReason(reasonOf(error))}`);
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.consumer !== null) unwatch(this.consumer, this);
    for (const slot of this.#running) slot.drop();
    this.#running.clear();
  }

  #forget(): void {
    this.#waiting.length = this.#given = this.#ready = 0;
    this.#failure = null;
  }
}
