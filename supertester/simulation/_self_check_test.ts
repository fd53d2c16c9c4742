import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import type { SimulatedBody } from "./sim_context.ts";
import { explore } from "./explore.ts";
import { simulated } from "./simulated.ts";
import { ForeignAwaitError } from "./simulation_error.ts";

// deno-lint-ignore superlearner/no-sleep -- a foreign await is the subject
const wait = () => new Promise<string>((resolve) => void setTimeout(resolve, 1, "came"));

/** What the runs have begun to wait for. A run that fails does not see the end of it, but its test has to. */
const begun: Promise<string>[] = [];

function outside(): Promise<string> {
  const coming = wait();
  begun.push(coming);
  return coming;
}

async function errorOf(body: SimulatedBody): Promise<ForeignAwaitError> {
  const error = await assertRejects(() => simulated(body, { runs: 3 })({ name: "x" }), ForeignAwaitError);
  await Promise.all(begun.splice(0));
  return error;
}

Deno.test("simulated: a test that waits for something outside is told where", async () => {
  const error = await errorOf(async () => void await outside());
  assertEquals([error.name, error.found.failure.kind, error.found.token], ["ForeignAwaitError", "foreign", undefined]);
  assertMatch(error.message, /setTimeout at file:.*_self_check_test\.ts:\d+:\d+/);
});

Deno.test("simulated: so is a process, by its pid", async () => {
  const error = await errorOf((sim) => void sim.spawn(async () => void await outside(), { label: "sleeper" }));
  assertMatch(error.message, /<0\.1\.0> \(sleeper\)/);
});

Deno.test("simulated: also where what it waits for comes, and all runs would pass", async () => {
  const error = await errorOf(async (sim) => {
    let done = false;
    sim.spawn(async () => {
      await outside();
      done = true;
    }, { label: "lucky" });
    while (!done) await sim.advance(1);
  });
  assertMatch(error.message, /<0\.1\.0> \(lucky\)/);
});

Deno.test("sim.external: what is declared is awaited, and virtual time stands still", async () => {
  const { passed, found } = await explore(async (sim) => {
    sim.system.sendAfter(sim.attach().pid, "x", { delayMs: 1 });
    const came = await sim.external(outside());
    if (came !== "came" || sim.now() !== 0) throw new RangeError(`${came} ${sim.now()}`);
  }, { runs: 3 });
  assertEquals([passed, found?.failure.message], [true, undefined]);
});

Deno.test("runTwice: two explorations at once take turns", async () => {
  const body: SimulatedBody = (sim) => {
    if (sim.choose(2) === 1) throw new RangeError("x");
  };
  const both = await Promise.all([explore(body, { runs: 20 }), explore(body, { runs: 20 })]);
  assertEquals(both.map(({ found }) => found?.failure.message), ["RangeError: x", "RangeError: x"]);
});
