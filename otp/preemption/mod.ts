/**
 * Preemption.
 *
 * @module
 */

export { type PreemptionOptions, preemptiveScheduler } from "./preemption.ts";
