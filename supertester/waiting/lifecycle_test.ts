import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError, GenServer, Supervisor, System } from "@superlearner/otp";
import { settle } from "../chronicle/settling.ts";
import { lifecycle } from "./lifecycle.ts";
import { processRef } from "./target.ts";

const Worker = GenServer.define({ name: "Worker", init: () => 0 });

Deno.test("lifecycle: every death and every successor, however late it is asked", async () => {
  await using system = new System();
  await system.start(Supervisor.define({ maxRestarts: 9, children: [Worker.child({ name: "worker" })] }));
  const worker = system.whereis(Worker, "worker");
  using life = lifecycle(worker);
  const pids = [worker.pid];
  for (const reason of ["kill", "lunch"]) {
    system.exit("worker", reason);
    await settle(system);
    pids.push(worker.pid);
  }
  assertEquals(life.waiting.map(({ type, pid }) => [type, pid]), [
    ["alive", pids[0]],
    ["exited", pids[0]],
    ["restarted", pids[1]],
    ["exited", pids[1]],
    ["restarted", pids[2]],
  ]);
  const reasons: unknown[] = [];
  for await (const event of life) {
    if (event.type === "exited" && reasons.push(event.reason) === 2) break;
  }
  assertEquals(reasons, ["killed", "lunch"]);
  assertEquals(await life.next(), { done: true, value: undefined });
});

Deno.test("lifecycle: waits for what comes, and ends with its disposal", async () => {
  await using system = new System();
  const life = lifecycle(processRef(system, system.spawn(async (self) => void await self.receive())));
  const { value } = await life.next();
  const next = life.next();
  system.send(value!.pid, "go on");
  assertEquals((await next).value?.type, "exited");
  const last = life.next();
  life[Symbol.dispose]();
  assertEquals((await last).done, true);
});

Deno.test("lifecycle: of whom nobody saw the end, and of nobody", async () => {
  await using system = new System();
  const pid = system.spawn(() => {});
  await settle(system);
  using life = lifecycle(processRef(system, pid));
  assertEquals(life.waiting.map(({ type }) => type), ["exited"]);
  assertThrows(() => lifecycle(processRef(system, "nobody")), ArgumentError, 'somebody has that name, got "nobody"');
});
