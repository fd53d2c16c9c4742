import { assert, assertEquals } from "@std/assert";
import { eventsOf } from "../testdata/world.ts";
import { Supervisor } from "../supervision/supervisor.ts";
import { Simulation } from "./simulation.ts";
import type { SimulationOptions } from "./simulation_options.ts";
import { Keeper, of, sendNumbers } from "./testdata/senders.ts";

Deno.test("TurnFaults kills the chosen when their turn comes, so often at most, and supervisors start them again", async () => {
  const run = async (options: SimulationOptions) => {
    await using simulation = new Simulation(options);
    const { system } = simulation;
    const [killed, deaths, restarts] = (["fault.injected", "process.exited", "child.restarted"] as const)
      .map((type) => eventsOf(system, type));
    const children = ["a", "b"].map((id) => Keeper.child({ id, name: id }));
    await system.start(Supervisor.define({ children, maxRestarts: 100 }));
    for (let n = 0; n < 30; n++) {
      for (const name of ["a", "b"]) Keeper.at(system, name).cast("keep", `${n}`);
      await simulation.settle();
    }
    const names = deaths!.map((event) => event.type === "process.exited" ? `${event.name} ${event.reason}` : "");
    return { killed: killed!.length, names: new Set(names), restarts: restarts!.length, line: simulation.line };
  };
  const first = await run({ faults: { crash: { rate: 0.4, who: "a", most: 3 } } });
  assertEquals([first.killed, first.names, first.restarts], [3, new Set(["a killed"]), 3]);
  assertEquals(await run({ replay: first.line }), first);
  const many = await run({ faults: { crash: { rate: 0.2 } } });
  assert(many.killed > 5);
  assertEquals(many.names, new Set(["a killed", "b killed"])); // never the supervisor
});

Deno.test("TurnFaults holds up the chosen, and all others go on", async () => {
  const options = { faults: { slow: { rate: 1, who: "keeper", meanMs: 7, spread: "fixed" as const } } };
  const first = await sendNumbers(options, 3);
  assertEquals([of("a", first.kept), of("b", first.kept)], [[0, 1, 2], [0, 1, 2]]);
  assertEquals(first.faults.map(({ fault, ms, pid }) => [fault, ms, pid]), Array(7).fill(["slow", 7, "<0.1.0>"]));
  assertEquals(first.faults.map(({ time }) => time), [0, 7, 14, 21, 28, 35, 10_000]); // one after the other
  assertEquals(await sendNumbers({ replay: first.line }, 3), first);
});

Deno.test("TurnFaults: who dies while it is held up stays dead", async () => {
  await using simulation = new Simulation({ faults: { slow: { rate: 1, meanMs: 7, spread: "fixed" } } });
  const { system } = simulation;
  const keeper = await system.start(Keeper);
  keeper.cast("keep", "x");
  await simulation.settle();
  system.exit(keeper.pid!, "kill");
  await simulation.advance(10);
  assertEquals([keeper.alive, system.processCount], [false, 0]);
});

Deno.test("TurnFaults: what crashes does not change with what is slow", async () => {
  const crashes = async (slow: boolean) => {
    const faults = {
      crash: { rate: 0.05, who: ["a", "b"] },
      ...(slow ? { slow: { rate: 0.5, who: "keeper", meanMs: 1 } } : {}),
    };
    const { faults: seen, kept } = await sendNumbers({ seed: 5, faults });
    return [seen.filter(({ fault }) => fault === "crash").length, of("a", kept).length, of("b", kept).length];
  };
  assertEquals(await crashes(true), await crashes(false));
});
