import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError, GenServer, Supervisor, System } from "@superlearner/otp";
import { isolated } from "../isolation/isolated.ts";
import { processRef } from "../waiting/target.ts";
import { aliveText, isGone, isThere, rootOf, systemOf, targetText, trouble } from "./chaos_target.ts";

const Worker = GenServer.define({ name: "Worker", init: () => 0 });

Deno.test(
  "systemOf, targetText, aliveText, isThere, isGone, rootOf: of a pid, a name and a System",
  isolated(async (t) => {
    const worker = await t.start(Worker, { name: "worker" });
    const named = processRef(t.system, "worker");
    const { pid } = worker;
    const facts = () => [worker, named].map((each) => [isThere(each), isGone(each), aliveText(each), rootOf(each)]);
    assertEquals([systemOf("go", worker), systemOf("go", t.system)], [t.system, t.system]);
    assertEquals([targetText(worker), targetText(named)], [`worker ${pid}`, `worker ${pid}`]);
    assertEquals(facts(), [[true, false, "true", pid], [true, false, "true", pid]]);
    t.system.exit("worker", "kill");
    assertEquals(facts(), [[false, true, "false (it exited with killed)", pid], [false, false, "false", undefined]]);
    assertThrows(() => systemOf("go", {} as never), ArgumentError, "Cannot go: the target is a ref or a System");
  }),
);

Deno.test("isThere, aliveText: a System, until it is stopped", async () => {
  const system = new System();
  assertEquals([isThere(system), isGone(system), aliveText(system)], [true, false, "true"]);
  await system.stop();
  assertEquals([isThere(system), isGone(system), aliveText(system)], [false, true, "false"]);
});

Deno.test(
  "trouble: nothing, a child that is not there, or no process at all",
  isolated(async (t) => {
    const tree = await t.start(Supervisor.define({ children: [Worker.child({ id: "a" })] }), { name: "top" });
    assertEquals(trouble(tree), undefined);
    t.system.exit((await tree.whichChildren())[0]!.pid as `<0.${number}.0>`, "kill");
    assertEquals(trouble(tree), "not there are top/a (dead)");
    await t.settle();
    assertEquals(trouble(tree), undefined);
    t.system.exit("top", "kill");
    assertEquals(trouble(tree), "it is dead");
  }),
);
