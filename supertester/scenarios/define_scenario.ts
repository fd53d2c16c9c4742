import { ArgumentError } from "@superlearner/otp";
import type { Fault } from "@superlearner/otp/simulation";
import { settle, SIMULATED_OPTIONS, type SimulatedOptions } from "../simulation/simulated_options.ts";
import { checkTimeout } from "../waiting/deadline.ts";
import { checkModel, looseModel } from "./model.ts";
import { type AnyOperation, op, operationText } from "./operation.ts";
import { checkScenarioBounds } from "./scenario_bounds.ts";
import type { LooseScenario, ScenarioSchedule } from "./scenario_parts.ts";
import type { ScenarioArguments, ScenarioSetup, ScenarioSpec } from "./scenario_spec.ts";

const OWN = [
  ...["server", "args", "clients", "setup", "invariant", "chaos", "bounds", "model", "cleanup", "name", "leaks"],
  ...["timeoutMs", "callTimeoutMs", "schedule"],
];

const ACTION = "define a scenario";

/** A scenario that can be run, again and again. Made by {@linkcode defineScenario}. */
export class Scenario {
  /** What people call it. */
  readonly name: string;
  /** What clients do. */
  readonly clients: readonly (readonly AnyOperation[])[];
  /** The one run it is about, if it is. */
  readonly schedule: ScenarioSchedule | undefined;
  /** @internal */
  readonly parts: LooseScenario;

  /** @internal */
  constructor(parts: LooseScenario) {
    this.name = parts.name;
    this.clients = parts.clients;
    this.schedule = parts.schedule;
    this.parts = parts;
  }

  /** What clients do, a line each; and the schedule, if there is one. */
  toString(): string {
    const { choices = [], faults = [] } = this.schedule ?? {};
    return [
      ...this.clients.map((steps, client) => `client ${client}: ${steps.map(operationText).join(", ") || "nothing"}`),
      ...choices.length === 0 ? [] : [`choices: ${choices.join(", ")}`],
      ...faults.length === 0 ? [] : [`faults: ${faults.map(faultText).join(", ")}`],
    ].join("\n");
  }
}

function faultText({ kind, scope, at, ms }: Fault): string {
  return `${kind} of ${scope.slice(0, -1)} ${at}${ms === undefined ? "" : ` by ${ms} ms`}`;
}

/**
 * Says what several clients do with one server at the same time, and what must hold of it. Steps are typed by the server.
 * {@linkcode runScenario} runs it.
 *
 * @throws {ArgumentError} If something in it is unknown or wrong, also what types would have refused.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer } from "@superlearner/otp";
 * import { defineScenario, op, runScenario } from "@superlearner/supertester";
 *
 * const Counter = GenServer.define({
 *   name: "Counter",
 *   init: () => 0,
 *   calls: { add: (sum, n: number) => [sum + n, sum + n], value: (sum) => [sum, sum] },
 * });
 *
 * const scenario = defineScenario({
 *   server: Counter,
 *   clients: [[op.call("add", 1), op.call("value")], [op.call("add", 2)]],
 *   model: { init: () => 0, calls: { add: (sum, n) => [sum + n, sum + n], value: (sum) => [sum, sum] } },
 *   invariant: async ({ server }) => await server.call("value") === 3,
 *   runs: 50,
 * });
 * const { passed, runs, metrics } = await runScenario(scenario);
 * assertEquals([passed, runs, metrics.operations], [true, 50, 3]);
 * ```
 */
export function defineScenario<
  State,
  Args extends readonly unknown[],
  Calls,
  Casts,
  Context = undefined,
  ModelState = unknown,
>(
  spec: ScenarioSpec<State, Args, Calls, Casts, Context, ModelState> & ScenarioArguments<NoInfer<Args>>,
): Scenario {
  if (typeof spec !== "object" || spec === null) refuse("it is an object", spec);
  checkKeys(spec);
  const { server, args, clients: given, setup, invariant, chaos = [], bounds = {}, model, cleanup, ...rest } = spec as
    & ScenarioSpec<State, Args, Calls, Casts, Context, ModelState>
    & { args?: Args };
  const { name = server?.name, timeoutMs, callTimeoutMs, schedule, leaks = "fail", ...simulation } = rest;
  if (typeof server?.at !== "function" || typeof server.start !== "function") {
    refuse("server is what GenServer.define gives", server);
  }
  if (typeof name !== "string" || name === "") refuse("its name is a text", name);
  const clients = checkClients(typeof given === "function" ? given(op as never) : given, server.spec);
  for (const [what, value] of Object.entries({ setup, invariant, cleanup })) {
    if (value !== undefined && typeof value !== "function") refuse(`${what} is a function`, value);
  }
  if (!Array.isArray(chaos) || chaos.some((each) => typeof each !== "function")) {
    refuse("chaos is a list of functions", chaos);
  }
  checkScenarioBounds(ACTION, bounds);
  if (leaks !== "fail" && leaks !== "ignore") refuse("leaks is fail or ignore", leaks);
  settle(simulation);
  if (model !== undefined) checkModel(ACTION, { model, operations: clients.flat() });
  if (schedule !== undefined) checkSchedule(schedule, simulation);
  const start: ScenarioSetup<Calls, Casts, Context> = setup ??
    ((world) => world.start(server, ...(args === undefined ? [] : [{ args }]) as never));
  return new Scenario({
    name: name!,
    clients,
    start,
    at: (self, to) => server.at(self, to) as never,
    chaos: chaos as LooseScenario["chaos"],
    invariant: invariant as LooseScenario["invariant"],
    cleanup: cleanup as LooseScenario["cleanup"],
    model: model === undefined ? undefined : looseModel(model),
    bounds,
    leaks,
    timeoutMs: checkTimeout(ACTION, { usual: 5000, ...(timeoutMs === undefined ? {} : { timeoutMs }) }),
    callTimeoutMs: checkTimeout(ACTION, callTimeoutMs === undefined ? {} : { timeoutMs: callTimeoutMs }),
    schedule,
    simulation: { ...simulation, runs: simulation.runs ?? (simulation.strategy === "exhaustive" ? 10_000 : 300) },
  });
}

/** Refuses what is no scenario. */
export function partsOf(action: string, scenario: Scenario): LooseScenario {
  if (scenario instanceof Scenario) return scenario.parts;
  throw new ArgumentError(action, { rule: "it is what defineScenario gives", value: scenario });
}

function checkClients(
  clients: readonly (readonly AnyOperation[])[],
  kinds: { readonly calls?: object; readonly casts?: object },
): readonly (readonly AnyOperation[])[] {
  if (!Array.isArray(clients) || clients.length === 0) {
    refuse("there is a list of steps for one client at least", clients);
  }
  for (const steps of clients) {
    if (!Array.isArray(steps)) refuse("each client is a list of steps", steps);
    for (const step of steps as readonly AnyOperation[]) checkStep(step, kinds);
  }
  return clients;
}

function checkStep(step: AnyOperation, kinds: { readonly calls?: object; readonly casts?: object }): void {
  const { does, kind }: Partial<AnyOperation> = Object(step);
  if (does === "custom") {
    if (typeof (step as { run?: unknown }).run !== "function") refuse("a custom step is a function", step);
  } else if (does === "call" || does === "cast") {
    const known = Object.keys((does === "call" ? kinds.calls : kinds.casts) ?? {});
    if (known.includes(kind!)) return;
    refuse(`the ${does}s of the server are ${known.join(", ") || "none"}`, kind);
  } else refuse("a step is made by op.call, op.cast or op.custom", step);
}

function checkSchedule({ choices, faults = [] }: ScenarioSchedule, simulation: SimulatedOptions): void {
  if (!Array.isArray(choices) || choices.some((each) => !Number.isSafeInteger(each) || each < 0)) {
    refuse("schedule.choices is a list of whole numbers from 0 up", choices);
  }
  if (!Array.isArray(faults)) refuse("schedule.faults is a list", faults);
  for (const name of ["strategy", "runs", "faults"] as const) {
    if (simulation[name] !== undefined) {
      refuse(`with a schedule there is one run, so there is no ${name}`, simulation[name]);
    }
  }
}

function checkKeys(spec: object): void {
  const known = [...OWN, ...SIMULATED_OPTIONS.filter((each) => each !== "nodes" && each !== "replay")];
  const unknown = Object.keys(spec).find((key) => !known.includes(key));
  if (unknown !== undefined) refuse(`its parts are ${known.join(", ")}`, unknown);
}

function refuse(rule: string, value: unknown): never {
  throw new ArgumentError(ACTION, { rule, value });
}
