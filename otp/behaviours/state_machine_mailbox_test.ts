import { assertEquals, assertThrows } from "@std/assert";
import { processInfo } from "../introspection/process_info.ts";
import { sys } from "../introspection/sys.ts";
import { ArgumentError, OverloadError } from "../processes/errors.ts";
import { everyOrder } from "../testdata/world.ts";
import { GenStateMachine } from "./gen_state_machine.ts";
import type { MachineTypes } from "./state_machine_types.ts";

interface Gate extends MachineTypes {
  state: "shut";
  data: number;
  casts: { knock(): void };
}

const { keepState, ok } = GenStateMachine;

const gate = (options: { maxMailbox?: number }) =>
  GenStateMachine.define<Gate>({
    name: "Gate",
    ...options,
    init: () => ok("shut", 0),
    states: {
      shut: (event, knocks) =>
        keepState(event.type === "cast" ? knocks + 1 : knocks + 100).stateTimeout({ afterMs: 10 }),
    },
  });

Deno.test("GenStateMachine: a limit of the mailbox stops casts, and never a time-out", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const shut = await system.start(gate({ maxMailbox: 2 }));
    shut.cast("knock");
    await settle();
    sys.suspend(system, shut.pid!);
    for (let i = 0; i < 2; i++) shut.cast("knock");
    assertThrows(() => shut.cast("knock"), OverloadError);
    await advance(10);
    assertEquals(processInfo(system, shut.pid!)?.mailboxLength, 3);
    sys.resume(system, shut.pid!);
    await settle();
    assertEquals((sys.getState(system, shut.pid!) as { data: number }).data, 3);
    await advance(10);
    assertEquals((sys.getState(system, shut.pid!) as { data: number }).data, 103);
  }, 5);
});

Deno.test("GenStateMachine.define() refuses a limit of the mailbox that is none", () => {
  assertThrows(
    () => gate({ maxMailbox: 0 }),
    ArgumentError,
    "maxMailbox is a whole number from 1 up, or Infinity, got 0",
  );
});
