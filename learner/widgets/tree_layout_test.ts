import { assert, assertEquals } from "@std/assert";
import { SeededRandom, type TreeNode } from "@superlearner/otp";
import { rowsOf } from "../models/tree_rows.ts";
import { changed, office, pid, supervisor, worker } from "../testdata/nodes.ts";
import { layoutTree, type TreeLayout } from "./tree_layout.ts";

const heightOf = ({ node }: { node: TreeNode | undefined }) => node?.supervisor === undefined ? 40 : 60;

function layout(forest: readonly TreeNode[]): TreeLayout {
  return layoutTree(rowsOf(forest, { opened: new Map() }), { width: 100, heightOf, gapX: 20, gapY: 10 });
}

Deno.test("layoutTree - left to right, siblings in start order, parents in the middle", () => {
  const { nodes, edges, width, height } = layout([office()]);
  const at = new Map(nodes.map(({ row, x, y }) => [row.place, [x, y]]));
  assertEquals(at.get("office")?.[0], 0);
  assertEquals(at.get("office/desk/out")?.[0], 240);
  const ys = ["office/anna", "office/desk", "office/carl"].map((place) => at.get(place)![1]!);
  assertEquals(ys, ys.toSorted((one, other) => one - other));
  assertEquals(edges.map(({ place }) => place), nodes.slice(1).map(({ row }) => row.place));
  assertEquals([width, Math.min(...nodes.map(({ y }) => y))], [340, 0]);
  assertEquals(height, Math.max(...nodes.map(({ y, height }) => y + height)));
});

Deno.test("layoutTree - a restart moves nothing", () => {
  const before = layout([office()]);
  const after = layout(changed([office()], "office/desk", { pid: pid(30), restarts: 4, status: "restarting" }));
  assertEquals(after.nodes.map(({ x, y }) => [x, y]), before.nodes.map(({ x, y }) => [x, y]));
  assertEquals(after.edges, before.edges);
});

Deno.test("layoutTree - several roots stand one below the other, and nothing is nothing", () => {
  const { nodes } = layout([worker("a", 1), worker("b", 2)]);
  assertEquals(nodes.map(({ x, y }) => [x, y]), [[0, 0], [0, 50]]);
  assertEquals(layout([]), { nodes: [], edges: [], width: 0, height: 0 });
});

Deno.test("layoutTree - no two cards of any tree ever overlap", () => {
  for (let seed = 0; seed < 40; seed++) {
    const { nodes } = layout([grow("r", 4, new SeededRandom(seed))]);
    for (const [index, one] of nodes.entries()) {
      for (const other of nodes.slice(index + 1)) {
        const apart = one.x + one.width <= other.x || other.x + other.width <= one.x || one.y + one.height <= other.y ||
          other.y + other.height <= one.y;
        assert(apart, `seed ${seed}: ${one.row.place} and ${other.row.place}`);
      }
    }
  }
});

function grow(place: string, depth: number, random: SeededRandom): TreeNode {
  if (depth === 0 || random.next() < 0.3) return worker(place, 1);
  const children = Array.from(
    { length: Math.floor(random.next() * 5) },
    (_, at) => grow(`${place}/${at}`, depth - 1, random),
  );
  return supervisor(place, 1, { children });
}
