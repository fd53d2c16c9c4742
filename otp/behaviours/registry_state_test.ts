import { assert, assertEquals, assertFalse } from "@std/assert";
import { processInfo } from "../introspection/process_info.ts";
import { sys } from "../introspection/sys.ts";
import { Supervisor } from "../supervision/supervisor.ts";
import { Simulation } from "../simulation/simulation.ts";
import { eventsOf, everyOrder, mailOf } from "../testdata/world.ts";
import { GenServer } from "./gen_server.ts";
import { Registry } from "./registry.ts";
import { RegistryState } from "./registry_state.ts";

const Rooms = Registry.define<string, number>({ keys: "unique", name: "Rooms" });
const Topics = Registry.define<string, number>({ keys: "duplicate", name: "Topics" });

Deno.test("case 180: the entries of a process that died go soon, but not at once", async () => {
  await everyOrder(async ({ system, settle }) => {
    const topics = await system.start(Topics, { name: "topics" });
    const rooms = await system.start(Rooms, { name: "rooms" });
    const [me, owner, other] = [system.attach(), system.attach(), system.attach()];
    for (const who of [owner, other]) Topics.at(who, "topics").register("a", 1);
    Rooms.at(owner, "rooms").register("a", 1);
    sys.suspend(system, "topics"); // its turn is late
    const ref = me.monitor(owner.pid);
    system.exit(owner.pid, "boom");
    assertEquals(await me.receive(), { type: "DOWN", ref, pid: owner.pid, reason: "boom" });
    await settle();
    assertEquals([topics.lookup("a").map(({ pid }) => pid), topics.count()], [[owner.pid, other.pid], 2]);
    assertEquals([topics.keys(owner.pid), topics.values("a", owner.pid)], [[], []]);
    sys.resume(system, "topics");
    await settle();
    assertEquals([topics.lookup("a").map(({ pid }) => pid), topics.count(), rooms.count()], [[other.pid], 1, 0]);
  }, 10);
});

Deno.test("case 181: a unique lookup never gives a dead process, however late the registry is", async () => {
  await everyOrder(async ({ system, settle }) => {
    const rooms = await system.start(Rooms, { name: "rooms" });
    sys.suspend(system, "rooms");
    const [owner, next] = [system.attach(), system.attach()];
    Rooms.at(owner, "rooms").register("a", 1);
    system.exit(owner.pid, "shutdown");
    const called: unknown[] = [];
    rooms.dispatch("a", (entries) => void called.push(entries));
    assertEquals([rooms.lookup("a"), rooms.match("a", () => true), called], [[], [], []]);
    assertEquals([system.whereis(rooms.via("a")), rooms.count()], [undefined, 1]);
    Rooms.at(next, "rooms").register("a", 2);
    assertEquals([rooms.lookup("a"), rooms.count()], [[{ pid: next.pid, value: 2 }], 1]);
    sys.resume(system, "rooms");
    await settle();
    assertEquals(rooms.lookup("a"), [{ pid: next.pid, value: 2 }]);
  }, 10);
});

Deno.test("case 182: listeners hear of what is registered and taken back; a crash sends them nothing", async () => {
  await everyOrder(async ({ system, settle }) => {
    const me = system.attach({ name: "ear" });
    const Heard = Registry.define<string, number | undefined>({ keys: "unique", listeners: ["nobody", "ear"] });
    await system.start(Heard, { name: "heard" });
    const [one, other] = [system.attach(), system.attach()];
    Heard.at(one, "heard").register("a", 1);
    Heard.at(other, "heard").register("b", 2);
    Heard.at(one, "heard").unregister("a");
    Heard.at(one, "heard").unregister("a"); // nothing there any more
    system.exit(other.pid, "boom");
    await settle();
    assertEquals(await mailOf(me), [
      { type: "register", registry: "heard", key: "a", pid: one.pid, value: 1 },
      { type: "register", registry: "heard", key: "b", pid: other.pid, value: 2 },
      { type: "unregister", registry: "heard", key: "a", pid: one.pid },
    ]);
  }, 10);
});

Deno.test("case 182: a listener hears when the last entry of a process under a key is taken back", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const me = system.attach();
  const Heard = Registry.define<string, number>({ keys: "duplicate", listeners: [me.pid] });
  const registry = (await system.start(Heard)).pid!;
  const owner = system.attach();
  const heard = Heard.at(owner, registry);
  for (const value of [1, 2]) heard.register("a", value);
  heard.unregisterMatch("a", (value) => value === 1);
  assertEquals((await mailOf(me)).length, 2);
  heard.unregisterMatch("a", (value) => value === 2);
  assertEquals(await mailOf(me), [{ type: "unregister", registry, key: "a", pid: owner.pid }]);
});

Deno.test("RegistryState links whoever registers, and unlinks with the last entry", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const { pid } = await system.start(Rooms, { name: "rooms" });
  const me = system.attach();
  const rooms = Rooms.at(me, "rooms");
  for (const key of ["a", "b"]) rooms.register(key, 1);
  assertEquals(me.links, [pid]);
  rooms.unregister("a");
  assertEquals(me.links, [pid]);
  rooms.unregister("b");
  assertEquals(me.links, []);
});

Deno.test("RegistryState leaves a link that was there before", async () => {
  await everyOrder(async ({ system }) => {
    const Keeper = GenServer.define({
      name: "Keeper",
      async init() {
        await Rooms.start(this, { name: "rooms" });
        return Rooms.at(this, "rooms");
      },
      calls: {
        turn: (rooms) => {
          rooms.register("a", 1);
          rooms.unregister("a");
          return [rooms.pid, rooms];
        },
      },
    });
    const keeper = await system.start(Keeper);
    const registry = await keeper.call("turn");
    assertEquals(processInfo(system, keeper.pid!)?.links, [registry!]);
  }, 5);
});

Deno.test("RegistryState: who is registered dies with the Registry, and not when it stops in order", async () => {
  await everyOrder(async ({ system }) => {
    for (const [reason, alive] of [["boom", false], ["normal", true]] as const) {
      const rooms = await system.start(Rooms);
      const me = system.attach();
      Rooms.at(me, rooms.pid!).register("a", 1);
      await rooms.stop({ reason });
      assertEquals(me.alive, alive);
    }
  }, 5);
});

Deno.test("RegistryState takes no forged exit, and lives through any message", async () => {
  await everyOrder(async ({ system, settle }) => {
    const rooms = await system.start(Rooms, { name: "rooms" });
    const [me, other] = [system.attach(), system.attach()];
    Rooms.at(me, "rooms").register("a", 1);
    for (const message of [{ type: "EXIT", pid: me.pid, reason: "boom" }, null, 5, { type: "EXIT" }, "EXIT"]) {
      system.send("rooms", message);
    }
    other.sendExit(rooms.pid!, "boom"); // it traps exits
    await settle();
    assertEquals([rooms.alive, rooms.lookup("a").length], [true, 1]);
  }, 5);
});

Deno.test("RegistryState ends with its supervisor, after those who were started later", async () => {
  await everyOrder(async ({ system, settle }) => {
    const order: string[] = [];
    const Room = GenServer.define({
      name: "Room",
      trapExit: true,
      init: () => 0,
      terminate: () => void order.push(`room, ${system.whereis("rooms") === undefined ? "alone" : "registered"}`),
    });
    const children = [Rooms.child({ name: "rooms" }), Room.child({ name: Rooms.via("rooms", "lobby") })];
    const tree = await system.start(Supervisor.define({ children }));
    await tree.stop();
    await settle();
    assertEquals([order, system.processCount], [["room, registered"], 0]);
  }, 5);
});

Deno.test("RegistryState tells the event stream of each entry that comes or goes, also of the dead", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const { pid: registry } = await system.start(Rooms, { name: "rooms" });
  const me = system.attach();
  const events = eventsOf(system, "registry.registered", "registry.unregistered");
  const rooms = Rooms.at(me, "rooms");
  rooms.register("a", 1);
  rooms.register("b", 2);
  rooms.unregister("a");
  system.exit(me.pid, "shutdown");
  await simulation.settle();
  assertEquals(
    events.map((event) => event.type.startsWith("registry.") && { ...event, sequence: 0 }),
    ([["registered", "a", 1], ["registered", "b", 2], ["unregistered", "a", 1], ["unregistered", "b", 2]] as const).map(
      ([type, key, value]) => (
        { type: `registry.${type}` as const, pid: me.pid, registry: registry!, key, value, sequence: 0, time: 0 }
      ),
    ),
  );
});

Deno.test("RegistryState is shown by what it is set to, and counted with its entries", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const { pid } = await system.start(Rooms, { name: "rooms" });
  const empty = processInfo(system, pid!)!.memory;
  const me = system.attach();
  for (let key = 0; key < 100; key++) Rooms.at(me, "rooms").register(`a key of some length ${key}`, key);
  assert(processInfo(system, pid!)!.memory > empty + 4000);
  const state = sys.getState(system, "rooms");
  assertFalse(state instanceof RegistryState);
  assertEquals(state, { keys: "unique", partitions: 1, listeners: [], meta: new Map(), entries: 100 });
});

Deno.test("RegistryState: an owner killed by a listener of the event of its own registration leaves no entry", async () => {
  await everyOrder(async ({ system, settle }) => {
    const rooms = await system.start(Rooms, { name: "rooms" });
    const me = system.attach();
    using _killer = system.events.subscribe(() => void system.exit(me.pid, "kill"), { types: ["link.added"] });
    Rooms.at(me, "rooms").register("a", 1);
    assertEquals([me.alive, rooms.lookup("a")], [false, []]);
    await settle();
    assertEquals(rooms.count(), 0);
  }, 5);
});
