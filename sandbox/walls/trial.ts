import { Isolate, type IsolateOptions } from "../isolate/isolate.ts";
import type { LinkOptions, ModuleMap } from "../isolate/linker.ts";
import type { LinkFailure } from "./wall_protocol.ts";

/** What is tried. */
export interface TrialOptions extends LinkOptions {
  /** Its modules, by path. */
  readonly modules: ModuleMap;
  /** How long its modules may take to be evaluated, in milliseconds: all else waits meanwhile. */
  readonly pauseMs: number;
}

/** How much of the time that another version may take its modules have at the least: what is before them takes of it as well. */
const REHEARSED = 0.8;
/** So long at the least what they import while they are is evaluated as well, each within their time, in milliseconds. */
const REHEARSALS_MS = 200;

/**
 * A version in a realm of its own, which is thrown away: a turn that does not come to an end there is none that could be ended
 * where another version runs without ending that as well. Nothing that it says goes anywhere, and nobody answers it.
 */
export class Trial {
  readonly #isolate: Isolate;
  readonly #options: TrialOptions;
  readonly #limit: { readonly limit: "pauseMs" | "turnMs"; readonly limitMs: number };
  readonly #made = performance.now();

  /** Makes the realm, and links the modules there. @throws {ImportDenied} @throws {SyntaxError} */
  constructor(isolate: IsolateOptions, options: TrialOptions) {
    const { modules, pauseMs, ...link } = options;
    const { turnMs, config } = isolate;
    this.#options = options;
    this.#limit = pauseMs < turnMs ? { limit: "pauseMs", limitMs: pauseMs } : { limit: "turnMs", limitMs: turnMs };
    this.#isolate = new Isolate({ ...isolate, config: { ...config, name: "rehearsal" } });
    this.#isolate.link(modules, link);
  }

  /**
   * Evaluates them, with what they import meanwhile, and gives them turns as long as they wait for something, its time moved on
   * to what is due next: until they are loaded, want what only the host has, or have had their time. Tells whether one of the
   * turns did not end.
   */
  load(): LinkFailure | undefined {
    const { pauseMs } = this.#options;
    const { limit } = this.#limit;
    const isolate = this.#isolate;
    const evaluated = performance.now();
    let began = evaluated;
    if (limit === "pauseMs") {
      began = this.#made;
      isolate.turnMs = Math.ceil(Math.max(pauseMs * REHEARSED, pauseMs - (evaluated - began)));
    }
    let result = isolate.evaluate();
    if (limit === "pauseMs") isolate.turnMs = pauseMs;
    const importsEnd = evaluated + Math.max(pauseMs, REHEARSALS_MS);
    for (let leftMs = Math.min(pauseMs, REHEARSALS_MS); !result.stopped;) {
      began = performance.now();
      if (isolate.wants && began < importsEnd) result = isolate.importNext();
      else if (isolate.loading && result.due >= 0 && leftMs > 0) {
        result = isolate.turn([String(result.due)]);
        leftMs -= performance.now() - began;
      } else return undefined;
    }
    return { kind: "endless", ...this.#limit, usedMs: Math.ceil(performance.now() - began) };
  }
}
