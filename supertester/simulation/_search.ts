import { SeededRandom } from "@superlearner/otp";
import type { Option, TurnEffects } from "@superlearner/otp/simulation";
import { causesOf, dependent, EVERYTHING, type Footprint, footprintOf, type Happening } from "./_footprint.ts";
import type { Steering } from "./_guide.ts";

/** A place in the tree of all runs at which a turn is chosen. */
interface TurnNode {
  readonly kind: "turn";
  /** Whose turn it may be. */
  readonly enabled: readonly string[];
  /** Whose turn has been tried in a run that is the same but for the order of what does not matter. */
  readonly asleep: ReadonlyMap<string, Footprint>;
  /** Whose turn is to be tried. */
  readonly todo: Set<string>;
  /** Whose turn was tried, with all that may follow. */
  readonly done: Map<string, Footprint>;
  chosen: string;
  footprint: Footprint;
}

/** A place at which the test chooses one of so many: all are tried. */
interface PickNode {
  readonly kind: "pick";
  readonly count: number;
  chosen: number;
}

/** A run that would be the same as one before. */
export class RedundantRun extends Error {
  /** Always `"RedundantRun"`. */
  override readonly name: string = "RedundantRun";
}

/** Two runs were not the same although everything was chosen the same way. */
export class SearchLost extends Error {
  /** Always `"SearchLost"`. */
  override readonly name: string = "SearchLost";
}

/**
 * All runs of a test but those that differ only in the order of turns which have nothing to do with each other: dynamic
 * partial-order reduction with source sets and sleep sets (Abdulla, Aronsson, Jonsson, Sagonas, POPL 2014). Each run tells
 * which turns raced; the other order of each race is tried, unless a run that was tried already covers it.
 *
 * A search is a stack of nodes: begin a run with {@linkcode Search.steering}, end it with {@linkcode Search.next}.
 */
export class Search {
  /** Whether the order in which timers are set matters: it does as soon as time moves in some run. */
  readonly timeMatters: boolean;
  /** What happened in the run under way. */
  happenings: Happening[] = [];
  readonly #everythingMatters: boolean;
  #stack: (TurnNode | PickNode)[] = [];
  /** The node of each happening; none for a rest. */
  #nodes: (TurnNode | null)[] = [];
  #depth = 0;
  #running: { node: TurnNode; happening: Happening } | null = null;
  #heard = false;
  #rested = true;

  constructor(options: { timeMatters: boolean; everythingMatters: boolean }) {
    this.timeMatters = options.timeMatters;
    this.#everythingMatters = options.everythingMatters;
  }

  /** Something happened that may concern anybody. */
  readonly heard = (): void => {
    this.#heard = true;
  };

  /** How the run that begins now is led. */
  steering(): Steering {
    [this.happenings, this.#nodes, this.#depth, this.#running, this.#rested] = [[], [], 0, null, true];
    return {
      choose: (options) => this.#choose(options),
      pick: (count) => this.#pick(count),
      ran: (option, reached, effects) => this.#ran(option, reached, effects),
    };
  }

  /** How an order by chance is watched: what happens is written down, and nothing is searched. */
  watching(seed: number): Steering {
    const random = new SeededRandom(seed);
    const { ran } = this.steering();
    const any = (count: number) => Math.floor(random.next() * count);
    return {
      choose: (options) => {
        const chosen = any(options.length);
        const { place } = options[chosen]!;
        this.#begin({
          kind: "turn",
          enabled: [],
          asleep: new Map(),
          todo: new Set(),
          done: new Map(),
          chosen: place,
          footprint: EVERYTHING,
        });
        return chosen;
      },
      pick: (count) => this.#picked(any(count)),
      ran: ran!,
    };
  }

  /** At least so many runs are still to be tried. */
  get open(): number {
    return this.#stack.reduce((sum, node) => {
      if (node.kind === "pick") return sum + node.count - 1 - node.chosen;
      const { todo, done, asleep, chosen } = node;
      return sum + [...todo].filter((each) => each !== chosen && !done.has(each) && !asleep.has(each)).length;
    }, 0);
  }

  /** Nothing is left to do at a moment. */
  readonly rested = (): void => {
    this.#rested = true;
    this.happenings.push({ place: "", footprint: EVERYTHING });
    this.#nodes.push(null);
  };

  /** Ends a run. Whether there is another. */
  next(): boolean {
    this.#reverseRaces();
    for (let node = this.#stack.at(-1); node !== undefined; node = this.#stack.at(-1)) {
      if (node.kind === "pick") {
        if (++node.chosen < node.count) return true;
      } else {
        node.done.set(node.chosen, node.footprint);
        const { todo, done, asleep } = node;
        const place = [...todo].find((each) => !done.has(each) && !asleep.has(each));
        if (place !== undefined) {
          [node.chosen, node.footprint] = [place, EVERYTHING];
          return true;
        }
      }
      this.#stack.pop();
    }
    return false;
  }

  #choose(options: readonly Option[]): number {
    const enabled = options.map(({ place }) => place);
    let node = this.#stack[this.#depth];
    if (node === undefined) this.#stack.push(node = this.#grow(enabled));
    else if (node.kind !== "turn" || !isSame(node.enabled, enabled)) {
      throw new SearchLost(`Whose turn it may be differs at step ${this.#depth + 1}: it was another in a run before`);
    }
    this.#depth++;
    this.#begin(node);
    return enabled.indexOf(node.chosen);
  }

  #begin(node: TurnNode): void {
    this.#heard = this.#rested = false;
    const happening: Happening = { place: node.chosen, footprint: EVERYTHING };
    this.#running = { node, happening };
    this.happenings.push(happening);
    this.#nodes.push(node);
  }

  #grow(enabled: readonly string[]): TurnNode {
    const before = this.#rested ? null : this.#nodes.findLast((node) => node !== null) ?? null;
    const asleep = new Map<string, Footprint>();
    for (const [place, footprint] of before === null ? [] : [...before.asleep, ...before.done]) {
      if (place !== before!.chosen && !dependent(footprint, before!.footprint)) asleep.set(place, footprint);
    }
    const chosen = enabled.find((place) => !asleep.has(place));
    if (chosen === undefined) throw new RedundantRun();
    return { kind: "turn", enabled, asleep, todo: new Set([chosen]), done: new Map(), chosen, footprint: EVERYTHING };
  }

  #pick(count: number): number {
    let node = this.#stack[this.#depth];
    if (node === undefined) this.#stack.push(node = { kind: "pick", count, chosen: 0 });
    else if (node.kind !== "pick" || node.count !== count) {
      throw new SearchLost(`The choice of the test differs at step ${this.#depth + 1}: it was another in a run before`);
    }
    this.#depth++;
    return this.#picked(node.chosen);
  }

  /** A choice of the test concerns everybody. */
  #picked(value: number): number {
    this.#heard = true;
    const running = this.#running?.happening;
    if (running !== undefined) running.picks = `${running.picks ?? ""}=${value}`;
    else { // at rest: nothing races with it
      this.happenings.push({ place: "", footprint: EVERYTHING, picks: `=${value}` });
      this.#nodes.push(null);
    }
    return value;
  }

  #ran({ place }: Option, reached: ReadonlySet<string>, effects: TurnEffects): void {
    const running = this.#running;
    if (running === null) return;
    this.#running = null;
    const everything = this.#heard || this.#everythingMatters;
    const footprint = footprintOf(place, reached, { effects, everything, timeMatters: this.timeMatters });
    running.node.footprint = running.happening.footprint = footprint;
  }

  /** Adds what must be tried to have every race the other way round. */
  #reverseRaces(): void {
    const { direct, all } = causesOf(this.happenings);
    for (let later = 0; later < this.happenings.length; later++) {
      for (const earlier of direct[later]!) {
        const node = this.#nodes[earlier];
        const { place } = this.happenings[later]!;
        if (!node || !this.#nodes[later] || place === node.chosen) continue;
        this.#reverse(node, this.#firstOf(earlier, later, all));
      }
    }
  }

  /** Whose turn may be first in a run that has what does not follow from `earlier`, and then `later`. */
  #firstOf(earlier: number, later: number, all: readonly Set<number>[]): string[] {
    const rest: number[] = [];
    for (let at = earlier + 1; at < later; at++) if (!all[at]!.has(earlier)) rest.push(at);
    rest.push(later);
    const seen = new Set<string>();
    const first: string[] = [];
    for (const at of rest) {
      const { place } = this.happenings[at]!;
      if (seen.has(place)) continue;
      seen.add(place);
      if (!rest.some((before) => before < at && all[at]!.has(before))) first.push(place);
    }
    return first;
  }

  #reverse({ enabled, todo, asleep }: TurnNode, first: readonly string[]): void {
    if (first.some((place) => todo.has(place) || asleep.has(place))) return;
    const place = first.find((each) => enabled.includes(each));
    if (place !== undefined) todo.add(place); // else the earlier turn is what made the later one possible
  }
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((each, at) => each === other[at]);
}
