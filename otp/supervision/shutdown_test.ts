import { assertEquals } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import { runtimeOf } from "../processes/host.ts";
import { Nursery } from "../testdata/nursery.ts";
import { deathsOf, everyOrder, fateOf } from "../testdata/world.ts";
import { type Shutdown, stopChild } from "./shutdown.ts";
import { Supervisor } from "./supervisor.ts";

const NEVER = () => new Promise(() => {});

Deno.test("case 133: a child is told to shut down, and killed when its time is over; one done early is not waited for", async () => {
  await everyOrder(async ({ system, advance }) => {
    const deaths = deathsOf(system);
    const nursery = new Nursery();
    const quick = Promise.withResolvers<void>();
    const Tree = Supervisor.define({
      children: [
        nursery.child("slow", { name: "slow", shutdown: 200, terminate: NEVER }),
        nursery.child("quick", { name: "quick", shutdown: 1000, terminate: () => quick.promise }),
      ],
    });
    const tree = await system.start(Tree);
    const [slowPid, quickPid] = [system.whereis("slow")!, system.whereis("quick")!];
    const stop = fateOf(tree.stop());
    await advance(10);
    quick.resolve();
    await advance(0);
    assertEquals([deaths.get(quickPid), deaths.has(slowPid)], ["shutdown", false]);
    await advance(199);
    assertEquals([deaths.has(slowPid), stop.state], [false, "pending"]);
    await advance(1);
    assertEquals([deaths.get(slowPid), stop.state], ["killed", "fulfilled"]);
    assertEquals(nursery.log.slice(2), ["stop quick shutdown", "stop slow shutdown"]);
  }, 3);
});

Deno.test("case 133: a child that is busy in a handler has the same time", async () => {
  await everyOrder(async ({ system, advance }) => {
    const deaths = deathsOf(system);
    const nursery = new Nursery();
    const Busy = GenServer.define({
      name: "Busy",
      trapExit: true,
      init: () => 0,
      casts: { work: () => new Promise<number>(() => {}) },
      terminate: () => void nursery.log.push("terminate"),
    });
    const tree = await system.start(Supervisor.define({ children: [Busy.child({ name: "busy", shutdown: 100 })] }));
    const busy = system.whereis(Busy, "busy");
    const pid = busy.pid!;
    busy.cast("work");
    await advance(0);
    const stop = fateOf(tree.stop());
    await advance(99);
    assertEquals(stop.state, "pending");
    await advance(1);
    assertEquals([deaths.get(pid), stop.state, nursery.log], ["killed", "fulfilled", []]);
  }, 2);
});

Deno.test("case 134: brutal_kill kills at once without terminate; infinity waits as long as it takes", async () => {
  await everyOrder(async ({ system, advance }) => {
    const deaths = deathsOf(system);
    const nursery = new Nursery();
    const gate = Promise.withResolvers<void>();
    const Tree = Supervisor.define({
      children: [
        nursery.child("patient", { name: "patient", shutdown: "infinity", terminate: () => gate.promise }),
        nursery.child("brutal", { name: "brutal", shutdown: "brutal_kill" }),
        nursery.child("zero", { name: "zero", shutdown: 0, terminate: NEVER }),
      ],
    });
    const tree = await system.start(Tree);
    const [patient, brutal, zero] = ["patient", "brutal", "zero"].map((name) => system.whereis(name)!);
    const stop = fateOf(tree.stop());
    await advance(0);
    assertEquals([deaths.get(zero!), deaths.get(brutal!)], ["killed", "killed"]);
    await advance(1_000_000_000);
    assertEquals([deaths.has(patient!), stop.state], [false, "pending"]);
    gate.resolve();
    await advance(0);
    assertEquals([deaths.get(patient!), stop.state], ["shutdown", "fulfilled"]);
    assertEquals(nursery.log.slice(3), ["stop zero shutdown", "stop patient shutdown"]);
  }, 3);
});

Deno.test("case 135: a child that does not trap dies of shutdown at once, without terminate; a trapping one runs it", async () => {
  await everyOrder(async ({ system }) => {
    const deaths = deathsOf(system);
    const nursery = new Nursery();
    const Tree = Supervisor.define({
      children: [
        nursery.child("trapping", { name: "trapping" }),
        nursery.child("plain", { trapExit: false, name: "plain" }),
      ],
    });
    const tree = await system.start(Tree);
    const pids = [system.whereis("trapping")!, system.whereis("plain")!];
    await tree.stop();
    assertEquals(pids.map((pid) => deaths.get(pid)), ["shutdown", "shutdown"]);
    assertEquals(nursery.log.slice(2), ["stop trapping shutdown"]);
  }, 5);
});

Deno.test("case 133: a child that dies of something else while it is stopped, or whose terminate fails, is dead all the same", async () => {
  await everyOrder(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    const nursery = new Nursery();
    const tree = await system.start(Supervisor.define({
      children: [
        nursery.child("failing", { name: "failing", terminate: () => Promise.reject(new Error("bad end")) }),
        nursery.child("murdered", { name: "murdered", terminate: NEVER }),
      ],
    }));
    const [failing, murdered] = [system.whereis("failing")!, system.whereis("murdered")!];
    const stop = fateOf(tree.stop());
    await settle();
    system.exit(murdered, "kill");
    await settle();
    assertEquals([stop.state, deaths.get(murdered)], ["fulfilled", "killed"]);
    assertEquals((deaths.get(failing) as { error: { message: string } }).error.message, "bad end");
  }, 3);
});

Deno.test("stopChild() gives the reason at once where it can, leaves no message behind, and also for one that is dead", async () => {
  await everyOrder(async ({ system, advance }) => {
    const runtime = runtimeOf(system);
    const supervisor = system.attach();
    supervisor.trapExit = true;
    const own = runtime.find(supervisor.pid)!;
    const child = (how: Shutdown, trap = false) => {
      const pid = supervisor.spawnLink((self) => {
        self.trapExit = trap;
        return new Promise(() => {});
      });
      return { process: runtime.find(pid)!, how };
    };
    const [plain, brutal, trapping] = [child(10), child("brutal_kill", true), child(10, true)];
    await advance(0);
    assertEquals(stopChild(own, plain.process, plain.how), "shutdown");
    assertEquals(stopChild(own, brutal.process, brutal.how), "killed");
    const slow = fateOf(stopChild(own, trapping.process, trapping.how) as Promise<unknown>);
    await advance(9);
    assertEquals(slow.state, "pending");
    await advance(1);
    assertEquals(slow.value, "killed");
    assertEquals(stopChild(own, plain.process, 5), "shutdown");
    assertEquals([supervisor.mailboxLength, supervisor.links, runtime.timers.size], [0, [], 0]);
  }, 2);
});
