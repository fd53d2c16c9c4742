import { assert, assertEquals } from "@std/assert";
import { Value } from "npm:fast-check@^4";
import type { AnyOperation } from "../scenarios/operation.ts";
import { type PlanLimits, type ScenarioPlan, smallerPlans } from "./scenario_plan.ts";

const step = (payload: number): Value<AnyOperation> => new Value({ does: "call", kind: "add", payload }, undefined);
const payloadOf = ({ value }: Value<AnyOperation>) => (value as { payload: number }).payload;
const LIMITS: PlanLimits = {
  plainer: (of) => payloadOf(of) === 0 ? [] : [step(payloadOf(of) - 1)],
  fewestClients: 2,
  steps: [1, 3],
  maxChoices: 4,
};

const plan: ScenarioPlan = {
  clients: [[step(1), step(2), step(3)], [step(4)], [step(5)]],
  choices: [0, 2],
  faults: [{ kind: "crash", scope: "turns", at: 3 }],
};

const shape = ({ clients }: ScenarioPlan) => clients.map((steps) => steps.map(payloadOf).join("")).join("|");
const count = ({ clients }: ScenarioPlan) => clients.flat().length;
const smaller = (of: ScenarioPlan, limits: PlanLimits = LIMITS) => [...smallerPlans(of, limits)];

Deno.test("smallerPlans: keeps to its limits, and never has more steps", () => {
  for (const { clients, choices } of smaller(plan)) {
    assert(clients.length >= 2 && clients.every(({ length }) => length >= 1 && length <= 3));
    assert(choices.length <= 4);
  }
  assert(smaller(plan).every((each) => count(each) <= count(plan)));
});

Deno.test("smallerPlans: where there are as many steps, schedule, faults or payloads are plainer", () => {
  const weight = ({ choices, faults, clients }: ScenarioPlan) => [
    faults.length,
    choices.filter((choice) => choice !== 0).length,
    choices.reduce((sum, each) => sum + each, 0) + choices.length,
    clients.flat().reduce((sum, each) => sum + payloadOf(each), 0),
    faults.reduce((sum, { at }) => sum + at, 0),
  ];
  for (const each of smaller(plan).filter((one) => count(one) === count(plan))) {
    const [here, there] = [weight(each), weight(plan)];
    const at = here.findIndex((value, index) => value !== there[index]);
    assert(at >= 0 && here[at]! < there[at]!, `${shape(each)} ${here}`);
  }
});

Deno.test("smallerPlans: leaves out clients and steps first, and moves what is left", () => {
  const shapes = smaller(plan).map(shape);
  assertEquals(shapes.slice(0, 3), ["4|5", "123|5", "123|4"]);
  for (const expected of ["23|4|5", "13|4|5", "12|4|5", "122|4|5", "23|1|5", "2|41|5", "3|4|51"]) {
    assert(shapes.includes(expected), expected);
  }
});

Deno.test("smallerPlans: tries a step less under other schedules and faults, unless there are none", () => {
  const two: ScenarioPlan = { ...plan, clients: [[step(0), step(0)], [step(0)]] };
  const less = smaller(two).filter((each) => count(each) === 2);
  const schedules = new Set(less.map(({ choices }) => `${choices}`));
  assert(["", "2", "1", "0,1", "0,0,3", "1,0,0,1"].every((each) => schedules.has(each)), [...schedules].join(" "));
  assertEquals(new Set(less.map(({ faults: [fault] }) => fault?.at)), new Set([3, 2, 1]));
  const plain: ScenarioPlan = { ...two, choices: [], faults: [] };
  assertEquals(new Set(smaller(plain, { ...LIMITS, maxChoices: 0 }).map(({ choices }) => `${choices}`)), new Set([""]));
});
