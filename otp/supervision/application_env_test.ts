import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import { Simulation } from "../simulation/simulation.ts";
import { Nursery } from "../testdata/nursery.ts";
import { eventsOf, everyOrder } from "../testdata/world.ts";
import { Application, type ApplicationDefinition } from "./application.ts";
import { ApplicationError } from "./application_error.ts";
import type { AnyApplication } from "./application_types.ts";
import { Supervisor } from "./supervisor.ts";

const Chat = Application.define({
  name: "chat",
  description: "rooms",
  version: "1.2.0",
  env: { rooms: 10, motd: "hi" },
  start: (app) => {
    assertType<IsExact<typeof app.env.rooms, number>>(true);
    seen.push(app.env.rooms);
    return { tree: Supervisor.define({}).child(), state: app };
  },
  stop: (app) => void seen.push(app.env.rooms),
});
const seen: number[] = [];

Deno.test("Application.getEnv(): defaults, what a start overrides, and what is put, typed and of one System", async () => {
  await everyOrder(async ({ system }) => {
    await using other = new Simulation();
    const env = Application.getEnv(system, Chat);
    assertType<IsExact<typeof env, Readonly<{ rooms: number; motd: string }>>>(true);
    assertEquals(env, { rooms: 10, motd: "hi" });
    Application.putEnv(system, Chat, { motd: "put" });
    assertEquals(Application.loadedApplications(system), []);
    await Application.start(system, Chat, { env: { rooms: 3 } });
    assertEquals(Application.getEnv(system, Chat), { rooms: 3, motd: "put" });
    Application.putEnv(system, Chat, { rooms: 4 });
    await Application.stop(system, Chat);
    assertEquals(seen.splice(0), [3, 4]); // a running one sees what is put
    assertEquals(Application.getEnv(system, Chat).rooms, 4); // outlives the stop
    assertEquals(Application.getEnv(other.system, Chat), { rooms: 10, motd: "hi" });
    assertThrows(() => ((Application.getEnv(system, Chat) as { rooms: number }).rooms = 1), TypeError);
    Application.unload(system, Chat);
    assertEquals(Application.getEnv(system, Chat).rooms, 10);
  }, 2);
});

Deno.test("Application.load(): known without running; unload forgets one that does not run", async () => {
  await everyOrder(async ({ system }) => {
    const reasonOf = (run: () => void) => assertThrows(run, ApplicationError).reason;
    assertEquals(reasonOf(() => Application.unload(system, Chat)), "not_loaded");
    Application.load(system, Chat);
    assertEquals(Application.loadedApplications(system), [{ name: "chat", description: "rooms", version: "1.2.0" }]);
    assertEquals(reasonOf(() => Application.load(system, Chat)), { already_loaded: "chat" });
    Application.ensureLoaded(system, Chat);
    const Other = Application.define({ name: "chat" });
    assertEquals(reasonOf(() => Application.ensureLoaded(system, Other)), { already_loaded: "chat" });
    const error = await assertRejects(() => Application.start(system, Other), ApplicationError);
    assertEquals(error.reason, { already_loaded: "chat" });
    await Application.start(system, Chat);
    assertEquals(reasonOf(() => Application.unload(system, Chat)), "running");
    await Application.stop(system, Chat);
    Application.unload(system, Chat);
    await Application.start(system, Other);
    seen.splice(0);
  }, 2);
});

Deno.test("Application: start phases run in order when the tree is up, typed; one that fails undoes the start", async () => {
  await everyOrder(async ({ system }) => {
    const nursery = new Nursery();
    let failing = false;
    const App = Application.define({
      name: "app",
      start: () => Supervisor.define({ children: [nursery.child("c")] }).child(),
      startPhases: [["load", { file: "x" }], ["open", 80]],
      startPhase: async (phase, argument, app) => {
        assertType<IsExact<typeof phase, "load" | "open">>(true);
        await Promise.resolve();
        nursery.log.push(`${app.name} ${phase} ${JSON.stringify(argument)} ${nursery.log.length}`);
        if (failing && phase === "open") throw new Error("port taken");
      },
      stop: () => void nursery.log.push("stop"),
    });
    await Application.start(system, App);
    assertEquals(nursery.read(), ["start c", 'app load {"file":"x"} 1', "app open 80 2"]);
    await Application.stop(system, App);
    nursery.read();
    failing = true;
    await assertRejects(() => Application.start(system, App), ApplicationError, "port taken");
    assertEquals(nursery.read().slice(-2), ["app open 80 2", "stop c shutdown"]);
    assertEquals(system.processCount, 0);
  }, 5);
});

Deno.test("Application: a tree that dies during the phases fails the start", async () => {
  await everyOrder(async ({ system }) => {
    const App = Application.define({
      name: "app",
      start: () => Supervisor.define({}).child({ name: "top" }),
      startPhases: [["break", null]],
      startPhase: () => Supervisor.define({}).at(system, "top").stop({ reason: "shutdown" }),
    });
    const error = await assertRejects(() => Application.start(system, App), ApplicationError);
    assertEquals([error.reason, system.processCount], ["shutdown", 0]);
  }, 5);
});

Deno.test("Application: a library has settings and dependencies, and no process", async () => {
  await everyOrder(async ({ system }) => {
    const Base = Application.define({ name: "base" });
    const Library = Application.define({ name: "library", dependencies: [Base], env: { x: 1 } });
    const events = eventsOf(system, "application.started", "application.stopped");
    assertEquals(await Application.ensureAllStarted(system, Library), ["base", "library"]);
    assertEquals([system.processCount, Application.getSupervisor(system, Library)], [0, undefined]);
    await Application.stop(system, Library);
    await system.stop();
    assertEquals(events.map((event) => "application" in event && event.application), [
      "base",
      "library",
      "library",
      "base",
    ]);
  }, 2);
});

Deno.test("Application.getApplication(): by ancestry, of the living", async () => {
  await everyOrder(async ({ system }) => {
    const nursery = new Nursery();
    const App = Application.define({
      name: "app",
      start: () => Supervisor.define({ children: [nursery.child("c", { name: "c" })] }).child({ name: "top" }),
    });
    await Application.start(system, App);
    const outside = system.spawn((self) => self.receive());
    const gone = system.whereis("c")!;
    const of = ["c", "top", gone, outside].map((to) => Application.getApplication(system, to));
    assertEquals(of, ["app", "app", "app", undefined]);
    await Application.stop(system, App);
    assertEquals(Application.getApplication(system, gone), undefined);
  }, 2);
});

Deno.test("Application.define(): wrong settings, arguments, state, phases and dependencies do not compile", () => {
  const _unused = async ({ system }: Simulation) => {
    const Sized = Application.define({
      name: "sized",
      start: (_app, size: number) => ({ tree: Supervisor.define({}).child({ name: `${size}` }), state: size }),
      prepStop: (state) => (assertType<IsExact<typeof state, number>>(true), state + 1),
    });
    assertType<IsExact<typeof Sized, ApplicationDefinition<Record<never, never>, [size: number]>>>(true);
    // @ts-expect-error there is no such setting
    Application.putEnv(system, Chat, { room: 1 });
    // @ts-expect-error the setting is a number
    await Application.start(system, Chat, { env: { rooms: "many" } });
    // @ts-expect-error start takes a number
    await Application.start(system, Sized, { args: ["many"] });
    // @ts-expect-error there is no such type
    await Application.start(system, Chat, { type: "always" });
    // @ts-expect-error a dependency starts without arguments
    Application.define({ name: "d", dependencies: [Sized] });
    // @ts-expect-error as does what is ensured
    await Application.ensureAllStarted(system, Sized);
    // @ts-expect-error prepStop gives a state like that of start
    Application.define({ name: "d", start: () => ({ tree: Sized as never, state: 1 }), prepStop: () => "x" });
    const anything: AnyApplication = Chat;
    await Application.stop(system, anything);
  };
  assertEquals(typeof _unused, "function");
});
