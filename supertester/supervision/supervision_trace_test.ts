import { assertEquals, assertStringIncludes } from "@std/assert";
import { DynamicSupervisor, GenServer, Supervisor } from "@superlearner/otp";
import { isolated } from "../isolation/isolated.ts";
import { type SupervisionEvent, traceSupervision } from "./supervision_trace.ts";

const Worker = GenServer.define({ name: "Worker", init: () => 0 });
const shown = (events: readonly SupervisionEvent[]) =>
  events.map((event) => `${event.type} ${"child" in event ? event.child : event.pid}`);

Deno.test(
  "D10: true reasons, every crash, also of who comes and goes between two looks",
  isolated(async (t) => {
    const tree = await t.start(Supervisor.define({ maxRestarts: 9, children: [Worker.child({ id: "w", name: "w" })] }));
    using trace = traceSupervision(tree);
    t.system.exit("w", { shutdown: "lunch" });
    await t.settle();
    t.system.exit("w", "kill");
    await t.settle();
    const reasons = trace.events.filter(({ type }) => type === "child.restarted").map((event) =>
      "reason" in event && event.reason
    );
    assertEquals(reasons, [{ shutdown: "lunch" }, "killed"]);
    assertEquals(trace.events.filter(({ type }) => type === "process.exited").length, 2);
    assertStringIncludes(trace.toString(), 'child.restarted child="w"');
  }),
);

Deno.test(
  "traceSupervision: the supervisors below as well, those to come included, unless told otherwise",
  isolated(async (t) => {
    const inner = Supervisor.define({ name: "Inner", children: [Worker.child({ id: "deep", name: "deep" })] });
    const top = await t.start(Supervisor.define({ children: [inner.child({ id: "inner" })] }));
    using deep = traceSupervision(top);
    using flat = traceSupervision(top, { deep: false });
    t.system.exit("deep", "kill");
    await t.settle();
    assertEquals(shown(deep.events).map((each) => each.split(" ")[0]), ["process.exited", "child.restarted"]);
    assertEquals(flat.events, []);
    const more = Supervisor.define({ name: "More", children: [Worker.child({ id: "late", name: "late" })] });
    await top.startChild(more.child({ id: "more" }));
    t.system.exit("late", "kill");
    await t.settle();
    assertEquals(shown(deep.events).filter((each) => each.startsWith("child.") && /late|more/.test(each)), [
      "child.started late",
      "child.started more",
      "child.restarted late",
    ]);
    assertEquals(shown(flat.events).filter((each) => each.includes("late")), []);
  }),
);

Deno.test(
  "traceSupervision: of children that come and go, until it is disposed of",
  isolated(async (t) => {
    const tree = await t.start(DynamicSupervisor.define());
    const trace = traceSupervision(tree);
    const worker = await tree.startChild(Worker.child({ restart: "temporary" }));
    t.system.exit(worker.pid!, "kill");
    await t.settle();
    assertEquals(trace.events.map(({ type }) => type), ["child.started", "process.exited", "child.stopped"]);
    trace[Symbol.dispose]();
    await tree.startChild(Worker.child({ restart: "temporary" }));
    assertEquals(trace.events.length, 3);
  }),
);
