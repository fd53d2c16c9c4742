import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import { CallError, StartError } from "../processes/errors.ts";
import type { Self } from "../processes/self.ts";
import { end, mayFail, Nursery } from "../testdata/nursery.ts";
import { everyOrder, fairly, fateOf, reasonIn } from "../testdata/world.ts";
import { ChildError } from "./errors.ts";
import { DynamicSupervisor } from "./dynamic_supervisor.ts";
import { Supervisor } from "./supervisor.ts";

Deno.test("case 152: startChild gives the child's ref, last in start order; one that fails is not kept", async () => {
  await everyOrder(async ({ system, settle }) => {
    const nursery = new Nursery();
    const tree = await system.start(Supervisor.define({ children: [nursery.child("a")] }));
    const b = await tree.startChild(nursery.child("b"));
    assertEquals(await b.call("id"), "b");
    nursery.failing.set("c", 1);
    const error = await assertRejects(() => tree.startChild(nursery.child("c", { name: "cc" })), StartError);
    assertEquals([error.reason, error.message], ["cannot", "Cannot start cc: cannot"]);
    assertEquals((await tree.whichChildren()).map(({ id }) => id), ["a", "b"]);
    assertEquals(await (await tree.startChild(nursery.child("c"))).call("id"), "c");
    nursery.read();
    await tree.stop();
    await settle();
    assertEquals(nursery.read(), ["stop c shutdown", "stop b shutdown", "stop a shutdown"]);
  }, 5);
});

Deno.test("case 152: a child started later that says ignore is kept without a process, a temporary one is not", async () => {
  await everyOrder(async ({ system }) => {
    const nursery = new Nursery();
    const tree = await system.start(Supervisor.define({}));
    const init = () => GenServer.ignore();
    for (const restart of ["permanent", "temporary"] as const) {
      const error = await assertRejects(() => tree.startChild(nursery.child(restart, { init, restart })), StartError);
      assertEquals(error.reason, "ignore");
    }
    assertEquals((await tree.whichChildren()).map(({ id, pid }) => [id, pid]), [["permanent", undefined]]);
  }, 2);
});

Deno.test("case 153: startChild under an id that is present: already_started with the pid, or already_present", async () => {
  await everyOrder(async ({ system }) => {
    const nursery = new Nursery();
    const tree = await system.start(Supervisor.define({ children: [nursery.child("a", { name: "a" })] }));
    const running = await assertRejects(() => tree.startChild(nursery.child("a")), StartError);
    assertEquals(running.reason, { already_started: system.whereis("a") });
    await tree.terminateChild("a");
    const present = await assertRejects(() => tree.startChild(nursery.child("a")), StartError);
    assertEquals([present.reason, present.message], ["already_present", "Cannot start a: already_present"]);
    assertEquals(nursery.log, ["start a", "stop a shutdown"]);
  }, 2);
});

Deno.test("case 154: terminateChild stops by the child's rule, neither restarts nor counts it, and the spec stays", async () => {
  await everyOrder(async ({ system, settle }) => {
    const nursery = new Nursery();
    const children = [nursery.child("a", { name: "a" }), nursery.child("t", { name: "t", restart: "temporary" })];
    const tree = await system.start(Supervisor.define({ maxRestarts: 0, children }));
    nursery.read();
    assertEquals([await tree.terminateChild("a"), await tree.terminateChild("t")], [undefined, undefined]);
    await settle();
    assertEquals(nursery.read(), ["stop a shutdown", "stop t shutdown"]);
    assertEquals((await tree.whichChildren()).map(({ id, pid }) => [id, pid]), [["a", undefined]]);
    assert(tree.alive);
  }, 5);
});

Deno.test("case 155: terminateChild of one that is not running is ok, of an unknown id not_found", async () => {
  await everyOrder(async ({ system, settle }) => {
    const nursery = new Nursery();
    const tree = await system.start(
      Supervisor.define({ children: [nursery.child("a", { name: "a", restart: "transient" })] }),
    );
    end(system, "a", "normal");
    await settle();
    await tree.terminateChild("a");
    await tree.terminateChild("a");
    const error = await assertRejects(() => tree.terminateChild("x"), ChildError);
    assertEquals([error.message, error.reason], ['Cannot terminate the child "x": not_found', "not_found"]);
  }, 2);
});

Deno.test("cases 155, 156 and 157: a child between two tries is restarting for restart and delete, and can be terminated", async () => {
  await everyOrder(async ({ system, settle }) => {
    const nursery = new Nursery();
    const tree = await system.start(
      Supervisor.define({ maxRestarts: 100, children: [nursery.child("a", { name: "a" })] }),
    );
    const answers: Promise<string>[] = [];
    const ask = (asked: () => Promise<unknown>) =>
      void answers.push(Promise.resolve().then(asked).then(() => "ok", mayFail));
    using _asking = system.events.subscribe((event) => {
      if (event.type !== "child.failed" || nursery.failing.get("a") !== 49) return;
      ask(() => tree.restartChild("a"));
      ask(() => tree.deleteChild("a"));
      ask(() => tree.terminateChild("a"));
      ask(() => tree.restartChild("a"));
    });
    nursery.failing.set("a", 50);
    system.exit("a", "kill");
    await settle();
    assertEquals(await Promise.all(answers), [
      'Cannot restart the child "a": restarting',
      'Cannot delete the child "a": restarting',
      "ok",
      'Cannot restart the child "a": cannot',
    ]);
    const { length } = nursery.log;
    await settle();
    assertEquals([nursery.log.length, (await tree.whichChildren())[0]!.pid], [length, undefined], "no try is left");
    nursery.failing.set("a", 0);
    assertEquals(await tree.restartChild("a"), system.whereis("a"));
  }, 20);
});

Deno.test("case 156: restartChild starts one that is not running, and refuses one that is, or that is unknown", async () => {
  await everyOrder(async ({ system }) => {
    const nursery = new Nursery();
    const tree = await system.start(Supervisor.define({ children: [nursery.child("a", { name: "a" })] }));
    const first = system.whereis("a");
    const running = await assertRejects(() => tree.restartChild("a"), ChildError);
    assertEquals([running.reason, running.message], ["running", 'Cannot restart the child "a": running']);
    assertEquals((await assertRejects(() => tree.restartChild("x"), ChildError)).reason, "not_found");
    await tree.terminateChild("a");
    const second = await tree.restartChild("a");
    assertEquals([second, first === second], [system.whereis("a"), false]);
    await tree.terminateChild("a");
    nursery.failing.set("a", 1);
    assertEquals((await assertRejects(() => tree.restartChild("a"), ChildError)).reason, "cannot");
    assertEquals(
      (await tree.whichChildren()).length,
      1,
      "a start by hand that fails is not tried again, and keeps the spec",
    );
  }, 2);
});

Deno.test("case 157: deleteChild removes the spec of one that is not running, and refuses the others", async () => {
  await everyOrder(async ({ system }) => {
    const nursery = new Nursery();
    const tree = await system.start(Supervisor.define({ children: [nursery.child("a"), nursery.child("b")] }));
    assertEquals((await assertRejects(() => tree.deleteChild("a"), ChildError)).reason, "running");
    const unknown = await assertRejects(() => tree.deleteChild("x"), ChildError);
    assertEquals([unknown.reason, unknown.child], ["not_found", "x"]);
    await tree.terminateChild("a");
    assertEquals(await tree.deleteChild("a"), undefined);
    assertEquals((await tree.whichChildren()).map(({ id }) => id), ["b"]);
    assertEquals((await assertRejects(() => tree.restartChild("a"), ChildError)).reason, "not_found");
    await tree.startChild(nursery.child("a"));
    assertEquals((await tree.whichChildren()).map(({ id }) => id), ["b", "a"]);
  }, 2);
});

Deno.test("cases 158 and 159: whichChildren and countChildren list every spec by id, pid, type and module, dead ones too", async () => {
  await everyOrder(async ({ system, settle }) => {
    const nursery = new Nursery();
    const Below = Supervisor.define({ name: "Below" });
    const children = [
      nursery.child("a", { name: "a" }),
      nursery.child("ended", { name: "ended", restart: "transient" }),
      nursery.child("stopped"),
      Below.child({ id: "below", name: "below" }),
      DynamicSupervisor.define({ name: "Rooms" }).child({ restart: "transient", name: "rooms" }),
    ];
    const tree = await system.start(Supervisor.define({ children }));
    end(system, "ended", "normal");
    await tree.terminateChild("stopped");
    system.exit("rooms", "shutdown");
    await settle();
    const worker = { type: "worker" as const, modules: ["Child"] };
    assertEquals(await tree.whichChildren(), [
      { id: "a", pid: system.whereis("a")!, ...worker },
      { id: "ended", pid: undefined, ...worker },
      { id: "stopped", pid: undefined, ...worker },
      { id: "below", pid: system.whereis("below")!, type: "supervisor", modules: ["Below"] },
      { id: "Rooms", pid: system.whereis("rooms")!, type: "supervisor", modules: ["Rooms"] },
    ]);
    assertEquals(await tree.countChildren(), { specs: 5, active: 3, supervisors: 2, workers: 3 });
  }, 2);
});

Deno.test("SupervisorRef by name goes on after a restart, and fails with noproc where nobody is", async () => {
  await everyOrder(async ({ system, settle }) => {
    const nursery = new Nursery();
    const Below = Supervisor.define({ name: "Below", children: [nursery.child("a")] });
    await system.start(Supervisor.define({ children: [Below.child({ name: "below" })] }));
    const below = system.whereis(Below, "below");
    const { pid } = below;
    system.exit("below", "kill");
    await settle();
    assertNotEquals(below.pid, pid);
    assertEquals([(await below.countChildren()).active, below.toString()], [1, "below"]);
    const error = await assertRejects(() => Below.at(system, "nobody").countChildren(), CallError);
    assertEquals([error.reason, Below.at(system, "nobody").alive], ["noproc", false]);
  }, 2);
});

Deno.test("SupervisorRef: an init that asks the supervisor that waits for it gets calling_self, at once", async () => {
  await everyOrder(async ({ system, settle }) => {
    const seen: unknown[] = [];
    const note = (asked: Promise<unknown>) =>
      asked.catch((error) => void seen.push(error instanceof CallError && error.reason));
    const nursery = new Nursery();
    const Tree = Supervisor.define({
      children: [nursery.child("a", {
        init: async (self: Self) => {
          note(system.whereis(Tree, "tree").whichChildren());
          await Promise.resolve();
          const tree = Tree.at(self, "tree");
          await note(tree.countChildren());
          await note(tree.startChild(nursery.child("b")));
          await note(tree.terminateChild("a"));
          await note(tree.stop());
        },
      })],
    }) as ReturnType<typeof Supervisor.define>;
    const tree = await system.start(Tree, { name: "tree" });
    await settle();
    assertEquals(seen, Array(5).fill("calling_self"));
    assert(tree.alive);
    // The same from further down, while the whole tree starts.
    seen.length = 0;
    const Below = Supervisor.define({
      name: "Below",
      children: [nursery.child("deep", { init: (self) => void note(Tree.at(self, "above").countChildren()) })],
    });
    await system.start(Supervisor.define({ children: [Below.child()] }), { name: "above" });
    await settle();
    assertEquals(seen, ["calling_self"]);
    // Once it is up, a process below may ask.
    const Late = GenServer.define({
      name: "Late",
      init: () => GenServer.ok(0, { continue: "ask" }),
      handleContinue: async (_state, _argument: string, self) => (await Tree.at(self, "tree").countChildren()).active,
    });
    await tree.startChild(Late.child({ name: "late" }));
    await settle();
    assert(system.whereis("late") !== undefined);
  }, 3);
});

Deno.test("SupervisorRef: an init that asks its supervisor unnoticed is ended by its start time-out", async () => {
  await everyOrder(async ({ system, advance }) => {
    const nursery = new Nursery();
    const Tree = Supervisor.define({});
    const tree = await system.start(Tree, { name: "tree" });
    const child = nursery.child("a", {
      startTimeoutMs: 100,
      init: async () => {
        await Promise.resolve();
        return await system.whereis(Tree, "tree").countChildren();
      },
    });
    const start = fateOf(tree.startChild(child));
    await advance(100);
    assertEquals([reasonIn(start.error), (await tree.countChildren()).specs], ["timeout", 0]);
  }, 2);
});

Deno.test("SupervisorRef: specifications and reasons pass as they are in a System that copies messages", async () => {
  await fairly(async ({ system }) => {
    const nursery = new Nursery();
    const odd = { thrown: () => "a function" };
    for (
      const supervisor of [await system.start(Supervisor.define({})), await system.start(DynamicSupervisor.define())]
    ) {
      const child = await supervisor.startChild(nursery.child("a"));
      assertEquals(await child.call("id").catch(mayFail), "a");
      const failing = nursery.child("b", { init: () => GenServer.stop(odd) });
      const error = await assertRejects(() => supervisor.startChild(failing), StartError);
      assert(error.reason === odd);
      assert(supervisor.alive);
    }
  }, "copy");
});
