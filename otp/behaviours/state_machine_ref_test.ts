import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ArgumentError, CallError } from "../processes/errors.ts";
import { puppet } from "../testdata/machine.ts";
import { everyOrder, fateOf } from "../testdata/world.ts";
import { ServerRef } from "./server_ref.ts";

Deno.test("StateMachineRef: a call has no time-out of its own, and keeps the one it is given", async () => {
  await everyOrder(async ({ system, advance }) => {
    const machine = await system.start(puppet({ on: () => new Promise<undefined>(() => {}) }).definition);
    const patient = fateOf(machine.call("x"));
    const empty = fateOf(machine.call("x", undefined, {}));
    const short = fateOf(machine.call("x", undefined, { timeoutMs: 7 }));
    await advance(6);
    assertEquals(short.state, "pending");
    await advance(1e8);
    assertEquals([patient.state, empty.state, (short.error as CallError).reason], ["pending", "pending", "timeout"]);
    assertThrows(() => machine.call("x", undefined, { timeoutMs: -1 }), ArgumentError);
    system.exit(machine.pid!, "kill");
  }, 2);
});

Deno.test("StateMachineRef: is a ServerRef: by name after a restart, noproc, calling itself, stop", async () => {
  await everyOrder(async ({ system }) => {
    const { definition } = puppet({
      on: async (text, _event, { self }) => {
        if (text !== "cast self") return "default" as never;
        await assertRejects(() => definition.at(self, self.pid).call("x"), CallError, "a server that waits for itself");
        return self.exit("seen");
      },
    });
    const machine = await system.start(definition, { name: "m" });
    assert(machine instanceof ServerRef);
    machine.cast("self");
    const error = await assertRejects(() => machine.stop(), CallError);
    assertEquals(error.reason, "seen");
    await assertRejects(() => definition.at(system, "m").call("x"), CallError, "no process is alive");
    assertThrows(() => definition.at(system, ""), ArgumentError, "refer to a server");
  }, 2);
});
