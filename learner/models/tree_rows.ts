import type { TreeNode } from "@superlearner/otp";
import type { NodeTest } from "./search.ts";

/** A visible line of a tree: a place, or what stands for the places that are not shown. */
export interface TreeRow {
  /** Tells it from all others, and stays the same over restarts. */
  readonly place: string;
  /** The place's node; `undefined` for "and 847 more". */
  readonly node: TreeNode | undefined;
  /** The place above. */
  readonly parent: string | undefined;
  /** How deep, from 1. */
  readonly level: number;
  /** Which among its siblings, from 1. */
  readonly position: number;
  /** How many siblings there are, itself included. */
  readonly siblings: number;
  /** Whether its children are shown; `undefined` where there are none. */
  readonly expanded: boolean | undefined;
  /** Whether it is what was searched for; true where nothing is. */
  readonly matches: boolean;
  /** How many are not shown, in their place. */
  readonly more: number;
}

/** What decides which rows are visible. */
export interface RowOptions {
  /** Places that were opened (true) or closed (false) by hand. */
  readonly opened: ReadonlyMap<string, boolean>;
  /** What is searched for; those above a match stay visible. */
  readonly test?: NodeTest | undefined;
}

/** More children of one supervisor than this are not shown unless asked for. */
export const MOST_SIBLINGS = 50;
/** Supervisors deeper than this begin closed. */
export const OPEN_LEVELS = 4;
/** The place of the row that stands for what is not shown. */
export const MORE = "/…";

/** The rows of a forest, top to bottom. */
export function rowsOf(forest: readonly TreeNode[], options: RowOptions): TreeRow[] {
  const rows: TreeRow[] = [];
  const wanted = options.test === undefined ? undefined : places(forest, options.test);
  addRows(forest, { parent: undefined, level: 1 }, { ...options, wanted, rows });
  return rows;
}

function addRows(
  nodes: readonly TreeNode[],
  { parent, level }: { parent: string | undefined; level: number },
  into: RowOptions & { readonly wanted: ReadonlySet<string> | undefined; readonly rows: TreeRow[] },
): void {
  const { opened, wanted, test, rows } = into;
  const visible = wanted === undefined ? nodes : nodes.filter(({ place }) => wanted.has(place));
  const limit = opened.get(`${parent}${MORE}`) ? Infinity : MOST_SIBLINGS;
  const shown = visible.length > limit ? visible.slice(0, limit) : visible;
  const siblings = shown.length + (shown.length < visible.length ? 1 : 0);
  for (const [index, node] of shown.entries()) {
    const { place, children } = node;
    const open = wanted !== undefined || (opened.get(place) ?? level <= OPEN_LEVELS);
    const expanded = children.length === 0 ? undefined : open;
    const matches = test === undefined || test(node);
    rows.push({ place, node, parent, level, position: index + 1, siblings, expanded, matches, more: 0 });
    if (expanded) addRows(children, { parent: place, level: level + 1 }, into);
  }
  const more = visible.length - shown.length;
  if (more === 0) return;
  const place = `${parent}${MORE}`;
  const rest = { parent, level, position: siblings, siblings, expanded: undefined, matches: true, more };
  rows.push({ place, node: undefined, ...rest });
}

/** The places that match, and those above them. */
function places(nodes: readonly TreeNode[], test: NodeTest): Set<string> {
  const found = new Set<string>();
  const visit = (node: TreeNode): boolean => {
    const below = node.children.map(visit).includes(true);
    if (!below && !test(node)) return false;
    found.add(node.place);
    return true;
  };
  nodes.forEach(visit);
  return found;
}
