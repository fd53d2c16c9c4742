import type { System } from "@superlearner/otp";

const scenarios = new WeakMap<System, AbortSignal>();

/** A scenario of a suite begins in a System. What is given ends what goes on of its chaos. */
export function beginScenario(system: System): { over(why: string): void } & Disposable {
  const controller = new AbortController();
  const outer = scenarios.get(system);
  scenarios.set(system, controller.signal);
  return {
    over: (why) => controller.abort(new Error(why)),
    [Symbol.dispose]() {
      if (outer === undefined) scenarios.delete(system);
      else scenarios.set(system, outer);
    },
  };
}

/**
 * Makes chaos that ends with the scenario it belongs to, if that takes too long: then it rejects, which is an error of
 * nobody where nobody waits for it.
 */
export function endingWithScenario<Result>(
  system: System | undefined,
  chaos: (over: AbortSignal | undefined) => Promise<Result>,
): Promise<Result> {
  const over = system === undefined ? undefined : scenarios.get(system);
  const result = chaos(over);
  over?.addEventListener("abort", () => void result.catch(() => {}), { once: true });
  return result;
}
