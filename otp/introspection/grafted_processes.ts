import { type Pid, ROOT_PID } from "../processes/pid.ts";
import type { Runtime } from "../processes/runtime.ts";
import { type Grafted, graftedIn } from "./graft.ts";
import type { ProcessInfo } from "./process_info.ts";
import type { TreeNode } from "./supervision_tree.ts";

/** The processes that other Systems have told of. */
export function graftedProcesses(runtime: Runtime): ProcessInfo[] {
  return graftedIn(runtime).flatMap((grafted) => grafted.report.processes.map((info) => processOf(info, grafted)));
}

/** One of them. */
export function graftedProcess(runtime: Runtime, pid: Pid): ProcessInfo | undefined {
  for (const grafted of graftedIn(runtime)) {
    const found = grafted.report.processes.find((info) => info.pid === pid);
    if (found !== undefined) return processOf(found, grafted);
  }
  return undefined;
}

/** Who was started there by nobody is there because of the process that it hangs below. */
function processOf(info: ProcessInfo, { below, source, report }: Grafted): ProcessInfo {
  return {
    ...info,
    parent: info.parent === ROOT_PID ? below : info.parent,
    placement: info.placement ?? { node: source.node, kind: source.kind },
    told: { at: report.at, overdue: report.overdue },
  };
}

/** What hangs below a place: its nodes have places below it, and say where they run. */
export function graftedNodes(grafted: Grafted, place: (id: string) => string): TreeNode[] {
  return grafted.report.trees.map((node) => nodeIn(node, grafted, place));
}

function nodeIn(node: TreeNode, grafted: Grafted, placeOf: (id: string) => string): TreeNode {
  const { source: { node: name, kind }, report: { at, overdue } } = grafted;
  const place = placeOf(node.id);
  return {
    ...node,
    place,
    placement: node.placement ?? { node: name, kind },
    told: { at, overdue },
    children: node.children.map((each) => nodeIn(each, grafted, (id) => placeIn(place, id))),
  };
}

/** The place of an id below another one. */
export function placeIn(place: string, id: string): string {
  return `${place}/${escapeId(id)}`;
}

/** An id as a part of a place. */
export function escapeId(id: string): string {
  return id.replaceAll("~", "~0").replaceAll("/", "~1");
}
