import type { TreeNode } from "@superlearner/otp";

/** A node that knows its children by their places. */
export interface FlatNode extends Omit<TreeNode, "children"> {
  /** The places of its children, in start order. */
  readonly children: readonly string[];
}

/** What changes all the time, of one place: place, status, mailbox, handled, memory. */
export type CounterRow = readonly [
  place: string,
  status: TreeNode["status"],
  mailboxLength: number,
  handled: number,
  memory: number,
];

/** What makes one forest of another. Places that are nobody's child any more are gone. */
export interface ForestPatch {
  /** The places of the roots, where they have changed. */
  readonly roots?: readonly string[];
  /** Nodes that are new, or of which more than the counters has changed. */
  readonly nodes: readonly FlatNode[];
  /** Counters that have changed, of other nodes. */
  readonly counters: readonly CounterRow[];
}

/** A forest by places. */
export type FlatForest = ReadonlyMap<string, FlatNode>;

/** Lays a forest flat. */
export function flatten(forest: readonly TreeNode[]): FlatForest {
  const flat = new Map<string, FlatNode>();
  const add = (node: TreeNode) => {
    flat.set(node.place, { ...node, children: node.children.map(({ place }) => place) });
    node.children.forEach(add);
  };
  forest.forEach(add);
  return flat;
}

/** The patch from one flat forest to another; `undefined` if they are equal. */
export function diffForest(before: FlatForest, after: FlatForest): ForestPatch | undefined {
  const nodes: FlatNode[] = [];
  const counters: CounterRow[] = [];
  for (const [place, node] of after) {
    const old = before.get(place);
    if (old === undefined || !sameFacts(old, node)) nodes.push(node);
    else if (!sameCounters(old, node)) {
      counters.push([place, node.status, node.mailboxLength, node.handled, node.memory]);
    }
  }
  const roots = rootsOf(after);
  const sameRoots = sameList(rootsOf(before), roots);
  if (nodes.length === 0 && counters.length === 0 && sameRoots) return undefined;
  return { ...(sameRoots ? {} : { roots }), nodes, counters };
}

/** The patch that makes a forest out of nothing. */
export function wholePatch(flat: FlatForest): ForestPatch {
  return { roots: rootsOf(flat), nodes: [...flat.values()], counters: [] };
}

/** A forest that is kept up to date by patches. Parts that do not change stay the same objects. */
export class ForestStore {
  #flat = new Map<string, FlatNode>();
  #built = new Map<string, TreeNode>();
  #roots: readonly string[] = [];
  #forest: readonly TreeNode[] = [];

  /** The forest now. */
  get forest(): readonly TreeNode[] {
    return this.#forest;
  }

  /** The forest now, by places. */
  get flat(): FlatForest {
    return this.#flat;
  }

  /** Applies a patch, and gives the forest. */
  apply(patch: ForestPatch): readonly TreeNode[] {
    const changed = new Set<string>();
    for (const node of patch.nodes) {
      this.#flat.set(node.place, node);
      changed.add(node.place);
    }
    for (const [place, status, mailboxLength, handled, memory] of patch.counters) {
      const node = this.#flat.get(place);
      if (node === undefined) continue;
      this.#flat.set(place, { ...node, status, mailboxLength, handled, memory });
      changed.add(place);
    }
    if (patch.roots !== undefined) this.#roots = patch.roots;
    const flat = new Map<string, FlatNode>();
    const built = new Map<string, TreeNode>();
    this.#forest = this.#roots.flatMap((place) => this.#build(place, { changed, flat, built }) ?? []);
    this.#flat = flat;
    this.#built = built;
    return this.#forest;
  }

  /** Begins anew with a whole patch. */
  reset(patch: ForestPatch): readonly TreeNode[] {
    this.#flat = new Map();
    this.#roots = [];
    return this.apply(patch);
  }

  #build(
    place: string,
    next: { changed: ReadonlySet<string>; flat: Map<string, FlatNode>; built: Map<string, TreeNode> },
  ): TreeNode | undefined {
    const node = this.#flat.get(place);
    if (node === undefined || next.flat.has(place)) return undefined;
    next.flat.set(place, node);
    const children = node.children.flatMap((child) => this.#build(child, next) ?? []);
    const old = this.#built.get(place);
    const same = old !== undefined && !next.changed.has(place) && sameList(old.children, children);
    const tree = same ? old : { ...node, children };
    next.built.set(place, tree);
    return tree;
  }
}

function rootsOf(flat: FlatForest): string[] {
  const children = new Set([...flat.values()].flatMap((node) => node.children));
  return [...flat.keys()].filter((place) => !children.has(place));
}

function sameCounters(one: FlatNode, other: FlatNode): boolean {
  return one.status === other.status && one.mailboxLength === other.mailboxLength && one.handled === other.handled &&
    one.memory === other.memory;
}

const FACTS = ["id", "pid", "name", "type", "behaviour", "module", "restart", "restarts", "machineState"] as const;

function sameFacts(one: FlatNode, other: FlatNode): boolean {
  return FACTS.every((fact) => one[fact] === other[fact]) && sameList(one.children, other.children) &&
    sameFields(one.supervisor, other.supervisor) && sameFields(one.mailbox, other.mailbox) &&
    sameFields(one.placement, other.placement) && one.told?.overdue === other.told?.overdue;
}

function sameFields<Fields extends object>(one: Fields | undefined, other: Fields | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return (Object.keys(one) as (keyof Fields)[]).every((key) => one[key] === other[key]);
}

function sameList(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}
