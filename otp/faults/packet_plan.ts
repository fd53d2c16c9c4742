import { chanceOf } from "./chance.ts";
import type { Fault, FaultLog, FaultScope } from "./fault_log.ts";
import { arrivals, decidePacket, type NetworkFaults, type PacketChances } from "./packet_faults.ts";
import { isApart, isCut, type Link } from "./partition.ts";

/** What a {@linkcode PacketPlan} is made of. */
export interface PacketPlanOptions {
  /** Decides. */
  seed: number;
  /** What is counted. */
  scope: FaultScope & ("messages" | "network");
  /** Where faults are written down, and where those of a run before come from. */
  log: FaultLog;
}

/** What happens to one message. */
export interface Fate {
  /** What was injected; nothing where it only waits for those before it. */
  readonly faults: readonly Fault[];
  /** When each copy arrives, in System time; none if it is lost. */
  readonly atMs: readonly number[];
}

/** Decides over each message of each link, in the order they are sent. Knows no clock and no transport. */
export class PacketPlan {
  readonly #faults: NetworkFaults;
  readonly #seed: number;
  readonly #scope: "messages" | "network";
  readonly #log: FaultLog;
  readonly #chances = new Map<string, PacketChances>();
  /** Until when what follows on a link has to wait. */
  readonly #lastMs = new Map<string, number>();
  /** Links that are cut by hand. */
  readonly #parted = new Set<string>();
  #count = 0;

  /** Makes the plan of one run. The faults were checked before. */
  constructor(faults: NetworkFaults, options: PacketPlanOptions) {
    this.#faults = faults;
    this.#seed = options.seed;
    this.#scope = options.scope;
    this.#log = options.log;
  }

  /** From now on nothing gets through on a link, until {@linkcode PacketPlan.heal}. */
  part(link: Link): void {
    this.#parted.add(keyOf(link));
  }

  /** From now on it does again. */
  heal(link: Link): void {
    this.#parted.delete(keyOf(link));
  }

  /**
   * What happens to the next message: `undefined` where it is to arrive at once, as ever.
   *
   * @param link Who sends it to whom, by names that are the same in every run: they choose the numbers.
   * @param options With `spared` no fault is decided for it, but it counts.
   */
  fate(link: Link, options: { nowMs: number; spared?: boolean }): Fate | undefined {
    const { nowMs, spared = false } = options;
    const key = keyOf(link);
    const faults = this.#log.at(this.#scope, ++this.#count, () => spared ? [] : this.#decide(key, link, nowMs));
    const waiting = this.#lastMs.get(key) ?? 0;
    if (faults.length === 0 && waiting <= nowMs) return undefined;
    const { atMs, lastMs } = arrivals(faults, { nowMs, lastMs: waiting });
    this.#lastMs.set(key, lastMs);
    return { faults, atMs };
  }

  #decide(key: string, link: Link, nowMs: number): Omit<Fault, "scope" | "at">[] {
    const seed = this.#seed;
    let chances = this.#chances.get(key);
    if (chances === undefined) {
      const of = (kind: string) => chanceOf(seed, this.#scope, kind, key);
      chances = { loss: of("loss"), duplicate: of("duplicate"), delay: of("delay"), reorder: of("reorder") };
      this.#chances.set(key, chances);
    }
    const { partition, cuts } = this.#faults;
    const decided = decidePacket(this.#faults, chances);
    const apart = this.#parted.has(key) || (partition !== undefined && isApart(partition, link, { seed, nowMs })) ||
      (cuts !== undefined && cuts.some((cut) => isCut(cut, link, { nowMs })));
    return apart ? [{ kind: "partition" }] : decided;
  }
}

function keyOf({ from, to }: Link): string {
  return `${from}>${to}`;
}
