import { assert, assertEquals, assertNotEquals } from "@std/assert";
import type { System } from "../system.ts";
import { end, Nursery } from "../testdata/nursery.ts";
import { deathsOf, eventsOf, everyOrder, fateOf } from "../testdata/world.ts";
import { Supervisor } from "./supervisor.ts";

/** A supervisor of three workers with the given limits. */
async function office(system: System, options: { maxRestarts?: number; maxSeconds?: number }) {
  const nursery = new Nursery();
  const children = ["a", "b", "c"].map((id) => nursery.child(id, { name: id }));
  const tree = await system.start(Supervisor.define({ ...options, children }));
  return { nursery, tree, pid: tree.pid! };
}

Deno.test("case 147: N restarts within the window are allowed, the next gives up: all stopped, dead of shutdown", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const deaths = deathsOf(system);
    const gaveUp = eventsOf(system, "supervisor.gave_up");
    const { nursery, tree, pid } = await office(system, {});
    for (const id of ["a", "b", "a"]) {
      system.exit(id, "kill");
      await settle();
      await advance(1000);
    }
    assertEquals([tree.alive, gaveUp.length], [true, 0]);
    nursery.read();
    system.exit("c", "kill");
    await settle();
    assertEquals([tree.alive, deaths.get(pid), system.processCount], [false, "shutdown", 0]);
    assertEquals(nursery.read(), ["stop b shutdown", "stop a shutdown"]);
    assertEquals(gaveUp.map(({ sequence: _, time: __, ...body }) => body), [
      { type: "supervisor.gave_up", pid, child: "c", maxRestarts: 3, maxSeconds: 5 },
    ]);
  }, 5);
});

Deno.test("case 148: the window slides: an age up to its length counts, beyond it does not", async () => {
  await everyOrder(async ({ system, advance }) => {
    for (const [gap, alive] of [[4999, false], [5000, false], [6001, true]] as const) {
      const { tree } = await office(system, { maxRestarts: 1, maxSeconds: 5 });
      system.exit("a", "kill");
      await advance(gap);
      system.exit("a", "kill");
      await advance(0);
      assertEquals(tree.alive, alive, `${gap}`);
      if (alive) await tree.stop();
    }
    const { tree } = await office(system, { maxRestarts: 2, maxSeconds: 5 });
    for (let restart = 0; restart < 20; restart++) {
      system.exit("b", "kill");
      await advance(3001);
    }
    assert(tree.alive, "never more than two within five seconds");
  }, 2);
});

Deno.test("case 149: with none allowed the first death that would restart ends the supervisor", async () => {
  await everyOrder(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    const { nursery, pid } = await office(system, { maxRestarts: 0 });
    nursery.read();
    system.exit("a", "kill");
    await settle();
    assertEquals([deaths.get(pid), system.processCount], ["shutdown", 0]);
    assertEquals(nursery.read(), ["stop c shutdown", "stop b shutdown"]);
  }, 5);
});

Deno.test("case 150: a child that ends and is not to be restarted does not count", async () => {
  await everyOrder(async ({ system, settle }) => {
    const nursery = new Nursery();
    const children = [
      nursery.child("transient", { name: "transient", restart: "transient" }),
      nursery.child("temporary", { name: "temporary", restart: "temporary" }),
      nursery.child("stays", { name: "stays" }),
    ];
    const tree = await system.start(Supervisor.define({ maxRestarts: 0, children }));
    end(system, "transient", "normal");
    end(system, "temporary", "boom");
    await settle();
    await tree.terminateChild("stays");
    await tree.restartChild("stays");
    assertEquals([tree.alive, (await tree.countChildren()).active], [true, 1]);
    system.exit("stays", "kill");
    await settle();
    assertEquals(tree.alive, false);
  }, 10);
});

Deno.test("case 151: the parent of a supervisor that gave up sees shutdown, and restarts the whole subtree if permanent", async () => {
  for (const restart of ["permanent", "transient"] as const) {
    await everyOrder(async ({ system, settle }) => {
      const nursery = new Nursery();
      const Below = Supervisor.define({
        name: "Below",
        maxRestarts: 1,
        children: [nursery.child("a", { name: "a" }), nursery.child("b", { name: "b" })],
      });
      const restarted = eventsOf(system, "child.restarted");
      const above = await system.start(
        Supervisor.define({ children: [Below.child({ name: "below", restart }), nursery.child("c", { name: "c" })] }),
      );
      const [below, b, c] = [system.whereis("below"), system.whereis("b"), system.whereis("c")];
      system.exit("a", "kill");
      await settle();
      nursery.read();
      system.exit("a", "kill");
      await settle();
      assertEquals([above.alive, system.whereis("c")], [true, c]);
      if (restart === "transient") {
        assertEquals([system.whereis("below"), nursery.read()], [undefined, ["stop b shutdown"]]);
      } else {
        assertEquals(nursery.read(), ["stop b shutdown", "start a", "start b"]);
        assertNotEquals([system.whereis("below"), system.whereis("b")], [below, b]);
        const last = restarted.at(-1)!;
        assert(last.type === "child.restarted");
        assertEquals([last.pid, last.child, last.oldPid, last.reason], [above.pid, "Below", below, "shutdown"]);
      }
    }, 10);
  }
});

Deno.test("case 151: supervisors give up one after the other, up to the root, when nothing helps", async () => {
  await everyOrder(async ({ system, settle }) => {
    const nursery = new Nursery();
    const gaveUp = eventsOf(system, "supervisor.gave_up");
    const nest = (depth: number): ReturnType<typeof nursery.child> =>
      depth === 0
        ? nursery.child("leaf", { name: "leaf" })
        : Supervisor.define({ name: `Level ${depth}`, maxRestarts: 1, children: [nest(depth - 1)] }).child() as never;
    const root = await system.start(Supervisor.define({ name: "Root", maxRestarts: 1, children: [nest(2)] }));
    using _killer = system.events.subscribe((event) => {
      if (event.type === "child.restarted" || event.type === "child.started") {
        queueMicrotask(() => system.whereis("leaf") !== undefined && system.exit("leaf", "kill"));
      }
    });
    system.exit("leaf", "kill");
    await settle();
    assertEquals([root.alive, system.processCount], [false, 0]);
    assertEquals(gaveUp.map((each) => each.type === "supervisor.gave_up" && each.child), [
      ...["leaf", "leaf", "Level 1"],
      ...["leaf", "leaf", "Level 1", "Level 2"],
    ]);
    assertEquals(nursery.log.filter((line) => line === "start leaf").length, 8);
  }, 10);
});

Deno.test("case 147: simultaneous deaths under one_for_all and rest_for_one are one restart", async () => {
  for (const strategy of ["one_for_all", "rest_for_one"] as const) {
    await everyOrder(async ({ system, settle }) => {
      const nursery = new Nursery();
      const ids = ["a", "b", "c", "d"];
      const children = ids.map((id) => nursery.child(id, { name: id }));
      const tree = await system.start(Supervisor.define({ strategy, maxRestarts: 1, children }));
      nursery.read();
      for (const id of ["a", "d", "b"]) system.exit(id, "kill"); // all EXITs are in the mailbox before the first is seen
      await settle();
      assert(tree.alive);
      assertEquals(nursery.read(), ["stop c shutdown", ...ids.map((id) => `start ${id}`)]);
      assertEquals((await tree.countChildren()).active, 4);
    }, 10);
  }
});

Deno.test("case 147: one_for_one counts simultaneous deaths one by one", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { tree } = await office(system, { maxRestarts: 3 });
    for (const id of ["a", "b", "c"]) system.exit(id, "kill");
    await settle();
    assertEquals([tree.alive, (await tree.countChildren()).active], [true, 3]);
    const stop = fateOf(tree.stop());
    system.exit("a", "kill");
    await settle();
    assertEquals([stop.state, system.processCount], ["fulfilled", 0]);
  }, 10);
});
