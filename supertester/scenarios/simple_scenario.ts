import { ArgumentError, type ServerDefinition } from "@superlearner/otp";
import { defineScenario, type Scenario } from "./define_scenario.ts";
import type { ScenarioArguments, ScenarioSpec } from "./scenario_spec.ts";
import type { Operation } from "./operation.ts";

/** How the clients of a simple scenario use a server; and all that a scenario may have. */
export interface SimpleScenarioOptions<State, Args extends readonly unknown[], Calls, Casts, Context, ModelState>
  extends Omit<ScenarioSpec<State, Args, Calls, Casts, Context, ModelState>, "server" | "clients"> {
  /** How many clients do the same at the same time. @default {5} */
  clients?: number;
  /** The arguments of `init`. @default {[]} */
  args?: Args;
}

/**
 * A scenario in which several clients do the same.
 *
 * @throws {ArgumentError} If something in it is wrong.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer } from "@superlearner/otp";
 * import { op, runScenario, simpleScenario } from "@superlearner/supertester";
 *
 * const Counter = GenServer.define({
 *   name: "Counter",
 *   init: () => 0,
 *   calls: { add: (sum, n: number) => [sum + n, sum + n], value: (sum) => [sum, sum] },
 * });
 * const { metrics } = await runScenario(simpleScenario(Counter, [op.call("add", 1), op.call("value")], { runs: 20 }));
 * assertEquals([metrics.clients, metrics.operations, metrics.errors], [5, 10, 0]);
 * ```
 */
export function simpleScenario<
  State,
  Args extends readonly unknown[],
  Calls,
  Casts,
  Context = undefined,
  ModelState = unknown,
>(
  server: ServerDefinition<State, Args, Calls, Casts>,
  operations: readonly Operation<NoInfer<Calls>, NoInfer<Casts>>[],
  options: SimpleScenarioOptions<State, Args, NoInfer<Calls>, NoInfer<Casts>, Context, ModelState> = {},
): Scenario {
  const { clients = 5, ...rest } = options;
  if (!Number.isSafeInteger(clients) || clients < 1) {
    throw new ArgumentError("define a scenario", { rule: "clients is a whole number from 1 up", value: clients });
  }
  const spec = { ...rest, server, clients: Array.from({ length: clients }, () => operations) };
  return defineScenario(
    spec as unknown as
      & ScenarioSpec<State, Args, Calls, Casts, Context, ModelState>
      & ScenarioArguments<NoInfer<Args>>,
  );
}
