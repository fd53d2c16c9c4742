import { type Change, type WatchedPart, watchHost } from "./host_parts.ts";
import type { IsolationMode } from "./isolation_options.ts";

/** A test has changed something outside its own System, where that is forbidden to it. */
export class ContaminationError extends Error {
  /** Always `"ContaminationError"`. */
  override readonly name: string = "ContaminationError";
  /** What. */
  readonly changes: readonly Change[];

  /** Makes the error of changes. */
  constructor(changes: readonly Change[]) {
    const lines = changes.map(({ kind, what, site }) => `  ${kind} ${what}${site === undefined ? "" : `, at ${site}`}`);
    super(["Changed by the test outside its System:", ...lines].join("\n"));
    this.changes = changes;
  }
}

/** Looks after the host while a test of some mode runs. */
export class HostWatch {
  readonly #mode: IsolationMode;
  readonly #watched: WatchedPart | undefined;

  /** Begins to watch, where the mode wants it. */
  constructor(mode: IsolationMode) {
    this.#mode = mode;
    this.#watched = mode === "full" || mode === "contamination" ? watchHost() : undefined;
  }

  /** Puts back what the test has changed; gives the error of it where that was forbidden. */
  end(): ContaminationError | undefined {
    if (this.#watched === undefined) return undefined;
    const changes = this.#mode === "contamination" ? this.#watched.changes() : [];
    this.#watched.restore();
    return changes.length === 0 ? undefined : new ContaminationError(changes);
  }
}
