import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { processInfo } from "../introspection/process_info.ts";
import { ArgumentError, CallError, StartError } from "../processes/errors.ts";
import { Supervisor } from "../supervision/supervisor.ts";
import { puppet } from "../testdata/machine.ts";
import { deathsOf, everyOrder } from "../testdata/world.ts";
import { GenStateMachine } from "./gen_state_machine.ts";
import type { MachineTypes } from "./state_machine_types.ts";

const { keepStateAndData, nextState, ok, ignore } = GenStateMachine;

interface Light extends MachineTypes {
  args: [start: "red" | "green", write: (line: string) => void];
  state: "red" | "green";
  data: { write: (line: string) => void; changes: number };
  calls: { colour(): string; set(colour: "red" | "green"): number };
  casts: { change(): void };
}

const Lamp = GenStateMachine.define<Light>({
  name: "Lamp",
  init(start, write) {
    write(`init as ${this.name}`);
    return ok(start, { write, changes: 0 });
  },
  states: {
    red: (event, data, self) => {
      if (event.type === "cast") return nextState("green", { ...data, changes: data.changes + 1 });
      if (event.type !== "call") return;
      if (event.kind === "colour") return keepStateAndData().reply(event.from, `red of ${self.name}`);
      return nextState(event.payload, data).reply(event.from, data.changes);
    },
    green: {
      enter: (oldState, data) => {
        data.write(`green from ${oldState}`);
        return keepStateAndData();
      },
      handle: (event, data) => {
        if (event.type === "cast") return nextState("red", { ...data, changes: data.changes + 1 });
        return event.type === "call" && event.kind === "colour"
          ? keepStateAndData().reply(event.from, "green")
          : undefined;
      },
    },
  },
});

Deno.test("GenStateMachine: a function for each state, some of which are told when they are entered", async () => {
  await everyOrder(async ({ system }) => {
    const log: string[] = [];
    const lamp = await system.start(Lamp, { args: ["red", (line) => void log.push(line)], name: "lamp" });
    assertEquals(await lamp.call("colour"), "red of lamp");
    lamp.cast("change");
    assertEquals(await lamp.call("colour"), "green");
    lamp.cast("change");
    assertEquals(await lamp.call("set", "green"), 2);
    assertEquals(await system.whereis(Lamp, "lamp").call("colour"), "green");
    assertEquals(log, ["init as lamp", "green from red", "green from red"]);
    const { behaviour, module } = processInfo(system, lamp.pid!)!;
    assertEquals([behaviour, module], ["GenStateMachine", "Lamp"]);
  }, 10);
});

Deno.test("GenStateMachine: a supervisor starts it again in its first state", async () => {
  await everyOrder(async ({ system, settle }) => {
    const log: string[] = [];
    await system.start(
      Supervisor.define({ children: [Lamp.child({ args: ["red", (line) => void log.push(line)], name: "lamp" })] }),
    );
    const lamp = Lamp.at(system, "lamp");
    lamp.cast("change");
    const error = await assertRejects(() => lamp.call("set", "red"), CallError); // green takes no such call
    assertEquals(Object.keys(error.reason as object), ["unhandled_event", "state"]);
    await settle();
    assertEquals(await lamp.call("colour"), "red of lamp");
    assertEquals(log, ["init as lamp", "green from red", "init as lamp"]);
  }, 10);
});

Deno.test("GenStateMachine: next states, first states and results that are none end the machine", async () => {
  await everyOrder(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    const Odd = (result: unknown) =>
      GenStateMachine.define<MachineTypes>({
        name: "Odd",
        init: () => ok("a", 0),
        states: { a: () => result } as never,
      });
    for (
      const [result, reason] of [
        [nextState("b", 0), { bad_state: "b", rule: "it is one of a" }],
        [nextState("constructor", 0), { bad_state: "constructor", rule: "it is one of a" }],
        [nextState(7, 0), { bad_state: 7, rule: "it is one of a" }],
        ["keep_state", { bad_return_from_state_function: "keep_state" }],
        [null, { bad_return_from_state_function: null }],
        [
          keepStateAndData().nextEvent({ type: "odd" }),
          { bad_action_from_state_function: { type: "next_event", event: { type: "odd" } } },
        ],
      ] as const
    ) {
      const machine = await system.start(Odd(result));
      const pid = machine.pid!;
      system.send(pid, "x");
      await settle();
      assertEquals(deaths.get(pid), reason);
    }
    for (const first of [ok("b", 0), 5, undefined, nextState("a", 0)]) {
      const definition = GenStateMachine.define({
        name: "Odd",
        init: () => first as never,
        states: { a: () => keepStateAndData() },
      } as never);
      await assertRejects(() => system.start(definition), StartError);
    }
  }, 1);
});

Deno.test("GenStateMachine: init may be asynchronous, ignore, and fail; the name is free again", async () => {
  await everyOrder(async ({ system }) => {
    const slow = puppet({ first: async () => (await Promise.resolve(), ok("a", 0).postpone()) }); // nothing to postpone
    const machine = await system.start(slow.definition, { name: "machine" });
    assertEquals(await machine.call("x"), "ok");
    const taken = await assertRejects(() => system.start(slow.definition, { name: "machine" }), StartError);
    assertEquals(taken.reason, { already_started: machine.pid! });
    await machine.stop();
    const none = await assertRejects(
      () => system.start(puppet({ first: () => ignore() }).definition, { name: "machine" }),
      StartError,
    );
    assertEquals(none.reason, "ignore");
    const failing = puppet({ first: () => Promise.reject(new Error("no")) }).definition;
    await assertRejects(() => system.start(failing, { name: "machine" }), StartError, "no");
    assertEquals(system.names, []);
  }, 5);
});

Deno.test("GenStateMachine.define(): refuses what is none", () => {
  const define = GenStateMachine.define as unknown as (spec: unknown) => unknown;
  const good = { name: "G", init: () => {}, handleEvent: () => {} };
  const bad: [unknown, string][] = [
    [null, "it is an object"],
    [{ ...good, name: "" }, "name is a text"],
    [{ ...good, init: 1 }, "init is a function"],
    [{ ...good, trapExit: 1 }, "trapExit is true or false"],
    [{ ...good, terminate: 1 }, "terminate is a function"],
    [{ ...good, handleEvent: undefined }, "it has states, or else a handleEvent"],
    [{ ...good, states: {} }, "it has states, or else a handleEvent"],
    [{ ...good, handleEvent: 1 }, "handleEvent is a function"],
    [{ name: "G", init: () => {}, states: 1 }, "states are an object of functions"],
    [{ name: "G", init: () => {}, states: { a: 1 } }, "states.a is a function"],
    [{ name: "G", init: () => {}, states: { a: null } }, "states.a is a function"],
    [{ name: "G", init: () => {}, states: { a: { handle: () => {} } } }, "has the functions enter and handle"],
    [
      { name: "G", init: () => {}, states: { a: () => {} }, handleEnter: () => {} },
      "handleEnter goes with handleEvent",
    ],
  ];
  for (const [spec, rule] of bad) assertThrows(() => define(spec), ArgumentError, rule);
  assert(define(good) !== undefined);
});
