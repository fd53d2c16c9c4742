import { reasonOf } from "./exit_reason.ts";
import { type Host, runtimeOf } from "./host.ts";

/** What a function of the program has thrown where nobody can catch it. */
export interface ThrownNote {
  /** Which function, for people: `"The callback of a watch"`. */
  readonly what: string;
  /** What it threw, or rejected with. */
  readonly error: unknown;
}

/**
 * Warns of what a function has thrown that a package on top of this one was given and calls, as the System itself does of a listener
 * of its event stream: it is the program's own mistake, and nobody else's end.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { noteThrown, System } from "@superlearner/otp";
 *
 * const warnings: string[] = [];
 * await using system = new System({ logger: { crash() {}, warn: (text) => void warnings.push(text) } });
 * noteThrown(system, { what: "The callback of a watch", error: new RangeError("far out") });
 * assertEquals(warnings.length, 1);
 * ```
 */
export function noteThrown(host: Host, { what, error }: ThrownNote): void {
  runtimeOf(host).reporter.thrown(what, reasonOf(error));
}
