import { z } from "@hono/zod-openapi";
import { type Pid, sys, toJson } from "@superlearner/otp";
import { defineOperation } from "../operations/define_operation.ts";
import type { Operation } from "../operations/operation.ts";
import { OperationError } from "../operations/operation_error.ts";
import type { Services } from "./services.ts";
import { livingProcess } from "./target.ts";

const READS = { 404: "No such process is alive", 409: "It is not switched on: POST to this path first" };

/** Operations over what `sys` notes down of one process while that is switched on: its statistics and its log. */
export function debugOperations(services: Services): Operation[] {
  const { system } = services;
  return [
    getStatistics(services),
    switching(services, "startProcessStatistics", (pid) => sys.statistics(system, pid, "on")),
    switching(services, "stopProcessStatistics", (pid) => sys.statistics(system, pid, "off")),
    getLog(services),
    switching(services, "startProcessLog", (pid, limit) => sys.log(system, pid, { limit })),
    switching(services, "stopProcessLog", (pid) => sys.log(system, pid, "off")),
  ];
}

function getStatistics(services: Services): Operation {
  return defineOperation({
    name: "getProcessStatistics",
    method: "GET",
    path: "/processes/{pid}/statistics",
    summary: "What a process did since its statistics were switched on; times are System time in milliseconds",
    response: z.object({
      pid: z.string(),
      started_at: z.number(),
      now: z.number(),
      messages_in: z.int(),
      messages_out: z.int().describe("Replies included"),
      busy_ms: z.number().describe("For how long its code has run: an estimate"),
    }),
    permission: "processes:read",
    errors: READS,
    handler: ({ params }) => {
      const { pid } = livingProcess(services, params.pid);
      const found = sys.statistics(services.system, pid, "get");
      if (found === "no_statistics") throw notOn(pid);
      const { startedAt, now, messagesIn, messagesOut, busyMs } = found;
      return { pid, started_at: startedAt, now, messages_in: messagesIn, messages_out: messagesOut, busy_ms: busyMs };
    },
  });
}

function getLog(services: Services): Operation {
  const { system, redaction } = services;
  return defineOperation({
    name: "getProcessLog",
    method: "GET",
    path: "/processes/{pid}/log",
    summary: "The last things a process did, oldest first, as formatStatus shows them and without secrets",
    response: z.object({
      pid: z.string(),
      limit: z.int(),
      entries: z.array(z.object({ time: z.number().describe("System time in milliseconds"), event: z.unknown() })),
    }),
    permission: "state:read",
    errors: READS,
    handler: ({ params }) => {
      const { pid } = livingProcess(services, params.pid);
      const limit = sys.getStatus(system, pid).debug.logLimit;
      if (limit === undefined) throw notOn(pid);
      const show = (event: unknown) => toJson(event, redaction, { maxDepth: 5, maxItems: 50, maxText: 500 });
      return {
        pid,
        limit,
        entries: sys.log(system, pid, "get").map(({ time, event }) => ({ time, event: show(event) })),
      };
    },
  });
}

type Switch = `${"start" | "stop"}Process${"Log" | "Statistics"}`;

function switching(services: Services, name: Switch, turn: (pid: Pid, limit: number) => void): Operation {
  const on = name.startsWith("start");
  const what = name.endsWith("Log") ? "log" : "statistics";
  return defineOperation({
    name,
    method: on ? "POST" : "DELETE",
    path: `/processes/{pid}/${what}`,
    summary: on ? `Switch on the ${what} of a process; needs no body` : `Switch off the ${what} of a process`,
    ...(name === "startProcessLog"
      ? { body: z.object({ limit: z.int().min(1).max(1000).default(10).describe("How many entries are kept") }) }
      : {}),
    response: z.object({ pid: z.string(), on: z.boolean() }),
    permission: "trace:write",
    idempotent: true,
    errors: { 404: READS[404] },
    handler: ({ params, body }) => {
      const { pid } = livingProcess(services, params.pid);
      turn(pid, (body as { limit?: number } | undefined)?.limit ?? 10);
      return { pid, on };
    },
  });
}

function notOn(pid: Pid): OperationError {
  return new OperationError("not_switched_on", {
    status: 409,
    detail: `${pid} is not told of: POST to this path first`,
  });
}
