import { Isolate, type IsolateOptions, type TurnResult } from "../isolate/isolate.ts";
import type { LinkOptions, ModuleMap } from "../isolate/linker.ts";
import type { ChangePlan, LinkFailure } from "./wall_protocol.ts";

/** What is tried. */
export interface TrialOptions extends LinkOptions {
  /** Its modules, by path. */
  readonly modules: ModuleMap;
  /** How long its modules may take to be evaluated, in milliseconds: all else waits meanwhile. */
  readonly pauseMs: number;
}

/** Where the version runs whose place it is to take. */
export interface TrialGround {
  /** Whether a module takes the place of another, or is a new one: all others go on as they are. */
  readonly isAnew: (path: string) => boolean;
  /** The states, as texts, of the servers whose definitions are at such places. */
  readonly sample: (places: string) => string;
}

/** What a turn says of what is tried: that it has come to an end, and of which state the making has begun. */
const ENDED = /^\["up",null\]$/m;
const BEGUN = /^\["done",(\d+),null\]$/gm;

/** How much of the time that another version may take its modules have at the least: what is before them takes of it as well. */
const REHEARSED = 0.8;
/** So long at the least what they import while they are is evaluated as well, each within their time, in milliseconds. */
const REHEARSALS_MS = 200;

/** What does not end. */
type Tried = LinkFailure | undefined;

/** How long turns are given. */
interface Going {
  /** When the first began. */
  readonly began: number;
  /** Whether somebody waits for more. */
  readonly waits: () => boolean;
  /** Told what came of each. @default nothing is */
  readonly heard?: (result: TurnResult) => void;
}

/**
 * A version in a realm of its own, which is thrown away: a turn that does not come to an end there is none that could be ended
 * where another version runs without ending that as well. Nothing that it says goes anywhere, and nobody answers it.
 */
export class Trial {
  readonly #isolate: Isolate;
  readonly #options: TrialOptions;
  readonly #limit: { readonly limit: "pauseMs" | "turnMs"; readonly limitMs: number };
  readonly #turnMs: number;
  readonly #made = performance.now();
  /** The last state whose making has begun. */
  #begun = -1;

  /** Makes the realm, and links the modules there. @throws {ImportDenied} @throws {SyntaxError} */
  constructor(isolate: IsolateOptions, options: TrialOptions) {
    const { modules, pauseMs, ...link } = options;
    const { turnMs, config } = isolate;
    this.#options = options;
    this.#turnMs = turnMs;
    this.#limit = pauseMs < turnMs ? { limit: "pauseMs", limitMs: pauseMs } : { limit: "turnMs", limitMs: turnMs };
    this.#isolate = new Isolate({ ...isolate, config: { ...config, name: "rehearsal" } });
    this.#isolate.link(modules, link);
  }

  /** Whether a promise was made there, by something else than a class of the guest's. */
  owns(promise: object): boolean {
    return this.#isolate.owns(promise);
  }

  /**
   * Evaluates them, with what they import meanwhile, and gives them turns as long as they wait for something, its time moved on
   * to what is due next: until they are loaded, want what only the host has, or have had their time. Tells whether one of the
   * turns did not end.
   */
  load(): Tried {
    const { pauseMs } = this.#options;
    const { limit } = this.#limit;
    const isolate = this.#isolate;
    const evaluated = performance.now();
    let began = evaluated;
    if (limit === "pauseMs") {
      began = this.#made;
      isolate.turnMs = Math.ceil(Math.max(pauseMs * REHEARSED, pauseMs - (evaluated - began)));
    }
    const result = isolate.evaluate();
    if (limit === "pauseMs") isolate.turnMs = pauseMs;
    return this.#goOn(result, { began, waits: () => isolate.loading });
  }

  /**
   * Loads it, and does what is done when it takes the place of the one that runs, as far as that can be done here: its `upgrade`,
   * and the `codeChange` of its definitions on states that were told as texts. Gives back which did not end, if one did not; all
   * else goes on in between.
   */
  *steps({ migrates, ...versions }: ChangePlan, { isAnew, sample }: TrialGround): Generator<undefined, Tried> {
    const isolate = this.#isolate;
    const unloaded = this.load();
    if (unloaded !== undefined || isolate.loading) return unloaded;
    const [upgrades, migrating] = JSON.parse(isolate.ask("plans")) as [boolean, [path: string][]];
    const numbers = JSON.stringify(versions);
    if (upgrades) {
      yield;
      const endless = this.#try(() => isolate.call("tryUpgrade", numbers));
      if (endless !== undefined) return endless;
    }
    const places = migrates ? migrating.filter(([path]) => isAnew(path)) : [];
    if (places.length === 0) return undefined;
    yield;
    const wanted = JSON.stringify(places);
    const samples = sample(wanted);
    if (samples.length < 3) return undefined; // there are none
    this.#read(samples);
    if (this.#try(() => isolate.call("tryChange", wanted, numbers)) === undefined) return undefined;
    return { kind: "endless_change", pid: pidAt(samples, this.#begun), ...this.#limit };
  }

  /** That is ours, and no time of whoever changes it. */
  #read(samples: string): void {
    const isolate = this.#isolate;
    isolate.turnMs = this.#turnMs;
    isolate.call("read", samples);
    isolate.turnMs = this.#limit.limitMs;
  }

  #try(turn: () => TurnResult): Tried {
    const began = performance.now();
    let isOver = false;
    const heard = ({ text }: TurnResult) => {
      for (const [, at] of text.matchAll(BEGUN)) this.#begun = Number(at);
      isOver ||= ENDED.test(text);
    };
    return this.#goOn(turn(), { began, waits: () => !isOver, heard });
  }

  /** Gives turns as long as somebody waits, and as they may take. */
  #goOn(first: TurnResult, { began: firstBegan, waits, heard }: Going): Tried {
    const { pauseMs } = this.#options;
    const isolate = this.#isolate;
    let began = firstBegan;
    let result = first;
    const importsEnd = performance.now() + Math.max(pauseMs, REHEARSALS_MS);
    for (let leftMs = Math.min(pauseMs, REHEARSALS_MS);;) {
      heard?.(result);
      if (result.stopped) return { kind: "endless", ...this.#limit, usedMs: Math.ceil(performance.now() - began) };
      began = performance.now();
      if (isolate.wants && began < importsEnd) result = isolate.importNext();
      else if (waits() && result.due >= 0 && leftMs > 0) {
        result = isolate.turn([String(result.due)]);
        leftMs -= performance.now() - began;
      } else return undefined;
    }
  }
}

/** Whose state it was; they are told by the guest, which may say anything. */
function pidAt(samples: string, at: number): string {
  try {
    const pid: unknown = (JSON.parse(samples) as unknown[][])[at]?.[1];
    return typeof pid === "string" ? pid : "";
  } catch {
    return "";
  }
}
