import { ArgumentError, type Strategy, type TreeNode } from "@superlearner/otp";
import { checkTarget, pidOf, type Target } from "../waiting/target.ts";
import { treeOf, unreadyChildren } from "../waiting/tree_ready.ts";
import { called } from "../waiting/called.ts";
import { failing } from "./failing.ts";

/** Which children are counted. */
export type ChildKind = "active" | "specs" | "supervisors" | "workers";

/** How children are counted. */
export interface ChildCountOptions {
  /** Those with a living process, all that are specified, or those of one type. @default {"active"} */
  kind?: ChildKind;
}

/** Which children have to live. */
export interface AllAliveOptions {
  /** Whether those of supervisors among them as well. @default {false} */
  deep?: boolean;
}

/** The tree of a supervisor. @throws {AssertionError} If it is dead, or none. */
function supervisorTree(
  target: Target,
  { action, above }: { readonly action: string; readonly above: (...args: never[]) => unknown },
): TreeNode {
  const { system } = checkTarget(action, target);
  const pid = pidOf(target);
  const tree = pid === undefined ? undefined : treeOf(system, pid);
  if (tree !== undefined) return tree;
  throw failing(
    { target, above },
    `Expected ${called(target)} to be a supervisor that is alive, but it is ${target.alive ? "none" : "dead"}`,
  );
}

/** Whether somebody is there and works: neither dead, nor starting, nor about to be restarted. */
function isUp({ pid, status }: TreeNode): boolean {
  return pid !== undefined && !["dead", "starting", "restarting", "stopped"].includes(status);
}

/**
 * Makes sure of the strategy of a supervisor.
 *
 * @throws {AssertionError} If it has another.
 */
export function assertStrategy(target: Target, strategy: Strategy): void {
  const found = supervisorTree(target, { action: "assert a strategy", above: assertStrategy }).supervisor?.strategy;
  if (found === strategy) return;
  throw failing(
    { target, above: assertStrategy },
    `Expected ${called(target)} to have the strategy ${strategy}, but it has ${found}`,
  );
}

/**
 * Makes sure of how many children a supervisor has.
 *
 * @throws {AssertionError} If there are more or less, with who there is.
 */
export function assertChildCount(target: Target, expected: number, options: ChildCountOptions = {}): void {
  const { kind = "active" } = options;
  if (!Number.isInteger(expected) || expected < 0) {
    throw new ArgumentError("count children", { rule: "their number is a whole number from 0 up", value: expected });
  }
  const { children } = supervisorTree(target, { action: "count children", above: assertChildCount });
  const tests: Record<ChildKind, (child: TreeNode) => boolean> = {
    active: isUp,
    specs: () => true,
    supervisors: ({ type }) => type === "supervisor",
    workers: ({ type }) => type === "worker",
  };
  if (!Object.hasOwn(tests, kind)) {
    throw new ArgumentError("count children", { rule: `kind is ${Object.keys(tests).join(", ")}`, value: kind });
  }
  const found = children.filter(tests[kind]).length;
  if (found === expected) return;
  const who = children.map(({ id, status }) => `${id} (${status})`).join(", ");
  throw failing(
    { target, above: assertChildCount },
    `Expected ${called(target)} to have ${expected} ${kind} children, but it has ${found}: ${who || "none"}`,
  );
}

/**
 * Makes sure that every child of a supervisor is alive: none dead, starting or about to be restarted. Who is not to be
 * there, since its `init` said ignore or it was stopped, does not count.
 *
 * @throws {AssertionError} If not, with the places that are not.
 *
 * @example
 * ```ts
 * import { GenServer, Supervisor, System } from "@superlearner/otp";
 * import { assertAllChildrenAlive, assertChildCount, assertStrategy } from "@superlearner/supertester";
 *
 * const Worker = GenServer.define({ name: "Worker", init: () => 0 });
 * await using system = new System();
 * const tree = await system.start(Supervisor.define({
 *   strategy: "rest_for_one",
 *   children: [Worker.child({ id: "a" }), Worker.child({ id: "b" })],
 * }));
 * assertStrategy(tree, "rest_for_one");
 * assertChildCount(tree, 2);
 * assertAllChildrenAlive(tree);
 * ```
 */
export function assertAllChildrenAlive(target: Target, options: AllAliveOptions = {}): void {
  const tree = supervisorTree(target, { action: "assert that children are alive", above: assertAllChildrenAlive });
  const places = options.deep === true
    ? unreadyChildren(tree)
    : unreadyChildren({ ...tree, children: tree.children.map((child) => ({ ...child, children: [] })) });
  if (places.length === 0) return;
  throw failing(
    { target, above: assertAllChildrenAlive },
    `Expected all children of ${called(target)} to be alive, but these are not: ${places.join(", ")}`,
  );
}

/** What a supervision tree is expected to look like; what is not said does not matter. */
export interface TreeShape {
  /** The id in its supervisor; not of the top. */
  id?: string;
  /** The name of its definition, or of its function. */
  module?: string;
  /** The registered name. */
  name?: string;
  /** The strategy, of a supervisor. */
  strategy?: Strategy;
  /** All its children, in the order of their starts; a text is the id of one of which nothing else matters. */
  children?: readonly (TreeShape | string)[];
}

/**
 * Makes sure of the structure of a supervision tree: who is where, in which order, under which strategy.
 *
 * @throws {AssertionError} With all differences at once, each by its place.
 *
 * @example
 * ```ts
 * import { GenServer, Supervisor, System } from "@superlearner/otp";
 * import { assertTree } from "@superlearner/supertester";
 *
 * const Worker = GenServer.define({ name: "Worker", init: () => 0 });
 * await using system = new System();
 * const tree = await system.start(Supervisor.define({
 *   name: "Shop",
 *   children: [Worker.child({ id: "cart" }), Supervisor.define({ name: "Tills", children: [] }).child()],
 * }));
 * assertTree(tree, {
 *   module: "Shop",
 *   strategy: "one_for_one",
 *   children: ["cart", { id: "Tills", children: [] }],
 * });
 * ```
 */
export function assertTree(target: Target, shape: TreeShape): void {
  if (typeof shape !== "object" || shape === null) {
    throw new ArgumentError("compare a tree", { rule: "its shape is an object", value: shape });
  }
  const tree = supervisorTree(target, { action: "compare a tree", above: assertTree });
  const differences = differencesOf(tree, shape, "");
  if (differences.length === 0) return;
  throw failing(
    { target, above: assertTree },
    [`Expected another tree of ${called(target)}:`, ...differences].join("\n"),
  );
}

function differencesOf(node: TreeNode, shape: TreeShape, indent: string): string[] {
  const found: string[] = [];
  const expected = { id: shape.id, module: shape.module, name: shape.name, strategy: shape.strategy };
  const actual = { id: node.id, module: node.module, name: node.name, strategy: node.supervisor?.strategy };
  for (const key of Object.keys(expected) as (keyof typeof expected)[]) {
    if (expected[key] === undefined || expected[key] === actual[key]) continue;
    found.push(`${indent}  ${key}: expected ${expected[key]}, found ${actual[key] ?? "none"}`);
  }
  if (shape.children !== undefined) found.push(...childDifferences(node, shape.children, indent));
  return found.length === 0 ? [] : [`${indent}${node.place}`, ...found];
}

function childDifferences(node: TreeNode, children: readonly (TreeShape | string)[], indent: string): string[] {
  const shapes = children.map((child): TreeShape => typeof child === "string" ? { id: child } : child);
  const [wanted, there] = [shapes.map(({ id }) => id), node.children.map(({ id }) => id)];
  const same = wanted.length === there.length && wanted.every((id, at) => id === undefined || id === there[at]);
  if (!same) {
    return [`${indent}  children: expected ${list(wanted)}, found ${list(there)}`];
  }
  return shapes.flatMap((shape, at) => differencesOf(node.children[at]!, shape, `${indent}  `));
}

function list(ids: readonly (string | undefined)[]): string {
  return `[${ids.map((id) => id ?? "any").join(", ")}]`;
}
