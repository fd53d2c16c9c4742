import { numberOf, type Pid, type Ref } from "./pid.ts";
import type { Process } from "./process.ts";

/** How many neighbours share a page. */
const PAGE = 1024;

/** The stand-ins of processes that run elsewhere. */
export interface ForeignProcesses {
  /** The stand-in of a process of another node; made where that node can be reached and nobody stands in yet. */
  get(pid: Pid): Process | undefined;
  /** As `get`, but makes none. */
  known(pid: Pid): Process | undefined;
  /** What stands for an alias of another node. */
  through(alias: Ref): Process | undefined;
  /** Those that were started from here, and so belong to this System. */
  values(): Iterable<Process>;
  /** How many these are. */
  readonly owned: number;
  /** This System is stopped: closes all ways to other nodes. */
  leave(): void;
}

/** Processes with neighbouring numbers. */
interface Page {
  readonly slots: (Process | undefined)[];
  living: number;
}

/**
 * The living processes of a System, by number. Numbers rise and never come back, so a list in pages does what a map would,
 * without hashing a text for each process; a page whose processes are all dead is dropped.
 */
export class ProcessTable {
  readonly #pages = new Map<number, Page>();
  /** The page that grows, or was looked at last. */
  #near: Page | undefined;
  #nearNumber = -1;
  #last = 0;
  #size = 0;
  /** Processes of other nodes; `null` while there is no other node. */
  foreign: ForeignProcesses | null = null;

  /** How many processes live in this isolate. */
  get size(): number {
    return this.#size;
  }

  /** How many processes live, with those that were started from here and run elsewhere. */
  get total(): number {
    return this.foreign === null ? this.#size : this.#size + this.foreign.owned;
  }

  /** The number that was given out last. */
  get last(): number {
    return this.#last;
  }

  /** Whether a number was given out, and so whether the pid is of a process that lives or lived. */
  gaveOut(pid: Pid): boolean {
    const number = numberOf(pid);
    return number !== undefined && number <= this.#last;
  }

  /** Gives out the next number. */
  next(): number {
    return ++this.#last;
  }

  /** Passes over all numbers up to one: they were given out, and whoever had them is dead. */
  skip(number: number): void {
    this.#last = Math.max(this.#last, number);
  }

  /** Adds a process under its number. */
  add(process: Process): void {
    const { number } = process;
    const page = this.#page(number) ?? this.#grow(number);
    page.slots[number % PAGE] = process;
    page.living++;
    this.#size++;
  }

  /** The living process of a pid. */
  get(pid: Pid): Process | undefined {
    const number = numberOf(pid);
    if (number === undefined) return this.foreign === null ? undefined : this.foreign.get(pid);
    return this.#page(number)?.slots[number % PAGE];
  }

  /** Whether a living process has this pid. */
  has(pid: Pid): boolean {
    return this.known(pid) !== undefined;
  }

  /** As {@linkcode ProcessTable.get}, but makes no stand-in where none is. */
  known(pid: Pid): Process | undefined {
    return numberOf(pid) === undefined ? this.foreign?.known(pid) : this.get(pid);
  }

  /** Takes a process out; again does nothing. */
  delete({ number }: Process): void {
    const page = this.#page(number);
    if (page?.slots[number % PAGE] === undefined) return;
    page.slots[number % PAGE] = undefined;
    this.#size--;
    if (--page.living > 0 || number - number % PAGE + PAGE > this.#last) return;
    this.#pages.delete(Math.floor(number / PAGE));
    this.#near = undefined;
    this.#nearNumber = -1;
  }

  /** All living processes, oldest first. One that dies on the way is left out, one that is born may be seen. */
  *values(): Generator<Process, void, undefined> {
    for (const { slots } of this.#pages.values()) {
      for (let slot = 0; slot < slots.length; slot++) {
        const process = slots[slot];
        if (process !== undefined) yield process;
      }
    }
    if (this.foreign !== null) yield* this.foreign.values();
  }

  #page(number: number): Page | undefined {
    const wanted = Math.floor(number / PAGE);
    if (wanted === this.#nearNumber) return this.#near;
    const page = this.#pages.get(wanted);
    if (page === undefined) return undefined;
    this.#nearNumber = wanted;
    return this.#near = page;
  }

  #grow(number: number): Page {
    const page: Page = { slots: [], living: 0 };
    this.#pages.set(Math.floor(number / PAGE), page);
    return page;
  }
}
