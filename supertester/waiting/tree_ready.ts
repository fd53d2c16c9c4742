import { formatReason, type Pid, supervisionTree, type System, type TreeNode } from "@superlearner/otp";
import { Chronicle } from "../chronicle/chronicle.ts";
import { isTelling } from "../presenting/event_text.ts";
import { settle } from "../chronicle/settling.ts";
import { called } from "./called.ts";
import { checkTimeout, type TimeoutOptions } from "./deadline.ts";
import { checkTarget, pidOf, type Target } from "./target.ts";
import { WaitError } from "./wait_error.ts";
import { waitUntil } from "./wait_until.ts";

/** What a child that is not there does, and will not go on doing. */
const UNREADY: ReadonlySet<string> = new Set(["starting", "restarting", "dead"]);

/** The tree of a supervisor as it is now; `undefined` if it is none, or dead. */
export function treeOf(system: System, pid: Pid): TreeNode | undefined {
  const search = (nodes: readonly TreeNode[]): TreeNode | undefined => {
    for (const node of nodes) {
      if (node.pid === pid) return node;
      const found = search(node.children);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return search(supervisionTree(system, { memory: false }));
}

/** The children of a tree that are not there yet, as `place (status)`; who was stopped, or ignored, is not to be there. */
export function unreadyChildren(tree: TreeNode): string[] {
  return tree.children.flatMap((child) => [
    ...UNREADY.has(child.status) ? [`${child.place} (${child.status})`] : [],
    ...unreadyChildren(child),
  ]);
}

/**
 * Waits until every child of a supervisor is there, and theirs: none starting, none dead or about to be restarted. A child
 * whose `init` said ignore, or that was stopped, is not waited for. Gives the tree.
 *
 * @throws {WaitError} If that takes too long, with the places that are not ready; or the supervisor dies, with the reason.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer, Supervisor, System } from "@superlearner/otp";
 * import { treeReady } from "@superlearner/supertester";
 *
 * const Worker = GenServer.define({ name: "Worker", init: () => 0 });
 * await using system = new System();
 * const tree = await system.start(Supervisor.define({ children: [Worker.child({ id: "a" }), Worker.child({ id: "b" })] }));
 * system.exit((await tree.whichChildren())[0]!.pid!, "kill");
 * assertEquals((await treeReady(tree)).children.map(({ restarts }) => restarts), [1, 0]);
 * ```
 */
export async function treeReady(target: Target, options: TimeoutOptions = {}): Promise<TreeNode> {
  const timeoutMs = checkTimeout("wait for a tree", { usual: 5000, ...options });
  const { system } = checkTarget("wait for a tree", target);
  const chronicle = Chronicle.of(system);
  const pid = pidOf(target);
  const awaited = `the tree of ${called(target)}`;
  return await waitUntil<TreeNode>(system, {
    timeoutMs,
    above: treeReady,
    look: () => {
      const tree = pid === undefined ? undefined : treeOf(system, pid);
      if (tree === undefined) throw new WaitError(awaited, { timeoutMs, reason: whyNone(chronicle, pid) });
      return unreadyChildren(tree).length === 0 ? { value: tree } : undefined;
    },
    expired: () => {
      const unready = unreadyChildren(treeOf(system, pid!)!);
      const events = chronicle.events(pid).filter(isTelling).slice(-10);
      return new WaitError(awaited, { timeoutMs, found: `not ready are ${unready.join(", ")}`, events });
    },
  });
}

/**
 * Waits until nothing is left to do in the System of a supervisor, and its tree is ready: after a storm of crashes.
 *
 * @throws {WaitError} As {@linkcode treeReady}.
 */
export async function treeSettled(target: Target, options: TimeoutOptions = {}): Promise<TreeNode> {
  const { system } = checkTarget("wait for a tree", target);
  await settle(system);
  return await treeReady(target, options);
}

function whyNone(chronicle: Chronicle, pid: Pid | undefined): string {
  const exit = pid === undefined ? undefined : chronicle.exitOf(pid);
  if (exit !== undefined) return `the supervisor exited with ${formatReason(exit.reason)}`;
  return pid === undefined ? "nobody is alive under that name" : "it is no supervisor that is alive";
}
