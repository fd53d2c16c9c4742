import { assert, assertEquals } from "@std/assert";
import { VirtualClock } from "@superlearner/otp/simulation";
import { FakeSource } from "../testdata/fake_source.ts";
import { changed, office, pid, supervisor, worker } from "../testdata/nodes.ts";
import { MORE, MOST_SIBLINGS } from "./tree_rows.ts";
import { TreeModel } from "./tree_model.ts";

const settle = () => Promise.resolve();

function make(): { source: FakeSource; clock: VirtualClock; model: TreeModel } {
  const source = new FakeSource([office()]);
  const clock = new VirtualClock();
  return { source, clock, model: new TreeModel(source, { clock }) };
}

Deno.test("TreeModel - the arrows go through the tree as through any tree", () => {
  const { model } = make();
  using _model = model;
  assertEquals(model.tabStop, "office");
  assertEquals(model.move("next"), "office/anna");
  assertEquals(model.move("in"), "office/anna");
  assertEquals(model.move("next"), "office/desk");
  assertEquals(model.move("in"), "office/desk/in");
  assertEquals(model.move("out"), "office/desk");
  assertEquals(model.move("out"), "office/desk");
  assertEquals(model.rows.value.length, 4);
  assertEquals(model.move("in"), "office/desk");
  assertEquals(model.rows.value.length, 6);
  assertEquals(model.move("last"), "office/carl");
  assertEquals(model.move("next"), "office/carl");
  assertEquals(model.move("first"), "office");
  assertEquals(model.move("previous"), "office");
});

Deno.test("TreeModel - the tab stop stays on something that can be seen", () => {
  const { model } = make();
  using _model = model;
  model.focus.value = "office/desk/in";
  model.toggle("office/desk");
  assertEquals(model.tabStop, "office");
  model.query.value = "carl";
  assertEquals(model.rows.value.map(({ place }) => place), ["office", "office/carl"]);
});

Deno.test("TreeModel - opens and closes all, but never the roots", () => {
  const { model } = make();
  using _model = model;
  model.openAll(false);
  assertEquals(model.rows.value.map(({ place }) => place), ["office", "office/anna", "office/desk", "office/carl"]);
  model.openAll(true);
  assertEquals(model.rows.value.length, 6);
});

Deno.test("TreeModel - choosing what stands for more shows it", () => {
  const children = Array.from({ length: MOST_SIBLINGS + 3 }, (_, at) => worker(`pool/w${at}`, at + 2));
  using model = new TreeModel(new FakeSource([supervisor("pool", 1, { children })]), { clock: new VirtualClock() });
  model.select(`pool${MORE}`);
  assertEquals([model.selected.value, model.rows.value.length], [undefined, children.length + 1]);
});

Deno.test("TreeModel - a restart keeps the selection, and what is shown of it takes its time", async () => {
  const { source, clock, model } = make();
  using _model = model;
  model.select("office/carl");
  source.tell({ type: "process.exited", pid: pid(6), reason: "killed", crashed: true, handled: 0 });
  source.tell({
    type: "child.restarted",
    pid: pid(1),
    child: "carl",
    oldPid: pid(6),
    childPid: pid(9),
    restarts: 1,
    reason: "killed",
    cause: "carl",
  });
  source.show(changed(source.forest, "office/carl", { pid: pid(9), restarts: 1 }));
  const shown = () => {
    const { look, pid } = model.view(model.node("office/carl")!);
    return [look, pid];
  };
  assertEquals([model.selected.value, ...shown()], ["office/carl", "crashed", pid(6)]);
  await clock.advance(500, settle);
  assertEquals(shown(), ["restarting", undefined]);
  await clock.advance(500, settle);
  assertEquals(shown(), ["idle", pid(9)]);
});

Deno.test("TreeModel - one that handles messages looks busy for a while", async () => {
  const { source, clock, model } = make();
  using _model = model;
  source.show(changed(source.forest, "office/anna", { handled: 1 }));
  assertEquals(model.view(model.node("office/anna")!).look, "running");
  await clock.advance(1000, settle);
  assertEquals(model.view(model.node("office/anna")!).look, "idle");
  assertEquals(clock.nextAlarm, undefined);
});

Deno.test("TreeModel - knows who is where", () => {
  const { model } = make();
  using _model = model;
  assertEquals(model.parentOf("office/desk/in")?.id, "desk");
  assertEquals(model.parentOf("office"), undefined);
  assertEquals(model.nodeOf(pid(5))?.place, "office/desk/out");
  assertEquals(model.node(undefined), undefined);
});

Deno.test("TreeModel - disposed of, it hears nothing and leaves no alarm", () => {
  const { source, clock, model } = make();
  source.show(changed(source.forest, "office/anna", { handled: 1 }));
  model[Symbol.dispose]();
  source.show([]);
  assert(model.forest.value.length === 1);
  assertEquals(clock.nextAlarm, undefined);
});
