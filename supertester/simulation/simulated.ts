import { RealClock } from "@superlearner/otp";
import { publishResult } from "../results/result.ts";
import type { SimulatedBody } from "./sim_context.ts";
import { explore } from "./explore.ts";
import type { Exploration } from "./exploration.ts";
import { failureText, type TestIdentity } from "./failure_report.ts";
import { seedOf, tokenFor } from "./environment.ts";
import { settle, type SimulatedOptions } from "./simulated_options.ts";
import { ForeignAwaitError, SimulationError } from "./simulation_error.ts";
import { simulationResult } from "./simulation_result.ts";

/** What runs a test tells it of itself; that of `Deno.test` does. */
export interface SimulatedRunner {
  /** The name of the test. */
  readonly name: string;
  /** The address of its file. */
  readonly origin?: string;
}

/**
 * A test that is run under many orders of turns, in virtual time, each from a seed. It fails with the first run that does,
 * made as small as it gets, and prints the line that runs exactly that again. Given to `Deno.test`.
 *
 * A run fails by what the test throws, by a broken condition (`sim.always`, `sim.eventually`, `sim.final`), a crash, a
 * rejection that nobody awaits, a deadlock (the circle of calls is named), a livelock, or a call without an answer.
 *
 * What is atomic is what JavaScript makes so: a handler, from one `await` of something of the System to the next. Wait for
 * nothing else, or say so by `sim.external`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer } from "@superlearner/otp";
 * import { simulated } from "@superlearner/supertester";
 *
 * const Account = GenServer.define({
 *   name: "Account",
 *   init: () => 0,
 *   calls: {
 *     balance: (balance) => [balance, balance],
 *     deposit: (balance, amount: number) => [balance + amount, balance + amount],
 *   },
 * });
 *
 * Deno.test("no deposit is lost", simulated(async (sim) => {
 *   const account = await sim.start(Account, { name: "account" });
 *   for (const amount of [10, 20, 30]) {
 *     sim.spawn((self) => Account.at(self, "account").call("deposit", amount));
 *   }
 *   await sim.settle();
 *   assertEquals(await account.call("balance"), 60);
 * }, { runs: 200 }));
 * ```
 */
export function simulated(
  body: SimulatedBody,
  options: SimulatedOptions = {},
): (runner?: SimulatedRunner) => Promise<void> {
  return async (runner) => {
    settle(options); // what is wrong is said before a token is looked at
    const test: TestIdentity = { name: runner?.name ?? "", origin: runner?.origin ?? "" };
    const token = options.replay ?? tokenFor(test.name);
    const seed = options.seed ?? seedOf();
    const exploration = await explore(body, {
      ...options,
      name: test.name,
      ...(seed === undefined ? {} : { seed }),
      ...(token === undefined ? {} : { replay: token }),
    });
    publishResult({
      kind: "simulation",
      test: test.name,
      name: exploration.summary,
      passed: exploration.passed,
      at: new RealClock().wallTime(),
      data: simulationResult(exploration, { test, strategy: options.strategy }),
    });
    if (!exploration.passed) throw errorOf(exploration, test);
  };
}

function errorOf(exploration: Exploration, test: TestIdentity): SimulationError {
  const Kind = exploration.found!.failure.kind === "foreign" ? ForeignAwaitError : SimulationError;
  return new Kind(exploration, failureText(exploration, test));
}
