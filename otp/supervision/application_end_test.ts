import { assert, assertEquals, assertRejects } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import { ArgumentError } from "../processes/errors.ts";
import type { SystemEvent } from "../events/event.ts";
import { runtimeOf } from "../processes/host.ts";
import type { Self } from "../processes/self.ts";
import { Simulation } from "../simulation/simulation.ts";
import type { System } from "../system.ts";
import { end, Nursery } from "../testdata/nursery.ts";
import { eventsOf, everyOrder, fateOf, notebook, type World } from "../testdata/world.ts";
import { Application } from "./application.ts";
import { ApplicationError } from "./application_error.ts";
import type { AnyApplication, ApplicationType } from "./application_types.ts";
import { Supervisor } from "./supervisor.ts";

/** An application of one child that ends its tree when it dies; its hooks write down. */
function appOf(nursery: Nursery, name: string) {
  return Application.define({
    name,
    start: () =>
      Supervisor.define({ maxRestarts: 0, children: [nursery.child(name, { name })] }).child({ name: `${name}-top` }),
    prepStop: () => void nursery.log.push(`prepStop ${name}`),
    stop: () => void nursery.log.push(`stop ${name} app`),
  });
}

async function two({ system }: World, type: ApplicationType) {
  const nursery = new Nursery();
  const [One, Two] = [appOf(nursery, "one"), appOf(nursery, "two")];
  await Application.start(system, One);
  await Application.start(system, Two, { type });
  nursery.read();
  return { nursery, One, Two };
}

/** Waits until an application has stopped. */
function stopped(system: System): Promise<SystemEvent> {
  return new Promise((resolve) => void system.events.subscribe(resolve, { types: ["application.stopped"] }));
}

Deno.test("case 222: the top supervisor of a temporary one dies: both hooks run, others are not touched", async () => {
  await everyOrder(async (world) => {
    const { system } = world;
    const { nursery } = await two(world, "temporary");
    const event = stopped(system);
    end(system, "two", "crash");
    assertEquals((await event as { reason?: unknown }).reason, "shutdown");
    assertEquals(nursery.read(), ["stop two crash", "prepStop two", "stop two app"]);
    assertEquals(Application.whichApplications(system).map(({ name }) => name), ["one"]);
    assertEquals([runtimeOf(system).stopping, system.whereis("one") !== undefined], [false, true]);
  }, 10);
});

Deno.test("case 223: a permanent one that ends for any reason takes every application and the System along", async () => {
  for (const how of ["crash", "normal"]) {
    await everyOrder(async (world) => {
      const { system, settle } = world;
      const { nursery } = await two(world, "permanent");
      const event = stopped(system);
      if (how === "crash") end(system, "two", "crash");
      else await Supervisor.define({}).at(system, "two-top").stop();
      await event;
      await settle();
      assertEquals(runtimeOf(system).stopping, true);
      await system.stop(); // joins it
      const lines = nursery.read();
      assertEquals(lines.filter((line) => !line.startsWith("stop two ")), [
        "prepStop two",
        "prepStop one",
        "stop one shutdown",
        "stop one app",
      ]);
      assert(lines.includes("stop two app"));
      assertEquals(system.processCount, 0);
    }, 3);
  }
});

Deno.test("case 223: a transient one does so unless its reason is normal; shutdown is not", async () => {
  await everyOrder(async (world) => {
    const { system, settle } = world;
    await two(world, "transient");
    const event = stopped(system);
    await Supervisor.define({}).at(system, "two-top").stop({ reason: "normal" });
    await event;
    await settle();
    assertEquals([runtimeOf(system).stopping, Application.whichApplications(system).length], [false, 1]);
  }, 3);
  await everyOrder(async (world) => {
    const { system, settle } = world;
    await two(world, "transient");
    const event = stopped(system);
    end(system, "two", "crash"); // its supervisor gives up, with shutdown
    await event;
    await settle();
    assertEquals(runtimeOf(system).stopping, true);
  }, 3);
});

Deno.test("case 223: one that is stopped by request takes nobody along, permanent or not", async () => {
  await everyOrder(async (world) => {
    const { system, settle } = world;
    const { Two } = await two(world, "permanent");
    await Application.stop(system, Two);
    await settle();
    assertEquals([runtimeOf(system).stopping, system.whereis("one") !== undefined], [false, true]);
  }, 3);
});

Deno.test("case 224: the start fails: nothing of its tree is left, no hook runs, and the reason says why", async () => {
  await everyOrder(async ({ system, settle }) => {
    const nursery = new Nursery();
    const hooks = {
      prepStop: () => void nursery.log.push("prepStop"),
      stop: () => void nursery.log.push("stop"),
    };
    const tree = () => Supervisor.define({ children: [nursery.child("1"), nursery.child("2")] }).child({ name: "top" });
    const failures: [Parameters<typeof Application.define>[0]["start"], unknown][] = [
      [() => {
        throw new Error("no");
      }, "no"],
      [() => Promise.reject(new Error("later")), "later"],
      [(() => undefined) as never, "it is an object, as Definition.child() gives"],
      [() => GenServer.define({ name: "G", init: () => GenServer.ignore() }).child(), undefined],
      [(app) => {
        app.self.spawn((self) => self.receive(), { name: "stray" });
        nursery.failing.set("2", 1);
        return tree();
      }, undefined],
    ];
    for (const [start, message] of failures) {
      const App = Application.define({ name: "app", start: start!, ...hooks });
      const error = await assertRejects(() => Application.start(system, App), ApplicationError);
      if (message !== undefined) assertEquals(error.message.includes(message as string), true, error.message);
      Application.unload(system, App);
    }
    await settle();
    assertEquals(nursery.read(), ["start 1", "fail 2", "stop 1 shutdown"]);
    assertEquals([system.processCount, Application.whichApplications(system)], [0, []]);
  }, 3);
});

Deno.test("case 225: the System stops applications in reverse order of start, before what was started beside them", async () => {
  await everyOrder(async ({ system }) => {
    const nursery = new Nursery();
    await system.start(Supervisor.define({ children: [nursery.child("beside")] }));
    for (const name of ["one", "two", "three"]) await Application.start(system, appOf(nursery, name));
    await system.start(Supervisor.define({ children: [nursery.child("after")] }));
    nursery.read();
    const events = eventsOf(system, "application.stopped");
    await system.stop();
    assertEquals(nursery.read(), [
      ...["three", "two", "one"].flatMap((name) => [`prepStop ${name}`, `stop ${name} shutdown`, `stop ${name} app`]),
      "stop after shutdown",
      "stop beside shutdown",
    ]);
    assertEquals(events.map((event) => "reason" in event && event.reason), ["shutdown", "shutdown", "shutdown"]);
    await assertRejects(() => Application.start(system, appOf(nursery, "late")), ArgumentError, "being stopped");
  }, 10);
});

Deno.test("case 225: a hook that never ends holds the stop, until the limit of the stop", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const App = Application.define({
    name: "app",
    start: () => Supervisor.define({}).child(),
    prepStop: () => new Promise<undefined>(() => {}),
  });
  await Application.start(system, App);
  const stop = fateOf(system.stop({ limitMs: 1000 }));
  await simulation.advance(999);
  assertEquals(stop.state, "pending");
  await simulation.advance(1);
  assertEquals([stop.state, system.processCount], ["fulfilled", 0]);
});

Deno.test("Application: hooks that throw are told, and the end goes on; what it had started else is killed", async () => {
  const book = notebook();
  await using simulation = new Simulation({ logger: book });
  const { system } = simulation;
  let inside!: Self;
  const App = Application.define({
    name: "app",
    start: ({ self }) => {
      inside = self;
      return Supervisor.define({}).child();
    },
    prepStop: () => {
      throw new Error("first");
    },
    stop: () => Promise.reject(new Error("second")),
  });
  await Application.start(system, App);
  const stray = inside.spawn((self) => {
    self.trapExit = true;
    self.spawn((child) => child.receive(), { name: "grandchild" });
    return self.receive();
  });
  await simulation.settle();
  assertEquals(Application.getApplication(system, "grandchild"), "app");
  await Application.stop(system, App);
  assertEquals([system.isAlive(stray), system.whereis("grandchild"), system.processCount], [false, undefined, 0]);
  assertEquals(book.warnings, [
    'prepStop of the application "app" failed: Error: first',
    'stop of the application "app" failed: Error: second',
  ]);
});

Deno.test("Application: its own process killed runs no hook; its tree goes down in order, and it is stopped", async () => {
  await everyOrder(async (world) => {
    const { system, settle } = world;
    const { nursery } = await two(world, "temporary");
    const [master] = [...system.pids()].filter((pid) => Application.getApplication(system, pid) === "two");
    system.exit(master!, "kill");
    await settle();
    assertEquals(nursery.read(), ["stop two shutdown"]);
    assertEquals(Application.whichApplications(system).map(({ name }) => name), ["one"]);
  }, 3);
});

Deno.test("Application: one that asks for its own end from its own process is refused, from its tree it is not", async () => {
  await everyOrder(async ({ system }) => {
    const nursery = new Nursery();
    let inside!: Self;
    const Quitter = GenServer.define({
      name: "Quitter",
      init: () => 0,
      casts: { quit: async (state, _nothing: undefined, self) => (await Application.stop(self, App), state) },
    });
    const App: AnyApplication = Application.define({
      name: "app",
      start: ({ self }) => {
        inside = self;
        return Supervisor.define({ children: [Quitter.child({ name: "quitter" })] }).child();
      },
      stop: () => void nursery.log.push("stop"),
    });
    await Application.start(system, App);
    const error = await assertRejects(() => Application.stop(inside, App), ApplicationError);
    assertEquals(error.reason, "calling_self");
    const event = stopped(system);
    Quitter.at(system, "quitter").cast("quit");
    await event;
    assertEquals([nursery.log, system.processCount], [["stop"], 0]);
  }, 5);
});
