import { ArgumentError, type ServerDefinition } from "@superlearner/otp";
import { Arbitrary, type Random, Stream, Value } from "npm:fast-check@^4";
import { defineScenario, type Scenario } from "../scenarios/define_scenario.ts";
import type { ScenarioArguments, ScenarioSpec } from "../scenarios/scenario_spec.ts";
import type { AnyOperation } from "../scenarios/operation.ts";
import { drawnKinds, type LooseSpec, operationOf, type OperationsSpec } from "./operation_arbitrary.ts";
import { checkSchedules, drawSchedule, type ScheduleOptions, type SchedulePlan } from "./schedule_plan.ts";
import { type ScenarioPlan, smallerPlans } from "./scenario_plan.ts";

/** What scenarios are drawn from, and what they have in common. */
export interface ScenariosOptions<State, Args extends readonly unknown[], Calls, Casts, Context, ModelState>
  extends
    Omit<
      ScenarioSpec<State, Args, Calls, Casts, Context, ModelState>,
      "server" | "clients" | "schedule" | "strategy" | "runs" | "faults" | "depth" | "bound"
    >,
    ScheduleOptions {
  /** The arguments of `init`. @default {[]} */
  args?: Args;
  /** The fewest clients. @default {2} */
  minClients?: number;
  /** The most clients. @default {3} */
  maxClients?: number;
  /** The fewest operations of a client. @default {1} */
  minOperations?: number;
  /** The most operations of a client. @default {4} */
  maxOperations?: number;
}

/**
 * Scenarios of a server, each with one schedule: the operations, what they carry, what goes wrong and the order of turns are
 * one value, and shrink together. `runScenario` runs one; `modelTest` makes a test of them.
 *
 * @throws {ArgumentError} If an option is none, or a payload is lacking.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer } from "@superlearner/otp";
 * import { runScenario } from "@superlearner/supertester";
 * import { scenarios } from "@superlearner/supertester/properties";
 * import { assert, asyncProperty, nat } from "npm:fast-check@^4";
 *
 * const Counter = GenServer.define({
 *   name: "Counter",
 *   init: () => 0,
 *   calls: { value: (sum) => [sum, sum] },
 *   casts: { add: (sum, n: number) => sum + n },
 * });
 * const drawn = scenarios(Counter, {
 *   casts: { add: nat(9) },
 *   invariant: async ({ server }) => await server.call("value") >= 0,
 * });
 * await assert(asyncProperty(drawn, async (scenario) => assertEquals((await runScenario(scenario)).runs, 1)), { numRuns: 20 });
 * ```
 */
export function scenarios<
  State,
  Args extends readonly unknown[],
  Calls,
  Casts,
  Context = undefined,
  ModelState = unknown,
>(
  server: ServerDefinition<State, Args, Calls, Casts>,
  options:
    & ScenariosOptions<State, NoInfer<Args>, NoInfer<Calls>, NoInfer<Casts>, Context, ModelState>
    & OperationsSpec<NoInfer<Calls>, NoInfer<Casts>>,
): Arbitrary<Scenario> {
  if (typeof options !== "object" || options === null) {
    throw new ArgumentError(ACTION, { rule: "the options are an object", value: options });
  }
  const { calls, casts, minClients = 2, maxClients = 3, minOperations = 1, maxOperations = 4, ...more } = options as
    & ScenariosOptions<State, Args, Calls, Casts, Context, ModelState>
    & LooseSpec;
  const { maxChoices, faults, maxFaults, faultsWithin, ...common } = more;
  checkRange("Clients", [minClients, maxClients], 1);
  checkRange("Operations", [minOperations, maxOperations], 1);
  const given = { maxChoices, faults, maxFaults, faultsWithin };
  const schedules = checkSchedules(
    ACTION,
    Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  );
  const define = (clients: readonly (readonly AnyOperation[])[], schedule?: SchedulePlan) =>
    defineScenario(
      { ...common, server, clients, ...(schedule === undefined ? {} : { schedule }) } as unknown as
        & ScenarioSpec<State, Args, Calls, Casts, Context, ModelState>
        & ScenarioArguments<NoInfer<Args>>,
    );
  const spec = { ...(calls === undefined ? {} : { calls }), ...(casts === undefined ? {} : { casts }) };
  const operation = operationOf(server, spec);
  // What is wrong with the options, or lacks in the model, is said now.
  define([drawnKinds(server, spec).map(({ does, kind }): AnyOperation => ({ does, kind, payload: undefined }))]);
  return new ScenarioArbitrary({
    operation,
    define,
    schedules,
    clients: [minClients, maxClients],
    operations: [minOperations, maxOperations],
  });
}

const ACTION = "draw scenarios";

type Range = readonly [least: number, most: number];

interface Parts {
  readonly operation: Arbitrary<AnyOperation>;
  readonly define: (clients: readonly (readonly AnyOperation[])[], schedule: SchedulePlan) => Scenario;
  readonly schedules: Required<ScheduleOptions>;
  readonly clients: Range;
  readonly operations: Range;
}

class ScenarioArbitrary extends Arbitrary<Scenario> {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    super();
    this.#parts = parts;
  }

  generate(random: Random, bias: number | undefined): Value<Scenario> {
    const { operation, clients, operations, schedules } = this.#parts;
    const drawn = Array.from(
      { length: random.nextInt(...clients) },
      () => Array.from({ length: random.nextInt(...operations) }, () => operation.generate(random, bias)),
    );
    return this.#valueOf({ clients: drawn, ...drawSchedule(random, schedules) });
  }

  canShrinkWithoutContext(_value: unknown): _value is Scenario {
    return false;
  }

  shrink(_value: Scenario, context: unknown): Stream<Value<Scenario>> {
    if (context === undefined) return Stream.nil();
    const { operation, clients: [fewestClients], operations: steps, schedules: { maxChoices } } = this.#parts;
    const plainer = ({ value, context }: Value<AnyOperation>) => operation.shrink(value, context);
    const smaller = smallerPlans(context as ScenarioPlan, { plainer, fewestClients, steps, maxChoices });
    return new Stream(smaller).map((plan) => this.#valueOf(plan));
  }

  #valueOf(plan: ScenarioPlan): Value<Scenario> {
    const { clients, choices, faults } = plan;
    return new Value(
      this.#parts.define(clients.map((steps) => steps.map(({ value }) => value)), { choices, faults }),
      plan,
    );
  }
}

function checkRange(name: string, [least, most]: Range, lowest: number): void {
  const whole = [least, most].every((each) => Number.isSafeInteger(each) && each >= lowest);
  if (whole && least <= most) return;
  throw new ArgumentError(ACTION, {
    rule: `min${name} and max${name} are whole numbers from ${lowest} up, the first not above the second`,
    value: [least, most],
  });
}
