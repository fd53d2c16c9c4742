import { z } from "@hono/zod-openapi";
import { type ExitReason, type Pid, sys, type System } from "@superlearner/otp";
import { defineOperation } from "../operations/define_operation.ts";
import type { Operation } from "../operations/operation.ts";
import { OperationError } from "../operations/operation_error.ts";
import { reasonView } from "../presenting/event_view.ts";
import { nodeOf } from "../presenting/process_view.ts";
import { checkProtection } from "./protection.ts";
import type { Services } from "./services.ts";
import { livingProcess } from "./target.ts";

const FORCE = z.boolean().default(false).describe("Also where the process is protected");

/** Operations that take hold of one process. */
export function controlOperations(services: Services): Operation[] {
  return [killProcess(services), suspendProcess(services), resumeProcess(services)];
}

function killProcess(services: Services): Operation {
  return defineOperation({
    name: "killProcess",
    method: "DELETE",
    path: "/processes/{pid}",
    summary: "Send an exit signal, and wait until the process is dead",
    description:
      "kill cannot be trapped. A process that traps exits takes any other reason as a message, and may live on: 504 then.",
    query: z.object({
      reason: z.string().min(1).max(200).default("kill").describe("Why: kill, shutdown, normal or a text of your own"),
      force: FORCE,
      timeout_ms: z.int().min(0).max(30_000).default(5000).describe("How long to wait for its death"),
    }),
    response: z.object({ pid: z.string(), terminated: z.literal(true), reason: z.string(), exit_reason: z.unknown() }),
    permission: "processes:write",
    dangerous: true,
    timeoutMs: 60_000,
    errors: {
      403: "The permission is missing, or the process is protected",
      404: "No such process is alive",
      409: "The process ignores this reason",
      504: "It is not dead within timeout_ms",
    },
    handler: async ({ params, query }) => {
      const info = livingProcess(services, params.pid);
      const { pid, trapExit } = info;
      const { reason, force, timeout_ms: timeoutMs } = query;
      if (!force) checkProtection(services, info, { action: "killed" });
      if (reason === "normal" && !trapExit) {
        const detail = `${pid} does not trap exits and so ignores the reason normal: use shutdown or kill`;
        throw new OperationError("exit_ignored", { status: 409, detail });
      }
      const died = await exitAndWait(services, pid, { reason, timeoutMs });
      return { pid, terminated: true as const, reason, exit_reason: reasonView(died, services.redaction) };
    },
  });
}

/** Sends the signal and hears of the death from the System itself, as a monitor would, but as nobody's process. */
async function exitAndWait(
  { system, clock }: Services,
  pid: Pid,
  { reason, timeoutMs }: { reason: string; timeoutMs: number },
): Promise<ExitReason> {
  const { promise, resolve } = Promise.withResolvers<ExitReason | undefined>();
  using _subscription = system.events.subscribe((event) => {
    if (event.type === "process.exited") resolve(event.reason);
  }, { types: ["process.exited"], pid });
  const end = () => system.exit(pid, reason);
  const watcher = nodeOf(pid) === "local" ? void end() : watched(system, { pid, end, died: resolve });
  const alarm = clock.setAlarm(clock.now() + timeoutMs, () => resolve(undefined));
  const died = await promise;
  alarm.cancel();
  if (watcher !== undefined) system.exit(watcher, "kill");
  if (died !== undefined) return died;
  const detail =
    `${pid} was sent ${reason} and is not dead after ${timeoutMs} ms: it traps exits; kill cannot be trapped`;
  throw new OperationError("not_terminated", { status: 504, detail });
}

/** The life of a process of another node is not told here: one that monitors it before its end hears of that. */
function watched(
  system: System,
  { pid, end, died }: { readonly pid: Pid; readonly end: () => void; readonly died: (reason: ExitReason) => void },
): Pid {
  return system.spawn(async (self) => {
    self.monitor(pid);
    end();
    died((await self.receive<{ readonly reason: ExitReason }>()).reason);
  });
}

function suspendProcess(services: Services): Operation {
  const { system, clock, alarms } = services;
  return defineOperation({
    name: "suspendProcess",
    method: "POST",
    path: "/processes/{pid}/suspend",
    summary: "Let a process finish its message and then wait",
    body: z.object({
      for_ms: z.int().min(1).max(3_600_000).optional().describe(
        "Resumes it by itself after so long; without it, never",
      ),
      force: FORCE,
    }),
    response: STATUS,
    permission: "processes:write",
    idempotent: true,
    dangerous: true,
    errors: { 403: "The permission is missing, or the process is protected", 404: "No such process is alive" },
    handler: ({ params, body }) => {
      const info = livingProcess(services, params.pid);
      if (!body.force) checkProtection(services, info, { action: "suspended" });
      sys.suspend(system, info.pid);
      if (body.for_ms !== undefined) {
        const alarm = clock.setAlarm(clock.now() + body.for_ms, () => {
          alarms.delete(alarm);
          if (system.isAlive(info.pid)) sys.resume(system, info.pid);
        });
        alarms.add(alarm);
      }
      return { pid: info.pid, suspended: true };
    },
  });
}

function resumeProcess(services: Services): Operation {
  return defineOperation({
    name: "resumeProcess",
    method: "POST",
    path: "/processes/{pid}/resume",
    summary: "Let a suspended process go on",
    response: STATUS,
    permission: "processes:write",
    idempotent: true,
    errors: { 404: "No such process is alive" },
    handler: ({ params }) => {
      const { pid } = livingProcess(services, params.pid);
      sys.resume(services.system, pid);
      return { pid, suspended: false };
    },
  });
}

const STATUS = z.object({ pid: z.string(), suspended: z.boolean() });
