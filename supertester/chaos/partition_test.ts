import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ArgumentError, CallError } from "@superlearner/otp";
import { Simulation } from "@superlearner/otp/simulation";
import { isolated } from "../isolation/isolated.ts";
import { heal, partition } from "./partition.ts";
import { nodes, Till } from "./testdata/nodes.ts";

const virtual = { clock: "virtual" } as const;

Deno.test(
  "case 21: partition: of processes: nothing gets through, and heal brings nothing that was lost",
  isolated(async (t) => {
    const till = await t.start(Till, { name: "till" });
    const [ann, bob] = ["ann", "bob"].map((name) => Till.at(t.attach({ name }), "till"));
    const apart = partition(t.system, { a: "ann", b: "till" });
    ann!.cast("sell", 1);
    bob!.cast("sell", 2);
    await assertRejects(() => ann!.call("all", undefined, { timeoutMs: 100 }), CallError, "no reply within 100 ms");
    assertEquals([await bob!.call("all"), apart.struck], [[2], 2]);
    apart.heal();
    ann!.cast("sell", 3);
    await t.advance(1000);
    assertEquals(await till.call("all"), [2, 3]);
    // One way: what it sends back is lost, what is sent to it is not.
    using _oneWay = partition(t.system, { a: "till", b: ["ann", "bob"], oneWay: true });
    ann!.cast("sell", 4);
    await assertRejects(() => ann!.call("all", undefined, { timeoutMs: 100 }), CallError, "no reply within 100 ms");
    heal(t.system);
    assertEquals(await ann!.call("all"), [2, 3, 4]);
  }, virtual),
);

Deno.test("case 21: partition: of Systems: a call ends with noconnection, and heal brings nothing that was lost", async () => {
  const { simulation, tillOf, reason } = await nodes();
  const [b, c] = [await tillOf("a", "b"), await tillOf("a", "c")];
  const apart = partition(simulation, { a: "a", b: ["b"] });
  b.cast("sell", 1);
  assertEquals(await reason(b.call("all")), "noconnection");
  assertEquals(await reason(c.call("all")), "answered");
  apart.heal();
  const again = await tillOf("a", "b");
  await simulation.advance(10_000);
  assertEquals(await simulation.until(again.call("all")), []);
  await simulation.stop();
});

Deno.test("partition: of Systems: those that overlap heal one by one, and heal() heals all", async () => {
  const { simulation, tillOf, reason } = await nodes();
  const b = await tillOf("a", "b");
  const all = partition(simulation, { a: ["a"] });
  const some = partition(simulation, { a: "a", b: "b" });
  all.heal();
  assertEquals(await reason(b.call("all", undefined, { timeoutMs: 100 })), "timeout");
  heal(simulation);
  heal(simulation);
  some.heal();
  assertEquals(await reason(b.call("all")), "noconnection"); // something is missing between the two
  assertEquals(await reason((await tillOf("a", "b")).call("all")), "answered");
  await simulation.stop();
});

Deno.test(
  "partition: refuses what it cannot do",
  isolated(async (t) => {
    await using simulation = new Simulation({ name: "a" });
    const wrong: [() => unknown, string][] = [
      [() => partition(t.system, { a: "x" }), "b says which processes, got undefined"],
      [() => partition({} as never, { a: "x" }), "Cannot make a partition: it is in a System or a Simulation"],
      [() => partition(simulation, { a: "z" }), 'a is Systems of the simulation by name, of "a", got "z"'],
      [() => partition(simulation, { a: "a", b: [] }), "b is Systems of the simulation by name"],
      [() => partition(simulation, { a: "a", oneWay: 1 as never }), "oneWay is true or false, got 1"],
    ];
    for (const [make, message] of wrong) assertThrows(make, ArgumentError, message);
  }, virtual),
);
