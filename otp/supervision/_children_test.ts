import { assertEquals } from "@std/assert";
import { runtimeOf } from "../processes/host.ts";
import { Simulation } from "../simulation/simulation.ts";
import { Nursery } from "../testdata/nursery.ts";
import { Children } from "./_children.ts";
import { completeChildSpec } from "./child_spec.ts";

Deno.test("Children keeps places in start order, whoever is in them", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const [first, second] = [system.attach(), system.attach()].map(({ pid }) => runtimeOf(system).find(pid)!);
  const nursery = new Nursery();
  const children = new Children();
  const [a, b, c] = ["a", "b", "c"].map((id) => children.add(completeChildSpec(nursery.child(id), "never")));
  assertEquals(children.all.map(({ spec }) => spec.id), ["a", "b", "c"]);
  assertEquals([children.get("b"), children.get("x")], [b, undefined]);

  children.occupy(b!, first!);
  assertEquals([children.of(first!.pid), children.facts.map(({ running }) => running)], [b, [false, true, false]]);
  b!.restarting = true;
  children.occupy(b!, second!);
  assertEquals([children.of(first!.pid), children.of(second!.pid), b!.restarting], [undefined, b, false]);
  c!.restarting = true;
  system.exit(second!.pid, "kill");
  assertEquals(children.facts.map(({ running }) => running), [false, true, true], "until its death is dealt with");

  children.remove(b!);
  assertEquals([children.of(second!.pid), children.get("b"), b!.process], [undefined, undefined, null]);
  assertEquals(children.all, [a, c]);
  assertEquals(children.facts[0], { id: "a", restart: "permanent", significant: false, running: false });
});
