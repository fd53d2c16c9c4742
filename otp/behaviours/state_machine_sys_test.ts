import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { sys } from "../introspection/sys.ts";
import { ArgumentError } from "../processes/errors.ts";
import { eventsOf, everyOrder, fateOf } from "../testdata/world.ts";
import { GenStateMachine } from "./gen_state_machine.ts";
import type { MachineTypes } from "./state_machine_types.ts";

interface Lamp extends MachineTypes {
  state: "off" | "on";
  data: { presses: number };
  calls: { presses(): number };
  casts: { press(): void };
}

interface DimLamp extends MachineTypes {
  state: "off" | "dim";
  data: { presses: number; note: string };
  calls: { presses(): string };
  casts: { press(): void };
}

const { keepState, keepStateAndData, nextState, ok } = GenStateMachine;

const OldLamp = GenStateMachine.define<Lamp>({
  name: "Lamp",
  version: 1,
  init: () => ok("off", { presses: 0 }),
  handleEvent: (event, state, { presses }) => {
    if (event.type === "call") return keepStateAndData().reply(event.from, presses);
    return event.type === "cast" ? nextState(state === "off" ? "on" : "off", { presses: presses + 1 }) : undefined;
  },
});

const NewLamp = GenStateMachine.define<DimLamp>({
  name: "Lamp",
  version: 2,
  init: () => ok("off", { presses: 0, note: "new" }),
  states: {
    off: (event, data) =>
      event.type === "call" ? keepStateAndData().reply(event.from, `${data.presses} off`) : keepState(data),
    dim: (event, data) => {
      return event.type === "call"
        ? keepStateAndData().reply(event.from, `${data.presses} ${data.note}`)
        : keepState(data);
    },
  },
  codeChange: (oldVersion, { state, data }: { state: Lamp["state"]; data: Lamp["data"] }, extra: string) => ({
    state: state === "on" ? "dim" : "off",
    data: { ...data, note: `${oldVersion} ${extra}` },
  }),
  formatStatus: (status) => ({ ...status, state: "hidden" }),
});

Deno.test("case 230: the code of a state machine changes together with its state and its data", async () => {
  await everyOrder(async ({ system, settle }) => {
    const lamp = await system.start(OldLamp, { name: "lamp" });
    lamp.cast("press");
    await settle();
    sys.suspend(system, "lamp");
    const waiting = fateOf(NewLamp.at(system, "lamp").call("presses"));
    await sys.changeCode(system, "lamp", { definition: NewLamp, extra: "was" });
    assertEquals(sys.getState(system, "lamp"), { state: "dim", data: { presses: 1, note: "1 was" } });
    sys.resume(system, "lamp");
    await settle();
    assertEquals(waiting.value, "1 1 was");
    assertEquals(sys.getStatus(system, "lamp").state, "hidden");
  }, 10);
});

Deno.test("case 230: a code change that names a state the new machine does not have leaves the old machine as it was", async () => {
  await everyOrder(async ({ system }) => {
    const Broken = GenStateMachine.define<DimLamp>({
      name: "Lamp",
      init: () => ok("off", { presses: 0, note: "" }),
      states: { off: () => undefined, dim: () => undefined },
    });
    const lamp = await system.start(OldLamp);
    lamp.cast("press");
    await sys.awaitState(system, lamp.pid!);
    sys.suspend(system, lamp.pid!);
    await assertRejects(
      () => sys.changeCode(system, lamp.pid!, { definition: Broken }),
      ArgumentError,
      "Cannot change the code of Lamp",
    );
    sys.resume(system, lamp.pid!);
    assertEquals(await lamp.call("presses", undefined, { timeoutMs: 10 }), 1);
  }, 5);
});

Deno.test("case 232: of a traced state machine events are told as taken, replied and handled with the new state", async () => {
  await everyOrder(async ({ system, settle }) => {
    const lamp = await system.start(OldLamp);
    await settle();
    using _trace = sys.trace(system, lamp.pid!);
    const events = eventsOf(system, "message.taken", "message.replied", "message.handled");
    lamp.cast("press");
    fateOf(lamp.call("presses"));
    await settle();
    const states = events.map((event) => "state" in event ? (event.state as { state: string }).state : event.type);
    assertEquals(states, ["message.taken", "on", "message.taken", "message.replied", "on"]);
  }, 5);
});

Deno.test("GenStateMachine.define() refuses a codeChange or formatStatus that is no function", () => {
  for (const key of ["codeChange", "formatStatus"]) {
    const spec = { name: "Lamp", init: () => ok("off", 0), states: { off: () => undefined }, [key]: 5 };
    assertThrows(() => GenStateMachine.define(spec as never), ArgumentError, `${key} is a function, got 5`);
  }
});
