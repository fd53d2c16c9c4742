import type { Value } from "npm:fast-check@^4";
import type { AnyOperation } from "../scenarios/operation.ts";
import { shorterLists } from "./list_arbitrary.ts";
import { earlierFaults, plainerSchedules, type SchedulePlan, sparseChoices, withoutSome } from "./schedule_plan.ts";

/** A scenario before it is one: each step with what it takes to shrink it. */
export interface ScenarioPlan extends SchedulePlan {
  readonly clients: Clients;
}

type Step = Value<AnyOperation>;
type Clients = readonly (readonly Step[])[];

/** What no plan may go below, or above. */
export interface PlanLimits {
  /** Steps that are a little plainer than one. */
  readonly plainer: (step: Step) => Iterable<Step>;
  /** How few clients there may be. */
  readonly fewestClients: number;
  /** How many steps a client may have. */
  readonly steps: readonly [least: number, most: number];
  /** How many choices there may be. */
  readonly maxChoices: number;
}

/** How much longer other schedules may be that are tried where a step is left out. */
const SPARE = 2;

/**
 * Plans that are smaller than one: fewer steps, or as many and a plainer schedule, or plainer steps. First what is left out
 * alone, then the schedule, then what steps carry; then several at once: where a step is left out the same choices are about
 * something else, so others are tried as well.
 */
export function* smallerPlans(plan: ScenarioPlan, limits: PlanLimits): Generator<ScenarioPlan> {
  const fewer = [...fewerSteps(plan.clients, limits)];
  for (const clients of fewer) yield { ...plan, clients };
  for (const schedule of plainerSchedules(plan)) yield { ...plan, ...schedule };
  for (const clients of plainerSteps(plan.clients, limits)) yield { ...plan, clients };
  const merged = [...mergedSteps(plan.clients, limits)];
  for (const clients of merged) yield { ...plan, clients };
  for (const clients of [...fewer, ...merged]) {
    for (const faults of earlierFaults(plan.faults)) yield { ...plan, clients, faults };
  }
  if (limits.maxChoices > 0) yield* otherSchedules(plan, { fewer, maxChoices: limits.maxChoices });
}

/** Fewer steps, or the same, under schedules that do not come from that of the plan. */
function* otherSchedules(
  plan: ScenarioPlan,
  { fewer, maxChoices }: { fewer: readonly Clients[]; maxChoices: number },
): Generator<ScenarioPlan> {
  for (const clients of fewer) {
    for (const choices of withoutSome(plan.choices)) yield { ...plan, clients, choices };
  }
  const deviations = plan.choices.filter((choice) => choice !== 0).length;
  const length = Math.min(maxChoices, plan.choices.length + SPARE);
  for (const clients of deviations === 0 ? [] : [plan.clients, ...swapped(plan.clients)]) {
    yield { ...plan, clients, choices: [] };
    for (const choices of sparseChoices({ length, most: deviations - 1 })) yield { ...plan, clients, choices };
  }
  for (const clients of fewer) {
    for (const choices of sparseChoices({ length, most: deviations === 0 ? 1 : 2 })) {
      yield { ...plan, clients, choices };
    }
  }
}

/** Fewer clients, then fewer steps. */
function* fewerSteps(clients: Clients, { fewestClients, steps: [least] }: PlanLimits): Generator<Clients> {
  for (let at = 0; at < clients.length && clients.length > fewestClients; at++) yield clients.toSpliced(at, 1);
  for (const [client, steps] of clients.entries()) {
    for (const left of shorterLists(steps, least)) yield clients.with(client, left);
  }
}

/** One step fewer, and one of those left in another place: of a step that another client does, or behind all of them. */
function* mergedSteps(clients: Clients, { steps: [least, most] }: PlanLimits): Generator<Clients> {
  for (const [from, steps] of clients.entries()) {
    for (const [at, step] of steps.entries()) {
      const without = steps.toSpliced(at, 1);
      if (without.length < least) continue;
      for (const [to, others] of clients.entries()) {
        if (to === from) continue;
        const left = clients.with(from, without);
        for (let place = 0; place < others.length; place++) yield left.with(to, others.with(place, step));
        if (others.length === most) continue;
        for (const shorter of shorterLists(without, least)) yield left.with(from, shorter).with(to, [...others, step]);
      }
    }
  }
}

function* plainerSteps(clients: Clients, { plainer }: PlanLimits): Generator<Clients> {
  for (const [client, steps] of clients.entries()) {
    for (const [at, step] of steps.entries()) {
      for (const less of plainer(step)) yield clients.with(client, steps.with(at, less));
    }
  }
}

/** The same clients, two of them in each other's place: who comes first makes a difference to the plain order. */
function* swapped(clients: Clients): Generator<Clients> {
  for (let one = 0; one < clients.length; one++) {
    for (let other = one + 1; other < clients.length; other++) {
      yield clients.with(one, clients[other]!).with(other, clients[one]!);
    }
  }
}
