import type { Pid, Strategy, SupervisorFacts, TreeNode } from "@superlearner/otp";

/** A pid by its number. */
export function pid(number: number): Pid {
  return `<0.${number}.0>`;
}

/** A worker in a place. */
export function worker(place: string, number: number, facts: Partial<TreeNode> = {}): TreeNode {
  const id = place.slice(place.lastIndexOf("/") + 1);
  return {
    place,
    id,
    pid: pid(number),
    name: id,
    status: "waiting",
    type: "worker",
    behaviour: "GenServer",
    module: "Clerk",
    restart: "permanent",
    restarts: 0,
    mailboxLength: 0,
    handled: 0,
    memory: 400,
    supervisor: undefined,
    children: [],
    ...facts,
  };
}

/** A supervisor in a place, with its children. */
export function supervisor(
  place: string,
  number: number,
  { strategy = "one_for_one", children = [], settings = {}, ...facts }: Partial<TreeNode> & {
    strategy?: Strategy;
    settings?: Partial<SupervisorFacts>;
  } = {},
): TreeNode {
  return worker(place, number, {
    type: "supervisor",
    behaviour: "Supervisor",
    module: "Office",
    ...facts,
    children,
    supervisor: {
      strategy,
      maxRestarts: 3,
      maxSeconds: 5,
      autoShutdown: "never",
      dynamic: false,
      childRestarts: 0,
      recentRestarts: 0,
      ...settings,
    },
  });
}

/** `office` (rest_for_one) with `anna`, `desk` (one_for_all with `in` and `out`) and `carl`. */
export function office(): TreeNode {
  return supervisor("office", 1, {
    strategy: "rest_for_one",
    restart: undefined,
    children: [
      worker("office/anna", 2),
      supervisor("office/desk", 3, {
        strategy: "one_for_all",
        children: [worker("office/desk/in", 4), worker("office/desk/out", 5)],
      }),
      worker("office/carl", 6),
    ],
  });
}

/** The same tree with one node changed. */
export function changed(nodes: readonly TreeNode[], place: string, facts: Partial<TreeNode>): TreeNode[] {
  return nodes.map((node) => {
    if (node.place === place) return { ...node, ...facts };
    return place.startsWith(`${node.place}/`) ? { ...node, children: changed(node.children, place, facts) } : node;
  });
}
