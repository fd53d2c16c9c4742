import { guestText } from "../limits/sandbox_error.ts";

/** A part of a state that breaks a rule. */
export interface StateProblem {
  /** Where it stands: `"items[3].name"`; empty for the whole. */
  readonly path: string;
  /** The rule. */
  readonly rule: string;
}

/** What went wrong with a state, as data: one form for each kind. */
export type StateFailure =
  | { readonly kind: "invalid"; readonly version: number; readonly problems: readonly StateProblem[] }
  | { readonly kind: "unknown_version"; readonly version: number; readonly known: readonly number[] }
  | { readonly kind: "no_path"; readonly from: number; readonly to: number }
  | { readonly kind: "step_failed"; readonly from: number; readonly to: number; readonly message: string }
  | { readonly kind: "not_saved"; readonly process: string; readonly message: string }
  | { readonly kind: "not_restored"; readonly process: string; readonly message: string; readonly undone: boolean }
  | { readonly kind: "corrupt"; readonly file: string; readonly rule: string }
  | { readonly kind: "not_found"; readonly what: string };

/** A state that cannot be exported, imported, migrated or kept; nothing was changed by then, unless it says otherwise. */
export class StateError extends Error {
  /** Always `"StateError"`. */
  override readonly name: string = "StateError";
  /** What was attempted. */
  readonly action: string;
  /** What went wrong, as data. */
  readonly failure: StateFailure;

  /** Makes the error of a failure. */
  constructor(action: string, failure: StateFailure, options: ErrorOptions = {}) {
    super(`Cannot ${action}: ${textOf(failure)}`, options);
    this.action = action;
    this.failure = failure;
  }

  /** The kind of failure. */
  get kind(): StateFailure["kind"] {
    return this.failure.kind;
  }
}

function textOf(failure: StateFailure): string {
  switch (failure.kind) {
    case "invalid": {
      const [first, ...more] = failure.problems;
      const place = first === undefined || first.path === "" ? "the state" : guestText(first.path);
      const others = more.length === 0 ? "" : `, and ${more.length} more`;
      return `by version ${failure.version}, ${place} ${first?.rule ?? "is not right"}${others}`;
    }
    case "unknown_version":
      return `there is no version ${failure.version} among ${failure.known.join(", ") || "none"}`;
    case "no_path":
      return `no steps lead from version ${failure.from} to ${failure.to}`;
    case "step_failed":
      return `the step from version ${failure.from} to ${failure.to} fails: ${guestText(failure.message)}`;
    case "not_saved":
      return `the state of ${guestText(failure.process)} is not to be had: ${guestText(failure.message)}`;
    case "not_restored":
      return `${guestText(failure.process)} does not take its state: ${guestText(failure.message)}${
        failure.undone ? "" : ", and others that had taken theirs did not take back the old one"
      }`;
    case "corrupt":
      return `${failure.file} is not whole: ${failure.rule}`;
    case "not_found":
      return `there is no ${guestText(failure.what)}`;
  }
}
