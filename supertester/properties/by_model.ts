import { ArgumentError, RealClock, type ServerDefinition } from "@superlearner/otp";
import { asyncProperty, check, type RunDetails } from "npm:fast-check@^4";
import { publishResult } from "../results/result.ts";
import type { Scenario } from "../scenarios/define_scenario.ts";
import type { ServerModel } from "../scenarios/model.ts";
import { runScenario } from "../scenarios/run_scenario.ts";
import { ScenarioError } from "../scenarios/scenario_error.ts";
import { seedOf, variableOf } from "../simulation/environment.ts";
import { replayLine } from "../simulation/failure_report.ts";
import { testKey } from "../simulation/replay_token.ts";
import type { SimulatedRunner } from "../simulation/simulated.ts";
import { ModelError } from "./model_error.ts";
import type { OperationsSpec } from "./operation_arbitrary.ts";
import { scenarios, type ScenariosOptions } from "./scenario_arbitrary.ts";

/** How a server is tested against a model. */
export interface ModelTestOptions<State, Args extends readonly unknown[], Calls, Casts, Context, ModelState>
  extends
    Omit<
      ScenariosOptions<State, Args, Calls, Casts, Context, ModelState>,
      "model" | "minClients" | "maxClients" | "seed" | "shrinkRuns" | "timeBudgetMs"
    > {
  /** What the server should be. */
  model: ServerModel<ModelState, Calls, Casts>;
  /**
   * How many clients use the server: 1 compares each answer with that of the model; with more, all answers together must be
   * those of one operation after the other, under many orders of turns.
   *
   * @default {1}
   */
  clients?: number;
  /** How many examples are tried. @default {100} */
  runs?: number;
  /** Where they come from. @default `SUPERTESTER_SEED`, or 0 */
  seed?: number;
  /** The way to one example, as a failure tells it; then no other is tried. @default none */
  path?: string;
}

/** The variable of the environment that a counterexample is given by. */
const PROPERTY_VARIABLE = "SUPERTESTER_PROPERTY";

const ACTION = "test by a model";

/**
 * A test of a server against a plain model: examples are made up, operation by operation, and every answer must be the
 * model's. What fails is made as small as it gets, operations, payloads, faults and schedule together, and the error says in
 * which line that is had again. Given to `Deno.test`.
 *
 * @throws {ArgumentError} If an option is none, or a payload is lacking.
 *
 * @example
 * ```ts
 * import { GenServer } from "@superlearner/otp";
 * import { modelTest } from "@superlearner/supertester/properties";
 * import { integer } from "npm:fast-check@^4";
 *
 * const Stack = GenServer.define({
 *   name: "Stack",
 *   init: (): number[] => [],
 *   calls: { pop: ([top, ...rest]) => [top, rest] },
 *   casts: { push: (stack, item: number) => [item, ...stack] },
 * });
 *
 * const options = {
 *   casts: { push: integer() },
 *   model: {
 *     init: (): number[] => [],
 *     calls: { pop: (items: number[]) => [items.at(-1), items.slice(0, -1)] as const },
 *     casts: { push: (items: number[], item: number) => [...items, item] },
 *   },
 * };
 * Deno.test("a stack, one operation after the other", modelTest(Stack, options));
 * Deno.test("a stack, three clients at once", modelTest(Stack, { ...options, clients: 3, runs: 50 }));
 * ```
 */
export function modelTest<
  State,
  Args extends readonly unknown[],
  Calls,
  Casts,
  Context = undefined,
  ModelState = unknown,
>(
  server: ServerDefinition<State, Args, Calls, Casts>,
  options:
    & ModelTestOptions<State, NoInfer<Args>, NoInfer<Calls>, NoInfer<Casts>, Context, ModelState>
    & OperationsSpec<NoInfer<Calls>, NoInfer<Casts>>,
): (runner?: SimulatedRunner) => Promise<void> {
  if (typeof options !== "object" || options === null) refuse("the options are an object", options);
  const { clients = 1, runs = 100, seed, path, ...drawn } = options;
  if (drawn.model === undefined) refuse("there is a model", undefined);
  for (const [name, value] of Object.entries({ clients, runs })) {
    if (!Number.isSafeInteger(value) || value < 1) refuse(`${name} is a whole number from 1 up`, value);
  }
  if (seed !== undefined && !Number.isSafeInteger(seed)) refuse("the seed is a whole number", seed);
  if (path !== undefined && seed === undefined) refuse("a path is given with its seed", path);
  const alone = clients === 1 ? { maxOperations: 10, maxChoices: 0 } : {};
  const arbitrary = scenarios(
    server,
    { ...alone, ...drawn, minClients: Math.min(2, clients), maxClients: clients } as typeof options,
  );
  return async (runner) => {
    const test = { name: runner?.name ?? "", origin: runner?.origin ?? "" };
    const again = path === undefined ? counterexampleFor(test.name) : { seed: seed!, path };
    let kind: string | undefined;
    const property = asyncProperty(arbitrary, async (scenario) => {
      try {
        await runScenario(scenario);
      } catch (error) {
        if (!(error instanceof ScenarioError)) throw error;
        kind ??= kindOf(error); // what fails in another way is another failure
        if (kind === kindOf(error)) throw error;
      }
    });
    const details = await check(property, { numRuns: runs, seed: seed ?? seedOf() ?? 0, ...again });
    const failed = details.failed ? failureOf(details, { test, server: server.name }) : undefined;
    publishResult({
      kind: "scenario",
      test: test.name,
      name: `${server.name} by its model`,
      passed: failed === undefined,
      at: new RealClock().wallTime(),
      data: {
        runs: details.numRuns,
        seed: details.seed,
        clients,
        ...(failed === undefined ? {} : {
          failure: { message: failed.message },
          shrinks: details.numShrinks,
          path: failed.path,
          counterexample: `${failed.counterexample}`,
        }),
      },
    });
    if (failed !== undefined) throw failed;
  };
}

function failureOf(
  details: RunDetails<[Scenario]>,
  { test, server }: { test: { name: string; origin: string }; server: string },
): ModelError {
  const { seed, numRuns, numShrinks, counterexample, counterexamplePath, errorInstance: cause } = details;
  if (counterexample === null || counterexamplePath === null) throw cause; // it ended in another way
  const [scenario] = counterexample;
  const token = `${testKey(test.name)}:${seed}:${counterexamplePath}`;
  const message = [
    `${server} does not do what its model does; example ${numRuns} (seed ${seed}), made smaller ${numShrinks} times:`,
    `${scenario}`.replaceAll(/^/gm, "  "),
    "",
    cause instanceof ScenarioError ? cause.message : String(cause),
    "",
    `Again, exactly, in the test: { seed: ${seed}, path: ${JSON.stringify(counterexamplePath)} }; or in a shell:`,
    replayLine(test, token, { variable: PROPERTY_VARIABLE }),
  ].join("\n");
  return new ModelError(message, { counterexample: scenario, seed, path: counterexamplePath, cause });
}

function kindOf({ phase, cause }: ScenarioError): string {
  return `${phase} ${cause instanceof Error ? cause.name : ""}`;
}

/** The counterexample of the environment, if it is of this test. */
function counterexampleFor(test: string): { seed: number; path: string } | undefined {
  const token = variableOf(PROPERTY_VARIABLE);
  if (token === undefined) return undefined;
  const [, key, seed, path] = /^([a-z0-9-]+~[a-z0-9]+):(-?\d+):([\d:]+)$/.exec(token) ?? [];
  if (key === undefined) refuse(`${PROPERTY_VARIABLE} is TEST:SEED:PATH, as a failure prints it`, token);
  return key === testKey(test) ? { seed: Number(seed), path: path! } : undefined;
}

function refuse(rule: string, value: unknown): never {
  throw new ArgumentError(ACTION, { rule, value });
}
