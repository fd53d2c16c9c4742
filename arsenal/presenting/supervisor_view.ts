import { z } from "@hono/zod-openapi";
import type { TreeNode } from "@superlearner/otp";
import { TOLD, type ToldView, toldView } from "./told_view.ts";
import { type Finding, type Health, type HealthThresholds, judgeSupervisor, worst } from "./health.ts";

/** A supervisor and the name by which it is shown and found. */
export interface NamedSupervisor {
  /** Unique among all supervisors, and the same in every run of one program. */
  readonly name: string;
  /** Its place in the tree. */
  readonly node: TreeNode;
  /** The name of the supervisor above it. */
  readonly parent: string | null;
}

/** A supervisor in a list, in the order in which its fields are answered. */
export interface SupervisorRow {
  /** Its registered name, or its place below one that has a name. */
  readonly name: string;
  /** Who is there now. */
  readonly pid?: string | null;
  /** Who is restarted with a child that died. */
  readonly strategy: string;
  /** How well it is. */
  readonly health: Health;
  /** What speaks against its health. */
  readonly findings: Finding[];
  /** The user's module. */
  readonly module: string;
  /** What it is doing. */
  readonly status: string;
  /** Whether its children come and go. */
  readonly dynamic: boolean;
  /** The supervisor above it. */
  readonly parent: string | null;
  /** How many children it has, running or not. */
  readonly children_count: number;
  /** How many of them run. */
  readonly active: number;
  /** How many of them are supervisors. */
  readonly supervisors: number;
  /** How many of them are not. */
  readonly workers: number;
  /** Restarts it has done since it started. */
  readonly restarts?: number;
  /** Restarts allowed within the window. */
  readonly max_restarts: number;
  /** The window in seconds. */
  readonly max_seconds: number;
  /** Whether the end of significant children ends it. */
  readonly auto_shutdown: string;
  /** Estimated bytes of it. */
  readonly memory?: number;
  /** That another System has told of it, and for how long it has told nothing newer. */
  readonly told?: ToldView;
}

/** The schema of {@linkcode Finding}. */
export const FINDING: z.ZodType<Finding> = z.object({
  severity: z.enum(["degraded", "critical"]),
  code: z.string(),
  subject: z.string(),
  message: z.string(),
}).openapi("Finding");

/** The schema of {@linkcode Health}. */
export const HEALTH: z.ZodType<Health> = z.enum(["healthy", "degraded", "critical"]);

/** The schema of {@linkcode SupervisorRow}. */
export const SUPERVISOR_ROW: z.ZodType<SupervisorRow> = z.object({
  name: z.string(),
  pid: z.string().nullable().exactOptional(),
  strategy: z.string(),
  health: HEALTH,
  findings: z.array(FINDING),
  module: z.string(),
  status: z.string(),
  dynamic: z.boolean(),
  parent: z.string().nullable(),
  children_count: z.int(),
  active: z.int(),
  supervisors: z.int(),
  workers: z.int(),
  restarts: z.int().exactOptional(),
  max_restarts: z.int(),
  max_seconds: z.number(),
  auto_shutdown: z.string(),
  memory: z.int().exactOptional(),
  told: TOLD,
}).openapi("Supervisor");

/**
 * Every supervisor of the trees under a name that is the same in every run: its registered name, else its place below the
 * next one with a name; at the root the module, numbered where there are several. What another System has told of has its
 * place below the process that it hangs on, whatever names there are in that System.
 */
export function nameSupervisors(roots: readonly TreeNode[]): NamedSupervisor[] {
  const named: NamedSupervisor[] = [];
  const taken = new Set<string>();
  const visit = (node: TreeNode, place: string, parent: string | null) => {
    const isSupervisor = node.type === "supervisor";
    let name = place;
    if (isSupervisor) {
      for (let number = 2; taken.has(name); number++) name = `${place}#${number}`;
      taken.add(name);
      named.push({ name, node, parent });
    }
    for (const child of node.children) {
      const below = `${name}/${child.name ?? child.id}`;
      visit(child, child.told === undefined ? child.name ?? below : below, isSupervisor ? name : parent);
    }
  };
  for (const root of roots) visit(root, root.name ?? root.module, null);
  return named.sort((one, other) => one.name < other.name ? -1 : one.name > other.name ? 1 : 0);
}

/** A supervisor as one element of a list. */
export function supervisorRow(
  { name, node, parent }: NamedSupervisor,
  { volatile, thresholds, now }: { volatile: boolean; thresholds: HealthThresholds; now: number },
): SupervisorRow {
  const { supervisor: facts, children } = node;
  const findings = findingsOf({ name, node }, thresholds);
  const supervisors = children.filter(({ type }) => type === "supervisor").length;
  return {
    name,
    ...(volatile ? { pid: node.pid ?? null } : {}),
    strategy: facts?.strategy ?? "one_for_one",
    health: worst(findings),
    findings,
    module: node.module,
    status: steady(node.status),
    dynamic: facts?.dynamic ?? false,
    parent,
    children_count: children.length,
    active: children.filter(({ pid }) => pid !== undefined).length,
    supervisors,
    workers: children.length - supervisors,
    ...(volatile ? { restarts: facts?.childRestarts ?? 0 } : {}),
    max_restarts: facts?.maxRestarts ?? 0,
    max_seconds: facts?.maxSeconds ?? 0,
    auto_shutdown: facts?.autoShutdown ?? "never",
    ...(volatile ? { memory: node.memory } : {}),
    ...(volatile ? toldView(node, now) : {}),
  };
}

/** What speaks against the health of a supervisor of the tree. */
export function findingsOf(
  { name, node }: Pick<NamedSupervisor, "name" | "node">,
  thresholds: HealthThresholds = {},
): Finding[] {
  const { supervisor: facts, children, status, mailboxLength } = node;
  // One that is down is the finding of the supervisor above it.
  if (facts === undefined) return [];
  const { maxRestarts, maxSeconds, recentRestarts } = facts;
  const below = children.map((each) => ({
    id: each.id,
    status: each.status,
    restart: each.restart,
    mailbox: each.mailboxLength,
  }));
  return judgeSupervisor(
    { name, status, mailbox: mailboxLength, maxRestarts, maxSeconds, recentRestarts, children: below },
    thresholds,
  );
}

/** Whether it just now has a turn is chance, and would make equal trees different. */
function steady(status: string): string {
  return ["waiting", "runnable", "running", "busy", "hibernated"].includes(status) ? "running" : status;
}
