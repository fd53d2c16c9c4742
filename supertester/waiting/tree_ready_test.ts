import { assertEquals, assertRejects } from "@std/assert";
import { GenServer, Supervisor, System } from "@superlearner/otp";
import { Simulation } from "@superlearner/otp/simulation";
import { treeReady, treeSettled } from "./tree_ready.ts";
import { processRef } from "./target.ts";
import { WaitError } from "./wait_error.ts";

const Worker = GenServer.define({ name: "Worker", init: () => 0 });
const Ignored = GenServer.define({ name: "Ignored", init: () => GenServer.ignore() });
const quiet = { logger: { crash() {}, warn() {} } };

Deno.test("D29, cases 9 and 10: a tree is ready when restarts are over, in sub-trees as well; who ignored or was stopped is settled", async () => {
  await using system = new System(quiet);
  const inner = Supervisor.define({ name: "Inner", children: [Worker.child({ name: "deep" })] });
  const top = await system.start(Supervisor.define({
    children: [
      Worker.child({ id: "a" }),
      Ignored.child({ id: "ignored" }),
      inner.child({ id: "inner" }),
      Worker.child({ id: "b" }),
    ],
  }));
  await top.terminateChild("b");
  system.exit("deep", "kill");
  const tree = await treeReady(top);
  assertEquals(tree.children.map(({ id, status }) => `${id} ${status === "stopped" ? status : "up"}`), [
    "a up",
    "ignored stopped",
    "inner up",
    "b stopped",
  ]);
  assertEquals(tree.children[2]!.children[0]!.restarts, 1);
});

Deno.test("treeReady: names what is not ready, in System time", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  let starts = 0;
  const Slow = GenServer.define({ name: "Slow", init: () => starts++ === 0 ? 0 : new Promise<number>(() => {}) });
  const top = await system.start(Supervisor.define({ children: [Slow.child({ id: "slow", name: "slow" })] }), {
    name: "top",
  });
  system.exit("slow", "kill");
  await simulation.settle();
  await assertRejects(() => simulation.until(() => treeReady(top)), WaitError, "not ready are top/slow (starting)");
  system.exit("slow", "kill");
});

Deno.test("treeReady: a supervisor that is dead, or none, is told at once", async () => {
  await using system = new System(quiet);
  const top = await system.start(Supervisor.define({ maxRestarts: 0, children: [Worker.child({ name: "worker" })] }));
  const ready = treeReady(top);
  await ready;
  system.exit("worker", "kill");
  await assertRejects(
    () => treeSettled(top, { timeoutMs: Infinity }),
    WaitError,
    "the supervisor exited with shutdown",
  );
  const worker = await system.start(Worker);
  await assertRejects(() => treeReady(worker, { timeoutMs: Infinity }), WaitError, "it is no supervisor that is alive");
  await assertRejects(() => treeReady(processRef(system, "nobody")), WaitError, "nobody is alive under that name");
});
