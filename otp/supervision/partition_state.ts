import type { ExitReason } from "../processes/exit_reason.ts";
import type { Process } from "../processes/process.ts";
import type { Child } from "./_children.ts";
import type { Steps } from "./_steps.ts";
import type { Answer } from "./errors.ts";
import { type SupervisorSettings, SupervisorState } from "./supervisor_state.ts";

/** A running PartitionSupervisor: a supervisor whose children differ by their number alone. */
export class PartitionState extends SupervisorState {
  /** How many partitions there can be: as many as it was started with. */
  readonly most: number;
  /** Among how many partitions, counted from the first, keys are parted. */
  routed: number;

  constructor(process: Process, options: { settings: SupervisorSettings; partitions: number }) {
    super(process, options.settings);
    this.most = this.routed = options.partitions;
  }

  /** Who a partition is now. */
  partition(number: number): Process | null {
    return number < this.routed ? this.#child(number)?.process ?? null : null;
  }

  /** Stops the last partitions, or starts such again. Gives how many there were. */
  *resize(partitions: number): Steps<Answer<number>> {
    const before = this.routed;
    for (let number = before; number < partitions; number++) {
      const failure = yield* this.#startAgain(number);
      if (failure !== undefined) return { error: failure };
      this.routed = number + 1;
    }
    if (partitions < before) this.routed = partitions; // first: no key leads to one that is about to stop
    for (let number = before - 1; number >= partitions; number--) {
      const child = this.#child(number);
      if (child === undefined) continue;
      child.restarting = false;
      yield* this.stop(child);
    }
    return { ok: before };
  }

  *#startAgain(number: number): Steps<ExitReason | undefined> {
    const child = this.#child(number);
    return child === undefined ? "not_found" : yield* this.start(child);
  }

  #child(number: number): Child | undefined {
    return this.children.get(String(number));
  }
}
