import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { type Clock, RealClock, type Subscription, type TreeNode } from "@superlearner/otp";
import type { Source } from "../sources/source.ts";

/** The whole System in a few figures. */
export interface Pulse {
  /** Processes that live in the trees. */
  readonly processes: number;
  /** Supervisors among them. */
  readonly supervisors: number;
  /** Restarts since the supervisors started. */
  readonly restarts: number;
  /** Messages that wait. */
  readonly waiting: number;
  /** Messages handled in a second, of late. */
  readonly perSecond: number;
  /** The same over the last while, oldest first. */
  readonly rates: readonly number[];
}

/** How many rates are kept. */
export const KEPT_RATES = 60;
/** Rates are taken over at least so long, in milliseconds. */
const RATE_MS = 1000;

/** Sums a System up. */
export class PulseModel implements Disposable {
  readonly #pulse: Signal<Pulse>;
  readonly #subscription: Subscription;
  readonly #clock: Clock;
  readonly #source: Source;
  #handled: ReadonlyMap<string, readonly [pid: string | undefined, handled: number]>;
  #since: number;
  #counted = 0;
  /** What is told first by a line that was not live holds what was handled before somebody looked: that is no rate. */
  #first: "awaited" | "heard" | "past";

  /** Listens to a source from now on. */
  constructor(source: Source, options: { clock?: Clock } = {}) {
    const { clock = new RealClock() } = options;
    this.#clock = clock;
    this.#source = source;
    this.#first = source.connection.status === "live" ? "past" : "awaited";
    this.#since = clock.now();
    this.#handled = handledOf(source.forest);
    this.#pulse = signal({ ...sum(source.forest), perSecond: 0, rates: [] });
    this.#subscription = source.subscribe({ forest: (forest) => this.#changed(forest) });
  }

  /** The figures. */
  get pulse(): ReadonlySignal<Pulse> {
    return this.#pulse;
  }

  /** Stops listening. */
  [Symbol.dispose](): void {
    this.#subscription.unsubscribe();
  }

  #changed(forest: readonly TreeNode[]): void {
    const next = handledOf(forest);
    for (const [place, [pid, handled]] of next) {
      const [oldPid, before = 0] = this.#handled.get(place) ?? [];
      this.#counted += oldPid === pid ? Math.max(0, handled - before) : handled;
    }
    this.#handled = next;
    const { perSecond, rates } = this.#pulse.peek();
    if (this.#first === "awaited" && this.#source.connection.status === "live") {
      this.#first = "heard";
      this.#since = this.#clock.now();
    }
    const passed = this.#clock.now() - this.#since;
    if (passed < RATE_MS || this.#first === "awaited") {
      this.#pulse.value = { ...sum(forest), perSecond, rates };
      return;
    }
    const rate = Math.round(this.#counted * 1000 / passed);
    this.#counted = 0;
    this.#since = this.#clock.now();
    if (this.#first === "heard") {
      this.#first = "past";
      this.#pulse.value = { ...sum(forest), perSecond, rates };
      return;
    }
    this.#pulse.value = { ...sum(forest), perSecond: rate, rates: [...rates, rate].slice(-KEPT_RATES) };
  }
}

function all(nodes: readonly TreeNode[]): TreeNode[] {
  return nodes.flatMap((node) => [node, ...all(node.children)]);
}

function handledOf(forest: readonly TreeNode[]): Map<string, readonly [pid: string | undefined, handled: number]> {
  return new Map(all(forest).map(({ place, pid, handled }) => [place, [pid, handled]]));
}

function sum(forest: readonly TreeNode[]): Omit<Pulse, "perSecond" | "rates"> {
  const nodes = all(forest);
  return {
    processes: nodes.filter(({ pid }) => pid !== undefined).length,
    supervisors: nodes.filter(({ supervisor }) => supervisor !== undefined).length,
    restarts: nodes.reduce((count, { supervisor }) => count + (supervisor?.childRestarts ?? 0), 0),
    waiting: nodes.reduce((count, { mailboxLength }) => count + mailboxLength, 0),
  };
}
