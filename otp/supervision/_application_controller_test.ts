import { assertEquals, assertNotStrictEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { Simulation } from "../simulation/simulation.ts";
import { Nursery } from "../testdata/nursery.ts";
import { eventsOf, everyOrder, fateOf, reasonIn } from "../testdata/world.ts";
import { controllerOf } from "./_application_controller.ts";
import { Application } from "./application.ts";
import { ApplicationError } from "./application_error.ts";
import { Supervisor } from "./supervisor.ts";

Deno.test("controllerOf(): one for each System, whoever asks", async () => {
  await using one = new Simulation();
  await using other = new Simulation();
  const me = one.system.attach();
  assertStrictEquals(controllerOf(one.system), controllerOf(me));
  assertNotStrictEquals(controllerOf(one.system), controllerOf(other.system));
  me.sendExit(me.pid, "normal");
});

Deno.test("ApplicationController: who joins a start hears of its failure, and the next start begins anew", async () => {
  await everyOrder(async ({ system }) => {
    const nursery = new Nursery();
    nursery.failing.set("c", 1);
    const App = Application.define({
      name: "app",
      start: () => Supervisor.define({ children: [nursery.child("c")] }).child(),
    });
    const events = eventsOf(system, "application.started", "application.stopped");
    const starts = [1, 2].map(() => Application.start(system, App));
    const reason = { shutdown: { failed_to_start_child: { id: "c", reason: "cannot" } } };
    for (const start of await Promise.allSettled(starts)) {
      assertEquals(start.status === "rejected" && reasonIn(start.reason), reason);
    }
    assertEquals(events, []);
    await Application.start(system, App);
    assertEquals(events.map(({ type }) => type), ["application.started"]);
  }, 3);
});

Deno.test("ApplicationController: a System that stops while one starts leaves nothing of it", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const App = Application.define({ name: "app", start: () => new Promise<never>(() => {}) });
  const start = fateOf(Application.start(system, App));
  await simulation.settle();
  await system.stop();
  await simulation.settle();
  assertEquals([reasonIn(start.error), system.processCount], ["killed", 0]);
  await assertRejects(() => Application.stop(system, App), ApplicationError, "not_started");
});

Deno.test("ApplicationController: an application can start others, and stop them", async () => {
  await everyOrder(async ({ system }) => {
    const nursery = new Nursery();
    const Inner = Application.define({
      name: "inner",
      start: () => Supervisor.define({ children: [nursery.child("c", { name: "c" })] }).child(),
    });
    const Outer = Application.define({
      name: "outer",
      start: async ({ self }) => (await Application.start(self, Inner), Supervisor.define({}).child()),
      stop: async (_state, { self }) => await Application.stop(self, Inner),
    });
    await Application.start(system, Outer);
    assertEquals(Application.whichApplications(system).map(({ name }) => name), ["inner", "outer"]);
    assertEquals(Application.getApplication(system, "c"), "inner"); // whoever starts one is not its parent
    await Application.stop(system, Outer);
    assertEquals([Application.whichApplications(system), system.processCount], [[], 0]);
  }, 3);
});
