import type { Pid } from "./pid.ts";
import type { Process } from "./process.ts";

/** How many neighbours share a page. */
const PAGE = 1024;

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

  /** How many processes live. */
  get size(): number {
    return this.#size;
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
    return number === undefined ? undefined : this.#page(number)?.slots[number % PAGE];
  }

  /** Whether a living process has this pid. */
  has(pid: Pid): boolean {
    return this.get(pid) !== undefined;
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

/** The number in a pid of this System, as it was given out: no leading zero, no other node. */
function numberOf(pid: unknown): number | undefined {
  if (typeof pid !== "string") return undefined;
  const end = pid.length - 3;
  if (end < 4 || !pid.startsWith("<0.") || !pid.endsWith(".0>") || pid.charCodeAt(3) === 48) return undefined;
  let number = 0;
  for (let at = 3; at < end; at++) {
    const digit = pid.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return undefined;
    number = number * 10 + digit;
  }
  return number;
}
