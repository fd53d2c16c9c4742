import { assert, assertEquals } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import { GenStateMachine } from "../behaviours/gen_state_machine.ts";
import { everyOrder } from "../testdata/world.ts";
import { sys } from "./sys.ts";

const Slow = GenServer.define({
  name: "Slow",
  init: () => GenServer.ok("begun" as string, { continue: "more" }),
  handleContinue: (_state: string, more: string) => more,
});

Deno.test("sys.awaitState() right after a start waits for what init asked to continue with", async () => {
  await everyOrder(async ({ system }) => {
    const slow = await system.start(Slow);
    assertEquals(await sys.awaitState(system, slow.pid!), "more");
    assertEquals(await sys.replaceState(system, slow.pid!, (state: string) => `${state} again`), "more again");
  }, 20);
});

Deno.test("sys.awaitState() right after a start waits until the first state has been entered", async () => {
  const { keepState, ok } = GenStateMachine;
  const Door = GenStateMachine.define<{ state: "shut"; data: number }>({
    name: "Door",
    init: () => ok("shut", 0),
    states: { shut: { enter: (_old, data) => keepState(data + 1), handle: () => undefined } },
  });
  await everyOrder(async ({ system }) => {
    const door = await system.start(Door);
    assertEquals(await sys.awaitState(system, door.pid!), { state: "shut", data: 1 });
  }, 20);
});

Deno.test("sys.awaitState() of a server that is suspended before it continued answers at once", async () => {
  await everyOrder(async ({ system }) => {
    const slow = await system.start(Slow);
    sys.suspend(system, slow.pid!);
    const seen = await sys.awaitState(system, slow.pid!);
    assert(seen === "begun" || seen === "more", `${seen}`); // it may have had its turn before it was suspended
    sys.resume(system, slow.pid!);
    assertEquals(await sys.awaitState(system, slow.pid!), "more");
  }, 20);
});
