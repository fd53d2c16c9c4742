import type { TreeNode } from "@superlearner/otp";

/** Whether a node is meant. */
export type NodeTest = (node: TreeNode) => boolean;

const FIELDS: Readonly<Record<string, (node: TreeNode) => string>> = {
  id: (node) => node.id,
  name: (node) => node.name ?? "",
  pid: (node) => node.pid ?? "",
  module: (node) => node.module,
  status: (node) => node.status,
  type: (node) => node.type,
  state: (node) => node.machineState ?? "",
  placement: (node) => node.placement === undefined ? "" : `${node.placement.kind} ${node.placement.node}`,
  strategy: (node) => node.supervisor?.strategy ?? "",
};

const NUMBERS: Readonly<Record<string, (node: TreeNode) => number>> = {
  mailbox: (node) => node.mailboxLength,
  handled: (node) => node.handled,
  memory: (node) => node.memory,
  restarts: (node) => node.restarts,
  dropped: (node) => node.mailbox?.dropped ?? 0,
};

/**
 * Reads what was typed: words are looked for in id, name, pid and module; `status:waiting`, `module:User` in one
 * field; `restarts>2` and `mailbox<10` compare; `-` in front excludes. All must hold.
 */
export function parseQuery(query: string): NodeTest | undefined {
  const tests = query.trim().split(/\s+/).filter((term) => term !== "" && term !== "-").map(parseTerm);
  return tests.length === 0 ? undefined : (node) => tests.every((test) => test(node));
}

function parseTerm(term: string): NodeTest {
  if (term.startsWith("-")) {
    const test = parseTerm(term.slice(1));
    return (node) => !test(node);
  }
  const [, name = "", sign = "", value = ""] = /^([a-z]+)(:|>|<)(.+)$/.exec(term.toLowerCase()) ?? [];
  const number = NUMBERS[name];
  if (number !== undefined && !Number.isNaN(Number(value))) {
    if (sign === ">") return (node) => number(node) > Number(value);
    if (sign === "<") return (node) => number(node) < Number(value);
    return (node) => number(node) === Number(value);
  }
  const field = FIELDS[name];
  if (field !== undefined && sign === ":") return (node) => field(node).toLowerCase().includes(value);
  const wanted = term.toLowerCase();
  return (node) =>
    [node.id, node.name ?? "", node.pid ?? "", node.module].some((text) => text.toLowerCase().includes(wanted));
}
