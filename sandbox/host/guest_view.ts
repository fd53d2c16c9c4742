import type { Clock, GraftReport, GraftSource } from "@superlearner/otp";
import { fromGuest } from "./pids_outside.ts";
import { readReport } from "./read_report.ts";

/** How old what is known may be before it is asked for again by who looks at it, in milliseconds. */
const FRESH_MS = 1000;
/** After this an answer is overdue, in milliseconds. */
const LATE_MS = 2000;
/** For so long after somebody has looked it is asked again as soon as something has changed, in milliseconds. */
const WATCHED_MS = 10_000;

/** What a view works with. */
export interface GuestViewParts {
  /** The name of the sandbox. */
  readonly name: string;
  /** Where time comes from. */
  readonly clock: Clock;
  /** Asks the guest what there is. Rejects where it does not answer. */
  readonly ask: () => Promise<unknown>;
}

/**
 * What the host shows of the processes of a guest: what that told last. Whoever looks gets it at once, and is never kept waiting
 * for a guest; where it is not fresh, the guest is asked, and the next one who looks sees the answer.
 */
export class GuestView implements GraftSource {
  /** The name of the sandbox: it stands in its pids. */
  readonly node: string;
  /** What is there. */
  readonly kind = "sandbox";
  /** Called when the guest told of other processes than before. */
  changed: (() => void) | undefined;
  readonly #parts: GuestViewParts;
  #told: Omit<GraftReport, "overdue"> | undefined;
  #pids = "";
  #askedAt: number | undefined;
  #isAsking = false;
  #isSilent = false;
  #lookedAt = -Infinity;

  /** Makes a view of a guest that has told nothing yet. */
  constructor(parts: GuestViewParts) {
    this.node = parts.name;
    this.#parts = parts;
  }

  /** What it told last. Asks for more where that is old. */
  report(): GraftReport | undefined {
    const now = this.#lookedAt = this.#parts.clock.now();
    const told = this.#told;
    if (told !== undefined && now - told.at > FRESH_MS && now - this.#askedAt! > FRESH_MS) this.refresh();
    if (told === undefined) return undefined;
    const overdue = this.#isSilent || this.#isAsking && now - this.#askedAt! > LATE_MS;
    return { ...told, overdue };
  }

  /** The guest has done something: where somebody is looking it is asked what there is now. */
  stirred(): void {
    if (this.#parts.clock.now() - this.#lookedAt < WATCHED_MS) this.refresh();
  }

  /** Asks, unless an answer is awaited. */
  refresh(): void {
    if (this.#isAsking) return;
    this.#isAsking = true;
    this.#askedAt = this.#parts.clock.now();
    this.#parts.ask().then((told) => this.#take(told), () => void (this.#isSilent = true)).finally(() => {
      this.#isAsking = false;
    });
  }

  #take(told: unknown): void {
    const { name, clock } = this.#parts;
    this.#told = { ...readReport(fromGuest(told, name), name), at: clock.now() };
    this.#isSilent = false;
    const pids = this.#told.processes.map(({ pid, name }) => `${pid}${name ?? ""}`).join();
    if (pids === this.#pids) return;
    this.#pids = pids;
    this.changed?.();
  }
}
