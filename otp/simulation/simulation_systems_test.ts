import { assert, assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "../processes/errors.ts";
import { Simulation } from "./simulation.ts";
import type { SimulationOptions } from "./simulation_options.ts";

/** Three Systems whose processes write down their turns; a wire of the test's own lets them talk. */
async function run(options: SimulationOptions): Promise<{ log: string; line: string }> {
  await using simulation = new Simulation({ name: "a", ...options });
  const log: string[] = [];
  for (const name of ["b", "c"]) simulation.addSystem(name);
  for (const [name, system] of simulation.systems) {
    system.spawn(async (self) => {
      for (;;) log.push(`${name} ${await self.receive()} ${self.now()} ${self.random().toFixed(3)}`);
    }, { name: "log" });
    for (const worker of [1, 2]) {
      system.spawn(async (self) => {
        for (let n = 0; n < 3; n++) {
          for (const other of simulation.systems.values()) other.send("log", `${name}${worker}${n}`);
          await self.receive(undefined, { timeoutMs: 1 });
        }
      });
    }
  }
  await simulation.advance(5);
  return { log: log.join("\n"), line: simulation.line };
}

Deno.test("Simulation.addSystem(): all Systems share the clock, and one list of choices mixes their turns", async () => {
  const logs = new Set<string>();
  for (let seed = 0; seed < 10; seed++) {
    const first = await run({ seed });
    assertEquals(first.log.split("\n").length, 54);
    assertEquals(await run({ seed }), first);
    assertEquals(await run({ replay: first.line }), first);
    logs.add(first.log.replaceAll(/ 0\.\d+$/gm, ""));
  }
  assertEquals(logs.size, 10);
});

Deno.test("Simulation.addSystem(): each has pids, names and chance of its own", async () => {
  await using simulation = new Simulation({ name: "a" });
  const other = simulation.addSystem("b");
  const seen: unknown[] = [];
  for (const system of [simulation.system, other]) {
    system.spawn((self) => void seen.push([self.pid, self.random()]), { name: "same" });
  }
  await simulation.settle();
  const [[pid, chance], [otherPid, otherChance]] = seen as [[string, number], [string, number]];
  assert(pid === "<0.1.0>" && otherPid === "<0.1.0>" && chance !== otherChance);
  assertEquals([...simulation.systems.keys()], ["a", "b"]);
});

Deno.test("Simulation.stop() stops all Systems, and one that is stopped before leaves the others alone", async () => {
  const simulation = new Simulation({ name: "a" });
  const [b, c] = [simulation.addSystem("b"), simulation.addSystem("c")];
  const done: string[] = [];
  for (const system of [simulation.system, b, c]) system.spawn((self) => self.receive());
  const stopping = b.stop();
  c.spawn(() => void done.push("c goes on"));
  await simulation.settle();
  await stopping;
  assertEquals([done, b.stopped, c.stopped, c.processCount], [["c goes on"], true, false, 1]);
  await simulation.stop();
  assertEquals([simulation.system.stopped, c.stopped], [true, true]);
});

Deno.test("Simulation.addSystem() refuses a name that is none, or taken", async () => {
  await using simulation = new Simulation({ name: "a" });
  for (const name of ["", "<b>", "b c", "b:c", undefined as never]) {
    assertThrows(() => simulation.addSystem(name), ArgumentError, "Cannot add a System: its name is a text without");
  }
  assertThrows(() => simulation.addSystem("a"), ArgumentError, 'Cannot add a System: each has its own name, got "a"');
});

Deno.test("Simulation.addSystem(): messages are passed as the first System passes them, unless told otherwise", async () => {
  await using simulation = new Simulation({ messages: "share" });
  for (const [name, options, frozen] of [["b", {}, false], ["c", { messages: "freeze" }, true]] as const) {
    const message = { a: 1 };
    const system = simulation.addSystem(name, options);
    system.send(system.attach().pid, message);
    assertEquals(Object.isFrozen(message), frozen);
  }
});
