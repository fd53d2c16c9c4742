import { listProcesses, type Pid, sys, type System } from "@superlearner/otp";
import { decodeRead, encode } from "./codec.ts";
import type { FromGuest } from "./protocol.ts";
import type { DefinitionPlace, Definitions } from "./definitions.ts";

/** What trying a version needs of the guest. */
export interface TrialParts {
  /** The System. */
  readonly system: System;
  /** What modules have defined. */
  readonly definitions: Definitions;
  /** The entry, evaluated. */
  readonly entry: () => { readonly [name: string]: unknown };
  /** Tells who tries it: `done` that the state of a sample is about to be made, `up` that what is tried has come to an end. */
  readonly say: (message: FromGuest) => void;
}

/** The numbers of the version that runs and of the next, as migrations are told. */
export interface TriedVersions {
  /** The one that runs. */
  readonly from: number;
  /** The next. */
  readonly to: number;
}

/** A state to be tried: the place of the definition among those that were asked for, whose it is, its version, and the state. */
type Sample = readonly [definition: number, pid: Pid, version: unknown, state: unknown];

/** How long states are gathered at most, in milliseconds, and how long they are all in all, in characters. */
const GATHERED_MS = 8;
const GATHERED = 256 * 1024;

/**
 * What a version does when it takes the place of another, tried: in the realm where that runs its states are told as texts, and in
 * the realm of the trial they are read and changed. What goes wrong there does not matter, it is told when it is done in earnest:
 * all that is looked for is a turn that does not end.
 */
export class GuestTrial {
  readonly #parts: TrialParts;
  #sampled = "";
  #samples: readonly Sample[] = [];

  /** Nothing is tried yet. */
  constructor(parts: TrialParts) {
    this.#parts = parts;
  }

  /** What there is to try, in JSON: whether the entry has an `upgrade`, and the definitions that have a `codeChange`. */
  plans(): string {
    return JSON.stringify([this.#upgrade !== undefined, this.#parts.definitions.migrating()]);
  }

  /** Takes down the states of the servers that run such definitions; what cannot cross is left out, and what would take long. */
  sample(places: readonly DefinitionPlace[]): void {
    const { system, definitions } = this.#parts;
    const wanted = places.map((place) => definitions.at(place));
    const end = Date.now() + GATHERED_MS;
    const texts: string[] = [];
    let length = 0;
    for (const { pid, behaviour, module } of listProcesses(system, { memory: false })) {
      const place = wanted.findIndex((each) =>
        each?.kind === behaviour && each.name === module && sys.runs(system, pid, each.definition)
      );
      if (place < 0) continue;
      try {
        const text = encode([place, pid, wanted[place]!.version, sys.getState(system, pid)] satisfies Sample);
        length += text.length;
        if (length > GATHERED) break;
        texts.push(text);
      } catch { /* it stays here */ }
      if (Date.now() >= end) break;
    }
    this.#sampled = `[${texts.join(",")}]`;
  }

  /** What was taken down. */
  takeSampled(): string {
    const sampled = this.#sampled;
    this.#sampled = "";
    return sampled;
  }

  /** Reads what was taken down elsewhere: that is not to count as time of who changes it. */
  read(sampled: string): void {
    this.#samples = decodeRead(JSON.parse(sampled)) as readonly Sample[];
  }

  /** Tries the `upgrade` of the entry. */
  upgrade(versions: TriedVersions): void {
    const upgrade = this.#upgrade;
    this.#settled(upgrade === undefined ? [] : [made(() => upgrade(this.#parts.system, versions))]);
  }

  /** Tries the `codeChange` of definitions on what was read. */
  change(places: readonly DefinitionPlace[], { from, to }: TriedVersions): void {
    const { definitions, say } = this.#parts;
    const wanted = places.map((place) => definitions.at(place)?.change);
    this.#settled(this.#samples.map(([place, , version, state], at) => {
      say(["done", at, null]);
      return made(() => wanted[place]?.(version ?? from, state, { from, to }));
    }));
  }

  get #upgrade(): ((system: System, versions: TriedVersions) => unknown) | undefined {
    const entry = this.#parts.entry();
    const upgrade = Object.hasOwn(entry, "upgrade") ? entry["upgrade"] : undefined;
    return typeof upgrade === "function" ? upgrade as (system: System, versions: TriedVersions) => unknown : undefined;
  }

  #settled(promises: readonly Promise<unknown>[]): void {
    void Promise.allSettled(promises).then(() => this.#parts.say(["up", null]));
  }
}

/** At once, as far as it does not wait. */
function made(make: () => unknown): Promise<unknown> {
  return new Promise((resolve) => resolve(make()));
}
