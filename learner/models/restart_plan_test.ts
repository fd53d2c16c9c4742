import { assertEquals } from "@std/assert";
import { GenServer, type Restart, type Strategy, supervisionTree, Supervisor } from "@superlearner/otp";
import { Simulation } from "@superlearner/otp/simulation";
import { changed, office, supervisor, worker } from "../testdata/nodes.ts";
import { affected, explainPlan, planKill, STRATEGY_WORDS } from "./restart_plan.ts";

Deno.test("planKill - says before what each strategy will do", () => {
  const root = office();
  const parentOf = (place: string) =>
    [root, ...root.children].find(({ children }) => children.some((child) => child.place === place));
  const explain = (node = root) => explainPlan(planKill(node, parentOf));
  assertEquals(explain(root.children[0]), [
    "office is rest_for_one.",
    "It stops carl and desk.",
    "It starts again, in this order: anna, desk and carl.",
    "After that it has 2 restarts left.",
  ]);
  assertEquals(explain(root.children[2]), [
    "office is rest_for_one.",
    "It starts carl again, and nobody else.",
    "After that it has 2 restarts left.",
  ]);
  assertEquals(explain(), ["Nobody supervises office: it ends with all that is below it, and nobody starts it again."]);
});

Deno.test("planKill - a temporary child stays away, and a supervisor can be at its end", () => {
  const tired = supervisor("office", 1, {
    settings: { recentRestarts: 3 },
    children: [worker("office/anna", 2), worker("office/bert", 3, { restart: "temporary" })],
  });
  const parentOf = (place: string) => place === "office" ? undefined : tired;
  assertEquals(explainPlan(planKill(tired.children[1]!, parentOf)), [
    "bert is temporary: office does not start it again.",
  ]);
  assertEquals(explainPlan(planKill(tired.children[0]!, parentOf)), [
    "office has used its 3 restarts within 5 s: one more and it gives up.",
    "Nobody supervises office: it ends with all that is below it, and nobody starts it again.",
  ]);
  const [last] = changed([tired], "office", { supervisor: { ...tired.supervisor!, recentRestarts: 2 } });
  assertEquals(explainPlan(planKill(tired.children[0]!, () => last)).at(-1), "That is its last restart for now.");
});

Deno.test("affected - foretells exactly what a real supervisor does", async () => {
  const Clerk = GenServer.define({ name: "Clerk", init: () => 0 });
  const restarts: Restart[] = ["permanent", "temporary", "transient", "permanent"];
  for (const strategy of Object.keys(STRATEGY_WORDS) as Strategy[]) {
    for (const id of ["c0", "c2", "c3"]) {
      await using simulation = new Simulation();
      const { system } = simulation;
      const children = restarts.map((restart, at) => Clerk.child({ id: `c${at}`, restart }));
      await system.start(Supervisor.define({ name: "Office", strategy, children }), { name: "office" });
      const before = supervisionTree(system)[0]!.children;
      const dying = before.find((child) => child.id === id)!;
      const told = affected(before, dying, strategy);
      const stopped: string[] = [];
      const started: string[] = [];
      system.events.subscribe((event) => {
        if (event.type === "child.stopped") stopped.push(event.child);
        if (event.type === "child.restarted") started.push(event.child);
      });
      system.exit(dying.pid!, "kill");
      await simulation.settle();
      assertEquals([stopped, started], [told.stops.map(({ id }) => id), told.starts.map(({ id }) => id)], strategy);
    }
  }
});
