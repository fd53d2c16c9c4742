import { guestText } from "../limits/sandbox_error.ts";

/** A part of a manifest that breaks a rule. */
export interface ManifestProblem {
  /** The field: `"permissions.read"`; empty for the whole. */
  readonly field: string;
  /** The rule. */
  readonly rule: string;
  /** What is there, as a text that is cut to length, where the rule does not say so. */
  readonly got?: string;
}

/** A problem with what was got. */
export function problemOf(field: string, rule: string, value: unknown): ManifestProblem {
  return { field, rule, got: shown(value) };
}

function shown(value: unknown): string {
  try {
    return guestText(JSON.stringify(value) ?? String(value));
  } catch {
    return "what cannot be shown";
  }
}

/** What went wrong with a plugin, as data: one form for each kind. */
export type PluginFailure =
  | { readonly kind: "invalid_manifest"; readonly problems: readonly ManifestProblem[] }
  | { readonly kind: "incompatible"; readonly plugin: string; readonly wants: string; readonly has: string }
  | { readonly kind: "needs_consent"; readonly plugin: string; readonly asks: readonly string[] }
  | { readonly kind: "more_than_planned"; readonly plugin: string; readonly asks: readonly string[] }
  | { readonly kind: "changed_plan"; readonly plugin: string; readonly part: string }
  | { readonly kind: "already_installed"; readonly plugin: string }
  | { readonly kind: "not_installed"; readonly plugin: string }
  | { readonly kind: "switched_off"; readonly plugin: string; readonly failures: number }
  | { readonly kind: "missing_hook"; readonly plugin: string; readonly hook: string }
  | { readonly kind: "not_listening"; readonly plugin: string; readonly hook: string }
  | { readonly kind: "bad_answer"; readonly plugin: string; readonly hook: string; readonly message: string }
  | { readonly kind: "closed" };

/** A plugin that is refused, or a hook of one that did not work. What comes from a plugin is cut to length. */
export class PluginError extends Error {
  /** Always `"PluginError"`. */
  override readonly name: string = "PluginError";
  /** What was attempted. */
  readonly action: string;
  /** What went wrong, as data. */
  readonly failure: PluginFailure;

  /** Makes the error of a failure. */
  constructor(action: string, failure: PluginFailure, options: ErrorOptions = {}) {
    super(`Cannot ${action}: ${textOf(failure)}`, options);
    this.action = action;
    this.failure = failure;
  }

  /** The kind of failure. */
  get kind(): PluginFailure["kind"] {
    return this.failure.kind;
  }
}

function textOf(failure: PluginFailure): string {
  switch (failure.kind) {
    case "invalid_manifest": {
      const [first, ...more] = failure.problems;
      const field = first === undefined || first.field === "" ? "the manifest" : guestText(first.field);
      const got = first?.got === undefined ? "" : `, got ${first.got}`;
      return `${field} ${first?.rule ?? "is not right"}${got}${more.length === 0 ? "" : `, and ${more.length} more`}`;
    }
    case "incompatible":
      return `${failure.plugin} was written for version ${failure.wants} of the hooks, and there is ${failure.has}`;
    case "needs_consent":
      return `${failure.plugin} asks for more than it was granted: ${failure.asks.join("; ")}`;
    case "more_than_planned":
      return `more would be granted than the plan of ${failure.plugin} shows: ${failure.asks.join("; ")}`;
    case "changed_plan":
      return `the plan of ${failure.plugin} is not the one that was made: its ${failure.part} does not fit its manifest and files`;
    case "already_installed":
      return `${failure.plugin} is installed`;
    case "not_installed":
      return `${guestText(failure.plugin)} is not installed`;
    case "switched_off":
      return `${failure.plugin} is switched off, since it failed ${failure.failures} times in a row`;
    case "missing_hook":
      return `${failure.plugin} listens to ${failure.hook}, and its entry exports no function of that name`;
    case "not_listening":
      return `${failure.plugin} does not listen to ${guestText(failure.hook)}`;
    case "bad_answer":
      return `${failure.plugin} answers ${failure.hook} with what is no answer: ${guestText(failure.message)}`;
    case "closed":
      return "the plugins are closed";
  }
}
