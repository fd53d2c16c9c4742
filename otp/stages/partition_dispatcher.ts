import { checkOptions } from "./_check_options.ts";
import { ArgumentError, type Ref } from "../mod.ts";
import { type Dispatcher, type DispatcherFactory, type Outlet, refuseOptions, type Taker } from "./dispatcher.ts";

/** How events are told apart. */
export interface PartitionOptions<Event> {
  /** The names of the partitions, or how many: then they are named from 0 up. */
  readonly partitions: number | readonly (string | number)[];
  /** The partition of an event; `undefined` throws the event away. */
  readonly hash: Hash<Event>;
}

/** The partition of an event, by name; `undefined` throws the event away. */
export type Hash<Event> = (event: Event) => string | number | undefined;

interface Partition<Event> {
  ref: Ref | undefined;
  /** What its consumer waits for; above 0 only where `queue` is empty. */
  demand: number;
  queue: Event[];
}

class PartitionDispatcher<Event> implements Dispatcher<Event> {
  readonly #outlet: Outlet<Event>;
  readonly #hash: Hash<Event>;
  readonly #partitions = new Map<string | number, Partition<Event>>();
  readonly #byRef = new Map<Ref, Partition<Event>>();
  /** Asked of the producer, and not come yet. */
  #waiting = 0;
  /** Asked of the producer for consumers that are gone. */
  #spare = 0;

  constructor(outlet: Outlet<Event>, { names, hash }: { names: readonly (string | number)[]; hash: Hash<Event> }) {
    this.#outlet = outlet;
    this.#hash = hash;
    for (const name of names) this.#partitions.set(name, { ref: undefined, demand: 0, queue: [] });
  }

  subscribe(ref: Ref, taker: Taker): number {
    refuseOptions(taker, { partition: true });
    const partition = taker.partition === undefined ? undefined : this.#partitions.get(taker.partition);
    if (partition === undefined) {
      const rule = `partition is one of ${[...this.#partitions.keys()].join(", ")}`;
      throw new ArgumentError("subscribe", { rule, value: taker.partition });
    }
    if (partition.ref !== undefined) {
      throw new ArgumentError("subscribe", { rule: "a partition has one consumer", value: taker.partition });
    }
    partition.ref = ref;
    this.#byRef.set(ref, partition);
    return 0;
  }

  ask(ref: Ref, count: number): number {
    const partition = this.#byRef.get(ref)!;
    const queued = partition.queue.splice(0, count);
    if (queued.length > 0) this.#outlet.send(ref, queued);
    partition.demand += count - queued.length;
    const covered = Math.min(this.#spare, count);
    this.#spare -= covered;
    this.#waiting += count - covered;
    return count - covered;
  }

  cancel(ref: Ref): number {
    const partition = this.#byRef.get(ref)!;
    this.#byRef.delete(ref);
    // What was asked for it will come, and be counted for whoever asks next; what waits here waits for the next consumer.
    this.#spare += partition.demand;
    partition.ref = undefined;
    partition.demand = 0;
    return 0;
  }

  dispatch(events: readonly Event[]): readonly Event[] {
    const outlet = this.#outlet;
    const now = events.slice(0, this.#waiting);
    this.#waiting -= now.length;
    let [lost, unwanted] = [0, 0];
    const sent = new Map<Partition<Event>, Event[]>();
    for (const event of now) {
      const name = this.#hash(event);
      const partition = name === undefined ? undefined : this.#partitions.get(name);
      if (partition === undefined) {
        if (name !== undefined) lost++;
        unwanted++;
      } else if (partition.demand > 0) {
        partition.demand--;
        const list = sent.get(partition);
        if (list === undefined) sent.set(partition, [event]);
        else list.push(event);
      } else partition.queue.push(event);
    }
    for (const [{ ref }, list] of sent) outlet.send(ref!, list);
    if (lost > 0) outlet.lost(lost);
    if (unwanted > 0) {
      this.#waiting += unwanted; // whoever asked for them has got nothing
      outlet.demand(unwanted);
    }
    return events.slice(now.length);
  }
}

/**
 * Each event goes to the consumer of its partition, which subscribes with `{ partition }`; a partition has one consumer. Events
 * of a partition without one wait, no more of them than was asked for, and a partition that is slow slows down all.
 *
 * @throws {ArgumentError} If the partitions or the hash are none.
 */
export function partitionDispatcher<Event>(options: PartitionOptions<Event>): DispatcherFactory<Event> {
  const { partitions, hash } = checkOptions("make a partition dispatcher", options);
  const names = typeof partitions === "number" ? Array.from({ length: checked(partitions) }, (_, i) => i) : partitions;
  if (!Array.isArray(names) || names.length === 0 || new Set(names).size < names.length) {
    refuse("partitions are a list of different names, or how many there are", partitions);
  }
  if (typeof hash !== "function") refuse("hash is a function", hash);
  return (outlet) => new PartitionDispatcher(outlet, { names, hash });
}

function checked(count: number): number {
  if (!Number.isInteger(count) || count < 1) refuse("there is at least one partition, in whole numbers", count);
  return count;
}

function refuse(rule: string, value: unknown): never {
  throw new ArgumentError("make a partition dispatcher", { rule, value });
}
