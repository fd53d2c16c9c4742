import { assert, assertEquals } from "@std/assert";
import { SeededRandom, type TreeNode } from "@superlearner/otp";
import { changed, office, pid, supervisor, worker } from "../testdata/nodes.ts";
import { diffForest, flatten, ForestStore, wholePatch } from "./forest_patch.ts";

function store(forest: readonly TreeNode[]): ForestStore {
  const made = new ForestStore();
  made.apply(wholePatch(flatten(forest)));
  return made;
}

Deno.test("diffForest - equal forests have no patch", () => {
  assertEquals(diffForest(flatten([office()]), flatten([office()])), undefined);
});

Deno.test("diffForest - a counter alone is one short row", () => {
  const after = changed([office()], "office/anna", { handled: 3, mailboxLength: 1 });
  const patch = diffForest(flatten([office()]), flatten(after));
  assertEquals(patch, { nodes: [], counters: [["office/anna", "waiting", 1, 3, 400]] });
});

Deno.test("diffForest - a restart changes one node, in its place", () => {
  const after = changed([office()], "office/carl", { pid: pid(9), restarts: 1 });
  const patch = diffForest(flatten([office()]), flatten(after));
  assertEquals(patch?.nodes.map(({ place, pid }) => [place, pid]), [["office/carl", "<0.9.0>"]]);
});

Deno.test("ForestStore - a patch leaves all other parts the same objects", () => {
  const forest = store([office()]);
  const [before] = forest.forest;
  const after = changed([office()], "office/desk/in", { handled: 1 });
  forest.apply(diffForest(forest.flat, flatten(after))!);
  const [root] = forest.forest;
  assert(root !== before);
  assert(root?.children[0] === before?.children[0]);
  assert(root?.children[1] !== before?.children[1]);
  assert(root?.children[1]?.children[1] === before?.children[1]?.children[1]);
});

Deno.test("ForestStore - places that are nobody's child any more are forgotten", () => {
  const forest = store([office()]);
  const bare = { ...office(), children: [worker("office/anna", 2)] };
  forest.apply(diffForest(forest.flat, flatten([bare]))!);
  assertEquals([...forest.flat.keys()], ["office", "office/anna"]);
});

Deno.test("ForestStore - survives patches about places that it does not know", () => {
  const forest = store([office()]);
  forest.apply({ nodes: [], counters: [["nowhere", "waiting", 1, 1, 1]] });
  forest.reset({ roots: ["a", "b"], nodes: [], counters: [] });
  assertEquals(forest.forest, []);
});

Deno.test("ForestStore - follows any forest by patches alone", () => {
  for (let seed = 0; seed < 50; seed++) {
    const random = new SeededRandom(seed);
    const forest = new ForestStore();
    for (let step = 0; step < 20; step++) {
      const next = Array.from({ length: 1 + Math.floor(random.next() * 2) }, (_, at) => grow(`r${at}`, 3, random));
      const patch = diffForest(forest.flat, flatten(next));
      if (patch !== undefined) forest.apply(JSON.parse(JSON.stringify(patch)));
      assertEquals(JSON.parse(JSON.stringify(forest.forest)), JSON.parse(JSON.stringify(next)), `seed ${seed}`);
    }
  }
});

function grow(place: string, depth: number, random: SeededRandom): TreeNode {
  const number = Math.floor(random.next() * 5) + 1;
  const facts = { handled: Math.floor(random.next() * 3) };
  if (depth === 0 || random.next() < 0.4) return worker(place, number, facts);
  const children = ["a", "b", "c"].filter(() => random.next() < 0.6);
  return supervisor(place, number, {
    ...facts,
    children: children.map((id) => grow(`${place}/${id}`, depth - 1, random)),
  });
}

Deno.test("diffForest - sees a new state of a machine, an overload and another place", () => {
  const mailbox = { max: 5, dropped: 0, overloaded: false };
  const before = changed([office()], "office/anna", {
    machineState: "off",
    mailbox,
    placement: { node: "n1", kind: "worker" },
  });
  const differs = (facts: Partial<TreeNode>) =>
    diffForest(flatten(before), flatten(changed(before, "office/anna", facts)))?.nodes.map(({ place }) => place);
  assertEquals(differs({ machineState: "on" }), ["office/anna"]);
  assertEquals(differs({ mailbox: { ...mailbox, dropped: 3, overloaded: true } }), ["office/anna"]);
  assertEquals(differs({ placement: { node: "n2", kind: "worker" } }), ["office/anna"]);
  assertEquals(differs({ mailbox: { ...mailbox }, placement: { node: "n1", kind: "worker" } }), undefined);
});
