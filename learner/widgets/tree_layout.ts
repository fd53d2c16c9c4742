// @ts-types="npm:@types/d3-hierarchy@^3.1"
import { stratify, tree } from "d3-hierarchy";
import type { TreeRow } from "../models/tree_rows.ts";

/** The sizes that a picture is drawn with, in pixels. */
export interface LayoutOptions {
  /** How wide each card is. */
  readonly width: number;
  /** How high the card of a row is. */
  readonly heightOf: (row: TreeRow) => number;
  /** Between a card and those of its children. @default {56} */
  readonly gapX?: number;
  /** Between two cards one above the other. @default {12} */
  readonly gapY?: number;
}

/** A card in its place; `x` and `y` are its upper left corner. */
export interface PlacedNode {
  /** What it shows. */
  readonly row: TreeRow;
  /** From the left. */
  readonly x: number;
  /** From the top. */
  readonly y: number;
  /** How wide. */
  readonly width: number;
  /** How high. */
  readonly height: number;
}

/** The line from a supervisor to a child. */
export interface PlacedEdge {
  /** The child's place. */
  readonly place: string;
  /** As SVG draws it. */
  readonly path: string;
}

/** A whole picture. */
export interface TreeLayout {
  /** The cards, in the order of the rows. */
  readonly nodes: readonly PlacedNode[];
  /** The lines. */
  readonly edges: readonly PlacedEdge[];
  /** How wide it is. */
  readonly width: number;
  /** How high it is. */
  readonly height: number;
}

/** Above all roots, so that a forest is a tree; not drawn. */
const GROUND = "\0";

/**
 * Lays rows out as a tidy tree from left to right: siblings in their order, parents in the middle of their children,
 * equal subtrees drawn equally. Pure geometry.
 */
export function layoutTree(rows: readonly TreeRow[], options: LayoutOptions): TreeLayout {
  const { width, heightOf, gapX = 56, gapY = 12 } = options;
  if (rows.length === 0) return { nodes: [], edges: [], width: 0, height: 0 };
  const root = stratify<TreeRow | undefined>()
    .id((row) => row?.place ?? GROUND)
    .parentId((row) => row === undefined ? undefined : row.parent ?? GROUND)([undefined, ...rows]);
  const step = width + gapX;
  const height = (row: TreeRow | undefined) => row === undefined ? 0 : heightOf(row);
  const placed = tree<TreeRow | undefined>()
    .nodeSize([1, step])
    .separation((one, other) =>
      (height(one.data) + height(other.data)) / 2 + (one.parent === other.parent ? gapY : 1.5 * gapY)
    )(root);
  const byPlace = new Map<string, PlacedNode>();
  const top = Math.min(...placed.descendants().map(({ x, data }) => x - height(data) / 2));
  for (const { x, y, data } of placed.descendants()) {
    if (data === undefined) continue;
    const box = { width, height: heightOf(data) };
    byPlace.set(data.place, { row: data, x: Math.round(y - step), y: Math.round(x - top - box.height / 2), ...box });
  }
  const nodes = rows.map(({ place }) => byPlace.get(place)!);
  const edges = nodes.flatMap((node) => {
    const parent = node.row.parent === undefined ? undefined : byPlace.get(node.row.parent);
    return parent === undefined ? [] : [{ place: node.row.place, path: pathBetween(parent, node) }];
  });
  return {
    nodes,
    edges,
    width: Math.max(...nodes.map((node) => node.x + node.width)),
    height: Math.max(...nodes.map((node) => node.y + node.height)),
  };
}

function pathBetween(parent: PlacedNode, child: PlacedNode): string {
  const [x1, y1] = [parent.x + parent.width, Math.round(parent.y + parent.height / 2)];
  const [x2, y2] = [child.x, Math.round(child.y + child.height / 2)];
  const middle = Math.round((x1 + x2) / 2);
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
}
