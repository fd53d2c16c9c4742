import { FORM } from "../processes/envelope.ts";
import { runtimeOf } from "../processes/host.ts";
import { BUSY, ENDING, type Process, STARTING } from "../processes/process.ts";
import type { System } from "../system.ts";

/** What a process is in the middle of, by its phase. */
const DOING: Readonly<Record<number, string>> = { [STARTING]: "init", [ENDING]: "terminate" };

/** The processes that are in the middle of something, and of what: `"<0.3.0> (bank) in call get"`. */
export function busyProcesses(systems: ReadonlyMap<string, System>): string[] {
  const found: string[] = [];
  for (const [name, system] of systems) {
    for (const process of runtimeOf(system).processes.values()) {
      if (isBusy(process)) found.push(describe(process, name));
    }
  }
  return found;
}

/** Whether code of a process waits for something other than a message. */
export function isBusy({ phase, behaviour }: Process): boolean {
  return phase === STARTING || phase === ENDING || (phase === BUSY && behaviour.name !== "attached");
}

/** A process, and what it is in the middle of. */
export function describe(process: Process, system: string): string {
  const { pid, name, current, phase, behaviour } = process;
  const what = DOING[phase] ?? (current === null ? undefined : `${FORM[current.type]} ${current.kind}`.trimEnd());
  return `${system}${pid} (${name ?? behaviour.module})${what === undefined ? "" : ` in ${what}`}`;
}
