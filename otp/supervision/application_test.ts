import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import { ArgumentError } from "../processes/errors.ts";
import { Nursery } from "../testdata/nursery.ts";
import { eventsOf, everyOrder, fateOf } from "../testdata/world.ts";
import { Application } from "./application.ts";
import { ApplicationError } from "./application_error.ts";
import type { AnyApplication } from "./application_types.ts";
import { Supervisor } from "./supervisor.ts";

/** An application whose tree writes down what happens. */
function appOf(nursery: Nursery, name: string, dependencies: readonly AnyApplication[] = []) {
  return Application.define({
    name,
    dependencies,
    start: () =>
      Supervisor.define({ name: `${name} tree`, children: [nursery.child(`${name}1`), nursery.child(`${name}2`)] })
        .child({ name: `${name}-top` }),
    prepStop: () => void nursery.log.push(`prepStop ${name}`),
    stop: () => void nursery.log.push(`stop ${name}`),
  });
}

Deno.test("case 219: start gives the arguments to the tree, and is done only when the tree is up", async () => {
  await everyOrder(async ({ system, settle }) => {
    let open!: () => void;
    const opened = new Promise<void>((resolve) => open = resolve);
    const Slow = GenServer.define({
      name: "Slow",
      init: async (size: number) => (await opened, size),
      calls: { size: (size) => [size, size] },
    });
    const Tree = Supervisor.define({ children: (size: number) => [Slow.child({ args: [size], name: "slow" })] });
    const App = Application.define({
      name: "app",
      start: (_app, size: number, more: number) => Tree.child({ args: [size + more], name: "top" }),
    });
    const events = eventsOf(system, "application.started");
    const starting = Application.start(system, App, { args: [40, 2] });
    const start = fateOf(starting);
    await settle();
    assertEquals([start.state, Application.whichApplications(system), events.length], ["pending", [], 0]);
    assertEquals(Application.loadedApplications(system), [{ name: "app", description: "", version: "" }]);
    open();
    await starting;
    const supervisor = system.whereis("top");
    assertEquals(await system.whereis(Slow, "slow").call("size"), 42);
    assertEquals(Application.whichApplications(system), [
      { name: "app", description: "", version: "", type: "temporary", supervisor },
    ]);
    assertEquals(Application.getSupervisor(system, App), supervisor);
    const [{ sequence: _sequence, time: _time, ...event }] = events as [typeof events[number]];
    assertEquals(
      event,
      {
        type: "application.started",
        application: "app",
        permanence: "temporary",
        pid: supervisor!,
      } as typeof event,
    );
  }, 10);
});

Deno.test("case 219: one that runs is already started; who starts it while it starts has that start's end", async () => {
  await everyOrder(async ({ system }) => {
    const nursery = new Nursery();
    const App = appOf(nursery, "app");
    await Promise.all([Application.start(system, App), Application.start(system, App)]);
    assertEquals(nursery.read(), ["start app1", "start app2"]);
    const error = await assertRejects(() => Application.start(system, App), ApplicationError);
    assertEquals([error.application, error.reason], ["app", { already_started: "app" }]);
    await Application.ensureStarted(system, App);
    assertEquals(nursery.read(), []);
  }, 5);
});

Deno.test("case 220: a dependency that does not run is not_started, and is not started for it", async () => {
  await everyOrder(async ({ system }) => {
    const nursery = new Nursery();
    const Base = appOf(nursery, "base");
    const Top = appOf(nursery, "top", [Base]);
    const error = await assertRejects(() => Application.start(system, Top), ApplicationError);
    assertEquals([error.reason, nursery.log], [{ not_started: "base" }, []]);
    await Application.start(system, Base);
    await Application.start(system, Top);
    assertEquals(Application.whichApplications(system).map(({ name }) => name), ["base", "top"]);
  }, 3);
});

Deno.test("case 220: ensureAllStarted starts dependencies first and lists what it started, in order", async () => {
  await everyOrder(async ({ system }) => {
    const nursery = new Nursery();
    const A = appOf(nursery, "a");
    const B = appOf(nursery, "b", [A]);
    const C = appOf(nursery, "c", [A]);
    const D = appOf(nursery, "d", [B, C]);
    assertEquals(await Application.ensureAllStarted(system, B), ["a", "b"]);
    assertEquals(await Application.ensureAllStarted(system, [D, A], { type: "permanent" }), ["c", "d"]);
    assertEquals(await Application.ensureAllStarted(system, D), []);
    assertEquals(Application.whichApplications(system).map(({ type }) => type), [
      "temporary",
      "temporary",
      "permanent",
      "permanent",
    ]);
  }, 5);
});

Deno.test("case 220: where one fails, those that ensureAllStarted started are stopped again, and no others", async () => {
  await everyOrder(async ({ system }) => {
    const nursery = new Nursery();
    const A = appOf(nursery, "a");
    const B = appOf(nursery, "b", [A]);
    const C = appOf(nursery, "c", [B]);
    const D = appOf(nursery, "d", [C]);
    await Application.start(system, A);
    nursery.failing.set("d2", 1);
    nursery.read();
    const error = await assertRejects(() => Application.ensureAllStarted(system, D), ApplicationError);
    assertEquals([error.application, Application.whichApplications(system).length], ["d", 1]);
    assertEquals(nursery.read().filter((line) => !line.startsWith("start")), [
      "fail d2",
      "stop d1 shutdown",
      ...["c", "b"].flatMap((name) => [
        `prepStop ${name}`,
        `stop ${name}2 shutdown`,
        `stop ${name}1 shutdown`,
        `stop ${name}`,
      ]),
    ]);
  }, 5);
});

Deno.test("case 220: a circle of dependencies is an error that names it", async () => {
  await everyOrder(async ({ system }) => {
    const nursery = new Nursery();
    const A: AnyApplication = Application.define({ name: "a", dependencies: () => [B] });
    const B: AnyApplication = Application.define({ name: "b", dependencies: () => [C] });
    const C: AnyApplication = Application.define({ name: "c", dependencies: () => [Base, B] });
    const Base = appOf(nursery, "base");
    const error = await assertRejects(() => Application.ensureAllStarted(system, A), ApplicationError);
    assertEquals([error.application, error.reason], ["b", { cycle: ["b", "c", "b"] }]);
    assertEquals(Application.whichApplications(system), []);
  }, 2);
});

Deno.test("case 221: stop runs prepStop, then shuts the tree down, then runs stop with what prepStop gave", async () => {
  await everyOrder(async ({ system }) => {
    const nursery = new Nursery();
    const App = Application.define({
      name: "app",
      start: () => ({
        tree: Supervisor.define({ children: [nursery.child("1"), nursery.child("2")] }).child(),
        state: ["state"],
      }),
      prepStop: async (state, app) => (await Promise.resolve(), nursery.log.push("prepStop"), [...state, app.name]),
      stop: (state, app) => void nursery.log.push(`stop ${state.join()} ${app.self.alive}`),
    });
    await assertRejects(() => Application.stop(system, App), ApplicationError, "not_started");
    await Application.start(system, App);
    nursery.read();
    const events = eventsOf(system, "application.stopped");
    await Promise.all([Application.stop(system, App), Application.stop(system, App)]);
    assertEquals(nursery.read(), ["prepStop", "stop 2 shutdown", "stop 1 shutdown", "stop state,app true"]);
    assertEquals(events.map((event) => "reason" in event && event.reason), ["normal"]);
    assertEquals([Application.whichApplications(system), Application.loadedApplications(system).length], [[], 1]);
    const error = await assertRejects(() => Application.stop(system, App), ApplicationError);
    assertEquals(error.reason, "not_started");
    await Application.start(system, App);
    assertEquals(nursery.read(), ["start 1", "start 2"]);
  }, 10);
});

Deno.test("Application.define(): refuses what is none, and options that are none", async () => {
  const define = Application.define as unknown as (spec: unknown) => unknown;
  const start = () => {};
  const bad: [unknown, string][] = [
    [null, "it is an object"],
    [{ name: "" }, "name is a text"],
    [{ name: "a", description: 1 }, "description is a text"],
    [{ name: "a", version: 1 }, "version is a text"],
    [{ name: "a", dependencies: 1 }, "dependencies are a list"],
    [{ name: "a", env: 1 }, "env is an object"],
    [{ name: "a", start: 1 }, "start is a function"],
    [{ name: "a", stop: start }, "stop goes with start"],
    [{ name: "a", start, startPhases: [["x"]], startPhase: start }, "startPhases is a list of pairs"],
    [{ name: "a", start, startPhases: [["x", 1]] }, "startPhases needs startPhase"],
  ];
  for (const [spec, rule] of bad) assertThrows(() => define(spec), ArgumentError, rule);
  await everyOrder(async ({ system }) => {
    const App = Application.define({ name: "a" });
    for (
      const [options, rule] of [
        [{ type: "always" }, "type is permanent, transient or temporary"],
        [{ args: 1 }, "args is a list"],
        [{ env: null }, "env is an object"],
      ] as const
    ) {
      await assertRejects(() => Application.start(system, App, options as never), ArgumentError, rule);
    }
    await assertRejects(
      () => Application.start(system, {} as typeof App),
      ArgumentError,
      "what Application.define gives",
    );
    assertThrows(() => Application.putEnv(system, App, 1 as never), ArgumentError, "they are an object");
    const Odd = Application.define({ name: "odd", dependencies: [{} as AnyApplication] });
    await assertRejects(() => Application.start(system, Odd), ArgumentError, "what Application.define gives");
  }, 0);
});
