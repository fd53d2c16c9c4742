import { z } from "@hono/zod-openapi";
import {
  CallError,
  ChildError,
  DynamicSupervisor,
  formatReason,
  type Pid,
  Supervisor,
  type SupervisorRef,
} from "@superlearner/otp";
import { defineOperation } from "../operations/define_operation.ts";
import type { Operation } from "../operations/operation.ts";
import { OperationError } from "../operations/operation_error.ts";
import { reasonView } from "../presenting/event_view.ts";
import type { NamedSupervisor } from "../presenting/supervisor_view.ts";
import type { Services } from "./services.ts";
import { findSupervisor, NO_SUPERVISOR } from "./supervisors.ts";

/** Any supervisor at all, to talk to one by pid. */
const ANY = Supervisor.define({ name: "Any" });
const ANY_DYNAMIC = DynamicSupervisor.define({ name: "Any" });

const ERRORS = {
  404: `${NO_SUPERVISOR}, or it has no such child`,
  409: "The child is not in the state for this, or the supervisor died meanwhile",
  422: "The children of a DynamicSupervisor come and go: there is nothing to restart or to delete",
  500: "The child did not start",
};

/** Operations on the children of a supervisor. */
export function childOperations(services: Services): Operation[] {
  return [restartChild(services), terminateChild(services), deleteChild(services)];
}

function restartChild(services: Services): Operation {
  return defineOperation({
    name: "restartChild",
    method: "POST",
    path: "/supervisors/{id}/children/{child}/restart",
    summary: "Terminate a child if it runs, and start it again",
    response: z.object({
      supervisor: z.string(),
      child: z.string(),
      old_pid: z.string().nullable(),
      pid: z.string().nullable().describe("The new process; null if its init said ignore"),
    }),
    permission: "supervisors:write",
    dangerous: true,
    errors: ERRORS,
    handler: async ({ params }) => {
      const found = findSupervisor(services, params.id);
      const child = childOf(found, params.child);
      if (child.restart === "temporary") {
        throw refused("child_temporary", 409, `${child.id} is temporary: once it is terminated, it is forgotten`);
      }
      const ref = fixed(services, found, "restart");
      const pid = await attempt(services, async () => {
        await ref.terminateChild(child.id);
        return await ref.restartChild(child.id);
      });
      return { supervisor: found.name, child: child.id, old_pid: child.pid ?? null, pid: pid ?? null };
    },
  });
}

function terminateChild(services: Services): Operation {
  return defineOperation({
    name: "terminateChild",
    method: "POST",
    path: "/supervisors/{id}/children/{child}/terminate",
    summary: "Stop a child by its own rule; its specification stays",
    description: "A child of a DynamicSupervisor, and a temporary one, is gone with it.",
    response: z.object({ supervisor: z.string(), child: z.string(), old_pid: z.string().nullable() }),
    permission: "supervisors:write",
    dangerous: true,
    errors: ERRORS,
    handler: async ({ params }) => {
      const found = findSupervisor(services, params.id);
      const child = childOf(found, params.child);
      await attempt(services, async () => {
        if (!found.node.supervisor?.dynamic) return await fixed(services, found, "terminate").terminateChild(child.id);
        if (child.pid === undefined) throw refused("child_restarting", 409, `${child.id} has no process just now`);
        await ANY_DYNAMIC.at(services.system, pidOf(found)).terminateChild(child.pid);
      });
      return { supervisor: found.name, child: child.id, old_pid: child.pid ?? null };
    },
  });
}

function deleteChild(services: Services): Operation {
  return defineOperation({
    name: "deleteChild",
    method: "DELETE",
    path: "/supervisors/{id}/children/{child}",
    summary: "Forget the specification of a child that does not run",
    response: z.object({ supervisor: z.string(), child: z.string(), deleted: z.literal(true) }),
    permission: "supervisors:write",
    dangerous: true,
    errors: ERRORS,
    handler: async ({ params }) => {
      const found = findSupervisor(services, params.id);
      const child = childOf(found, params.child);
      await attempt(services, () => fixed(services, found, "delete").deleteChild(child.id));
      return { supervisor: found.name, child: child.id, deleted: true as const };
    },
  });
}

function childOf({ name, node }: NamedSupervisor, id: string): NamedSupervisor["node"]["children"][number] {
  const child = node.children.find((each) => each.id === id || each.pid === id || each.pid === `<${id}>`);
  if (child !== undefined) return child;
  const ids = node.children.slice(0, 20).map(({ id }) => id).join(", ");
  throw new OperationError("child_not_found", {
    status: 404,
    detail: node.children.length === 0 ? `${name} has no children` : `${name} has no such child; it has ${ids}`,
    facts: { reason: "no_such_child" },
  });
}

function fixed({ system }: Services, found: NamedSupervisor, action: string): SupervisorRef {
  if (!found.node.supervisor?.dynamic) return ANY.at(system, pidOf(found));
  throw refused("dynamic_child", 422, `${found.name} is a DynamicSupervisor: there is no specification to ${action}`);
}

function pidOf({ name, node }: NamedSupervisor): Pid {
  if (node.pid !== undefined) return node.pid;
  throw refused("supervisor_down", 409, `${name} does not run just now`);
}

/** Does it, and puts what the supervisor says into an answer. */
async function attempt<Value>({ redaction }: Services, does: () => Promise<Value>): Promise<Value> {
  try {
    return await does();
  } catch (error) {
    if (error instanceof ChildError) {
      const { child, reason } = error;
      if (reason === "not_found") throw refused("child_not_found", 404, `There is no child ${child} any more`);
      if (reason === "running" || reason === "restarting") {
        throw refused(`child_${reason}`, 409, `The child ${child} is ${reason}: terminate it first`);
      }
      const facts = { exit_reason: reasonView(reason, redaction) };
      throw new OperationError("child_not_started", { status: 500, detail: `The child ${child} did not start`, facts });
    }
    if (!(error instanceof CallError)) throw error;
    const facts = { exit_reason: reasonView(error.reason, redaction) };
    const detail = `The supervisor exited meanwhile: ${redaction.text(formatReason(error.reason))}`;
    throw new OperationError("supervisor_exited", { status: 409, detail, facts });
  }
}

function refused(code: string, status: number, detail: string): OperationError {
  return new OperationError(code, { status, detail });
}
