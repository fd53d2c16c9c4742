import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import { ArgumentError } from "../processes/errors.ts";
import type { Host } from "../processes/host.ts";
import { DeadlockError, ReplayError } from "./errors.ts";
import { fifo } from "./fifo.ts";
import { pct } from "./pct.ts";
import { pos } from "./pos.ts";
import { parseRun } from "./run_line.ts";
import { Simulation } from "./simulation.ts";
import type { SimulationOptions } from "./simulation_options.ts";
import type { StrategyPlan } from "./strategy.ts";

/** The order in which some processes have their turns. */
async function orderOf(options: SimulationOptions, processes = 4): Promise<{ order: string; line: string }> {
  await using simulation = new Simulation(options);
  let order = "";
  for (let n = 0; n < processes; n++) {
    simulation.system.spawn(async (self) => {
      for (let turn = 0; turn < 3; turn++) {
        order += n;
        self.send(self.pid, "again");
        await self.receive();
      }
    });
  }
  await simulation.settle();
  return { order, line: simulation.line };
}

Deno.test("Simulation: a line replays the run of any strategy, whoever made it", async () => {
  const own: StrategyPlan = { name: "last", begin: () => ({ choose: (options) => options.length - 1 }) };
  for (const strategy of [fifo(), pct({ depth: 3, steps: 16 }), pos(), own, undefined]) {
    for (let seed = 0; seed < 10; seed++) {
      const first = await orderOf({ seed, ...(strategy === undefined ? {} : { strategy }) });
      assertEquals(parseRun(first.line).strategy, strategy?.name ?? "random");
      assertEquals(await orderOf({ replay: first.line, strategy: own }), first);
      assertEquals(await orderOf({ replay: parseRun(first.line) }), first);
    }
  }
});

Deno.test("Simulation: first come, first served is a line without choices", async () => {
  const { order, line } = await orderOf({ seed: 5, strategy: fifo() });
  assertEquals([order, line], ["012301230123", "otp1:seed=5:by=fifo"]);
  assertEquals((await orderOf({ seed: 5, fifo: true })).line, line);
});

Deno.test("Simulation: a line that cannot be followed is an error that says where, unless it is not strict", async () => {
  const replay = "otp1:seed=0:by=random:choices=1,0,9,1";
  const error = await assertRejects(() => orderOf({ replay }), ReplayError, "it was left at choice 2, which is 9 of 4");
  assertEquals(error.departure, { at: 2, choice: 9, options: 4 });
  assertEquals((await orderOf({ replay, strict: false })).order.slice(0, 4), "1031"); // 9 of 4 is 1
});

Deno.test("Simulation refuses a line, a seed, a slack or a strategy that is none", () => {
  const own = (name: string): StrategyPlan => ({ name, begin: () => ({ choose: () => 0 }) });
  const refused: [SimulationOptions, string][] = [
    [{ replay: "otp9:seed=1" }, "Cannot replay a run: this is version 1"],
    [{ seed: 0.5 }, "Cannot make a Simulation: the seed is a whole number, got 0.5"],
    [{ slackMs: -1 }, "Cannot make a Simulation: the slack is a number of milliseconds from 0 up, got -1"],
    [{ strategy: own("A B") }, "Cannot make a Simulation: a strategy's name is of lower-case letters"],
  ];
  for (const [options, text] of refused) assertThrows(() => new Simulation(options), ArgumentError, text);
});

Deno.test("Simulation.settle() throws what a strategy throws, and refuses an index that is none", async () => {
  const failing = (choose: () => number): StrategyPlan => ({ name: "own", begin: () => ({ choose }) });
  for (const index of [-1, 4, 0.5, NaN]) {
    await assertRejects(() => orderOf({ strategy: failing(() => index) }), ArgumentError, "Cannot choose a turn: ");
  }
  await assertRejects(() => orderOf({ strategy: failing(() => JSON.parse("no")) }), SyntaxError);
});

Deno.test("Simulation.slackMs: an alarm may go off while others wait for their turns, and the line says so", async () => {
  const winners = async (options: SimulationOptions) => {
    await using simulation = new Simulation(options);
    const { system } = simulation;
    const log: string[] = [];
    const me = system.spawn(async (self) => {
      for (;;) log.push(await self.receive(undefined, { timeoutMs: 5 }) === undefined ? "timeout" : "message");
    });
    system.spawn(async (self) => {
      await self.receive(undefined, { timeoutMs: 4 });
      self.spawn((child) => child.send(me, "just in time"));
    });
    await simulation.advance(6);
    return { first: log[0], line: simulation.line };
  };
  const seen = new Set<string | undefined>();
  for (let seed = 0; seed < 30; seed++) {
    assertEquals((await winners({ seed })).first, "message"); // everything finishes before time goes on
    const { first, line } = await winners({ seed, slackMs: 1 });
    seen.add(first);
    assert(line.endsWith(":slack=1"));
    assertEquals((await winners({ replay: line })).first, first);
  }
  assertEquals(seen, new Set(["message", "timeout"]));
  for (let seed = 0; seed < 30; seed++) assertEquals((await winners({ seed, slackMs: 0.5 })).first, "message");
});

Deno.test("Simulation.slackMs: no alarm goes off while no time moves, or beyond where it moves", async () => {
  const last: StrategyPlan = { name: "last", begin: () => ({ choose: (options) => options.length - 1 }) };
  await using simulation = new Simulation({ slackMs: 1000, strategy: last });
  const { system } = simulation;
  const seen: number[] = [];
  system.spawn(async (self) => {
    await self.receive(undefined, { timeoutMs: 20 });
    seen.push(self.now());
  });
  await simulation.settle();
  for (let n = 0; n < 5; n++) system.spawn(() => {});
  await simulation.settle();
  for (let n = 0; n < 5; n++) system.spawn(() => {});
  await simulation.advance(10);
  assertEquals([seen, simulation.clock.now()], [[], 10]);
  for (let n = 0; n < 5; n++) system.spawn(() => {});
  await simulation.advance(10);
  assertEquals(seen, [20]);
});

Deno.test("Simulation.until() moves time as far as is needed, and gives what comes", async () => {
  const Slow = GenServer.define({
    name: "Slow",
    init: () => 0,
    calls: {
      wait: async (state, ms: number, self) => {
        await new Promise<void>((resolve) => self.system.clock.setAlarm(self.now() + ms, resolve));
        return [ms, state];
      },
    },
  });
  await using simulation = new Simulation();
  const slow = await simulation.until(simulation.system.start(Slow));
  assertEquals([await simulation.until(slow.call("wait", 300)), simulation.clock.now()], [300, 300]);
  await assertRejects(() => simulation.until(slow.call("wait", 9000)), Error, "no reply within 5000 ms");
  assertEquals(await simulation.until(Promise.resolve(5)), 5);
});

Deno.test("Simulation.until() throws a DeadlockError where two wait for each other", async () => {
  const Polite = GenServer.define({
    name: "Polite",
    init: (other: string) => other,
    calls: {
      ask: async (other: string, _: undefined, self): Promise<[number, string]> => [await ask(self, other), other],
    },
  });
  function ask(host: Host, name: string): Promise<number> {
    return Polite.at(host, name).call("ask", undefined, { timeoutMs: Infinity });
  }
  await using simulation = new Simulation();
  const { system } = simulation;
  for (const [name, other] of [["a", "b"], ["b", "a"]] as const) await system.start(Polite, { name, args: [other] });
  const asked = ask(system, "a");
  const error = await assertRejects(() => simulation.until(asked), DeadlockError);
  assertEquals(error.waiting, ["<0.1.0> (a) in call ask", "<0.2.0> (b) in call ask"]);
  for (const name of ["a", "b"]) system.exit(name, "kill");
  await assertRejects(() => asked);
});
