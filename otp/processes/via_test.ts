import { assert, assertEquals, assertFalse, assertThrows } from "@std/assert";
import { Simulation } from "../simulation/simulation.ts";
import { ArgumentError } from "./errors.ts";
import { runtimeOf } from "./host.ts";
import { checkName, checkProcessName, findVia, isVia, nameText } from "./via.ts";

Deno.test("checkName() takes any text that reads as neither pid nor reference", () => {
  for (const name of ["a", "counter 1", "a<b", "0.1.0", "Ünïcode"]) checkName(name);
  for (const name of ["", "<a", "#a", 5, undefined, null, {}]) {
    assertThrows(
      () => checkName(name as never),
      ArgumentError,
      "Cannot register a name: a name is a text that does not begin with < or #, got ",
    );
  }
});

Deno.test("checkProcessName() takes a plain name, or one that a registrar keeps", () => {
  for (const name of ["a", { via: "registry", in: "rooms", key: undefined }, { via: "x", key: 0 }]) {
    checkProcessName(name);
  }
  for (const name of ["", "<a", 5, null, undefined, {}, { via: 5, key: 1 }, { via: "registry", in: "rooms" }, []]) {
    assertThrows(() => checkProcessName(name), ArgumentError, "Cannot register a name: a name is a text that");
  }
});

Deno.test("isVia() tells a name that a registrar keeps from all else", () => {
  assert(isVia({ via: "registry", key: 1 }));
  for (const other of ["registry", null, undefined, {}, { via: () => "registry" }, 5]) assertFalse(isVia(other));
});

Deno.test("nameText() puts any name on one line", () => {
  assertEquals(nameText("rooms"), "rooms");
  assertEquals(nameText("<0.1.0>"), "<0.1.0>");
  assertEquals(nameText({ via: "registry", in: "rooms", key: "lobby" }), 'rooms["lobby"]');
  assertEquals(nameText({ via: "registry", in: "rooms", key: ["lobby", 1n], value: 5 }), 'rooms[["lobby","1n"]]');
  assertEquals(nameText({ via: "global", key: 7 }), "global[7]");
  assertEquals(nameText({ via: "registry", in: { via: "global", key: "rooms" }, key: 1 }), 'global["rooms"][1]');
  assertEquals(nameText({ via: "x", key: { a: "b" } }), 'x[{"a":"b"}]');
  assertEquals([null, undefined, 5, {}].map((none) => nameText(none as never)), ["null", "undefined", "5", "{}"]);
});

Deno.test("findVia() refuses what is no name, and registrars the System does not have", async () => {
  await using simulation = new Simulation();
  const runtime = runtimeOf(simulation.system);
  assertThrows(() => findVia(runtime, {} as never), ArgumentError, "it is known by a pid or a name");
  assertThrows(
    () => findVia(runtime, { via: "x", key: 1 }),
    ArgumentError,
    "one of the System's (registry, partition)",
  );
});

Deno.test("registerVia() of a process that a listener killed at its birth gives it no name", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  using _killer = system.events.subscribe((event) => {
    if (event.type === "process.started") system.exit(event.pid, "kill");
  });
  const name = { via: "partition", in: "nobody", key: 1 };
  const pid = system.spawn(() => {}, { name });
  assertEquals([system.isAlive(pid), system.whereis(name)], [false, undefined]);
});
