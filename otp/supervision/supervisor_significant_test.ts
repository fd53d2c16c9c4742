import { assertEquals } from "@std/assert";
import { sys } from "../introspection/sys.ts";
import type { ExitReason } from "../processes/exit_reason.ts";
import type { System } from "../system.ts";
import { end, Nursery } from "../testdata/nursery.ts";
import { deathsOf, everyOrder } from "../testdata/world.ts";
import type { AutoShutdown, Restart } from "./restart_policy.ts";
import { Supervisor } from "./supervisor.ts";

/** Significant children under the given names, between two plain ones. */
async function start(system: System, autoShutdown: AutoShutdown, significant: { [id: string]: Restart }) {
  const nursery = new Nursery();
  const children = [
    nursery.child("first", { name: "first" }),
    ...Object.entries(significant).map(([id, restart]) => nursery.child(id, { name: id, restart, significant: true })),
    nursery.child("last", { name: "last" }),
  ];
  const tree = await system.start(Supervisor.define({ autoShutdown, maxRestarts: 10, children }));
  nursery.read();
  return { nursery, tree, pid: tree.pid! };
}

Deno.test("case 161: any_significant: one that ends normal or shutdown stops the rest in reverse; dead of shutdown", async () => {
  await everyOrder(async ({ system, settle }) => {
    for (const reason of ["normal", "shutdown", { shutdown: "x" }] as ExitReason[]) {
      const deaths = deathsOf(system);
      const { nursery, pid } = await start(system, "any_significant", { a: "transient", b: "transient" });
      end(system, "b", reason);
      await settle();
      assertEquals(deaths.get(pid), "shutdown");
      assertEquals(nursery.read().slice(1), ["stop last shutdown", "stop a shutdown", "stop first shutdown"]);
      assertEquals(system.processCount, 0);
    }
  }, 5);
});

Deno.test("case 162: a significant transient child that crashes is restarted; a temporary one that crashes ends all", async () => {
  await everyOrder(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    const { tree, pid } = await start(system, "any_significant", { a: "transient", t: "temporary" });
    const a = system.whereis("a");
    system.exit("a", "kill");
    await settle();
    assertEquals([tree.alive, system.whereis("a") !== a, (await tree.countChildren()).active], [true, true, 4]);
    system.exit("t", "kill");
    await settle();
    assertEquals([deaths.get(pid), system.processCount], ["shutdown", 0]);
  }, 5);
});

Deno.test("case 163: all_significant: only when the last running significant child has ended", async () => {
  await everyOrder(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    const { tree, pid } = await start(system, "all_significant", { a: "transient", b: "temporary", c: "transient" });
    end(system, "first", "normal");
    end(system, "a", "normal");
    system.exit("b", "kill");
    await settle();
    assertEquals([tree.alive, (await tree.countChildren()).active], [true, 3]);
    system.exit("c", "kill"); // a crash: it is restarted, and counts as running
    await settle();
    assertEquals(tree.alive, true);
    end(system, "c", "shutdown");
    await settle();
    assertEquals([deaths.get(pid), system.processCount], ["shutdown", 0]);
  }, 10);
});

Deno.test("case 163: one that has crashed too, and is about to be restarted, is not over yet", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { tree } = await start(system, "all_significant", { a: "transient", b: "transient" });
    sys.suspend(system, tree.pid!); // both are dead before it sees the first
    end(system, "a", "normal");
    await settle();
    system.exit("b", "kill");
    sys.resume(system, tree.pid!);
    await settle();
    assertEquals([tree.alive, system.whereis("a"), system.whereis("b") !== undefined], [true, undefined, true]);
    end(system, "b", "normal");
    await settle();
    assertEquals(tree.alive, false);
  }, 20);
});

Deno.test("case 161: terminateChild of a significant child is no end by itself, and a plain child's end means nothing", async () => {
  await everyOrder(async ({ system, settle }) => {
    for (const auto of ["any_significant", "all_significant"] as const) {
      const { tree } = await start(system, auto, { a: "transient" });
      await tree.terminateChild("a");
      end(system, "first", "normal");
      await settle();
      assertEquals(tree.alive, true);
      await tree.stop();
    }
  }, 3);
});

Deno.test("case 161: under a parent, an automatic shutdown is an orderly end: transient stays down, permanent comes back", async () => {
  for (const restart of ["transient", "permanent"] as const) {
    await everyOrder(async ({ system, settle }) => {
      const nursery = new Nursery();
      const Unit = Supervisor.define({
        name: "Unit",
        autoShutdown: "any_significant",
        children: [nursery.child("job", { name: "job", restart: "transient", significant: true })],
      });
      await system.start(Supervisor.define({ children: [Unit.child({ restart })] }));
      end(system, "job", "normal");
      await settle();
      assertEquals(nursery.read(), ["start job", "stop job normal", ...(restart === "permanent" ? ["start job"] : [])]);
    }, 3);
  }
});
