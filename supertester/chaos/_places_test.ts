import { assertEquals } from "@std/assert";
import { GenServer, type Pid, Supervisor } from "@superlearner/otp";
import { Chronicle } from "../chronicle/chronicle.ts";
import { isolated } from "../isolation/isolated.ts";
import { Places } from "./_places.ts";

const Worker = GenServer.define({ name: "Worker", init: () => 0 });
const Branch = Supervisor.define({ children: [Worker.child({ id: "a/b", restart: "transient" })] });

Deno.test(
  "Places: a place outlives who is in it, also where a branch comes back before it is known whose it is",
  isolated(async (t) => {
    const top = await t.start(Supervisor.define({ children: [Branch.child({ id: "branch" })] }), { name: "top" });
    const places = new Places(t.system);
    assertEquals(places.all.map(({ place }) => place), ["top", "top/branch", "top/branch/a~1b"]);
    const arrivals: string[] = [];
    using _listening = Chronicle.of(t.system).listen((event) => {
      for (const { place, pid } of places.hear(event)) arrivals.push(place, `${places.of(pid!) === place}`);
    });
    const [branch] = await top.whichChildren();
    t.system.exit(branch!.pid as Pid, "kill");
    await t.settle();
    assertEquals(arrivals, ["top/branch", "true", "top/branch/a~1b", "true"]);
    assertEquals([places.restartOf("top/branch/a~1b"), places.restartOf("top/branch")], ["transient", "permanent"]);
    const [now] = await top.whichChildren();
    assertEquals([places.supervisorOf(now!.pid as Pid), places.of(branch!.pid as Pid)], [top.pid, "top/branch"]);
    assertEquals(places.restartOf("nowhere"), undefined);
  }),
);
