import { formatMs, plural } from "../reports/wording.ts";
import { colours, type Terminal } from "./terminal.ts";

/** How far many runs are. */
export interface RunsSoFar {
  /** How many have ended. */
  readonly done: number;
  /** How many there are to be. */
  readonly of: number;
  /** How many of them failed. */
  readonly failures: number;
  /** How long it has taken. */
  readonly elapsedMs: number;
}

/** Tells how far many runs are: on one line that changes where a person looks, else a line for each tenth. */
export class Progress {
  readonly #terminal: Terminal;
  #told = 0;
  #open = false;

  /** Tells it there. */
  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** After a run has ended. */
  show(so: RunsSoFar): void {
    const line = progressLine(so);
    const { interactive, styled, write, print } = this.#terminal;
    if (interactive && styled) {
      write(new TextEncoder().encode(`\r\x1b[2K${line}`));
      this.#open = true;
      return;
    }
    const tenth = Math.floor(so.done / so.of * 10);
    if (tenth <= this.#told && so.done < so.of) return;
    this.#told = tenth;
    print(line);
  }

  /** Before something else is said. */
  close(): void {
    if (this.#open) this.#terminal.write(new TextEncoder().encode("\r\x1b[2K"));
    this.#open = false;
  }
}

/** `run 12/200, 1 failed, about 3 min left`. */
export function progressLine({ done, of, failures, elapsedMs }: RunsSoFar): string {
  const left = done === 0 ? "" : `, about ${formatMs(Math.round(elapsedMs / done * (of - done) / 1000) * 1000)} left`;
  return `run ${done}/${of}, ${failures} failed${done < of ? left : `, ${formatMs(elapsedMs)}`}`;
}

/** What is said at the end. */
export function conclusion(
  { runs, failures }: { readonly runs: number; readonly failures: number },
  terminal: Terminal,
): string {
  return colours(terminal)[failures > 0 ? "bad" : "good"](`runs ${runs}, failures ${failures}`) +
    (failures > 0 ? ` (${plural(runs - failures, "run")} without a failure)` : "");
}
