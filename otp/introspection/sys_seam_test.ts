import { assertEquals } from "@std/assert";
import { behaviours, type Definition } from "../behaviours/definition.ts";
import { noteHandled, noteTaken } from "../processes/debug.ts";
import { runtimeOf } from "../processes/host.ts";
import { type Behaviour, type Process, READY } from "../processes/process.ts";
import type { System } from "../system.ts";
import { eventsOf, everyOrder } from "../testdata/world.ts";
import { sys } from "./sys.ts";
import type { Statistics } from "./sys_statistics.ts";

/** The least that a behaviour of another kind has to be. */
function machine(version: number): Behaviour {
  return {
    name: "Machine",
    module: "Machine",
    version,
    holdsState: true,
    endsWithParent: true,
    codeChange: (state, { oldVersion, extra }) => `${state}|${oldVersion}>${version} ${extra}`,
    formatStatus: (parts) => ({ ...parts, state: "shown" }),
    run(process: Process): boolean {
      for (let envelope = process.take(); envelope !== null; envelope = process.take()) {
        process.current = envelope;
        if (process.traced) noteTaken(process, envelope);
        process.state = `${process.state}${envelope.payload}`;
        if (process.traced) noteHandled(process);
        process.current = null;
        if (process.between !== null) process.settle();
        if (process.suspended || process.phase !== READY) return false;
      }
      return false;
    },
    exited() {},
  };
}

function startMachine(system: System, behaviour: Behaviour): Process {
  const process = runtimeOf(system).create(behaviour, { parent: null, name: null });
  process.state = "s";
  process.settle();
  return process;
}

Deno.test("sys works for every behaviour that holds a state, not for GenServers alone", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { pid } = startMachine(system, machine(1));
    const handled = eventsOf(system, "message.handled");
    using _trace = sys.trace(system, pid);
    sys.log(system, pid, "on");
    sys.statistics(system, pid, "on");
    for (const letter of "ab") system.send(pid, letter);
    const state = sys.awaitState(system, pid);
    system.send(pid, "c");
    assertEquals([await state, await sys.replaceState(system, pid, (all: string) => `${all}!`)], ["sab", "sabc!"]);
    assertEquals(sys.log(system, pid, "get").map(({ event }) => event.type === "in" ? event.message : event), [
      "a",
      { type: "state", state: "shown" },
      "b",
      { type: "state", state: "shown" },
      "c",
      { type: "state", state: "shown" },
    ]);
    assertEquals(handled.map((event) => event.type === "message.handled" && event.state), ["shown", "shown", "shown"]);
    assertEquals((sys.statistics(system, pid, "get") as Statistics).messagesIn, 3);

    const next = machine(2);
    const definition = {};
    behaviours.set(definition, next);
    sys.suspend(system, pid);
    system.send(pid, "d");
    await sys.changeCode(system, pid, { definition: definition as Definition<unknown, never>, extra: "x" });
    assertEquals([sys.getState(system, pid), sys.getStatus(system, pid).version], ["sabc!|1>2 x", 2]);
    sys.resume(system, pid);
    await settle();
    assertEquals([sys.getState(system, pid), sys.getStatus(system, pid).state], ["sabc!|1>2 xd", "shown"]);
    system.exit(pid, "kill");
  }, 20);
});
