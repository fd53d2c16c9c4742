import type { Alarm, Clock } from "../environment.ts";

/** How many reports a logger takes; what is more is counted, and the count is told when the time is over. */
export interface LogLimit {
  /** How many that are alike: of one module and reason. @default {5} */
  readonly alike?: number;
  /** How many in all. @default {100} */
  readonly total?: number;
  /** Within how many milliseconds of System time. @default {5000} */
  readonly windowMs?: number;
}

/** Those that are alike within one window. */
interface Kind {
  /** What they say. */
  readonly what: string;
  passed: number;
  held: number;
}

/** The most kinds that are told of one by one. */
const MOST_KINDS = 20;

/** Lets so many reports through, and says of how many others it did not. */
export class ReportLimit {
  readonly #clock: Clock;
  readonly #limit: Required<LogLimit>;
  readonly #say: (text: string) => void;
  readonly #kinds = new Map<string, Kind>();
  /** How many passed. */
  #passed = 0;
  /** How many were held of kinds that nothing passed of. */
  #others = 0;
  #until = -Infinity;
  #alarm: Alarm | null = null;

  constructor(clock: Clock, limit: LogLimit, say: (text: string) => void) {
    const { alike = 5, total = 100, windowMs = 5000 } = limit;
    this.#clock = clock;
    this.#limit = { alike, total, windowMs };
    this.#say = say;
  }

  /** Whether a report may pass. Those with one key are alike. */
  passes(key: string, what: () => string): boolean {
    const now = this.#clock.now();
    const { alike, total, windowMs } = this.#limit;
    if (now >= this.#until) {
      this.close();
      this.#until = now + windowMs;
    }
    let kind = this.#kinds.get(key);
    if (this.#passed >= total || (kind !== undefined && kind.passed >= alike)) {
      if (kind === undefined) this.#others++;
      else kind.held++;
      this.#alarm ??= this.#clock.setAlarm(this.#until, () => this.close());
      return false;
    }
    if (kind === undefined) this.#kinds.set(key, kind = { what: what(), passed: 0, held: 0 });
    kind.passed++;
    this.#passed++;
    return true;
  }

  /** Ends the window: says what was held. */
  close(): void {
    this.#alarm?.cancel();
    this.#alarm = null;
    this.#until = -Infinity;
    const held = [...this.#kinds.values()].filter((kind) => kind.held > 0);
    const unsaid = held.slice(MOST_KINDS).reduce((sum, kind) => sum + kind.held, this.#others);
    this.#kinds.clear();
    this.#passed = this.#others = 0;
    const span = `within ${this.#limit.windowMs / 1000} s`;
    for (const { what, held: count } of held.slice(0, MOST_KINDS)) {
      this.#say(`${count} more ${count === 1 ? "report" : "reports"} like this ${span}: ${what}`);
    }
    if (unsaid > 0) this.#say(`${unsaid} other ${unsaid === 1 ? "report" : "reports"} ${span}`);
  }
}
