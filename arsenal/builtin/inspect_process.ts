import { z } from "@hono/zod-openapi";
import { mailboxOf, type ProcessInfo, sys, toJson } from "@superlearner/otp";
import { defineOperation } from "../operations/define_operation.ts";
import type { Operation } from "../operations/operation.ts";
import { OperationError } from "../operations/operation_error.ts";
import { reasonView } from "../presenting/event_view.ts";
import { PROCESS_ROW, processRow } from "../presenting/process_view.ts";
import type { Services } from "./services.ts";
import { livingProcess } from "./target.ts";

const NO_PROCESS = "No such process is alive: `reason` tells dead, never_existed or other_node";

const MONITOR = z.object({ ref: z.string(), pid: z.string() });

const DETAIL = PROCESS_ROW.and(z.object({
  ancestors: z.array(z.string()).describe("Its parent, its parent's parent, …: names where there are names"),
  monitored_by: z.array(z.string()),
  monitor_refs: z.array(MONITOR),
  timers: z.int().describe("Timers that will send to it"),
  busy_ms: z.number().describe("For how long its code has run: an estimate"),
  started_at: z.number().describe("System time in milliseconds"),
  estimated: z.boolean().describe("Whether memory is an estimate"),
  current_message: z.object({ form: z.string(), kind: z.string().nullable() }).nullable(),
  calls: z.array(z.string()).describe("The kinds of calls it answers"),
  casts: z.array(z.string()).describe("The kinds of casts it handles"),
}));

/** Operations that look at one process and change nothing. */
export function inspectOperations(services: Services): Operation[] {
  return [getProcessInfo(services), getProcessLinks(services), getProcessState(services), getProcessMailbox(services)];
}

function getProcessInfo(services: Services): Operation {
  return defineOperation({
    name: "getProcessInfo",
    method: "GET",
    path: "/processes/{pid}/info",
    summary: "Everything about one process but its state",
    response: DETAIL,
    permission: "processes:read",
    errors: { 404: NO_PROCESS },
    handler: ({ params }) => {
      const info = livingProcess(services, params.pid);
      return { ...processRow(info), ...detail(info) };
    },
  });
}

function detail(info: ProcessInfo) {
  return {
    ancestors: [...info.ancestors],
    monitored_by: [...info.monitoredBy],
    monitor_refs: info.monitors.map(({ ref, pid }) => ({ ref, pid })),
    timers: info.timers,
    busy_ms: info.busyMs,
    started_at: info.startedAt,
    estimated: info.estimated,
    current_message: info.currentMessage === undefined
      ? null
      : { form: info.currentMessage.form, kind: info.currentMessage.kind ?? null },
    calls: [...info.calls],
    casts: [...info.casts],
  };
}

function getProcessLinks(services: Services): Operation {
  return defineOperation({
    name: "getProcessLinks",
    method: "GET",
    path: "/processes/{pid}/links",
    summary: "Who it is tied to",
    response: z.object({
      pid: z.string(),
      parent: z.string(),
      ancestors: z.array(z.string()),
      links: z.array(z.string()),
      monitors: z.array(MONITOR),
      monitored_by: z.array(z.string()),
    }),
    permission: "processes:read",
    errors: { 404: NO_PROCESS },
    handler: ({ params }) => {
      const { pid, parent, ancestors, links, monitors, monitoredBy } = livingProcess(services, params.pid);
      return {
        pid,
        parent,
        ancestors: [...ancestors],
        links: [...links],
        monitors: monitors.map(({ ref, pid }) => ({ ref, pid })),
        monitored_by: [...monitoredBy],
      };
    },
  });
}

function getProcessState(services: Services): Operation {
  const { system, redaction } = services;
  return defineOperation({
    name: "getProcessState",
    method: "GET",
    path: "/processes/{pid}/state",
    summary: "The state between two messages, without secrets",
    description:
      "Read without the help of the process. What JSON cannot say is an object with one field that begins with $.",
    query: z.object({
      depth: z.int().min(1).max(20).default(8).describe("How deep nested values are shown"),
      items: z.int().min(1).max(1000).default(100).describe("How many items of one list or object are shown"),
    }),
    response: z.object({ pid: z.string(), module: z.string(), behaviour: z.string(), state: z.unknown() }),
    permission: "state:read",
    errors: { 404: NO_PROCESS, 422: "The process has no state of its own: it is a spawned function" },
    handler: ({ params, query }) => {
      const { pid, module, behaviour, status } = livingProcess(services, params.pid);
      if (behaviour === "spawn" || behaviour === "attached") {
        throw new OperationError("no_state", {
          status: 422,
          detail: `${pid} is a function (${behaviour}): what it holds is in its variables, which nobody else sees`,
        });
      }
      const state = status === "starting" ? undefined : sys.getStatus(system, pid).state;
      return {
        pid,
        module,
        behaviour,
        state: toJson(state, redaction, { maxDepth: query.depth, maxItems: query.items }),
      };
    },
  });
}

function getProcessMailbox(services: Services): Operation {
  const { system, redaction } = services;
  const limits = { maxDepth: 5, maxItems: 50, maxText: 500, maxValues: 300 };
  return defineOperation({
    name: "getProcessMailbox",
    method: "GET",
    path: "/processes/{pid}/mailbox",
    summary: "The first messages that wait, without secrets",
    query: z.object({ limit: z.int().min(1).max(1000).default(100).describe("The most messages") }),
    response: z.object({
      pid: z.string(),
      total: z.int(),
      messages: z.array(z.object({ form: z.string(), kind: z.string().nullable(), message: z.unknown() })),
    }),
    permission: "state:read",
    errors: { 404: NO_PROCESS },
    handler: ({ params, query }) => {
      const { pid, mailboxLength } = livingProcess(services, params.pid);
      const messages = mailboxOf(system, pid, { limit: query.limit }).map(({ form, kind, message }) => ({
        form,
        kind: kind ?? null,
        message: form === "exit" ? reasonView(message, redaction) : toJson(message, redaction, limits),
      }));
      return { pid, total: mailboxLength, messages };
    },
  });
}
