import { assertEquals } from "@std/assert";
import { processInfo } from "../introspection/process_info.ts";
import { sys } from "../introspection/sys.ts";
import { puppet, type Script } from "../testdata/machine.ts";
import { deathsOf, everyOrder, fateOf } from "../testdata/world.ts";
import { GenStateMachine } from "./gen_state_machine.ts";
import type { EnterResult, MachineTypes } from "./state_machine_types.ts";

const { keepState, keepStateAndData, nextState, ok, repeatState, repeatStateAndData, stop } = GenStateMachine;

Deno.test("case 214: entering a state, also the first, is told with the old state before any event", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { definition, log } = puppet({
      first: () => ok("a", 0).nextEvent({ type: "internal", kind: "i" }),
      enter: () => keepStateAndData(),
      on: (text) => text === "cast go" ? nextState("b", 0).nextEvent({ type: "internal", kind: "j" }) : "default",
    });
    const machine = await system.start(definition);
    machine.cast("go");
    await settle();
    assertEquals(log, ["enter a from a", "a: internal i", "a: cast go", "enter b from a", "b: internal j"]);
  });
});

Deno.test("case 214: the same state is not entered again, unless it is repeated; that is no change of state", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { definition, log } = puppet({
      enter: (_old, _state, data) => keepState((data as number) + 1),
      on: (text) => {
        if (text === "cast wait") return keepStateAndData().postpone();
        if (text === "cast same") return nextState("a", 10);
        if (text === "cast repeat") return repeatState(20);
        return text === "cast again" ? repeatStateAndData() : "default";
      },
    });
    const machine = await system.start(definition);
    for (const kind of ["wait", "same", "repeat", "again"]) machine.cast(kind);
    await settle();
    assertEquals(log, [
      "enter a from a",
      "a: cast wait",
      "a: cast same",
      "a: cast repeat",
      "enter a from a",
      "a: cast again",
      "enter a from a",
    ]);
    assertEquals(sys.getState(system, machine.pid!), { state: "a", data: 22 });
  }, 5);
});

Deno.test("case 214: states are compared by what they hold", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { definition, log } = puppet({
      first: () => ok({ name: "a", tags: ["x"] }, 0),
      enter: () => keepStateAndData(),
      on: (text) => nextState({ name: text === "cast same" ? "a" : "b", tags: ["x"] }, 0),
    });
    const machine = await system.start(definition);
    for (const kind of ["same", "other"]) machine.cast(kind);
    await settle();
    assertEquals(log.filter((line) => line.startsWith("enter")).length, 2);
  }, 3);
});

Deno.test("case 214: an enter function may reply, set time-outs, repeat itself, and stop", async () => {
  await everyOrder(async ({ system, advance }) => {
    let repeats = 0;
    const { definition, log } = puppet({
      enter: (_old, state) => {
        if (state === "end") return stop("done", "last");
        if (state !== "b") return keepStateAndData();
        if (repeats++ < 2) return repeatStateAndData();
        return keepState("entered").stateTimeout({ afterMs: 5, content: "left" }).hibernate();
      },
      on: (text) => {
        if (text === "cast go") return nextState("b", 0).stateTimeout({ afterMs: 1, content: "overridden" });
        return text.startsWith("state_timeout") ? nextState("end", 1) : "default";
      },
    });
    const machine = await system.start(definition);
    const pid = machine.pid!;
    machine.cast("go");
    await advance(1);
    assertEquals(processInfo(system, pid)!.status, "hibernated");
    await advance(100);
    assertEquals(log, [
      "enter a from a",
      "a: cast go",
      "enter b from a",
      "enter b from a",
      "enter b from a",
      "b: state_timeout left",
      "enter end from b",
      "terminate done in end with last",
    ]);
  }, 3);
});

Deno.test("case 214: an asynchronous enter function holds all events; state and data change when it is done", async () => {
  await everyOrder(async ({ system, settle }) => {
    let open!: () => void;
    const opened = new Promise<void>((resolve) => open = resolve);
    const { definition, log } = puppet({
      enter: async (_old, state) => (state === "b" && await opened, keepState("entered")),
      on: (text, event) =>
        text === "call go" && event.type === "call" ? nextState("b", "going").reply(event.from, "gone") : "default",
    });
    const machine = await system.start(definition);
    assertEquals(await machine.call("go"), "gone"); // replies do not wait for the enter function
    const call = fateOf(machine.call("x"));
    await settle();
    assertEquals([call.state, sys.getState(system, machine.pid!)], ["pending", { state: "a", data: "entered" }]);
    open();
    await settle();
    assertEquals([call.value, log.at(-1)], ["ok", "b: call x"]);
    assertEquals(sys.getState(system, machine.pid!), { state: "b", data: "entered" });
  }, 10);
});

Deno.test("case 215: an enter function that changes the state, postpones or inserts events stops the machine", async () => {
  await everyOrder(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    const event = { type: "internal", kind: "i" } as const;
    const wrong: [unknown, string][] = [
      [nextState("c", 0), "bad_state_enter_return_from_state_function"],
      [ok("a", 0), "bad_state_enter_return_from_state_function"],
      [undefined, "bad_state_enter_return_from_state_function"],
      [keepStateAndData().postpone(), "bad_state_enter_action_from_state_function"],
      [keepStateAndData().nextEvent(event), "bad_state_enter_action_from_state_function"],
      [keepStateAndData().changeCallbacks({}), "bad_state_enter_action_from_state_function"],
      [keepStateAndData().popCallbacks(), "bad_state_enter_action_from_state_function"],
    ];
    for (const [result, reason] of wrong) {
      for (const later of [false, true]) {
        const given = later ? Promise.resolve(result) : result;
        const enter = ((_old: unknown, state: unknown) =>
          state === "b" ? given as EnterResult<MachineTypes> : keepStateAndData()) as NonNullable<Script["enter"]>;
        const { definition, log } = puppet({
          enter,
          on: () =>
            nextState("b", 1),
        });
        const machine = await system.start(definition);
        const pid = machine.pid!;
        machine.cast("go");
        await settle();
        assertEquals(Object.keys(deaths.get(pid) as object), [reason]);
        assertEquals(log.at(-1)!.endsWith("in a with 0"), true);
      }
    }
  }, 1);
});

Deno.test("case 215: an enter function may say nextState with the very state", async () => {
  await everyOrder(async ({ system }) => {
    const enter = (() => nextState("a", 5)) as unknown as NonNullable<Script["enter"]>;
    const machine = await system.start(puppet({ enter }).definition);
    assertEquals(await machine.call("x"), "ok");
  }, 1);
});

Deno.test("GenStateMachine: an init that fails on entering has started, and dies then", async () => {
  await everyOrder(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    const fail = () => {
      throw new Error("no way in");
    };
    await system.start(puppet({ enter: fail }).definition);
    await settle();
    const [reason] = deaths.values();
    assertEquals((reason as { error: Error }).error.message, "no way in");
  }, 3);
});
