import { assert, assertEquals } from "@std/assert";
import { runtimeOf } from "../processes/host.ts";
import { Simulation } from "../simulation/simulation.ts";
import { fateOf } from "../testdata/world.ts";
import { drive, type Steps, wait } from "./_steps.ts";

function processIn(simulation: Simulation) {
  return runtimeOf(simulation.system).find(simulation.system.attach().pid)!;
}

Deno.test("drive() of steps that need not wait is done when it returns, without a promise", async () => {
  await using simulation = new Simulation();
  const order: string[] = [];
  function* steps(): Steps<number> {
    order.push("begin");
    const one = yield* wait(1);
    order.push("end");
    return one + (yield* wait(2));
  }
  assertEquals(drive(processIn(simulation), steps()), 3);
  assertEquals(order, ["begin", "end"]);
});

Deno.test("drive() gives a promise from the first step on that has to wait, and runs the rest as its process", async () => {
  await using simulation = new Simulation();
  const process = processIn(simulation);
  const currents: unknown[] = [];
  function* steps(): Steps<number> {
    const one = yield* wait(Promise.resolve(1));
    currents.push(process.runtime.current);
    const two = yield* wait(2);
    return one + two + (yield* wait(Promise.resolve(3)));
  }
  const result = drive(process, steps());
  assert(result instanceof Promise);
  assertEquals(await result, 6);
  assertEquals(currents, [process]);
  assertEquals(process.runtime.current, null);
});

Deno.test("drive() takes no further step once its process is dead", async () => {
  await using simulation = new Simulation();
  const process = processIn(simulation);
  const order: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  function* steps(): Steps<void> {
    order.push("first");
    yield* wait(promise);
    order.push("second");
  }
  const result = fateOf(drive(process, steps()) as Promise<void>);
  simulation.system.exit(process.pid, "kill");
  resolve();
  await simulation.settle();
  assertEquals([order, result.state], [["first"], "pending"]);
});
