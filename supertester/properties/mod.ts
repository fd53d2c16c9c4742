/**
 * Properties of servers, with {@link https://fast-check.dev | fast-check}: lists of operations, scenarios of several clients of
 * which operations, payloads, faults and the order of turns shrink together, and tests of a server against a plain model.
 *
 * ```ts
 * import { assertRejects, assertStringIncludes } from "@std/assert";
 * import { GenServer } from "@superlearner/otp";
 * import { ModelError, modelTest } from "@superlearner/supertester/properties";
 * import { nat } from "npm:fast-check@^4";
 *
 * const Till = GenServer.define({
 *   name: "Till",
 *   init: () => 0,
 *   calls: { sum: (sum) => [sum, sum] },
 *   casts: { pay: (sum, amount: number) => amount > 99 ? sum : sum + amount }, // large amounts are lost
 * });
 * const test = modelTest(Till, {
 *   casts: { pay: nat(1000) },
 *   model: {
 *     init: () => 0,
 *     calls: { sum: (sum: number) => [sum, sum] },
 *     casts: { pay: (sum, amount) => sum + amount },
 *   },
 * });
 * const { message } = await assertRejects(() => test(), ModelError);
 * assertStringIncludes(message, "client 0: cast pay(100), call sum");
 * ```
 *
 * @module
 */

export { modelTest, type ModelTestOptions } from "./by_model.ts";
export { ModelError, type ModelErrorDetails } from "./model_error.ts";
export {
  type Drawn,
  type DrawnGroup,
  type DrawnKinds,
  type LengthOptions,
  type Needing,
  operations,
  type OperationsArguments,
  type OperationsSpec,
} from "./operation_arbitrary.ts";
export { scenarios, type ScenariosOptions } from "./scenario_arbitrary.ts";
export type { DrawnFault, ScheduleOptions } from "./schedule_plan.ts";
