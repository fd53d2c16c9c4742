import type { Pid, SystemEvent, TreeNode } from "@superlearner/otp";
import { Chronicle } from "../chronicle/chronicle.ts";
import { eventLine } from "../presenting/event_text.ts";
import { checkTarget, pidOf, type Target } from "../waiting/target.ts";
import { treeOf } from "../waiting/tree_ready.ts";

/** What happens to the children of supervisors, and to these. */
export type SupervisionEvent = Extract<
  SystemEvent,
  { readonly type: `child.${string}` | "supervisor.gave_up" | "process.exited" }
>;

/** A live trace of a supervisor; dispose of it to end it. */
export interface SupervisionTrace extends Disposable {
  /** What has happened so far, oldest first, each with its true reason. */
  readonly events: readonly SupervisionEvent[];
  /** The same, a line each. */
  toString(): string;
}

/** How supervision is traced. */
export interface SupervisionTraceOptions {
  /** Whether the supervisors below it as well. @default {true} */
  deep?: boolean;
}

/**
 * Writes down what a supervisor and those below it do, as it happens: who was started, restarted, stopped, why, and the ends
 * of all of them. Two crashes are two events, however quick; a child that comes and goes is seen.
 *
 * @throws {ArgumentError} If it is no ref.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer, Supervisor, System } from "@superlearner/otp";
 * import { settle, traceSupervision } from "@superlearner/supertester";
 *
 * const Worker = GenServer.define({ name: "Worker", init: () => 0 });
 * await using system = new System();
 * const tree = await system.start(Supervisor.define({ children: [Worker.child({ name: "worker" })] }));
 * using trace = traceSupervision(tree);
 * system.exit("worker", "kill");
 * await settle(system);
 * assertEquals(trace.events.map(({ type }) => type), ["process.exited", "child.restarted"]);
 * ```
 */
export function traceSupervision(target: Target, options: SupervisionTraceOptions = {}): SupervisionTrace {
  const { deep = true } = options;
  const { system } = checkTarget("trace supervision", target);
  const pid = pidOf(target);
  const supervisors = new Set<string>();
  const members = new Set<string>();
  const add = (node: TreeNode, top: boolean) => {
    if (node.pid !== undefined) members.add(node.pid);
    if (node.pid !== undefined && node.supervisor !== undefined && (top || deep)) supervisors.add(node.pid);
    for (const child of node.children) if (top || deep) add(child, false);
  };
  const join = (who: Pid | undefined, top: boolean) => {
    const tree = who === undefined ? undefined : treeOf(system, who);
    if (tree !== undefined) add(tree, top);
  };
  join(pid, true);
  const events: SupervisionEvent[] = [];
  const listening = Chronicle.of(system).listen((event) => {
    if (event.type === "process.exited") {
      if (members.has(event.pid)) events.push(event);
      return;
    }
    if (!isOfChildren(event)) return;
    // A supervisor that is being started tells of its first children before its own supervisor tells of it.
    const parent = Chronicle.of(system).startOf(event.pid)?.parent;
    if (deep && parent !== undefined && supervisors.has(parent)) supervisors.add(event.pid);
    if (!supervisors.has(event.pid)) return;
    events.push(event);
    if (!("childPid" in event) || event.childPid === undefined) return;
    members.add(event.childPid);
    if (deep) join(event.childPid, false);
  });
  return {
    events,
    toString: () => events.map(eventLine).join("\n"),
    [Symbol.dispose]: () => listening[Symbol.dispose](),
  };
}

function isOfChildren(event: SystemEvent): event is Exclude<SupervisionEvent, { type: "process.exited" }> {
  return event.type.startsWith("child.") || event.type === "supervisor.gave_up";
}
