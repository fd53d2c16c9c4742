import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError, NoProcessError } from "../processes/errors.ts";
import { Simulation } from "../simulation/simulation.ts";
import { GenServer } from "./gen_server.ts";
import { StateRef } from "./state_ref.ts";

class Shelf {
  readonly books = 3;
}

const kind = { what: "a shelf", type: Shelf };

Deno.test("StateRef finds the state of a process by name, and tells what it is not", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const shelf = new StateRef(system, { to: "shelf", kind });
  assertEquals(shelf.find("read"), undefined);
  assertThrows(() => shelf.get("read"), NoProcessError, "Cannot read shelf");
  const { pid } = await system.start(GenServer.define({ name: "Keeper", init: () => new Shelf() }), { name: "shelf" });
  assertEquals([shelf.get("read").books, new StateRef(system, { to: pid!, kind }).find("read")?.books], [3, 3]);
  system.attach({ name: "me" });
  const none = new StateRef(system, { to: "me", kind });
  assertThrows(() => none.find("read"), ArgumentError, 'Cannot read me: it is a shelf, got "attached"');
});

Deno.test("StateRef.caller() is whose ref it is, or else whose code is running", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const me = system.attach();
  assertEquals(new StateRef(me, { to: "shelf", kind }).caller("write").pid, me.pid);
  const outside = new StateRef(system, { to: "shelf", kind });
  assertThrows(() => outside.caller("write"), ArgumentError, "Cannot write: a process does so for itself");
  const pid = system.spawn((self) => self.exit(outside.caller("write").pid));
  me.monitor(pid);
  assertEquals((await me.receive<{ reason: unknown }>()).reason, pid);
});
