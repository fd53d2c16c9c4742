import type { SystemEvent } from "../events/event.ts";
import { debugOf } from "../processes/debug.ts";
import { runtimeOf } from "../processes/host.ts";
import type { System } from "../system.ts";
import { canonical } from "./_canonical.ts";

/** All that happens in a run as lines of text: every event, every message of every process, and how it ended. */
export class Trace {
  /** What happened so far. */
  readonly entries: string[] = [];
  readonly #systems = new Map<string, System>();

  /** Writes down all that happens in a System from now on. */
  follow(system: System, name: string): void {
    this.#systems.set(name, system);
    const { processes } = runtimeOf(system);
    for (const process of processes.values()) debugOf(process).traces++;
    system.events.subscribe((event) => {
      if (event.type === "process.started") {
        const process = processes.get(event.pid);
        if (process !== undefined) debugOf(process).traces++;
      }
      this.entries.push(`${name}${lineOf(event)}`);
    });
  }

  /** Writes down what is left at the end: the states of all servers, what came out, and which choices were made. */
  close(outcome: string, line: string): void {
    for (const [name, system] of this.#systems) {
      for (const { pid, behaviour, state } of runtimeOf(system).processes.values()) {
        if (behaviour.holdsState) this.entries.push(`${name}state of ${pid} ${canonical(state)}`);
      }
    }
    this.entries.push(outcome, line);
  }

  /** Whose turn it is, if anybody's. */
  get current(): string | undefined {
    for (const [name, system] of this.#systems) {
      const { current } = runtimeOf(system);
      if (current !== null) return `${name}${current.pid} (${current.name ?? current.behaviour.module})`;
    }
    return undefined;
  }
}

function lineOf({ type, time, sequence: _, ...rest }: SystemEvent): string {
  return `${time} ${type} ${canonical(rest)}`;
}
