import { ArgumentError } from "@superlearner/otp";
import { checkKnownOptions } from "../limits/check_options.ts";
import type { ReloadPlan } from "./reload_plan.ts";

const ACTION = "count modules";

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
  constructor(options: WearOptions = {}) {
    const { maxModules = 2000 } = checkKnownOptions(ACTION, options, { maxModules: true });
    if (!(typeof maxModules === "number" && maxModules > 0)) refuse("maxModules is a number above 0", maxModules);
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

  /** Counts what a reload has loaded, whether it was committed or failed. @throws {ArgumentError} If it is none. */
  add(plan: Pick<ReloadPlan, "units">): void {
    const units: unknown = (plan as Partial<ReloadPlan> | null | undefined)?.units;
    if (!Array.isArray(units) || !units.every(Array.isArray)) refuse("a plan is what planReload() has given", plan);
    for (const unit of plan.units) this.#loaded += unit.length;
  }

  /** The isolate was replaced by one with so many modules. @throws {ArgumentError} If it is no number of them. */
  renew(modules: number): void {
    if (!Number.isSafeInteger(modules) || modules < 0) refuse("modules is a whole number from 0 up", modules);
    this.#loaded = modules;
  }
}

function refuse(rule: string, value: unknown): never {
  throw new ArgumentError(ACTION, { rule, value });
}
