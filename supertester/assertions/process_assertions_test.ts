import { AssertionError, assertNotEquals, assertRejects, assertThrows } from "@std/assert";
import { ArgumentError, GenServer, Supervisor, System } from "@superlearner/otp";
import { processRef, type Target } from "../waiting/target.ts";
import { assertAlive, assertDead, assertRestarted } from "./process_assertions.ts";

const asleep = () => new Promise(() => {});

Deno.test("assertAlive, assertDead: of a pid and of a name, and how they fail", async () => {
  await using system = new System();
  const pid = system.spawn(asleep, { name: "worker" });
  const refs = [processRef(system, pid), processRef(system, "worker")];
  for (const ref of refs) {
    assertAlive(ref);
    assertThrows(() => assertDead(ref), AssertionError, "to be dead, but it is alive");
  }
  system.exit(pid, "kill");
  for (const ref of refs) {
    assertDead(ref);
    assertThrows(() => assertAlive(ref), AssertionError, "to be alive, but it is dead");
  }
  assertThrows(() => assertAlive(refs[0]!), AssertionError, "exited at");
});

Deno.test("assertDead: of what", async () => {
  await using system = new System();
  const ref = processRef(system, system.spawn(asleep));
  assertAlive(ref);
  system.exit(ref.pid!, { shutdown: "lunch" });
  assertDead(ref, { reason: { shutdown: "lunch" } });
  assertThrows(
    () => assertDead(ref, { reason: "killed" }),
    AssertionError,
    'Expected asleep <0.1.0> to have exited with killed, but it exited with {"shutdown":"lunch"}',
  );
  assertThrows(() => assertDead(ref, { reason: "crash" }), AssertionError);
  const other = processRef(system, system.spawn(asleep));
  system.exit(other.pid!, "kill");
  assertDead(other, { reason: "crash" });
  assertThrows(() => assertDead(processRef(system, "<0.9.0>"), { reason: "killed" }), AssertionError, "nobody saw");
});

Deno.test("assertRestarted: gives the new pid, fails with why not", async () => {
  await using system = new System();
  const Worker = GenServer.define({ name: "Worker", init: () => 0 });
  await system.start(Supervisor.define({ children: [Worker.child({ name: "worker" })] }));
  const worker = system.whereis(Worker, "worker");
  const from = worker.pid!;
  await assertRejects(
    () => assertRestarted(worker, { timeoutMs: 0 }),
    AssertionError,
    `Expected worker ${from} to be restarted, but not within 0 ms; ${from} is still alive`,
  );
  system.exit(from, "kill");
  assertNotEquals(await assertRestarted(worker, { from }), from);
});

Deno.test("assertAlive: what is no ref is an ArgumentError that names the action", () => {
  assertThrows(
    () => assertAlive("<0.1.0>" as unknown as Target),
    ArgumentError,
    'Cannot assert that a process is alive: it is a ref, as System.start gives one, got "<0.1.0>"',
  );
});
