import { assertEquals } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import { Simulation } from "../simulation/simulation.ts";
import { fateOf, notebook } from "../testdata/world.ts";

Deno.test("crashReportOf() of one that died in init shows no state and asks no formatStatus", async () => {
  const logger = notebook();
  await using simulation = new Simulation({ logger });
  let asked = 0;
  const Broken = GenServer.define({
    name: "Broken",
    init: (): number => {
      throw new Error("Bad start");
    },
    formatStatus: (status) => (asked++, status),
  });
  const start = fateOf(simulation.system.start(Broken));
  await simulation.settle();
  const { state, lastMessage, initialCall } = logger.crashes[0]!;
  assertEquals([start.state, state, lastMessage, initialCall, asked], [
    "rejected",
    undefined,
    undefined,
    "Broken.init",
    0,
  ]);
});

Deno.test("crashReportOf() takes the reason that formatStatus gives, and the true one where it gives none", async () => {
  const logger = notebook();
  await using simulation = new Simulation({ logger });
  const { system } = simulation;
  const Vault = GenServer.define({
    name: "Vault",
    init: (hides: boolean) => ({ hides }),
    formatStatus: ({ state }) => ({ state, ...(state.hides ? { reason: "hidden" } : {}) }),
  });
  for (const hides of [true, false]) system.exit((await system.start(Vault, { args: [hides] })).pid!, "s3cret");
  assertEquals(logger.crashes.map(({ reason }) => reason), ["hidden", "s3cret"]);
});

Deno.test("crashReportOf() of a spawned function names the function", async () => {
  const logger = notebook();
  await using simulation = new Simulation({ logger });
  const { system } = simulation;
  system.exit(system.spawn(function worker() {}), "boom");
  const { initialCall, behaviour, version, state, linkCount, parent } = logger.crashes[0]!;
  assertEquals([initialCall, behaviour, version, state, linkCount, parent], [
    "worker",
    "spawn",
    undefined,
    undefined,
    0,
    "<0.0.0>",
  ]);
});
