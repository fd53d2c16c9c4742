import { assertEquals } from "@std/assert";
import { GenServer, type Pid, Supervisor } from "@superlearner/otp";
import { isolated } from "../isolation/isolated.ts";
import { strike, tellFailure, tellFault } from "./_signals.ts";
import { ChaosWatch } from "./_chaos_watch.ts";

const Worker = GenServer.define({
  name: "Worker",
  init: () => 0,
  casts: {
    crash: () => {
      throw new Error("oops");
    },
  },
});
const Shop = Supervisor.define({
  maxRestarts: 100,
  children: ["a", "b", "t"].map((id) =>
    Worker.child({ id, name: id, restart: id === "t" ? "temporary" : "permanent" })
  ),
});
const kinds = (watch: ChaosWatch) => watch.figures().timeline.map(({ event, child }) => `${event} ${child}`);

Deno.test(
  "ChaosWatch: of a supervisor, crashes of its children; who crashes by itself was not killed",
  isolated(async (t) => {
    const shop = await t.start(Shop, { name: "shop" });
    using watch = new ChaosWatch(t.system, { root: shop.pid!, seed: 0 });
    t.system.whereis(Worker, "a").cast("crash");
    t.system.whereis(Worker, "t").cast("crash");
    await t.settle();
    strike(t.system, { pid: t.system.whereis("b")!, reason: "kill" });
    await t.settle();
    assertEquals(kinds(watch), ["crash a", "crash t", "recovery a", "kill b", "crash b", "recovery b"]);
    const { crashes, recoveries, failures, kills } = watch.figures();
    assertEquals([crashes, recoveries, failures, kills], [3, 2, 0, 1]);
    watch[Symbol.dispose]();
    t.system.exit("a", "kill");
    assertEquals(watch.figures().crashes, 3);
  }),
);

Deno.test(
  "ChaosWatch: of one process, its own crashes; of a System, everybody's",
  isolated(async (t) => {
    await t.start(Shop, { name: "shop" });
    using one = new ChaosWatch(t.system, { root: t.system.whereis("a")!, seed: 0 });
    using all = new ChaosWatch(t.system, { seed: 0 });
    for (const name of ["a", "b"]) t.system.exit(name, "kill");
    await t.settle();
    assertEquals(kinds(one), ["crash shop/a", "recovery shop/a"]);
    assertEquals([one.rootExit, one.figures().supervisorCrashed], ["killed", true]);
    assertEquals(kinds(all), ["crash shop/a", "crash shop/b", "recovery shop/a", "recovery shop/b"]);
  }),
);

Deno.test(
  "ChaosWatch: a signal to who ignores it is no kill, also when another one kills it later",
  isolated(async (t) => {
    const shop = await t.start(Shop, { name: "shop" });
    using watch = new ChaosWatch(t.system, { root: shop.pid!, seed: 0 });
    const pid: Pid = t.system.whereis("a")!;
    strike(t.system, { pid, reason: "normal" });
    t.system.exit(pid, "kill");
    await t.settle();
    const { kills, ignored, crashes, recoveries } = watch.figures();
    assertEquals([kills, ignored, crashes, recoveries], [0, 1, 1, 1]);
  }),
);

Deno.test(
  "ChaosWatch: everybody who counts knows what chaos has done, and who was only about to fail is not ignored",
  isolated(async (t) => {
    const shop = await t.start(Shop, { name: "shop" });
    using one = new ChaosWatch(t.system, { root: shop.pid!, seed: 0 });
    using all = new ChaosWatch(t.system, { seed: 0 });
    using other = new ChaosWatch(t.system, { root: t.system.whereis("b")!, seed: 0 });
    strike(t.system, { pid: t.system.whereis("a")!, reason: "shutdown" });
    await t.settle();
    tellFailure(t.system, { pid: t.system.whereis("a")!, text: "Error: oops" });
    tellFailure(t.system, { pid: t.system.whereis("b")!, text: "Error: oops" });
    t.system.whereis(Worker, "a").cast("crash");
    await t.settle();
    const counts = [one, all, other].map((watch) => watch.figures()).map(({ kills, crashes, ignored }) => [
      kills,
      crashes,
      ignored,
    ]);
    assertEquals(counts, [[2, 2, 0], [2, 2, 0], [0, 0, 0]]);
  }),
);

Deno.test(
  "ChaosWatch: writes down what the chaos does otherwise",
  isolated((t) => {
    using watch = new ChaosWatch(t.system, { seed: 0 });
    tellFault(t.system, { event: "fault", pid: "<0.0.0>", reason: "partition" });
    tellFault(t.system, { event: "heal", pid: "<0.0.0>", reason: "partition" });
    assertEquals(watch.figures().timeline, [
      { atMs: 0, event: "fault", pid: "<0.0.0>", reason: "partition" },
      { atMs: 0, event: "heal", pid: "<0.0.0>", reason: "partition" },
    ]);
  }, { clock: "virtual" }),
);
