import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError, GenServer } from "@superlearner/otp";
import { defineScenario, partsOf, type Scenario } from "./define_scenario.ts";
import { type AnyOperation, op } from "./operation.ts";
import { Account, Counter, counting } from "./testdata/servers.ts";

type Loose = Parameters<typeof defineScenario>[0];

const refuses = (more: object, message: string) =>
  assertThrows(
    () => defineScenario({ server: Counter, clients: [[]], ...more } as unknown as Loose),
    ArgumentError,
    message,
  );

Deno.test("defineScenario: puts defaults in, and a name", () => {
  const scenario = defineScenario({ server: Counter, clients: [[op.call("add", 1)], []] });
  const { name, timeoutMs, callTimeoutMs, simulation, bounds, chaos } = partsOf("test", scenario);
  assertEquals([name, timeoutMs, callTimeoutMs, simulation.runs, bounds, chaos], ["Counter", 5000, 1000, 300, {}, []]);
  const exhaustive = defineScenario({ server: Counter, clients: [[]], strategy: "exhaustive", name: "all" });
  assertEquals([exhaustive.name, exhaustive.parts.simulation.runs], ["all", 10_000]);
});

Deno.test("defineScenario: steps of another server do not compile, nor does anything else that does not fit", () => {
  const cases: (() => unknown)[] = [
    // @ts-expect-error there is no such call
    () => defineScenario({ server: Counter, clients: [[op.call("ad", 1)]] }),
    // @ts-expect-error the payload is of another type
    () => defineScenario({ server: Counter, clients: [[op.call("add", "1")]] }),
    // @ts-expect-error there is no payload
    () => defineScenario({ server: Counter, clients: [[op.call("add")]] }),
    // @ts-expect-error reset is a cast
    () => defineScenario({ server: Counter, clients: [[op.call("reset")]] }),
    // @ts-expect-error a step for another server
    () => defineScenario({ server: Counter, clients: (own) => [[own.custom((server) => server.call("nope"))]] }),
    // @ts-expect-error a model of another server
    () => defineScenario({ server: Counter, clients: [[]], model: { init: () => 0, calls: { add: () => ["", 0] } } }),
    // @ts-expect-error unknown options
    () => defineScenario({ server: Counter, clients: [[]], thread: 1 }),
  ];
  assertEquals(cases.length, 7);
  const context = defineScenario({
    server: Counter,
    clients: [[]],
    setup: async (world) => ({ server: await world.start(Counter), context: { limit: 3 } }),
    invariant: ({ context }) => context.limit === 3,
  });
  assertEquals(context.clients, [[]]);
});

Deno.test("defineScenario: arguments are demanded where init cannot do without, unless there is a set-up", () => {
  const Named = GenServer.define({ name: "Named", init: (name: string) => name });
  defineScenario({ server: Named, args: ["a"], clients: [[]] });
  defineScenario({ server: Named, setup: (world) => world.start(Named, { args: ["b"] }), clients: [[]] });
  // @ts-expect-error there are no arguments
  defineScenario({ server: Named, clients: [[]] });
  // @ts-expect-error of another type
  defineScenario({ server: Named, args: [1], clients: [[]] });
});

Deno.test("D23: what is unknown or wrong is refused, whatever it is", () => {
  refuses({ thread: [] }, 'got "thread"');
  refuses({ nodes: ["a"] }, 'got "nodes"');
  refuses({ server: {} }, "server is what GenServer.define gives");
  refuses({ name: "" }, "its name is a text");
  refuses({ clients: [] }, "there is a list of steps for one client at least");
  refuses({ clients: [7] }, "each client is a list of steps");
  refuses({ clients: [[{ does: "shout" }]] }, "a step is made by op.call, op.cast or op.custom");
  refuses({ clients: [[null as unknown as AnyOperation]] }, "a step is made by");
  refuses({ clients: [[op.call("reset")]] }, 'the calls of the server are add, value, got "reset"');
  refuses({ clients: [[{ does: "custom" }]] }, "a custom step is a function");
  refuses({ invariant: true }, "invariant is a function");
  refuses({ cleanup: 1 }, "cleanup is a function");
  refuses({ chaos: () => {} }, "chaos is a list of functions");
  refuses({ bounds: { most: 1 } }, "the bounds are");
  refuses({ timeoutMs: NaN }, "timeoutMs is a number");
  refuses({ runs: 0 }, "runs is a whole number from 1 up");
  refuses({ schedule: { choices: [-1] } }, "schedule.choices is a list of whole numbers");
  refuses({ schedule: { choices: [] }, runs: 2 }, "so there is no runs");
  refuses({ clients: [[op.call("add", 1)]], model: { init: () => 0 } }, "the model knows every call");
  assertThrows(() => defineScenario(null as unknown as Loose), ArgumentError, "it is an object");
});

Deno.test("Scenario: prints as what clients do, and its schedule", () => {
  const scenario = defineScenario({
    server: Account,
    clients: [[op.call("balance"), op.cast("set", 1)], []],
    schedule: { choices: [0, 2], faults: [{ kind: "delay", scope: "messages", at: 3, ms: 5 }] },
  });
  assertEquals(
    `${scenario}`,
    "client 0: call balance, cast set(1)\nclient 1: nothing\nchoices: 0, 2\nfaults: delay of message 3 by 5 ms",
  );
});

Deno.test("partsOf: only what defineScenario has made is a scenario", () => {
  const scenario = defineScenario({ server: Counter, clients: [[op.call("value")]], model: counting });
  assertEquals(partsOf("run", scenario), scenario.parts);
  const copy = { ...scenario } as Scenario;
  assertThrows(() => partsOf("run", copy), ArgumentError, "Cannot run: it is what defineScenario gives");
});
