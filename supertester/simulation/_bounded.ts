import type { SimulatedBody } from "./sim_context.ts";
import type { Exhausted, ExhaustLimits } from "./_exhaust.ts";
import { runOnce } from "./_run.ts";
import type { Settings } from "./simulated_options.ts";

/** A run that is to be tried: the choices of one before up to a place, and there another. */
interface Branch {
  readonly choices: readonly number[];
  readonly at: number;
  readonly value: number;
  readonly deviations: number;
}

/**
 * Every run with at most so many turns out of their order of arrival, those with fewest first, each once. Whatever the test
 * itself chooses is tried in full. No reduction: under a bound it would lose runs (Coons, Musuvathi, McKinley, OOPSLA 2013).
 */
export async function exhaustWithin(
  bound: number,
  how: { body: SimulatedBody; settings: Settings; limits: ExhaustLimits },
): Promise<Exhausted> {
  const { body, settings, limits } = how;
  const levels: Branch[][] = [[{ choices: [], at: -1, value: 0, deviations: 0 }]];
  let runs = 0;
  let open = 1;
  for (let level = 0; level < levels.length; level++) {
    for (let branch = levels[level]!.pop(); branch !== undefined; branch = levels[level]!.pop()) {
      if (!limits.more(runs)) {
        return { schedules: runs, runs, complete: false, atLeast: runs + open, failed: undefined, trouble: undefined };
      }
      open--;
      runs++;
      const { at, value, deviations } = branch;
      const choices = at < 0 ? [] : [...branch.choices.slice(0, at), value];
      const outcome = await runOnce(body, { settings, seed: settings.seed, by: "exhaustive", choices });
      limits.ran(outcome);
      if (outcome.failure !== undefined) {
        return { schedules: runs, runs, complete: false, atLeast: runs + open, failed: outcome, trouble: undefined };
      }
      const made = [...choices, ...Array<number>(Math.max(0, outcome.counts.length - choices.length)).fill(0)];
      for (let next = at + 1; next < outcome.counts.length; next++) {
        const cost = outcome.picks.has(next) ? 0 : 1;
        if (deviations + cost > bound) continue;
        for (let other = 1; other < outcome.counts[next]!; other++) {
          (levels[deviations + cost] ??= []).push({
            choices: made,
            at: next,
            value: other,
            deviations: deviations + cost,
          });
          open++;
        }
      }
    }
  }
  return { schedules: runs, runs, complete: true, atLeast: runs, failed: undefined, trouble: undefined };
}
