import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "../argument_error.ts";
import { GenServer } from "../behaviours/gen_server.ts";
import type { SystemEvent } from "../events/event.ts";
import { Supervisor } from "../supervision/supervisor.ts";
import { System } from "../system.ts";
import { graft, type GraftReport } from "./graft.ts";
import { listProcesses, processInfo } from "./process_info.ts";
import { supervisionTree, type TreeNode } from "./supervision_tree.ts";

const Keeper = GenServer.define({ name: "Keeper", init: () => 0 });
const Worker = GenServer.define({ name: "Worker", init: () => 0 });

/** A System with a keeper in a tree, and what another System tells of itself. */
async function setUp() {
  await using far = new System();
  await far.start(Supervisor.define({ name: "Far", children: [Worker.child({ id: "a/b", name: "worker" })] }));
  const abroad = (text: string) => text.replaceAll("<0.", "<far.").replaceAll("<far.0.0>", "<0.0.0>");
  const [trees, processes] = JSON.parse(abroad(JSON.stringify([supervisionTree(far), listProcesses(far)])));
  const system = new System();
  const tree = await system.start(Supervisor.define({ children: [Keeper.child({ id: "keeper", name: "keeper" })] }), {
    name: "top",
  });
  const report: GraftReport = { trees, processes, at: 7, overdue: false };
  return { system, tree, report, keeper: system.whereis("keeper")! };
}

const placesOf = (nodes: readonly TreeNode[]): string[] =>
  nodes.flatMap((node) => [node.place, ...placesOf(node.children)]);

Deno.test("graft() shows the tree of another System below a process, with places, placement and when it was told", async () => {
  const { system, report, keeper } = await setUp();
  await using _system = system;
  const below = graft(system, keeper, { node: "far", kind: "example", report: () => report });
  const places = ["top", "top/keeper", "top/keeper/<far.1.0>", "top/keeper/<far.1.0>/a~1b"];
  assertEquals(placesOf(supervisionTree(system)), places);
  const worker = supervisionTree(system)[0]!.children[0]!.children[0]!.children[0]!;
  assertEquals(
    [worker.pid, worker.name, worker.placement, worker.told],
    ["<far.2.0>", "worker", { node: "far", kind: "example" }, { at: 7, overdue: false }],
  );
  assertEquals(supervisionTree(system)[0]!.told, undefined);
  below[Symbol.dispose]();
  assertEquals(placesOf(supervisionTree(system)), places.slice(0, 2));
});

Deno.test("graft() adds processes to the list, and processInfo() knows them; their first ancestor is the process above", async () => {
  const { system, report, keeper } = await setUp();
  await using _system = system;
  using _graft = graft(system, keeper, { node: "far", kind: "example", report: () => report });
  const shown = listProcesses(system).filter(({ told }) => told !== undefined);
  assertEquals(shown.map(({ pid, parent }) => [pid, parent]), [["<far.1.0>", keeper], ["<far.2.0>", "<far.1.0>"]]);
  assertEquals(processInfo(system, "<far.2.0>"), shown[1]);
  assertEquals(processInfo(system, "<far.3.0>"), undefined);
  assertEquals(system.processCount, 2);
});

Deno.test("graft() shows nothing before the first report, and nothing below the dead", async () => {
  const { system, report, keeper, tree } = await setUp();
  await using _system = system;
  let told: GraftReport | undefined = undefined;
  using _graft = graft(system, keeper, { node: "far", kind: "example", report: () => told });
  assertEquals([listProcesses(system).length, placesOf(supervisionTree(system)).length], [2, 2]);
  told = report;
  assertEquals([listProcesses(system).length, placesOf(supervisionTree(system)).length], [4, 4]);
  await tree.terminateChild("keeper");
  assertEquals([listProcesses(system).length, placesOf(supervisionTree(system)).length], [1, 2]);
});

Deno.test("Graft.changed() is an event, once there is something below", async () => {
  const { system, report, keeper } = await setUp();
  await using _system = system;
  const seen: SystemEvent[] = [];
  using _listening = system.events.subscribe((event) => void seen.push(event), { types: ["graft.changed"] });
  const below = graft(system, keeper, { node: "far", kind: "example", report: () => report });
  below.changed();
  assertEquals(seen.map(({ sequence: _sequence, time: _time, ...event }) => event), [
    { type: "graft.changed", pid: keeper, node: "far", processes: 2 },
  ]);
  below[Symbol.dispose]();
  below.changed();
  assertEquals(seen.length, 1);
});

Deno.test("graft() refuses a second tree below a process", async () => {
  const { system, report, keeper } = await setUp();
  await using _system = system;
  using _graft = graft(system, keeper, { node: "far", kind: "example", report: () => report });
  const again = () => graft(system, keeper, { node: "other", kind: "example", report: () => report });
  assertThrows(again, ArgumentError, "nothing hangs below the process yet");
});
