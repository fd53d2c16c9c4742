import { LIMIT_WINDOW_MS } from "../limits/limit_checks.ts";
import type { LimitName, Limits } from "../limits/limits.ts";
import { Meter } from "./meter.ts";

/** What is known of what a life has used. */
export interface Usage {
  /** Bytes of its thread's heap, at the last look. */
  readonly heapBytes: number;
  /** Bytes beside the heap that hang on it: array buffers. */
  readonly externalBytes: number;
  /** Milliseconds of CPU time that its thread has had. */
  readonly cpuMs: number;
  /** Living processes of its System, at the last look. */
  readonly processes: number;
  /** Messages that came from it, and went to it. */
  readonly messages: { readonly from: number; readonly to: number };
  /** Bytes of UTF-8 that it has printed. */
  readonly outputBytes: number;
}

/** What is used when nothing was. */
export const NOTHING_USED: Usage = {
  heapBytes: 0,
  externalBytes: 0,
  cpuMs: 0,
  processes: 0,
  messages: { from: 0, to: 0 },
  outputBytes: 0,
};

/** A limit that was gone over, and by how much. */
export interface Excess {
  readonly limit: LimitName;
  readonly used: number;
}

/** Adds up what a guest uses, and says where that is more than it may. */
export class Consumption {
  readonly #limits: Limits;
  readonly #now: () => number;
  readonly #messages = new Meter(1000);
  readonly #bytes = new Meter(1000);
  readonly #output = new Meter(LIMIT_WINDOW_MS);
  readonly #cpu = new Meter(LIMIT_WINDOW_MS);
  readonly #used = { heapBytes: 0, externalBytes: 0, cpuMs: 0, processes: 0, from: 0, to: 0, outputBytes: 0 };

  /** @param now Where time comes from, in milliseconds. */
  constructor(limits: Limits, now: () => number) {
    this.#limits = limits;
    this.#now = now;
  }

  /** What was used so far. */
  get usage(): Usage {
    const { from, to, ...rest } = this.#used;
    return { ...rest, messages: { from, to } };
  }

  /** Something was said to the guest. */
  told(): void {
    this.#used.to++;
  }

  /** The guest has said something, of so many bytes. */
  heard(bytes: number): Excess | undefined {
    this.#used.from++;
    const now = this.#now();
    return this.#over("messagesPerSec", this.#messages.add(1, now)) ??
      this.#over("bytesPerSec", this.#bytes.add(bytes, now));
  }

  /** The guest has printed. */
  printed(text: string): Excess | undefined {
    const bytes = new TextEncoder().encode(text).length + 1;
    this.#used.outputBytes += bytes;
    return this.#over("outputBytes", this.#output.add(bytes, this.#now()));
  }

  /** What the guest's own System counts. */
  counted(processes: number, mailbox: number): Excess | undefined {
    this.#used.processes = processes;
    return this.#over("processes", processes) ?? this.#over("mailbox", mailbox);
  }

  /** What the thread of the guest has measured. Bytes it looks after itself, between turns. */
  sampled(sample: Pick<Usage, "heapBytes" | "externalBytes" | "cpuMs">): Excess | undefined {
    const { cpuMs } = sample;
    const since = Math.max(0, cpuMs - this.#used.cpuMs);
    Object.assign(this.#used, sample);
    return this.#over("cpuMs", this.#cpu.add(since, this.#now()));
  }

  #over(limit: LimitName, used: number): Excess | undefined {
    return used > this.#limits[limit] ? { limit, used } : undefined;
  }
}
