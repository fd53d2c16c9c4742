import { assertEquals, assertThrows } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import { NoProcessError } from "../processes/errors.ts";
import { Supervisor } from "../supervision/supervisor.ts";
import { everyOrder, fateOf, notebook } from "../testdata/world.ts";
import { Simulation } from "../simulation/simulation.ts";
import { sys } from "./sys.ts";
import { Log, openGate } from "./testdata/log.ts";

const Vault = GenServer.define({
  name: "Vault",
  version: "1.2",
  init: (key: string) => ({ key, opened: 0 }),
  casts: {
    jam: (_state, _with: string): { key: string; opened: number } => {
      throw new Error("Jammed");
    },
  },
  formatStatus: ({ state, message, ...rest }) => ({
    ...rest,
    state: { ...state, key: "hidden" },
    ...(message === undefined ? {} : { message: "hidden" }),
  }),
});

Deno.test("case 233: getStatus gives pid, module, running or suspended, parent and state", async () => {
  await everyOrder(async ({ system, settle }) => {
    const tree = await system.start(Supervisor.define({ children: [Log.child({ args: ["a"], name: "log" })] }));
    const pid = system.whereis("log")!;
    const trace = sys.trace(system, pid);
    sys.log(system, pid, { limit: 5 });
    sys.statistics(system, pid, "on");
    sys.install(system, pid, { id: "x", state: 0, handle: () => 0 });
    const slow = fateOf(system.whereis(Log, "log").call("slow", "b"));
    await settle();
    system.send(pid, "c");
    const status = {
      pid,
      name: "log",
      behaviour: "GenServer",
      module: "Log",
      version: undefined,
      status: "running",
      parent: tree.pid!,
      state: ["a"],
      message: "b",
      mailboxLength: 1,
      debug: { traces: 1, logLimit: 5, statistics: true, functions: ["x"] },
    } as const;
    assertEquals(sys.getStatus(system, "log"), status);
    sys.suspend(system, pid);
    openGate();
    await settle();
    trace.stop();
    sys.noDebug(system, pid);
    assertEquals(sys.getStatus(system, pid), {
      ...status,
      status: "suspended",
      state: ["a", "b"],
      message: undefined,
      debug: { traces: 0, logLimit: undefined, statistics: false, functions: [] },
    });
    assertEquals([slow.value, sys.getStatus(system, tree.pid!).behaviour], [1, "Supervisor"]);
    assertThrows(() => sys.getStatus(system, "nobody"), NoProcessError, "Cannot read the status of nobody");
  }, 5);
});

Deno.test("case 233: formatStatus hides secrets in the status and in the crash report, not in getState", async () => {
  const logger = notebook();
  await using simulation = new Simulation({ logger });
  const { system } = simulation;
  const vault = await system.start(Vault, { args: ["k"] });
  const pid = vault.pid!;
  const { state, message, version } = sys.getStatus(system, pid);
  assertEquals([state, message, version], [{ key: "hidden", opened: 0 }, undefined, "1.2"]);
  assertEquals(sys.getState(system, pid), { key: "k", opened: 0 });
  vault.cast("jam", "k");
  await simulation.settle();
  assertEquals(logger.crashes.map(({ state, lastMessage }) => [state, lastMessage]), [
    [{ key: "hidden", opened: 0 }, "hidden"],
  ]);
  const dead = sys.getStatus(system, pid);
  assertEquals([dead.status, dead.state, dead.message], ["dead", { key: "hidden", opened: 0 }, "hidden"]);
});
