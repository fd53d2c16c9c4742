import type { Clock } from "../environment.ts";
import { FaultLog } from "../faults/fault_log.ts";
import { checkNetwork, type NetworkFaults } from "../faults/packet_faults.ts";
import { PacketPlan } from "../faults/packet_plan.ts";
import type { Link } from "../faults/partition.ts";

/** Who decides over the packets of a {@linkcode MemoryNetwork}, and brings them when their time has come. */
export interface PacketPost {
  /** When each copy of the next packet arrives, in System time: none if it is lost, `undefined` for at once. */
  fate(link: Link): readonly number[] | undefined;
  /** Brings a packet whose time has come: calls `arrive`, soon and never at once, in the order of the calls of a link. */
  bring(link: Link, arrive: () => void): void;
  /** From now on nothing gets through on a link. */
  part(link: Link): void;
  /** From now on it does again. */
  heal(link: Link): void;
}

/** Decides by faults and a seed, and brings at once. */
export class PlannedPost implements PacketPost {
  readonly #clock: Clock;
  readonly #plan: PacketPlan;

  /** @throws {ArgumentError} If the faults are none. */
  constructor(faults: NetworkFaults, options: { readonly clock: Clock; readonly seed: number }) {
    checkNetwork(faults);
    this.#clock = options.clock;
    this.#plan = new PacketPlan(faults, { seed: options.seed, scope: "network", log: new FaultLog() });
  }

  fate(link: Link): readonly number[] | undefined {
    return this.#plan.fate(link, { nowMs: this.#clock.now() })?.atMs;
  }

  bring(_link: Link, arrive: () => void): void {
    queueMicrotask(arrive);
  }

  part(link: Link): void {
    this.#plan.part(link);
  }

  heal(link: Link): void {
    this.#plan.heal(link);
  }
}
