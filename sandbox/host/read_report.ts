import type { ProcessInfo, TreeNode } from "@superlearner/otp";
import { guestText } from "../limits/sandbox_error.ts";
import { isPidOf } from "./node_name.ts";

/** How many processes, and places of trees, are taken from one report. */
const MOST = 2000;
const LONGEST_TEXT = 200;
const MOST_LISTED = 20;
const DEEPEST = 100;

const STATUSES = ["starting", "waiting", "runnable", "running", "busy", "ending", "suspended", "hibernated", "dead"];
const VACANCIES = ["restarting", "stopped"];
const RESTARTS = ["permanent", "transient", "temporary"];
const STRATEGIES = ["one_for_one", "one_for_all", "rest_for_one"];
const SHUTDOWNS = ["never", "any_significant", "all_significant"];

/** What a guest has told of its System, as far as it can be believed. */
export interface ReadReport {
  readonly trees: readonly TreeNode[];
  readonly processes: readonly ProcessInfo[];
}

/**
 * Takes what a guest tells of its System for data: nothing in it is anything but a number, a bounded text, or a pid of the
 * guest's own. What is none of these is left out or has a value that says nothing. It cannot fail.
 */
export function readReport(told: unknown, guest: string): ReadReport {
  const { trees, processes } = fieldsOf(told);
  const room = { left: MOST };
  return {
    trees: nodesOf(trees, { guest, room, depth: 0 }),
    processes: listOf(processes, MOST).flatMap((each) => processOf(fieldsOf(each), guest) ?? []),
  };
}

type Fields = { readonly [field: string]: unknown };

interface Below {
  readonly guest: string;
  readonly room: { left: number };
  readonly depth: number;
}

function nodesOf(told: unknown, { guest, room, depth }: Below): TreeNode[] {
  if (depth > DEEPEST) return [];
  const nodes: TreeNode[] = [];
  for (const each of listOf(told, MOST)) {
    if (room.left-- <= 0) break;
    nodes.push(nodeOf(fieldsOf(each), { guest, room, depth }));
  }
  return nodes;
}

function nodeOf(told: Fields, { guest, room, depth }: Below): TreeNode {
  const { machineState, mailbox, supervisor } = told;
  return {
    place: "", // said by the host
    id: text(told["id"]),
    pid: isPidOf(guest, told["pid"]) ? told["pid"] as TreeNode["pid"] : undefined,
    name: optional(told["name"]),
    status: oneOf([...STATUSES, ...VACANCIES], told["status"]) as TreeNode["status"] ?? "waiting",
    type: told["type"] === "supervisor" ? "supervisor" : "worker",
    behaviour: text(told["behaviour"]),
    module: text(told["module"]),
    restart: oneOf(RESTARTS, told["restart"]) as TreeNode["restart"],
    restarts: count(told["restarts"]),
    mailboxLength: count(told["mailboxLength"]),
    handled: count(told["handled"]),
    memory: count(told["memory"]),
    ...(machineState === undefined ? {} : { machineState: text(machineState) }),
    ...(mailbox === undefined ? {} : { mailbox: mailboxOf(fieldsOf(mailbox)) }),
    supervisor: supervisor === undefined ? undefined : factsOf(fieldsOf(supervisor)),
    children: nodesOf(told["children"], { guest, room, depth: depth + 1 }),
  };
}

function mailboxOf({ max, dropped, overloaded }: Fields): NonNullable<TreeNode["mailbox"]> {
  return { max: count(max), dropped: count(dropped), overloaded: overloaded === true };
}

function factsOf(told: Fields): NonNullable<TreeNode["supervisor"]> {
  type Facts = NonNullable<TreeNode["supervisor"]>;
  return {
    strategy: oneOf(STRATEGIES, told["strategy"]) as Facts["strategy"] ?? "one_for_one",
    maxRestarts: count(told["maxRestarts"]),
    maxSeconds: count(told["maxSeconds"]),
    autoShutdown: oneOf(SHUTDOWNS, told["autoShutdown"]) as Facts["autoShutdown"] ?? "never",
    dynamic: told["dynamic"] === true,
    childRestarts: count(told["childRestarts"]),
    recentRestarts: count(told["recentRestarts"]),
  };
}

type Monitors = ProcessInfo["monitors"];

function processOf(told: Fields, guest: string): ProcessInfo | undefined {
  const { pid, parent, maxMailbox } = told;
  if (!isPidOf(guest, pid)) return undefined;
  const pids = (list: unknown) => listOf(list, MOST_LISTED).filter(isAnyPid) as ProcessInfo["links"];
  return {
    pid: pid as ProcessInfo["pid"],
    name: optional(told["name"]),
    status: oneOf(STATUSES, told["status"]) as ProcessInfo["status"] ?? "waiting",
    behaviour: text(told["behaviour"]),
    module: text(told["module"]),
    parent: isPidOf(guest, parent) ? parent as ProcessInfo["pid"] : "<0.0.0>",
    ancestors: listOf(told["ancestors"], MOST_LISTED).map(text),
    startedAt: count(told["startedAt"]),
    uptimeMs: count(told["uptimeMs"]),
    mailboxLength: count(told["mailboxLength"]),
    maxMailbox: maxMailbox === undefined ? undefined : count(maxMailbox),
    dropped: count(told["dropped"]),
    overloaded: told["overloaded"] === true,
    handled: count(told["handled"]),
    busyMs: count(told["busyMs"]),
    memory: count(told["memory"]),
    estimated: true,
    links: pids(told["links"]),
    monitors: listOf(told["monitors"], MOST_LISTED).map(fieldsOf).filter(isMonitor) as unknown as Monitors,
    monitoredBy: pids(told["monitoredBy"]),
    trapExit: told["trapExit"] === true,
    traced: told["traced"] === true,
    currentMessage: undefined,
    timers: count(told["timers"]),
    calls: listOf(told["calls"], MOST_LISTED).map(text),
    casts: listOf(told["casts"], MOST_LISTED).map(text),
    exitReason: undefined,
  };
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? value as Fields : {};
}

function listOf(value: unknown, most: number): unknown[] {
  return Array.isArray(value) ? value.slice(0, most) as unknown[] : [];
}

function text(value: unknown): string {
  return typeof value === "string" ? guestText(value.slice(0, LONGEST_TEXT)) : "";
}

function optional(value: unknown): string | undefined {
  return value === undefined ? undefined : text(value);
}

function count(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) && value > 0 ? value : 0;
}

function oneOf(words: readonly string[], value: unknown): string | undefined {
  return words.find((each) => each === value);
}

/** Of whatever node: a process of the guest may be linked with one of the host. */
function isAnyPid(value: unknown): boolean {
  return typeof value === "string" && /^<[A-Za-z0-9_.@-]{1,101}\.\d{1,15}\.0>$/.test(value);
}

function isMonitor({ ref, pid }: Fields): boolean {
  return isAnyPid(pid) && typeof ref === "string" && /^#Ref<[A-Za-z0-9_.@-]{1,255}>$/.test(ref);
}
