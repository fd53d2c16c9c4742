import { listProcesses, type ProcessInfo, supervisionTree, type System, type TreeNode } from "@superlearner/otp";
import { encode } from "./codec.ts";

/** How many processes are told of, and how many places of trees. */
export const MOST_TOLD = 1000;
/** More than this, in characters, is a burden for who reads it. */
const LONGEST = 512 * 1024;
/** How many links, monitors, kinds of calls, … of one process are told of. */
const MOST_LISTED = 20;

/** What a System tells of itself to who shows it elsewhere. */
export interface ToldSystem {
  /** Its supervision trees. */
  readonly trees: readonly TreeNode[];
  /** Its processes. */
  readonly processes: readonly Partial<ProcessInfo>[];
}

/** The trees and processes of a System, as many as go into a message of a length. */
export function toldSystem(system: System, longest: number): ToldSystem {
  const [trees, processes] = [supervisionTree(system), listProcesses(system)];
  for (let most = MOST_TOLD; most >= 1; most = Math.floor(most / 2)) {
    const told = { trees: pruned(trees, { left: most }), processes: processes.slice(0, most).map(plain) };
    // Half of it, since the host's own question must not be what is too much.
    if (encode(told).length <= Math.min(LONGEST, longest / 2)) return told;
  }
  return { trees: [], processes: [] };
}

/** From the root down, in order, until there is no room left. */
function pruned(nodes: readonly TreeNode[], room: { left: number }): TreeNode[] {
  const kept: TreeNode[] = [];
  for (const node of nodes) {
    if (room.left-- <= 0) break;
    kept.push({ ...node, children: pruned(node.children, room) });
  }
  return kept;
}

/** Without what may be of any size, or cannot cross. */
function plain(info: ProcessInfo): Partial<ProcessInfo> {
  const { currentMessage: _message, exitReason: _reason, placement: _placement, ...rest } = info;
  const some = <Value>(list: readonly Value[]) => list.slice(0, MOST_LISTED);
  return {
    ...rest,
    ancestors: some(info.ancestors),
    links: some(info.links),
    monitors: some(info.monitors),
    monitoredBy: some(info.monitoredBy),
    calls: some(info.calls),
    casts: some(info.casts),
  };
}
