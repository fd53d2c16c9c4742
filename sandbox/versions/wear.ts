import { ArgumentError } from "@superlearner/otp";
import type { ReloadPlan } from "./reload_plan.ts";

/** How much an isolate bears. */
export interface WearOptions {
  /** How many modules may be loaded into one isolate, those of its start included. @default {2000} */
  readonly maxModules?: number;
}

/**
 * Counts the modules that were loaded into an isolate. An engine never forgets one, so each reload leaves its former modules
 * behind; once there are too many the isolate is due to be replaced, with the state of its processes handed over.
 */
export class Wear {
  readonly #maxModules: number;
  #loaded = 0;

  /** A new isolate. @throws {ArgumentError} If the limit is not a number above 0. */
  constructor({ maxModules = 2000 }: WearOptions = {}) {
    if (!(maxModules > 0)) {
      throw new ArgumentError("count modules", { rule: "maxModules is a number above 0", value: maxModules });
    }
    this.#maxModules = maxModules;
  }

  /** How many modules were loaded so far. */
  get loaded(): number {
    return this.#loaded;
  }

  /** Whether the isolate is to be replaced rather than to take another reload. */
  get isDue(): boolean {
    return this.#loaded >= this.#maxModules;
  }

  /** Counts what a reload has loaded, whether it was committed or failed. */
  add({ units }: Pick<ReloadPlan, "units">): void {
    for (const unit of units) this.#loaded += unit.length;
  }

  /** The isolate was replaced by one with so many modules. */
  renew(modules: number): void {
    this.#loaded = modules;
  }
}
