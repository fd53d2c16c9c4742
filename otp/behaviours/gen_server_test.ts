import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { processInfo } from "../introspection/process_info.ts";
import { ArgumentError } from "../processes/errors.ts";
import { Simulation } from "../simulation/simulation.ts";
import { GenServer, ServerDefinition } from "./gen_server.ts";

const Named = GenServer.define({
  name: "Named",
  init: (...args: number[]) => args,
  calls: { get: (all) => [all, all] },
});

Deno.test("GenServer.define() refuses a server that is none, by the rule it breaks", () => {
  const init = () => 0;
  const wrong: [unknown, string][] = [
    [undefined, "Cannot define a server: it is an object, got undefined"],
    [null, "Cannot define a server: it is an object, got null"],
    ["text", 'Cannot define a server: it is an object, got "text"'],
    [{ init }, "Cannot define a server: name is a text, got undefined"],
    [{ name: "", init }, 'Cannot define a server: name is a text, got ""'],
    [{ name: "S" }, "Cannot define a server S: init is a function, got undefined"],
    [{ name: "S", init: 5 }, "Cannot define a server S: init is a function, got 5"],
    [{ name: "S", init, calls: { get: 1 } }, "Cannot define a server S: calls.get is a function, got 1"],
    [{ name: "S", init, casts: { put: null } }, "Cannot define a server S: casts.put is a function, got null"],
    [{ name: "S", init, calls: 5 }, "Cannot define a server S: calls is an object of functions, got 5"],
    [{ name: "S", init, casts: null }, "Cannot define a server S: casts is an object of functions, got null"],
    [{ name: "S", init, handleInfo: {} }, "Cannot define a server S: handleInfo is a function, got {}"],
    [{ name: "S", init, handleContinue: 1 }, "Cannot define a server S: handleContinue is a function, got 1"],
    [{ name: "S", init, terminate: "x" }, 'Cannot define a server S: terminate is a function, got "x"'],
    [{ name: "S", init, codeChange: 1 }, "Cannot define a server S: codeChange is a function, got 1"],
    [{ name: "S", init, formatStatus: 1 }, "Cannot define a server S: formatStatus is a function, got 1"],
    [{ name: "S", init, version: {} }, "Cannot define a server S: version is a text or a number, got {}"],
    [{ name: "S", init, trapExit: "yes" }, 'Cannot define a server S: trapExit is true or false, got "yes"'],
  ];
  for (const [spec, message] of wrong) {
    const error = assertThrows(() => GenServer.define(spec as { name: string; init: () => number }), ArgumentError);
    assertEquals(error.message, message);
  }
});

Deno.test("GenServer.define() gives a value that starts any number of servers, each with its own state", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  assert(Named instanceof ServerDefinition);
  assertEquals([Named.name, Named.type, Named.spec.name], ["Named", "worker", "Named"]);
  const [one, two] = [await Named.start(system, { args: [1] }), await Named.start(system, { args: [2, 3] })];
  assertEquals([await one.call("get"), await two.call("get")], [[1], [2, 3]]);
  assert(one.pid !== two.pid);
});

Deno.test("ServerDefinition.start() by a process makes it the parent, linked; by a System nobody", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const me = system.attach();
  const mine = processInfo(system, (await Named.start(me)).pid!)!;
  assertEquals([mine.parent, mine.links], [me.pid, [me.pid]]);
  const roots = processInfo(system, (await Named.start(system)).pid!)!;
  assertEquals([roots.parent, roots.links], ["<0.0.0>", []]);
});

Deno.test("ServerDefinition.child() is a child specification with the definition's name as id", () => {
  const spec = Named.child();
  assertEquals(spec.id, "Named");
  assertStrictEquals<unknown>(spec.start, Named);
  const full = Named.child({ id: "x", args: [1], name: "n", restart: "transient", shutdown: 10, startTimeoutMs: 5 });
  assertEquals({ ...full, start: undefined }, {
    id: "x",
    args: [1],
    name: "n",
    restart: "transient",
    shutdown: 10,
    startTimeoutMs: 5,
    start: undefined,
  });
});
