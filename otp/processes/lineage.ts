import { type Pid, ROOT_PID } from "./pid.ts";
import type { Process } from "./process.ts";

/**
 * A process as those know it that it has started. Outlives it, and then holds nothing of it but pid and name: who starts
 * an heir and leaves, again and again, must not keep all who came before.
 */
export class Parent {
  readonly pid: Pid;
  /** The process itself, as long as it lives. */
  process: Process | null;
  /** Who started it. */
  before: Parent | null;
  #lastName: string | null = null;

  constructor(process: Process) {
    this.pid = process.pid;
    this.process = process;
    this.before = process.parent;
  }

  /** The name it has, or had last. */
  get name(): string | null {
    return this.process === null ? this.#lastName : this.process.name;
  }

  /** It is dead. Those before it that are dead as well are nobody's parent by now, and go. */
  end(): void {
    this.#lastName = this.name;
    this.process = null;
    this.before = livingOf(this.before);
  }
}

/** Pid or name of a parent, and of all before it that live; nearest first. */
export function ancestorsOf(parent: Parent | null): (Pid | string)[] {
  const all: (Pid | string)[] = [];
  for (let each = parent; each !== null; each = livingOf(each.before)) all.push(each.name ?? each.pid);
  return all;
}

/** Bit of `Process.flags`: started without a link, its parent is so in name only, and its exit signals are like any other's. */
const UNLED = 128;

/** Says whether the exit signals of its parent tell a process to end in order. */
export function setLed(process: Process, led: boolean): void {
  process.flags = led ? process.flags & ~UNLED : process.flags | UNLED;
}

/** Whether an exit signal of this process tells another to end in order. */
export function obeys(process: Process, from: Pid): boolean {
  return process.parent === null ? from === ROOT_PID : from === process.parent.pid && (process.flags & UNLED) === 0;
}

function livingOf(parent: Parent | null): Parent | null {
  let each = parent;
  while (each !== null && each.process === null) each = each.before;
  return each;
}
