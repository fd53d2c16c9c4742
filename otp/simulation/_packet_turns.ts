import type { Link } from "../faults/partition.ts";
import { ROOT_PID } from "../processes/pid.ts";
import type { Runnable, Scheduler } from "../processes/scheduler.ts";
import type { PacketPost } from "../remote/packet_post.ts";
import type { Injector } from "./_injector.ts";
import type { SimulationScheduler } from "./simulation_scheduler.ts";

/**
 * Brings the packets between the Systems of a simulation. Each way has turns as a process has: when a packet arrives,
 * among what the processes do meanwhile, is a choice of the run.
 */
export class PacketTurns implements PacketPost {
  readonly #scheduler: SimulationScheduler;
  readonly #injector: Injector;
  readonly #ways = new Map<string, Way>();

  constructor(scheduler: SimulationScheduler, injector: Injector) {
    this.#scheduler = scheduler;
    this.#injector = injector;
  }

  fate(link: Link): readonly number[] | undefined {
    return this.#injector.packet(link);
  }

  bring({ from, to }: Link, arrive: () => void): void {
    const name = `${from}>${to}`;
    let way = this.#ways.get(name);
    if (way === undefined) this.#ways.set(name, way = new Way(this.#scheduler.join(name)));
    way.bring(arrive);
  }

  part(link: Link): void {
    this.#injector.network.part(link);
  }

  heal(link: Link): void {
    this.#injector.network.heal(link);
  }
}

/** What has come from one System to another, and waits for its turn. */
class Way implements Runnable {
  readonly pid = ROOT_PID;
  nextRunnable: Runnable | null = null;
  readonly #scheduler: Scheduler;
  readonly #waiting: (() => void)[] = [];
  #announced = false;

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  bring(arrive: () => void): void {
    this.#waiting.push(arrive);
    if (this.#announced) return;
    this.#announced = true;
    this.#scheduler.enqueue(this);
  }

  turn(): boolean {
    this.#waiting.shift()!();
    return this.#announced = this.#waiting.length > 0;
  }
}
