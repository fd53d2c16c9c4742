import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError, System } from "@superlearner/otp";
import { Simulation } from "@superlearner/otp/simulation";
import { nodeDown } from "./node_down.ts";
import { brief, nodes } from "./testdata/nodes.ts";

Deno.test("nodeDown: both sides are told, and it can be connected again when it is up", async () => {
  const { simulation, tillOf, reason } = await nodes();
  const b = await tillOf("a", "b");
  const call = b.call("all");
  const down = nodeDown(simulation, { node: "b" });
  assertEquals(await reason(call), "noconnection");
  assertEquals([simulation.clock.now(), simulation.systems.get("b")!.whereis("till") !== undefined], [0, true]);
  assertEquals(await reason(simulation.connect("a", "b", brief)), "timeout");
  down.heal();
  assertEquals(await reason((await tillOf("a", "b")).call("all")), "answered");
  await simulation.stop();
});

Deno.test("nodeDown: a crash takes its processes along", async () => {
  const { simulation, tillOf, reason } = await nodes();
  const b = await tillOf("a", "b");
  const call = b.call("all");
  using _down = nodeDown(simulation, { node: "b", crash: true });
  assertEquals([await reason(call), await reason(b.call("all"))], ["noconnection", "noproc"]);
  assertEquals(simulation.systems.get("b")!.processCount, 0);
  await simulation.stop();
});

Deno.test("nodeDown: of the only System there is nobody to be kept from", async () => {
  await using simulation = new Simulation({ name: "a" });
  simulation.system.spawn(() => new Promise(() => {}));
  using down = nodeDown(simulation, { node: "a", crash: true });
  assertEquals([simulation.system.processCount, down.struck], [0, 1]);
});

Deno.test("nodeDown: refuses what it cannot do", async () => {
  await using simulation = new Simulation({ name: "a" });
  await using system = new System();
  assertThrows(() => nodeDown(simulation, { node: "z" }), ArgumentError, 'the node is one of "a", got "z"');
  assertThrows(() => nodeDown(system as never, { node: "a" }), ArgumentError, "it is of a Simulation");
  assertThrows(() => nodeDown(simulation, { nod: "a" } as never), ArgumentError, "its options are node, crash");
});
