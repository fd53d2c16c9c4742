import { assertEquals } from "@std/assert";
import { VirtualClock } from "@superlearner/otp/simulation";
import { FakeSource } from "../testdata/fake_source.ts";
import { inspection } from "../testdata/inspection.ts";
import { changed, office, pid, worker } from "../testdata/nodes.ts";
import { InspectionModel } from "./inspection_model.ts";
import { TreeModel } from "./tree_model.ts";

async function turns(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
}

function make(): { source: FakeSource; clock: VirtualClock; tree: TreeModel; model: InspectionModel } {
  const source = new FakeSource([office()]);
  const clock = new VirtualClock();
  const tree = new TreeModel(source, { clock });
  return { source, clock, tree, model: new InspectionModel(tree, { clock }) };
}

Deno.test("InspectionModel - asks when a process is selected, and again only when it has done something", async () => {
  const { source, clock, tree, model } = make();
  using _tree = tree;
  using _model = model;
  source.inspection = inspection(pid(2), "{ a: 1 }");
  tree.select("office/anna");
  await clock.advance(0, turns);
  assertEquals(model.inspected.value, { pid: pid(2), inspection: source.inspection, problem: undefined });
  await clock.advance(60_000, turns);
  assertEquals(source.asked, ["inspect <0.2.0>"]);
  source.show(changed(source.forest, "office/anna", { handled: 1 }));
  await clock.advance(0, turns);
  assertEquals(source.asked.length, 2);
});

Deno.test("InspectionModel - asks at most once a second, however busy the process is", async () => {
  const { source, clock, tree, model } = make();
  using _tree = tree;
  using _model = model;
  tree.select("office/anna");
  for (let handled = 1; handled <= 40; handled++) {
    source.show(changed(source.forest, "office/anna", { handled }));
    await clock.advance(100, turns);
  }
  assertEquals(source.asked.length <= 5, true);
});

Deno.test("InspectionModel - follows the place to its next process", async () => {
  const { source, clock, tree, model } = make();
  using _tree = tree;
  using _model = model;
  tree.select("office/anna");
  await clock.advance(0, turns);
  source.show(changed(source.forest, "office/anna", { pid: pid(9) }));
  await clock.advance(0, turns);
  assertEquals(source.asked.at(-1), "inspect <0.9.0>");
  assertEquals(model.inspected.value?.problem, "<0.9.0> is gone");
});

Deno.test("InspectionModel - says why nothing is known, and forgets with the selection", async () => {
  const { source, clock, tree, model } = make();
  using _tree = tree;
  using _model = model;
  source.problem = "the line is down";
  tree.select("office/anna");
  await clock.advance(0, turns);
  assertEquals(model.inspected.value?.problem, "the line is down");
  tree.select(undefined);
  assertEquals(model.inspected.value, undefined);
  assertEquals(clock.nextAlarm, undefined);
});

Deno.test("InspectionModel - who keeps a sandbox is asked again when that has done something; a supervisor is not", async () => {
  const { source, clock, tree, model } = make();
  using _tree = tree;
  using _model = model;
  const placement = { node: "cart", kind: "sandbox" };
  const inside = worker("office/anna/inside", 7, {
    placement,
    children: [worker("office/anna/inside/a", 8, { placement })],
  });
  source.show(changed(source.forest, "office/anna", { children: [inside] }));
  tree.select("office/anna");
  await clock.advance(1000, turns);
  source.show(changed(source.forest, "office/anna/inside/a", { handled: 3 }));
  await clock.advance(0, turns);
  assertEquals(source.asked, ["inspect <0.2.0>", "inspect <0.2.0>"]);
  tree.select("office");
  await clock.advance(1000, turns);
  source.show(changed(source.forest, "office/carl", { handled: 3 }));
  await clock.advance(1000, turns);
  assertEquals(source.asked.slice(2), ["inspect <0.1.0>"]);
});
