import { assertEquals } from "@std/assert";
import { GenServer, Supervisor } from "@superlearner/otp";
import { createContext } from "./isolated.ts";

const Worker = GenServer.define({ name: "Worker", init: () => 0 });

Deno.test("t.verifyIsolation: what was stopped on purpose is nothing, what came past the test is named", async () => {
  await using t = createContext();
  await t.start(Supervisor.define({ children: [Worker.child({ name: "child" })] }));
  const stopped = await t.start(Worker);
  t.attach();
  await t.stop(stopped);
  assertEquals(t.verifyIsolation(), { isolated: true, foreign: [] });
  await t.system.start(Worker, { name: "stranger" });
  const timer = t.system.sendAfter("nobody", "tea", { delayMs: 60_000 });
  const { isolated, foreign } = t.verifyIsolation();
  assertEquals([isolated, foreign.map(({ kind }) => kind)], [false, ["process", "timer"]]);
  assertEquals(foreign[0]!.what.endsWith('"stranger" (GenServer Worker)'), true);
  t.system.cancelTimer(timer);
});
