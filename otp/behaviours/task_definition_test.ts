import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ArgumentError, StartError } from "../processes/errors.ts";
import { Supervisor } from "../supervision/supervisor.ts";
import { deathsOf, eventsOf, everyOrder, fairly, reasonIn } from "../testdata/world.ts";
import { Agent } from "./agent.ts";
import { Registry } from "./registry.ts";
import { Task } from "./task.ts";

Deno.test("Task.define() is started by itself, with arguments and a name", async () => {
  await everyOrder(async ({ system, settle }) => {
    const log: unknown[] = [];
    const Note = Task.define({
      name: "Note",
      run: async (self, text: string, times: number = 1) => {
        log.push([self.name, text, times]);
        await self.receive();
      },
    });
    const note = await system.start(Note, { args: ["hello"], name: "note" });
    await settle();
    assertEquals([log, note.alive, `${note}`.startsWith("<0.")], [[["note", "hello", 1]], true, true]);
    const taken = await system.start(Note, { args: ["x"], name: "note" }).catch((error) => error);
    assertEquals(reasonIn(taken), { already_started: note.pid });
    const byName = system.whereis(Note, "note");
    system.send("note", "be done");
    await settle();
    assertEquals([note.pid, byName.alive, `${byName}`], [undefined, false, "note"]);
    // @ts-expect-error: a text is wanted
    await system.start(Note, { args: [1] });
  });
});

Deno.test("case 183: a task and an agent are started and found under via names of a Registry", async () => {
  await everyOrder(async ({ system }) => {
    await system.start(Registry.define({ name: "Rooms", keys: "unique" }), { name: "rooms" });
    const name = (key: string) => ({ via: "registry", in: "rooms", key });
    const Wait = Task.define({ name: "Wait", run: (self) => self.receive() });
    const wait = await system.start(Wait, { name: name("wait") });
    const again = await system.start(Wait, { name: name("wait") }).catch((error) => error);
    assertEquals(reasonIn(again), { already_started: wait.pid });
    const found = system.whereis(Wait, name("wait"));
    assertEquals([found.pid, `${found}`], [wait.pid, 'rooms["wait"]']);
    const agent = await Agent.start(system, () => 5, { name: name("agent") });
    assertEquals(await Agent.define({ init: () => 0 }).at(system, name("agent")).get((n) => n), 5);
    assertEquals(agent.pid, system.whereis(name("agent")));
  }, 10);
});

Deno.test("Task.child() is temporary: its end and its crash leave the supervisor without it", async () => {
  await everyOrder(async ({ system, settle }) => {
    const restarts = eventsOf(system, "child.restarted");
    const runs: string[] = [];
    const tree = await system.start(Supervisor.define({
      children: [
        Task.child(() => void runs.push("warm up")),
        Task.child((self) => {
          runs.push("crash");
          self.exit("boom");
        }, { id: "crash" }),
      ],
    }));
    await settle();
    assertEquals([runs.sort(), restarts.length, await tree.whichChildren()], [["crash", "warm up"], 0, []]);
  });
});

Deno.test("Task.child() is restarted where that is asked for, and stopped with its supervisor", async () => {
  await everyOrder(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    let runs = 0;
    const child = Task.define({
      name: "Poll",
      run: async (self, crashes: number) => {
        if (++runs <= crashes) self.exit("boom");
        await self.receive();
      },
    }).child({ args: [2], restart: "transient", name: "poll" });
    const tree = await system.start(Supervisor.define({ children: [child] }));
    await settle();
    const pid = system.whereis("poll")!;
    assertEquals(runs, 3);
    await tree.stop();
    assertEquals(deaths.get(pid), "shutdown");
  });
});

Deno.test("Task.define() refuses what is none", async () => {
  await fairly(async ({ system }) => {
    assertThrows(() => Task.define(undefined as never), ArgumentError, "it is an object");
    assertThrows(() => Task.define({ name: "", run: () => {} }), ArgumentError, 'name is a text, got ""');
    assertThrows(() => Task.define({ name: "X" } as never), ArgumentError, "run is a function");
    assertThrows(() => Task.child(1 as never), ArgumentError, "what it does is a function, got 1");
    await assertRejects(() => system.start(Task.define({ name: "X", run: () => {} }), { name: "<x" }), ArgumentError);
    const me = system.attach();
    system.exit(me.pid, "kill");
    const error = await assertRejects(() => Task.define({ name: "X", run: () => {} }).start(me), StartError);
    assertEquals(error.reason, "noproc");
  });
});
