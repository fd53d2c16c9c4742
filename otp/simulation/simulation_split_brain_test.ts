import { assert, assertEquals } from "@std/assert";
import type { SimulationOptions } from "./simulation_options.ts";
import { type Election, election } from "./testdata/leaders.ts";

/** A network that falls apart now and then for two seconds, and is whole for three at least before it does again. */
const FAULTS: SimulationOptions["faults"] = {
  network: { delay: { meanMs: 10 }, partition: { rate: 0.1, everyMs: 5000, lastsMs: 2000 } },
};

Deno.test("Simulation finds a split brain by a seed, and its line shows it again: two leaders, and one after it heals", async () => {
  const elections: Election[] = [];
  for (let seed = 0; seed < 20; seed++) elections.push(await election({ seed, faults: FAULTS }));
  const found = elections.filter(({ split }) => split > 0);
  assert(found.length > 0 && found.length < elections.length, `${found.length}`); // it takes a partition, and not all have one
  for (const { leaders } of elections) assertEquals(leaders, { a: "a", b: "a" });

  const [first] = found as [Election];
  assert(/^otp1:seed=\d+:by=random:.*faults=.*\d+P/.test(first.line), first.line);
  assertEquals(await election({ replay: first.line }), first); // no seed, no faults: the line has it all
  const story = first.log.map((entry) => entry.slice(entry.indexOf(" ") + 1));
  const apart = story.indexOf("b follows b");
  assert(story.slice(0, apart).includes("b follows a") && story.slice(apart).includes("b follows a"), story.join("\n"));
});
