import type { Random } from "../environment.ts";
import { chanceOf, drawMs } from "../faults/chance.ts";
import type { Fault, FaultLog } from "../faults/fault_log.ts";
import { ROOT_PID } from "../processes/pid.ts";
import { DEAD, Process } from "../processes/process.ts";
import type { Runnable } from "../processes/scheduler.ts";
import { type SimulationFaults, testOf } from "./fault_options.ts";

/** Processes that are killed or held up when their turn comes. */
export class TurnFaults {
  readonly #faults: SimulationFaults;
  readonly #seed: number;
  readonly #log: FaultLog;
  readonly #mayCrash: (process: Process) => boolean;
  readonly #maySlow: (process: Process) => boolean;
  readonly #chances = new Map<string, Random>();
  /** Those whose time of waiting is over: they have their turn now. */
  readonly #waited = new Set<Process>();
  #crashes = 0;
  #turn = 0;

  constructor(faults: SimulationFaults, options: { seed: number; log: FaultLog }) {
    this.#faults = faults;
    this.#seed = options.seed;
    this.#log = options.log;
    this.#mayCrash = testOf(faults.crash?.who);
    this.#maySlow = testOf(faults.slow?.who);
  }

  /** Whether a process may have its turn now. */
  readonly before = (runnable: Runnable): boolean => {
    if (!(runnable instanceof Process) || runnable.phase === DEAD || this.#waited.delete(runnable)) return true;
    let free = true;
    for (const fault of this.#log.at("turns", ++this.#turn, () => this.#decide(runnable))) {
      tell(fault, runnable);
      if (fault.kind === "crash") runnable.runtime.exit(runnable.pid, "kill", ROOT_PID);
      else if (runnable.phase !== DEAD) free = this.#hold(runnable, fault.ms!);
    }
    return free;
  };

  #hold(process: Process, ms: number): false {
    const { clock, scheduler } = process.runtime;
    clock.setAlarm(clock.now() + ms, () => {
      this.#waited.add(process);
      scheduler.enqueue(process);
    });
    return false;
  }

  #decide(process: Process): Omit<Fault, "scope" | "at">[] {
    const { crash, slow } = this.#faults;
    const decided: Omit<Fault, "scope" | "at">[] = [];
    if (crash !== undefined && this.#mayCrash(process)) {
      const hit = this.#chance("crash", process).next() < crash.rate;
      if (hit && this.#crashes < (crash.most ?? Infinity)) {
        this.#crashes++;
        return [{ kind: "crash" }];
      }
    }
    if (slow !== undefined && this.#maySlow(process)) {
      const chance = this.#chance("slow", process);
      const hit = chance.next() < slow.rate;
      const ms = drawMs(slow, chance);
      if (hit) decided.push({ kind: "slow", ms });
    }
    return decided;
  }

  #chance(kind: string, process: Process): Random {
    const key = `${kind}/${process.name ?? process.pid}`;
    let chance = this.#chances.get(key);
    if (chance === undefined) this.#chances.set(key, chance = chanceOf(this.#seed, "turns", key));
    return chance;
  }
}

function tell({ kind: fault, ms }: Fault, process: Process): void {
  const { events } = process.runtime;
  if (!events.active) return;
  events.emit({
    type: "fault.injected",
    pid: process.pid,
    fault: fault as "crash",
    ...(ms === undefined ? {} : { ms }),
  });
}
