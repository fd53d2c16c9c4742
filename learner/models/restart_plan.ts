import type { Strategy, TreeNode } from "@superlearner/otp";

/** What a supervisor will do when one of its children is killed. */
export type RestartPlan =
  /** Those are stopped, in this order; these are started, in that order. */
  | {
    readonly kind: "restart";
    readonly supervisor: TreeNode;
    readonly child: TreeNode;
    readonly stops: readonly TreeNode[];
    readonly starts: readonly TreeNode[];
    /** How many restarts are left after this one. */
    readonly left: number;
  }
  /** The child stays away. */
  | { readonly kind: "gone"; readonly supervisor: TreeNode; readonly child: TreeNode }
  /** One restart too many: the supervisor ends, and what is above it decides. */
  | { readonly kind: "gives_up"; readonly supervisor: TreeNode; readonly child: TreeNode; readonly then: RestartPlan }
  /** Nobody is above it. */
  | { readonly kind: "ends"; readonly child: TreeNode };

/** What follows when the process in a place is killed. `parentOf` gives the node above one. */
export function planKill(child: TreeNode, parentOf: (place: string) => TreeNode | undefined): RestartPlan {
  const supervisor = parentOf(child.place);
  if (supervisor?.supervisor === undefined) return { kind: "ends", child };
  if (child.restart === "temporary") return { kind: "gone", supervisor, child };
  const { strategy, maxRestarts, recentRestarts } = supervisor.supervisor;
  const left = maxRestarts - recentRestarts - 1;
  if (left < 0) return { kind: "gives_up", supervisor, child, then: planKill(supervisor, parentOf) };
  return { kind: "restart", supervisor, child, ...affected(supervisor.children, child, strategy), left };
}

/** Who is stopped and who is started under a strategy when one child has died. */
export function affected(
  children: readonly TreeNode[],
  child: TreeNode,
  strategy: Strategy,
): { readonly stops: readonly TreeNode[]; readonly starts: readonly TreeNode[] } {
  if (strategy === "one_for_one") return { stops: [], starts: [child] };
  const at = children.findIndex(({ place }) => place === child.place);
  const all = strategy === "one_for_all" ? children : children.slice(at);
  const others = all.filter(({ place, pid }) => place !== child.place && pid !== undefined);
  return {
    stops: others.toReversed(),
    starts: all.filter(({ place, restart }) => place === child.place || restart !== "temporary"),
  };
}

/** A plan in sentences. */
export function explainPlan(plan: RestartPlan): string[] {
  const { child } = plan;
  switch (plan.kind) {
    case "ends":
      return [`Nobody supervises ${child.id}: it ends with all that is below it, and nobody starts it again.`];
    case "gone":
      return [`${child.id} is temporary: ${plan.supervisor.id} does not start it again.`];
    case "gives_up": {
      const { maxRestarts, maxSeconds } = plan.supervisor.supervisor!;
      return [
        `${plan.supervisor.id} has used its ${
          count(maxRestarts, "restart")
        } within ${maxSeconds} s: one more and it gives up.`,
        ...explainPlan(plan.then),
      ];
    }
    case "restart": {
      const { supervisor, stops, starts, left } = plan;
      const lines = [`${supervisor.id} is ${supervisor.supervisor!.strategy}.`];
      if (stops.length > 0) lines.push(`It stops ${list(stops)}.`);
      lines.push(
        starts.length === 1
          ? `It starts ${list(starts)} again, and nobody else.`
          : `It starts again, in this order: ${list(starts)}.`,
      );
      lines.push(
        left === 0 ? "That is its last restart for now." : `After that it has ${count(left, "restart")} left.`,
      );
      return lines;
    }
  }
}

/** A strategy in one sentence. */
export const STRATEGY_WORDS: Readonly<Record<Strategy, string>> = {
  one_for_one: "When a child dies, only that child is started again.",
  one_for_all: "When a child dies, all the others are stopped, and then all are started again.",
  rest_for_one: "When a child dies, those started after it are stopped, and then it and they are started again.",
};

function list(nodes: readonly TreeNode[]): string {
  const names = nodes.slice(0, 8).map(({ id }) => id);
  if (nodes.length > 8) return `${names.join(", ")} and ${nodes.length - 8} more`;
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}
