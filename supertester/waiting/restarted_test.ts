import { assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { GenServer, Supervisor, System } from "@superlearner/otp";
import { Chronicle } from "../chronicle/chronicle.ts";
import { restarted } from "./restarted.ts";
import { processRef } from "./target.ts";
import { WaitError } from "./wait_error.ts";

const Worker = GenServer.define({ name: "Worker", init: () => 0 });
const quiet = { logger: { crash() {}, warn() {} } };

async function tree(system: System, options: { maxRestarts?: number; restart?: "temporary" | "permanent" } = {}) {
  const { maxRestarts = 3, restart = "permanent" } = options;
  const children = [Worker.child({ name: "worker", restart })];
  await system.start(Supervisor.define({ maxRestarts, children }), { name: "tree" });
  return system.whereis(Worker, "worker");
}

Deno.test("D6, D7: a restart is known by name and by pid, also when it has happened already; the server is not touched", async () => {
  await using system = new System();
  const worker = await tree(system);
  const from = worker.pid!;
  const byPid = processRef(system, from);
  const waiting = restarted(worker);
  const also = restarted(byPid);
  system.exit(from, "kill");
  const next = await waiting;
  assertNotEquals(next, from);
  assertEquals([await also, await restarted(byPid, { timeoutMs: 0 }), await restarted(worker, { from })], [
    next,
    next,
    next,
  ]);
});

Deno.test("case 6: after two restarts it gives the second", async () => {
  await using system = new System();
  const worker = await tree(system);
  const from = worker.pid!;
  for (let kills = 0; kills < 2; kills++) {
    const before = worker.pid!;
    system.exit(before, "kill");
    await restarted(worker, { from: before });
  }
  assertEquals(await restarted(processRef(system, from)), worker.pid);
});

Deno.test("case 7: a supervisor that gives up is told at once, with its reason", async () => {
  await using system = new System(quiet);
  const worker = await tree(system, { maxRestarts: 0 });
  const ref = processRef(system, worker.pid!);
  const waiting = restarted(ref, { timeoutMs: Infinity });
  system.exit(ref.pid!, "kill");
  await assertRejects(() => waiting, WaitError, "exited with shutdown");
  await assertRejects(() => restarted(ref, { timeoutMs: Infinity }), WaitError, "exited with shutdown");
});

Deno.test("restarted: who is not to be restarted is told at once, also afterwards", async () => {
  await using system = new System(quiet);
  const worker = await tree(system, { restart: "temporary" });
  const from = worker.pid!;
  const waiting = restarted(worker, { timeoutMs: Infinity });
  system.exit(from, "kill");
  await assertRejects(() => waiting, WaitError, "does not restart it, it exited with killed");
  await assertRejects(
    () => restarted(processRef(system, from), { timeoutMs: Infinity }),
    WaitError,
    "does not restart it",
  );
});

Deno.test("restarted: one that lives on is a WaitError, and so is a name that nobody had", async () => {
  await using system = new System();
  const worker = await tree(system);
  Chronicle.of(system);
  await assertRejects(() => restarted(worker, { timeoutMs: 0 }), WaitError, "is still alive");
  await assertRejects(() => restarted(processRef(system, "nobody")), WaitError, "it is not said who had it (from)");
});
