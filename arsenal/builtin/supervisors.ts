import { z } from "@hono/zod-openapi";
import { supervisionTree, type TreeNode } from "@superlearner/otp";
import { defineOperation } from "../operations/define_operation.ts";
import type { Operation } from "../operations/operation.ts";
import { OperationError } from "../operations/operation_error.ts";
import {
  findingsOf,
  type NamedSupervisor,
  nameSupervisors,
  SUPERVISOR_ROW,
  supervisorRow,
} from "../presenting/supervisor_view.ts";
import { worst } from "../presenting/health.ts";
import { TOLD, toldView } from "../presenting/told_view.ts";
import type { Services } from "./services.ts";

const CHILD = z.object({
  id: z.string(),
  pid: z.string().nullable(),
  name: z.string().nullable(),
  status: z.string(),
  type: z.enum(["worker", "supervisor"]),
  behaviour: z.string(),
  module: z.string(),
  restart: z.string().nullable(),
  restarts: z.int(),
  message_queue_len: z.int(),
  reductions: z.int(),
  memory: z.int(),
  placement: z.object({ node: z.string(), kind: z.string() }).exactOptional().describe("Where it runs, if not here"),
  told: TOLD,
}).openapi("Child");

/** A child with its own children. */
interface Branch extends z.infer<typeof CHILD> {
  /** Ids from the root to here; stays the same over restarts. */
  place: string;
  /** Of a supervisor: who is restarted with a child that died. */
  strategy: string | null;
  /** Of a supervisor: how well it is. */
  health: string | null;
  children: Branch[];
}

const BRANCH: z.ZodType<Branch> = CHILD.extend({
  place: z.string(),
  strategy: z.string().nullable(),
  health: z.string().nullable(),
  get children() {
    return z.array(BRANCH);
  },
}).openapi("Branch") as unknown as z.ZodType<Branch>;

/** Why there is no such supervisor, for the documentation. */
export const NO_SUPERVISOR = "No supervisor has this name or pid";

/** Operations that look at supervisors. */
export function supervisorOperations(services: Services): Operation[] {
  return [listSupervisors(services), getSupervisor(services), getSupervisorTree(services)];
}

function listSupervisors({ system, thresholds }: Services): Operation {
  return defineOperation({
    name: "listSupervisors",
    method: "GET",
    path: "/supervisors",
    summary: "All supervisors, by name",
    description:
      "Equal trees give equal bytes: the order is by name, there is no time in it, and one field takes one line.",
    query: z.object({
      volatile: z.boolean().default(true).describe(
        "false leaves out what differs from run to run: pid, restarts, memory",
      ),
    }),
    response: z.array(SUPERVISOR_ROW),
    permission: "supervisors:read",
    envelope: "plain",
    pretty: true,
    handler: ({ query }) => {
      const named = nameSupervisors(supervisionTree(system));
      return named.map((each) => supervisorRow(each, { volatile: query.volatile, thresholds, now: system.now() }));
    },
  });
}

function getSupervisor(services: Services): Operation {
  const { system, thresholds } = services;
  return defineOperation({
    name: "getSupervisor",
    method: "GET",
    path: "/supervisors/{id}",
    summary: "One supervisor with its children, by name or pid",
    response: SUPERVISOR_ROW.and(z.object({ recent_restarts: z.int(), children: z.array(CHILD) })),
    permission: "supervisors:read",
    errors: { 404: NO_SUPERVISOR },
    handler: ({ params }) => {
      const named = nameSupervisors(supervisionTree(system));
      const found = findSupervisor(services, params.id, named);
      return {
        ...supervisorRow(found, { volatile: true, thresholds, now: system.now() }),
        recent_restarts: found.node.supervisor?.recentRestarts ?? 0,
        children: found.node.children.map((each) => child(each, system.now())),
      };
    },
  });
}

function getSupervisorTree(services: Services): Operation {
  return defineOperation({
    name: "getSupervisorTree",
    method: "GET",
    path: "/supervisors/{id}/tree",
    summary: "A supervisor with all that is below it",
    query: z.object({ depth: z.int().min(0).max(100).default(100).describe("How many levels below it") }),
    response: BRANCH,
    permission: "supervisors:read",
    errors: { 404: NO_SUPERVISOR },
    handler: ({ params, query }) => branch(findSupervisor(services, params.id).node, query.depth, services),
  });
}

/** The supervisor of a name or a pid. @throws {OperationError} 404. */
export function findSupervisor(
  { system }: Services,
  id: string,
  named: readonly NamedSupervisor[] = nameSupervisors(supervisionTree(system)),
): NamedSupervisor {
  const printed = /^\d+\.\d+\.0$|^[^<].*\.\d+\.0$/.test(id) ? `<${id}>` : id;
  const found = named.find(({ name }) => name === id) ?? named.find(({ node }) => node.pid === printed);
  if (found !== undefined) return found;
  const names = named.slice(0, 20).map(({ name }) => name).join(", ");
  throw new OperationError("supervisor_not_found", {
    status: 404,
    detail: named.length === 0 ? "There are no supervisors" : `No supervisor has this name or pid; there are ${names}`,
    facts: { reason: "no_such_supervisor" },
  });
}

function child(node: TreeNode, now: number): z.infer<typeof CHILD> {
  return {
    id: node.id,
    pid: node.pid ?? null,
    name: node.name ?? null,
    status: node.status,
    type: node.type,
    behaviour: node.behaviour,
    module: node.module,
    restart: node.restart ?? null,
    restarts: node.restarts,
    message_queue_len: node.mailboxLength,
    reductions: node.handled,
    memory: node.memory,
    ...(node.placement === undefined ? {} : { placement: node.placement }),
    ...toldView(node, now),
  };
}

function branch(node: TreeNode, depth: number, services: Services): Branch {
  const health = node.supervisor === undefined
    ? null
    : worst(findingsOf({ name: node.place, node }, services.thresholds));
  return {
    ...child(node, services.system.now()),
    place: node.place,
    strategy: node.supervisor?.strategy ?? null,
    health,
    children: depth === 0 ? [] : node.children.map((each) => branch(each, depth - 1, services)),
  };
}
