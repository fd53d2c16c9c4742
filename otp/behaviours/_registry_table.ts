import { type Few, hasOne, listOf, withOne, withoutOne } from "../processes/links.ts";
import type { Pid } from "../processes/pid.ts";
import { DEAD, type Process } from "../processes/process.ts";

/** One registration. */
export interface Entry {
  /** What stands for the key in maps. */
  readonly canonical: unknown;
  readonly key: unknown;
  value: unknown;
  readonly process: Process;
}

/** What a process has registered. */
export interface Owner {
  entries: Few<Entry>;
  /** Whether the link to the registry was made for its entries, and so goes with the last of them. */
  readonly linked: boolean;
}

/**
 * Entries by key and by owner. Those of a process that has died stay until somebody takes them out; where keys are unique,
 * they are seen no more.
 */
export class RegistryTable {
  readonly unique: boolean;
  readonly byOwner: Map<Pid, Owner> = new Map();
  /** By key, parted by owner where one key may have many; each part is a dispatch of its own. */
  readonly parts: readonly Map<unknown, Few<Entry>>[];
  size = 0;

  constructor(unique: boolean, partitions: number) {
    this.unique = unique;
    this.parts = Array.from({ length: unique ? 1 : partitions }, () => new Map());
  }

  /** Who has a unique key, if anybody alive. */
  holder(canonical: unknown): Entry | undefined {
    const found = this.parts[0]!.get(canonical) as Entry | undefined;
    return found === undefined || found.process.phase === DEAD ? undefined : found;
  }

  /** The entries under a key, oldest first within each part. */
  under(canonical: unknown): Entry[] {
    if (!this.unique) return this.parts.flatMap((part) => listOf(part.get(canonical) ?? null));
    const found = this.holder(canonical);
    return found === undefined ? [] : [found];
  }

  /** The entries under a key as the parts have them, without the parts that have none. */
  inParts(canonical: unknown): Entry[][] {
    if (this.unique) return [this.under(canonical)].filter(({ length }) => length > 0);
    return this.parts.map((part) => listOf(part.get(canonical) ?? null)).filter(({ length }) => length > 0);
  }

  /** All entries. */
  *all(): Generator<Entry, void, undefined> {
    for (const part of this.parts) {
      for (const few of part.values()) yield* listOf(few);
    }
  }

  /** What a process has registered and not taken back, oldest first. */
  of(pid: Pid): Entry[] {
    return listOf(this.byOwner.get(pid)?.entries ?? null);
  }

  /** What a process has registered under a key: looked for where there are fewer. */
  ofUnder(process: Process, canonical: unknown): Entry[] {
    const own = this.byOwner.get(process.pid)?.entries ?? null;
    const under = this.parts[process.number % this.parts.length]!.get(canonical) ?? null;
    return listOf(sizeOf(own) < sizeOf(under) ? own : under).filter((entry) =>
      entry.process === process && Object.is(entry.canonical, canonical)
    );
  }

  /** Adds an entry; `linked` is asked when it is the first of its owner. */
  add(entry: Entry, linked: () => boolean): void {
    const part = this.#part(entry);
    part.set(entry.canonical, withOne(part.get(entry.canonical) ?? null, entry));
    const owner = this.byOwner.get(entry.process.pid);
    if (owner === undefined) this.byOwner.set(entry.process.pid, { entries: entry, linked: linked() });
    else owner.entries = withOne(owner.entries, entry);
    this.size++;
  }

  /** Takes an entry out. Returns its owner, if that has none left. */
  remove(entry: Entry): Owner | undefined {
    this.#drop(entry);
    this.size--;
    const { pid } = entry.process;
    const owner = this.byOwner.get(pid)!;
    owner.entries = withoutOne(owner.entries, entry);
    if (owner.entries !== null) return undefined;
    this.byOwner.delete(pid);
    return owner;
  }

  /** Half an entry is none: who added it, or took it out, was stopped on the way. */
  mend(): void {
    this.size = 0;
    for (const entry of this.all()) {
      if (hasOne(this.byOwner.get(entry.process.pid)?.entries ?? null, entry)) this.size++;
      else this.#drop(entry);
    }
    for (const [pid, owner] of this.byOwner) {
      for (const entry of listOf(owner.entries)) {
        const few = this.#part(entry).get(entry.canonical) ?? null;
        if (!hasOne(few, entry)) owner.entries = withoutOne(owner.entries, entry);
      }
      if (sizeOf(owner.entries) === 0) this.byOwner.delete(pid); // a set that was emptied, and the stop came then
    }
    for (const part of this.parts) for (const [key, few] of part) if (sizeOf(few) === 0) part.delete(key);
  }

  #drop(entry: Entry): void {
    const part = this.#part(entry);
    const left = withoutOne(part.get(entry.canonical) ?? null, entry);
    if (left === null) part.delete(entry.canonical);
    else part.set(entry.canonical, left);
  }

  #part({ process }: Entry): Map<unknown, Few<Entry>> {
    return this.parts[process.number % this.parts.length]!;
  }
}

function sizeOf(few: Few<Entry>): number {
  return few instanceof Set ? few.size : few === null ? 0 : 1;
}
