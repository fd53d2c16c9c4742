import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { processInfo } from "../introspection/process_info.ts";
import { supervisionTree } from "../introspection/supervision_tree.ts";
import { sys } from "../introspection/sys.ts";
import { ArgumentError, CallError, NoProcessError, StartError } from "../processes/errors.ts";
import type { Self } from "../processes/self.ts";
import { Simulation } from "../simulation/simulation.ts";
import { DynamicSupervisor } from "../supervision/dynamic_supervisor.ts";
import { Supervisor } from "../supervision/supervisor.ts";
import { everyOrder, fairly, fateOf, mailOf, notebook, reasonIn } from "../testdata/world.ts";
import { GenServer } from "./gen_server.ts";
import { Registry } from "./registry.ts";

const Rooms = Registry.define<string | [string, number], string | undefined>({ keys: "unique", name: "Rooms" });
const Topics = Registry.define<string>({ keys: "duplicate", name: "Topics" });

const Room = GenServer.define({
  name: "Room",
  init: (topic: string) => topic,
  calls: { topic: (topic) => [topic, topic] },
  casts: { change: (_topic, to: string) => to },
  handleInfo: (_topic, message) => String(message),
});

Deno.test("case 183: a via name works wherever a name does: start, call, cast, send, monitor, whereis, stop", async () => {
  await everyOrder(async ({ system, settle }) => {
    const rooms = await system.start(Rooms, { name: "rooms" });
    const lobby = Rooms.via("rooms", ["lobby", 1], { value: "main" });
    const pid = (await system.start(Room, { args: ["welcome"], name: lobby })).pid!;
    assertEquals(rooms.lookup(["lobby", 1]), [{ pid, value: "main" }]);
    const room = system.whereis(Room, lobby);
    assertEquals([room.pid, room.alive, room.toString()], [pid, true, 'rooms[["lobby",1]]']);
    assertEquals(await room.call("topic"), "welcome");
    room.cast("change", "news");
    assertEquals(await Room.at(system, lobby).call("topic"), "news");
    system.send(lobby, "sent");
    assertEquals(await room.call("topic"), "sent");
    const me = system.attach();
    me.send(lobby, "by me");
    assertEquals([await room.call("topic"), sys.getState(system, lobby)], ["by me", "by me"]);
    const ref = me.monitor(lobby);
    assertEquals(system.whereis(lobby), pid);
    await room.stop({ reason: "shutdown" });
    await settle();
    assertEquals(await mailOf(me), [{ type: "DOWN", ref, pid, reason: "shutdown" }]);
    assertEquals([system.whereis(lobby), room.pid, rooms.count()], [undefined, undefined, 0]);
  }, 10);
});

Deno.test("case 183: a taken via name gives already_started, and makes no process", async () => {
  await everyOrder(async ({ system }) => {
    await system.start(Rooms, { name: "rooms" });
    const name = Rooms.via("rooms", "lobby");
    const { pid } = await system.start(Room, { args: ["first"], name });
    const before = system.processCount;
    const error = await assertRejects(() => system.start(Room, { args: ["second"], name }), StartError);
    assertEquals([reasonIn(error), system.processCount], [{ already_started: pid }, before]);
    assertEquals(error.message, `Cannot start rooms["lobby"]: {"already_started":"${pid}"}`);
  }, 5);
});

Deno.test("case 183: a duplicate registry refuses via names, when they are made and when they are used", async () => {
  await everyOrder(async ({ system }) => {
    const topics = await system.start(Topics, { name: "topics" });
    const rule = "the keys of its Registry are unique";
    assertThrows(() => Topics.via.call(Topics as never, "topics", "news"), ArgumentError, rule);
    assertThrows(() => topics.via.call(topics as never, "news"), ArgumentError, rule);
    const name = Registry.via("topics", "news");
    const used = "it is in a Registry with unique keys";
    await assertRejects(() => system.start(Room, { args: [""], name }), ArgumentError, used);
    assertThrows(() => system.whereis(name), ArgumentError, used);
    assertThrows(() => system.send(name, 1), ArgumentError, used);
    assertThrows(() => Room.at(system, name).cast("change", "x"), ArgumentError, used);
    const tree = await system.start(Supervisor.define({ children: [] }));
    const error = await assertRejects(() => tree.startChild(Room.child({ args: [""], name })), StartError);
    assert(JSON.stringify(reasonIn(error)).includes(used));
    assert(tree.alive);
  }, 5);
});

Deno.test("case 183: nobody under a via name is nobody, as with any name", async () => {
  await everyOrder(async ({ system }) => {
    const me = system.attach();
    await system.start(Rooms, { name: "rooms" });
    for (const name of [Rooms.via("rooms", "lobby"), Rooms.via("not yet", "lobby")]) {
      const room = Room.at(system, name);
      assertEquals([room.pid, room.alive], [undefined, false]);
      const error = await assertRejects(() => room.call("topic"), CallError);
      assertEquals([reasonIn(error), error.call.server], ["noproc", room.toString()]);
      room.cast("change", "x");
      await assertRejects(() => room.stop(), CallError, "no process is alive");
      assertThrows(() => system.send(name, 1), NoProcessError, `Cannot send to ${room}`);
      const ref = me.monitor(name);
      assertEquals(await mailOf(me), [{ type: "DOWN", ref, pid: room.toString(), reason: "noproc" }]);
    }
    const late = { args: [""] as [string], name: Rooms.via("not yet", "lobby") };
    await assertRejects(
      () => system.start(Room, late),
      ArgumentError,
      'Cannot use the name not yet["lobby"]: its Registry runs',
    );
  }, 5);
});

Deno.test("case 183: a child keeps its via name through restarts, and its refs find it again", async () => {
  await everyOrder(async ({ system, settle }) => {
    const lobby = Rooms.via("rooms", "lobby");
    await system.start(Supervisor.define({
      strategy: "rest_for_one",
      children: [Rooms.child({ name: "rooms" }), Room.child({ args: ["welcome"], name: lobby })],
    }));
    const room = system.whereis(Room, lobby);
    for (const killed of [lobby, "rooms"]) {
      const before = room.pid;
      system.exit(killed, "kill");
      await settle();
      assert(room.pid !== undefined && room.pid !== before);
      assertEquals(await room.call("topic"), "welcome");
      assertEquals(Rooms.at(system, "rooms").count(), 1);
    }
    assertEquals(supervisionTree(system)[0]!.children.map(({ name }) => name), ["rooms", 'rooms["lobby"]']);
  }, 10);
});

Deno.test("case 183: children of a DynamicSupervisor are named so, and their place says it", async () => {
  await everyOrder(async ({ system }) => {
    await system.start(Rooms, { name: "rooms" });
    const hotel = await system.start(DynamicSupervisor.define({ name: "Hotel" }), { name: "hotel" });
    const child = (key: string) => Room.child({ args: [key], name: Rooms.via("rooms", key) });
    const lobby = await hotel.startChild(child("lobby"));
    await hotel.startChild(child("bar"));
    const error = await assertRejects(() => hotel.startChild(child("lobby")), StartError);
    assertEquals(reasonIn(error), { already_started: lobby.pid });
    assertEquals(await system.whereis(Room, Rooms.via("rooms", "bar")).call("topic"), "bar");
    assertEquals(supervisionTree(system)[0]!.children.map(({ id }) => id), ['rooms["lobby"]', 'rooms["bar"]']);
  }, 5);
});

Deno.test("case 183: a supervisor is named so, and a spawned or attached process", async () => {
  await everyOrder(async ({ system }) => {
    await system.start(Rooms, { name: "rooms" });
    const name = Rooms.via("rooms", "tree");
    await system.start(Supervisor.define({ children: [Room.child({ args: ["x"] })] }), { name });
    assertEquals((await Supervisor.define({}).at(system, name).countChildren()).active, 1);
    const me = system.attach({ name: Rooms.via("rooms", "me") });
    const spawned = Rooms.via("rooms", "spawned");
    const pid = system.spawn((self) => self.send(Rooms.via("rooms", "me"), self.pid), { name: spawned });
    assertEquals(system.whereis(spawned), pid);
    assertEquals(await me.receive(), pid);
    for (const key of ["tree", "me"]) {
      const taken = { name: Rooms.via("rooms", key) };
      assertThrows(() => system.attach(taken), ArgumentError, "a name belongs to one process");
      assertThrows(() => system.spawn(() => {}, taken), ArgumentError, "a name belongs to one process");
    }
    assertThrows(() => system.attach({ name: Rooms.via("nowhere", "x") }), ArgumentError, "its Registry runs");
    const living = system.processCount;
    assertThrows(() => system.spawn(() => {}, { name: Rooms.via("nowhere", "x") }), ArgumentError, "its Registry runs");
    assertEquals(system.processCount, living);
  }, 5);
});

Deno.test("case 183: a process has its via name in its init, and gives it back at once where that fails", async () => {
  await everyOrder(async ({ system }) => {
    const me = system.attach({ name: "ear" });
    const Heard = Registry.define<string>({ keys: "unique", listeners: ["ear"] });
    const heard = await system.start(Heard, { name: "heard" });
    const name = Heard.via("heard", "a");
    const Failing = GenServer.define({
      name: "Failing",
      init: function (this: Self, how: string) {
        assertEquals(this.system.whereis(name), this.pid);
        if (how === "throw") throw new Error("no");
        if (how === "ignore") return GenServer.ignore();
        return how === "slow" ? Promise.reject(new Error("late")) : GenServer.stop("cannot");
      },
    });
    for (const how of ["throw", "ignore", "slow", "stop"]) {
      await assertRejects(() => system.start(Failing, { args: [how], name }), StartError);
      assertEquals([system.whereis(name), heard.count()], [undefined, 0]);
      assertEquals((await mailOf(me)).map((message) => (message as { type: string }).type), ["register", "unregister"]);
    }
  }, 5);
});

Deno.test("case 183: a name is free for whoever sees the DOWN of the one that had it", async () => {
  await everyOrder(async ({ system }) => {
    await system.start(Rooms, { name: "rooms" });
    const name = Rooms.via("rooms", "lobby");
    const { pid } = await system.start(Room, { args: ["a"], name });
    const me = system.attach();
    me.monitor(name);
    system.exit(name, "kill");
    await me.receive();
    assertEquals(system.whereis(name), undefined);
    const next = await system.start(Room, { args: ["b"], name });
    assert(next.pid !== pid);
    assertEquals(await Room.at(system, name).call("topic"), "b");
  }, 10);
});

Deno.test("case 183: a via name is plain data, and passes between processes under every policy", async () => {
  for (const policy of ["share", "freeze", "copy"] as const) {
    await fairly(async ({ system }) => {
      await system.start(Rooms, { name: "rooms" });
      const me = system.attach({ name: Rooms.via("rooms", "me") });
      const other = system.attach();
      system.send(other.pid, Rooms.via("rooms", "me"));
      const name = await other.receive() as ReturnType<typeof Rooms.via>;
      assertEquals(JSON.parse(JSON.stringify(name)), { via: "registry", in: "rooms", key: "me" });
      other.send(name, "hello");
      assertEquals(await me.receive(), "hello");
    }, policy);
  }
});

Deno.test("RegistryNames: a Registry can itself be known by a via name, or by its pid", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  await system.start(Rooms, { name: "rooms" });
  const inner = Rooms.via("rooms", "inner");
  const { pid } = await system.start(Rooms, { name: inner });
  const name = Rooms.via(inner, "x");
  await system.start(Room, { args: ["deep"], name });
  assertEquals(await Room.at(system, name).call("topic"), "deep");
  assertEquals(await Room.at(system, Rooms.via(pid!, "x")).call("topic"), "deep");
  assertEquals(Rooms.at(system, inner).via("x"), name);
  assertEquals(Room.at(system, name).toString(), 'rooms["inner"]["x"]');
});

Deno.test("RegistryNames: a server that calls itself by a via name is told so", async () => {
  await everyOrder(async ({ system, settle }) => {
    await system.start(Rooms, { name: "rooms" });
    const name = Rooms.via("rooms", "lobby");
    const Calling = GenServer.define({
      name: "Calling",
      init: () => 0,
      calls: { call: async (state, _: undefined, self) => [await Room.at(self, name).call("topic"), state] },
    });
    const calling = await system.start(Calling, { name });
    const fate = fateOf(calling.call("call"));
    await settle();
    assertEquals((reasonIn(fate.error) as { reason: string }).reason, "calling_self");
  }, 5);
});

Deno.test("RegistryNames: whoever unregisters the key of a name is known by it no more, and lives", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  await system.start(Rooms, { name: "rooms" });
  const name = Rooms.via("rooms", "lobby");
  const me = system.attach({ name });
  const room = Room.at(system, name);
  assertEquals(room.pid, me.pid);
  Rooms.at(me, "rooms").unregister("lobby");
  assertEquals([room.pid, me.alive, processInfo(system, me.pid)?.links], [undefined, true, []]);
});

Deno.test("case 183: a timer sends to whoever has the via name when the time comes", async () => {
  await everyOrder(async ({ system, advance }) => {
    await system.start(Rooms, { name: "rooms" });
    const name = Rooms.via("rooms", "me");
    const me = system.attach();
    system.sendAfter(name, "once", { delayMs: 10 });
    me.sendInterval(name, "often", { delayMs: 10 });
    const topics = await system.start(Topics, { name: "topics" });
    const never = Registry.via("topics", "me");
    assertThrows(() => system.sendAfter(never, "never", { delayMs: 1 }), ArgumentError, "with unique keys");
    Rooms.at(me, "rooms").register("me", undefined);
    await advance(10);
    Rooms.at(me, "rooms").unregister("me");
    await advance(10);
    assertEquals([await mailOf(me), topics.alive], [["once", "often"], true]);
  }, 5);
});

Deno.test("case 183: a timer whose name has become none is a warning, and no other timer is hurt", async () => {
  const logger = notebook();
  await using simulation = new Simulation({ logger });
  const { system } = simulation;
  const rooms = await system.start(Rooms, { name: "rooms" });
  const me = system.attach();
  system.sendAfter(Rooms.via("rooms", "me"), "lost", { delayMs: 10 });
  system.sendAfter(me.pid, "kept", { delayMs: 10 });
  await rooms.stop();
  await system.start(Topics, { name: "rooms" });
  await simulation.advance(10);
  assertEquals(await mailOf(me), ["kept"]);
  assertEquals(logger.warnings.map((text) => text.slice(0, 46)), ['A timer could not send to rooms["me"]: Argumen']);
});
