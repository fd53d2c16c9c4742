import { assert, assertEquals } from "@std/assert";
import { puppet } from "../testdata/machine.ts";
import { deathsOf, everyOrder, fateOf, reasonIn } from "../testdata/world.ts";
import { GenStateMachine } from "./gen_state_machine.ts";
import { From } from "./server_self.ts";

const { keepState, keepStateAndData, nextState, ok } = GenStateMachine;

Deno.test("case 206: event types are told apart, whatever they carry", async () => {
  await everyOrder(async ({ system, advance }) => {
    const { definition, log } = puppet({
      on: (text, event) => {
        if (event.type === "call") assert(event.from instanceof From);
        if (text !== "call begin") return "default";
        return keepStateAndData().reply(event.type === "call" ? event.from : null!, "begun")
          .nextEvent({ type: "internal", kind: "same", payload: 1 })
          .stateTimeout({ afterMs: 30, content: "same" })
          .timeout("same", { afterMs: 20, content: "same" })
          .eventTimeout({ afterMs: 10, content: "same" });
      },
    });
    const machine = await system.start(definition);
    assertEquals(await machine.call("begin"), "begun");
    machine.cast("same", "same");
    assertEquals(await machine.call("same", "same"), "ok");
    system.send(machine.pid!, "same");
    await advance(100);
    assertEquals(log, [
      "a: call begin",
      "a: internal same 1",
      "a: cast same same",
      "a: call same same",
      "a: info same",
      "a: timeout same same",
      "a: state_timeout same",
    ]);
  }, 10);
});

Deno.test("case 206: the event time-out comes where no event does", async () => {
  await everyOrder(async ({ system, advance }) => {
    const { definition, log } = puppet({ first: () => ok("a", 0).eventTimeout({ afterMs: 10, content: "x" }) });
    await system.start(definition);
    await advance(100);
    assertEquals(log, ["a: event_timeout x"]);
  }, 3);
});

Deno.test("case 207: a postponed event is tried again after the next change of state, before newer queued events", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { definition, log } = puppet({
      on: (text, _event, { state, data }) => {
        if (text === "cast later" && state === "a") return keepStateAndData().postpone();
        if (text === "cast stay") return nextState("a", data); // the same state: no change
        if (text === "cast data") return keepState(1);
        return text === "cast go" ? nextState("b", data) : "default";
      },
    });
    const machine = await system.start(definition);
    for (const kind of ["later", "stay", "data", "go", "new"]) machine.cast(kind);
    await settle();
    assertEquals(log, ["a: cast later", "a: cast stay", "a: cast data", "a: cast go", "b: cast later", "b: cast new"]);
  });
});

Deno.test("case 207: an event that changes the state and is postponed comes again in that state", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { definition, log } = puppet({
      on: (_text, _event, { state }) => state === "a" ? nextState("b", 0).postpone() : "default",
    });
    const machine = await system.start(definition);
    machine.cast("x");
    await settle();
    assertEquals(log, ["a: cast x", "b: cast x"]);
  }, 5);
});

Deno.test("case 207: events of every type can be postponed, and keep what they carried", async () => {
  await everyOrder(async ({ system, advance }) => {
    const { definition, log } = puppet({
      first: () => ok("a", 0).timeout("t", { afterMs: 5, content: "c" }).nextEvent({ type: "internal", kind: "i" }),
      on: (text, _event, { state }) => {
        if (text === "cast go") return nextState("b", 0);
        return state === "a" ? keepStateAndData().postpone() : "default";
      },
    });
    const machine = await system.start(definition);
    await advance(10);
    const call = fateOf(machine.call("ask"));
    system.send(machine.pid!, "m");
    await advance(10);
    assertEquals(call.state, "pending");
    machine.cast("go");
    await advance(0);
    assertEquals(log.slice(4), ["a: cast go", "b: internal i", "b: timeout t c", "b: call ask", "b: info m"]);
    assertEquals(call.value, "ok");
  }, 5);
});

Deno.test("case 208: several postponed events come back in their original order, also when postponed once more", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { definition, log } = puppet({
      on: (text, _event, { state }) => {
        if (text.startsWith("cast to ")) return nextState(text.slice(8), 0);
        return state === "c" ? "default" : keepStateAndData().postpone();
      },
    });
    const machine = await system.start(definition);
    for (const kind of ["1", "2", "to b", "3", "to c"]) machine.cast(kind);
    await settle();
    assertEquals(log.filter((line) => line.startsWith("c")), ["c: cast 1", "c: cast 2", "c: cast 3"]);
    assertEquals(log.filter((line) => line.startsWith("b")), ["b: cast 1", "b: cast 2", "b: cast 3", "b: cast to c"]);
  });
});

Deno.test("case 208: when one of those that came back changes the state, the others stay in order", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { definition, log } = puppet({
      on: (text, _event, { state }) => {
        if (text === "cast go") return nextState("b", 0);
        if (state === "a") return keepStateAndData().postpone();
        if (text === "cast 2" && state === "b") return nextState("c", 0);
        return state === "b" ? keepStateAndData().postpone() : "default";
      },
    });
    const machine = await system.start(definition);
    for (const kind of ["1", "2", "3", "go", "4"]) machine.cast(kind);
    await settle();
    assertEquals(log.slice(4), ["b: cast 1", "b: cast 2", "c: cast 1", "c: cast 3", "c: cast 4"]);
  });
});

Deno.test("case 213: inserted events go before all that is queued, in the order of the actions", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { definition, log } = puppet({
      on: (text, _event, { state }) => {
        if (text === "cast wait" && state === "a") return keepStateAndData().postpone();
        if (text !== "cast go") return "default";
        return nextState("b", 0)
          .nextEvent({ type: "internal", kind: "1" })
          .nextEvent({ type: "cast", kind: "2" })
          .nextEvent({ type: "info", message: "3" })
          .nextEvent({ type: "timeout", name: "t", content: "4" })
          .nextEvent({ type: "state_timeout", content: "5" })
          .nextEvent({ type: "event_timeout", content: "6" });
      },
    });
    const machine = await system.start(definition);
    for (const kind of ["wait", "go", "new"]) machine.cast(kind);
    await settle();
    assertEquals(log.slice(2), [
      "b: internal 1",
      "b: cast 2",
      "b: info 3",
      "b: timeout t 4",
      "b: state_timeout 5",
      "b: event_timeout 6",
      "b: cast wait",
      "b: cast new",
    ]);
  });
});

Deno.test("case 213: what an inserted event inserts goes first again; an inserted call answers who called", async () => {
  await everyOrder(async ({ system }) => {
    const { definition, log } = puppet({
      on: (text, event) => {
        if (text === "call ask" && event.type === "call") {
          return keepStateAndData().nextEvent({ type: "internal", kind: "1" })
            .nextEvent({ type: "call", kind: "again", payload: 2, from: event.from });
        }
        return text === "internal 1" ? keepStateAndData().nextEvent({ type: "internal", kind: "1.1" }) : "default";
      },
    });
    const machine = await system.start(definition);
    assertEquals(await machine.call("ask"), "ok");
    assertEquals(log, ["a: call ask", "a: internal 1", "a: internal 1.1", "a: call again 2"]);
  }, 5);
});

Deno.test("case 213: events without end leave others their turn", async () => {
  await everyOrder(async ({ system }) => {
    const { definition } = puppet({
      first: () => ok("a", 0).nextEvent({ type: "internal", kind: "spin" }),
      on: (text) =>
        text === "internal spin" ? keepStateAndData().nextEvent({ type: "internal", kind: "spin" }) : "default",
    });
    const machine = await system.start(definition);
    const other = await system.start(puppet().definition);
    assertEquals(await other.call("x"), "ok");
    system.exit(machine.pid!, "kill");
  }, 3);
});

Deno.test("case 218: an event that no state takes ends the machine with that event in the reason", async () => {
  await everyOrder(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    for (const later of [false, true]) {
      const { definition, log } = puppet({
        first: () => ok({ name: "s" }, 0),
        on: () => later ? Promise.resolve(undefined) : undefined,
      });
      const machine = await system.start(definition);
      const pid = machine.pid!;
      const call = fateOf(machine.call("k", 7));
      const queued = fateOf(machine.call("behind"));
      await settle();
      const event = { type: "call", kind: "k", payload: 7, from: undefined };
      const reason = { unhandled_event: event, state: { name: "s" } };
      assertEquals(deaths.get(pid), reason);
      assertEquals([reasonIn(call.error), reasonIn(queued.error)], [reason, reason]);
      assertEquals(log, [
        '{"name":"s"}: call k 7',
        `terminate ${JSON.stringify(reason)} in {"name":"s"} with 0`,
      ]);
    }
  }, 3);
});

Deno.test("case 218: plain messages and time-outs that no state takes end it as well", async () => {
  await everyOrder(async ({ system, advance }) => {
    const deaths = deathsOf(system);
    const one = await system.start(puppet({ on: () => undefined }).definition);
    const pid = one.pid!;
    system.send(pid, { any: 1 });
    const Late = puppet({ first: () => ok("a", 0).timeout("t", { afterMs: 5 }), on: () => undefined }).definition;
    const other = (await system.start(Late)).pid!;
    await advance(10);
    assertEquals(deaths.get(pid), { unhandled_event: { type: "info", message: { any: 1 } }, state: "a" });
    assertEquals(deaths.get(other), {
      unhandled_event: { type: "timeout", name: "t", content: undefined },
      state: "a",
    });
  }, 3);
});
