import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "../processes/errors.ts";
import { runtimeOf } from "../processes/host.ts";
import { Supervisor } from "../supervision/supervisor.ts";
import { checkFaults, factsOf, type SimulationFaults, testOf, type Who } from "./fault_options.ts";
import { Simulation } from "./simulation.ts";
import { Keeper } from "./testdata/senders.ts";

Deno.test("testOf() chooses by pid, name, module, list or test; without it neither supervisors nor code outside", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  await system.start(Supervisor.define({ children: [Keeper.child({ id: "k", name: "keeper" })] }));
  await system.start(Keeper);
  system.spawn((self) => self.receive());
  system.attach();
  const chosen = (who?: Who) => {
    const test = testOf(who);
    return [...runtimeOf(system).processes.values()].filter(test).map(({ number }) => number);
  };
  assertEquals(chosen("<0.2.0>"), [2]);
  assertEquals(chosen("keeper"), [2]);
  assertEquals(chosen("Keeper"), [2, 3]);
  assertEquals(chosen(["keeper", "<0.1.0>"]), [1, 2]);
  assertEquals(chosen(({ behaviour, name }) => behaviour === "GenServer" && name === undefined), [3]);
  assertEquals(chosen(), [2, 3, 4]);
});

Deno.test("factsOf() is what is known of a process", async () => {
  await using simulation = new Simulation();
  await simulation.system.start(Keeper, { name: "keeper" });
  const [process] = runtimeOf(simulation.system).processes.values();
  assertEquals(factsOf(process!), { pid: "<0.1.0>", name: "keeper", module: "Keeper", behaviour: "GenServer" });
});

Deno.test("checkFaults() names what is wrong", () => {
  const refused: [SimulationFaults, string][] = [
    [{ fire: 1 } as never, 'faults has messages, network, crash, slow, clock, got "fire"'],
    [{ messages: { loss: 2 } }, "loss is a number from 0 to 1, got 2"],
    [{ messages: { from: 5 } as never }, "messages.from is a pid, a name, a module, a list or a test, got 5"],
    [{ messages: { to: [1] } as never }, "messages.to is a pid, a name, a module, a list or a test, got [1]"],
    [{ network: { from: "a" } as never }, 'got "from"'],
    [{ crash: {} as never }, "crash.rate is a number from 0 to 1, got undefined"],
    [{ crash: { rate: 1, most: -1 } }, "crash.most is a number from 0 up, got -1"],
    [{ crash: { rate: 1, reason: "x" } as never }, 'crash has rate, who, most, got "reason"'],
    [{ slow: { rate: 1 } as never }, "slow.meanMs is a number of milliseconds from 0 up, got undefined"],
    [{ slow: { rate: 1, meanMs: 1, who: null } as never }, "slow.who is a pid"],
    [{ clock: { rate: -1 } }, "clock.rate is a number from 0 to 1, got -1"],
    [{ clock: { rate: 1, forward: { meanMs: NaN } } }, "clock.forward.meanMs is a number"],
    [{ clock: { rate: 1, backward: { meanMs: 1, spread: "x" as never } } }, "clock.backward.spread is"],
  ];
  for (const [faults, text] of refused) assertThrows(() => checkFaults(faults), ArgumentError, text);
  checkFaults({ messages: { from: "a", to: ["b"] }, crash: { rate: 0, who: () => true }, clock: { rate: 0 } });
});
