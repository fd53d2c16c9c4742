import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { processInfo } from "../introspection/process_info.ts";
import { ArgumentError } from "../processes/errors.ts";
import { puppet, type PuppetRef, type Script } from "../testdata/machine.ts";
import { everyOrder, type World } from "../testdata/world.ts";
import { GenStateMachine } from "./gen_state_machine.ts";
import type { StateTransition } from "./state_machine_result.ts";
import type { ActionOf } from "./state_machine_types.ts";
import type { PuppetTypes } from "../testdata/machine.ts";

const { keepStateAndData, nextState, ok, repeatStateAndData } = GenStateMachine;

type Step = () => StateTransition<
  "keep_state" | "next_state" | "repeat_state",
  unknown,
  unknown,
  ActionOf<PuppetTypes>
>;

/** A machine that does a step for each cast kind, and the moments at which its time-outs came. */
async function timed({ system }: World, steps: { [kind: string]: Step }, script: Script = {}) {
  const due: string[] = [];
  const { definition, log } = puppet({
    ...script,
    on: (text, event, { state, self }) => {
      if (event.type === "cast") return steps[event.kind]?.() ?? "default";
      if (event.type.endsWith("timeout")) due.push(`${self.now()} ${state as string}: ${text}`);
      return "default";
    },
  });
  const machine: PuppetRef = await system.start(definition);
  return { machine, log, due };
}

Deno.test("case 209: the state time-out is cancelled when the state changes, unless set anew by that transition", async () => {
  await everyOrder(async (world) => {
    const { machine, due } = await timed(world, {
      set: () => keepStateAndData().stateTimeout({ afterMs: 10, content: "old" }),
      keep: () => nextState("a", 0),
      repeat: () => repeatStateAndData(),
      leave: () => nextState("b", 0),
      move: () => nextState("c", 0).stateTimeout({ afterMs: 10, content: "new" }),
    });
    for (const kind of ["set", "keep", "repeat"]) machine.cast(kind);
    await world.advance(5);
    assertEquals(due, []);
    await world.advance(5);
    assertEquals(due.splice(0), ["10 a: state_timeout old"]);
    for (const kind of ["set", "leave"]) machine.cast(kind);
    await world.advance(100);
    assertEquals(due, []);
    for (const kind of ["set", "move"]) machine.cast(kind);
    await world.advance(100);
    assertEquals(due, ["120 c: state_timeout new"]);
  }, 10);
});

Deno.test("case 209: a state time-out whose event is in the mailbox already does not come into another state", async () => {
  await everyOrder(async (world) => {
    let open!: () => void;
    const opened = new Promise<void>((resolve) => open = resolve);
    const log: string[] = [];
    const { definition } = puppet({
      first: () => ok("a", 0).stateTimeout({ afterMs: 10 }).timeout("n", { afterMs: 10 }).eventTimeout({ afterMs: 20 }),
      on: async (text, _event, { state }) => {
        log.push(`${state as string}: ${text}`);
        await opened;
        return nextState("b", 0);
      },
    });
    const machine = await world.system.start(definition);
    await world.settle();
    machine.cast("slow");
    await world.advance(50);
    open();
    await world.settle();
    assertEquals(log, ["a: cast slow", "b: timeout n"]);
  }, 10);
});

Deno.test("case 210: the event time-out is cancelled by any event before it, handled, postponed or inserted", async () => {
  await everyOrder(async (world) => {
    for (const kind of ["handled", "postponed", "info", "call", "timeout", "inserted"]) {
      const { machine, due } = await timed(world, {
        set: () => keepStateAndData().eventTimeout({ afterMs: 10, content: kind }).timeout("t", { afterMs: 9 }),
        both: () =>
          keepStateAndData().eventTimeout({ afterMs: 10 }).timeout("t", "cancel").nextEvent({
            type: "cast",
            kind: "x",
          }),
        postponed: () => keepStateAndData().postpone(),
      });
      machine.cast("set");
      await world.advance(5);
      if (kind === "info") world.system.send(machine.pid!, "x");
      else if (kind === "call") await machine.call("x");
      else if (kind === "inserted") machine.cast("both");
      else if (kind !== "timeout") machine.cast(kind);
      await world.advance(100);
      assertEquals(due.map((line) => line.split(" ").slice(1).join(" ")), kind === "inserted" ? [] : ["a: timeout t"]);
    }
  }, 3);
});

Deno.test("case 210: without an event it comes once; set by the transition of another event it counts anew", async () => {
  await everyOrder(async (world) => {
    const { machine, due } = await timed(world, { set: () => keepStateAndData().eventTimeout({ afterMs: 10 }) });
    machine.cast("set");
    await world.advance(6);
    machine.cast("set");
    await world.advance(100);
    assertEquals(due, ["16 a: event_timeout"]);
  }, 5);
});

Deno.test("case 211: named time-outs run side by side, survive changes of state, and are replaced by their name", async () => {
  await everyOrder(async (world) => {
    const { machine, due } = await timed(world, {
      set: () =>
        nextState("b", 0).timeout("one", { afterMs: 30, content: 1 }).timeout("two", { afterMs: 10, content: 2 })
          .timeout("three", { afterMs: 20, content: 3 }),
      again: () => nextState("c", 0).timeout("two", { afterMs: 25, content: "new" }),
    });
    machine.cast("set");
    await world.advance(5);
    machine.cast("again");
    await world.advance(100);
    assertEquals(due, ["20 c: timeout three 3", "30 c: timeout one 1", "30 c: timeout two new"].sort());
  }, 5);
});

Deno.test("case 211: a name is the user's own, also one of the other time-outs; of two settings at once the last counts", async () => {
  await everyOrder(async (world) => {
    const { machine, due } = await timed(world, {
      set: () =>
        keepStateAndData().timeout("state_timeout", { afterMs: 10 }).stateTimeout({ afterMs: 20 })
          .timeout("twice", { afterMs: 1 }).timeout("twice", { afterMs: 30 }),
    });
    machine.cast("set");
    await world.advance(100);
    assertEquals(due, ["10 a: timeout state_timeout", "20 a: state_timeout", "30 a: timeout twice"]);
  }, 3);
});

Deno.test("case 212: infinity and cancel end a time-out; its event never comes later", async () => {
  await everyOrder(async (world) => {
    const { machine, due } = await timed(world, {
      set: () =>
        keepStateAndData().timeout("n", { afterMs: 10 }).stateTimeout({ afterMs: 10 }).eventTimeout({ afterMs: 10 }),
      cancel: () => keepStateAndData().timeout("n", "cancel").stateTimeout("cancel").eventTimeout("cancel"),
      infinity: () =>
        keepStateAndData().timeout("n", { afterMs: Infinity }).stateTimeout({ atMs: Infinity })
          .eventTimeout({ afterMs: Infinity }),
    });
    for (const kind of ["cancel", "infinity"]) {
      machine.cast("set");
      await world.advance(9);
      machine.cast(kind);
      await world.advance(1000);
    }
    assertEquals(due, []);
  }, 5);
});

Deno.test("case 212: a cancelled time-out does not come, where its event is in the mailbox already", async () => {
  await everyOrder(async (world) => {
    let open!: () => void;
    const opened = new Promise<void>((resolve) => open = resolve);
    const { definition, log } = puppet({
      first: () => ok("a", 0).timeout("n", { afterMs: 5 }).timeout("m", { afterMs: 6 }),
      on: async (text) => {
        await opened;
        return text === "cast slow" ? keepStateAndData().timeout("n", "cancel") : keepStateAndData();
      },
    });
    const machine = await world.system.start(definition);
    await world.settle();
    machine.cast("slow");
    await world.advance(50);
    open();
    await world.settle();
    assertEquals(log, ["a: cast slow", "a: timeout m"]);
    assertEquals(processInfo(world.system, machine.pid!)!.handled, 2);
  }, 5);
});

Deno.test("StateTransition time-outs: a moment of System time is absolute; one that is past comes behind what waits", async () => {
  await everyOrder(async (world) => {
    const { machine, log, due } = await timed(world, {
      set: () => keepStateAndData().timeout("at", { atMs: 150, content: "c" }),
      past: () => keepStateAndData().timeout("past", { atMs: 1 }),
    });
    await world.advance(100);
    machine.cast("set");
    await world.advance(100);
    assertEquals(due.splice(0), ["150 a: timeout at c"]);
    for (const kind of ["past", "x"]) machine.cast(kind);
    await world.settle();
    assertEquals(log.slice(-3), ["a: cast past", "a: cast x", "a: timeout past"]);
  }, 3);
});

Deno.test("StateTransition time-outs: update changes what a running one carries, and starts none that is not running", async () => {
  await everyOrder(async (world) => {
    const { machine, due } = await timed(world, {
      set: () => keepStateAndData().stateTimeout({ afterMs: 10, content: "old" }),
      update: () => keepStateAndData().stateTimeout({ update: "new" }),
      none: () => keepStateAndData().timeout("n", { update: "at once" }),
    });
    machine.cast("set");
    await world.advance(5);
    for (const kind of ["update", "none"]) machine.cast(kind);
    await world.advance(100);
    assertEquals(due, ["5 a: timeout n at once", "10 a: state_timeout new"]);
  }, 3);
});

Deno.test("StateTransition time-outs: what is none is an error of who sets it, and ends the machine", async () => {
  for (const setting of [{ afterMs: -1 }, { afterMs: NaN }, { atMs: NaN }, { afterMs: "1" }, {}, "stop", null, 5]) {
    assertThrows(
      () => keepStateAndData().stateTimeout(setting as unknown as "cancel"),
      ArgumentError,
      "set a time-out",
    );
  }
  assertThrows(() => keepStateAndData().timeout("", "cancel"), ArgumentError, "its name is a text");
  await everyOrder(async (world) => {
    const { machine } = await timed(world, { bad: () => keepStateAndData().eventTimeout({ afterMs: -5 }) });
    machine.cast("bad");
    await world.settle();
    await assertRejects(() => machine.call("x"), Error, "no process is alive");
  }, 1);
});
