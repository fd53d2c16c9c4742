import { assertEquals } from "@std/assert";
import { puppet } from "../testdata/machine.ts";
import { everyOrder } from "../testdata/world.ts";
import { GenStateMachine } from "./gen_state_machine.ts";

const { keepStateAndData, nextState, ok } = GenStateMachine;

Deno.test("case 212: a time-out of zero comes after the machine's own events, before those in the mailbox, at once", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { definition, log } = puppet({
      on: (text) =>
        text === "cast go"
          ? keepStateAndData().timeout("n", { afterMs: 0, content: "zero" }).nextEvent({ type: "internal", kind: "i" })
          : "default",
    });
    const machine = await system.start(definition);
    for (const kind of ["go", "new"]) machine.cast(kind);
    await settle(); // no time passes
    assertEquals(log, ["a: cast go", "a: internal i", "a: timeout n zero", "a: cast new"]);
  });
});

Deno.test("case 212: several of zero come in the order of the actions, one that is set again at the end", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { definition, log } = puppet({
      first: () =>
        ok("a", 0).timeout("1", { afterMs: 0 }).stateTimeout({ afterMs: 0 }).timeout("2", { afterMs: 0 })
          .timeout("1", { afterMs: 0, content: "again" }),
      on: (text) => text === "state_timeout" ? keepStateAndData().timeout("2", { afterMs: 0 }) : "default",
    });
    await system.start(definition);
    await settle();
    assertEquals(log, ["a: state_timeout", "a: timeout 1 again", "a: timeout 2"]);
  }, 10);
});

Deno.test("case 210: an event time-out of zero is cancelled by whatever goes before it", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { definition, log } = puppet({
      on: (text, _event, { state }) => {
        if (text === "cast wait" && state === "a") return keepStateAndData().postpone();
        if (text === "cast go") return nextState("b", 0).eventTimeout({ afterMs: 0 });
        if (text === "cast insert") {
          return keepStateAndData().eventTimeout({ afterMs: 0 }).nextEvent({ type: "internal", kind: "i" });
        }
        if (text === "cast other") return keepStateAndData().timeout("n", { afterMs: 0 }).eventTimeout({ afterMs: 0 });
        return text === "cast alone" ? keepStateAndData().eventTimeout({ afterMs: 0, content: "came" }) : "default";
      },
    });
    const machine = await system.start(definition);
    for (const kind of ["wait", "go", "insert", "other", "alone", "last"]) machine.cast(kind);
    await settle();
    assertEquals(log, [
      "a: cast wait",
      "a: cast go",
      "b: cast wait",
      "b: cast insert",
      "b: internal i",
      "b: cast other",
      "b: timeout n",
      "b: cast alone",
      "b: event_timeout came",
      "b: cast last",
    ]);
  });
});

Deno.test("case 209: a state time-out of zero does not outlive its state, where an inserted event changes that first", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { definition, log } = puppet({
      first: () => ok("a", 0).stateTimeout({ afterMs: 0 }).nextEvent({ type: "internal", kind: "leave" }),
      on: (text) => text === "internal leave" ? nextState("b", 0) : "default",
    });
    await system.start(definition);
    await settle();
    assertEquals(log, ["a: internal leave"]);
  }, 5);
});

Deno.test("case 212: one of zero is cancelled, updated and postponed as any other", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { definition, log } = puppet({
      first: () =>
        ok("a", 0).timeout("gone", { afterMs: 0 }).timeout("kept", { afterMs: 0, content: "old" })
          .nextEvent({ type: "internal", kind: "change" }),
      on: (text, _event, { state }) => {
        if (text === "internal change") {
          return keepStateAndData().timeout("gone", "cancel").timeout("kept", { update: "new" });
        }
        if (text === "cast go") return nextState("b", 0);
        return state === "a" ? keepStateAndData().postpone() : "default";
      },
    });
    const machine = await system.start(definition);
    machine.cast("go");
    await settle();
    assertEquals(log, ["a: internal change", "a: timeout kept new", "a: cast go", "b: timeout kept new"]);
  }, 10);
});
