import { ArgumentError, GenServer, type Self } from "../mod.ts";
import { Producer, type StageDefinition } from "./stage.ts";
import { StageRef } from "./stage_ref.ts";
import type { Produced } from "./stage_types.ts";

/** What was pulled out of an asynchronous iterator. */
interface Pulled<Event> {
  readonly pulled: IteratorResult<Event, unknown>;
}

/** The rest of an iterable. Not plain data, so that no message policy touches the iterator. */
class Rest<Event> {
  readonly #iterator: Iterator<Event> | AsyncIterator<Event>;
  readonly #waits: boolean;
  /** Events that are wanted and have not been pulled. */
  #wanted = 0;
  #pulling = false;

  constructor(iterator: Iterator<Event> | AsyncIterator<Event>, { waits, self }: { waits: boolean; self: Self }) {
    this.#iterator = iterator;
    this.#waits = waits;
    self.signal.addEventListener("abort", () => {
      try {
        Promise.resolve(iterator.return?.()).catch(() => {}); // whoever is asked to end may fail; nobody is left to care
      } catch { /* the same, at once */ }
    });
  }

  /** So many more are wanted. */
  want(demand: number, self: Self): Produced<Event, this> {
    if (this.#waits) {
      this.#wanted += demand;
      this.#pull(self);
      return [[], this];
    }
    const events: Event[] = [];
    while (events.length < demand) {
      const next = (this.#iterator as Iterator<Event>).next();
      if (next.done) {
        endBehindBuffer(self);
        break;
      }
      events.push(next.value);
    }
    return [events, this];
  }

  /** One has come. */
  take({ pulled }: Pulled<Event>, self: Self): Produced<Event, this> {
    this.#pulling = false;
    if (pulled.done) {
      endBehindBuffer(self);
      return [[], this];
    }
    this.#wanted--;
    this.#pull(self);
    return [[pulled.value], this];
  }

  /** One at a time: the mailbox stays open meanwhile, and no more is pulled than is wanted. */
  #pull(self: Self): void {
    if (this.#pulling || this.#wanted === 0) return;
    this.#pulling = true;
    (this.#iterator as AsyncIterator<Event>).next().then(
      (pulled) => self.send(self.pid, { pulled }),
      (failed: unknown) => self.send(self.pid, { failed: failed as Error }),
    );
  }
}

/** Ends the producer when what it has emitted has been sent. */
function endBehindBuffer(self: Self): void {
  new StageRef(self, self.pid).sendBehindBuffer({ ended: true });
}

/**
 * A producer of what an iterable has: a list, a generator, a stream. Pulls no more than is asked for, and ends `normal` when
 * there is no more. Started again, it asks the iterable for a new iterator: a list begins anew, a stream cannot.
 *
 * @throws {ArgumentError} If it is no iterable.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { System } from "@superlearner/otp";
 * import { fromIterable } from "@superlearner/otp/stages";
 *
 * await using system = new System();
 * const words = await system.start(fromIterable(new Response("one two").body!.pipeThrough(new TextDecoderStream())));
 * assertEquals(await Array.fromAsync(words.toAsyncIterable()), ["one two"]);
 * ```
 */
export function fromIterable<Event>(
  iterable: Iterable<Event> | AsyncIterable<Event>,
): StageDefinition<never, Event, [], Record<never, never>, Record<never, never>> {
  const waits = typeof (iterable as AsyncIterable<Event> | null)?.[Symbol.asyncIterator] === "function";
  if (!waits && typeof (iterable as Iterable<Event> | null)?.[Symbol.iterator] !== "function") {
    throw new ArgumentError("make a producer", { rule: "it is made from an iterable", value: iterable });
  }
  return Producer.define({
    name: "fromIterable",
    init(this: Self) {
      const iterator = waits
        ? (iterable as AsyncIterable<Event>)[Symbol.asyncIterator]()
        : (iterable as Iterable<Event>)[Symbol.iterator]();
      return new Rest<Event>(iterator, { waits, self: this });
    },
    handleDemand: (rest, demand, self) => rest.want(demand, self),
    handleInfo: (rest, message, self): Produced<Event, Rest<Event>> => {
      if (typeof message !== "object" || message === null) return [[], rest];
      if ("ended" in message) return GenServer.stop("normal", rest);
      if ("failed" in message) throw message.failed;
      return "pulled" in message ? rest.take(message as Pulled<Event>, self) : [[], rest];
    },
  });
}
