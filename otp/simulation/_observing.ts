import type { Random } from "../environment.ts";
import type { Checkpoint } from "./_checkpoint.ts";
import { senders } from "./_pending.ts";
import type { SimulationScheduler } from "./simulation_scheduler.ts";

/** Chance that tells a scheduler of each number drawn. */
export function watchedRandom(random: Random, scheduler: SimulationScheduler): Random {
  return {
    next: () => {
      scheduler.drew();
      return random.next();
    },
  };
}

/** Tells a scheduler whom the turns of a System reach, whose calls they answer, and who waits for a moment. */
export function observe(checkpoint: Checkpoint, scheduler: SimulationScheduler, system: string): void {
  const { runtime } = checkpoint;
  checkpoint.watcher = (process, envelope) => {
    scheduler.reached(system + process.pid);
    if (runtime.current !== null) senders.set(envelope, system + runtime.current.pid);
  };
  checkpoint.answering = ({ caller }) => scheduler.answered(system + (caller?.pid ?? "outside"));
  scheduler.timers.push(runtime.timers);
}
