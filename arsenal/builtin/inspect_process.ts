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

/** How much is shown of one message. */
const LIMITS = { maxDepth: 5, maxItems: 50, maxText: 500, maxValues: 300 };

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
  calls: z.array(z.string()).describe(
    "The kinds of calls it answers; none of a GenStateMachine, which has no list of them",
  ),
  casts: z.array(z.string()).describe("The kinds of casts it handles; none of a GenStateMachine"),
}));

/** Operations that look at one process and change nothing. */
export function inspectOperations(services: Services): Operation[] {
  return [
    getProcessInfo(services),
    getProcessLinks(services),
    getProcessState(services),
    getProcessStatus(services),
    getProcessMailbox(services),
  ];
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
    errors: {
      404: NO_PROCESS,
      422: "It has no state of its own, being a spawned function, or none that is known here",
    },
    handler: ({ params, query }) => {
      const { pid, module, behaviour, status, placement } = livingProcess(services, params.pid);
      if (placement !== undefined) {
        const detail = `${pid} runs in ${placement.node}, and its state is known there only`;
        throw new OperationError("state_elsewhere", { status: 422, detail });
      }
      if (isFunction(behaviour)) {
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

function getProcessStatus(services: Services): Operation {
  const { system, redaction } = services;
  return defineOperation({
    name: "getProcessStatus",
    method: "GET",
    path: "/processes/{pid}/status",
    summary: "What Erlang's sys:get_status gives, without secrets",
    description:
      "State and message as the server's formatStatus shows them. Read without the help of the process; of one placed " +
      "elsewhere, what is known here.",
    response: z.object({
      pid: z.string(),
      name: z.string().nullable(),
      module: z.string(),
      behaviour: z.string(),
      version: z.union([z.string(), z.number()]).nullable().describe("Of the definition it runs"),
      status: z.enum(["running", "suspended"]),
      parent: z.string(),
      message_queue_len: z.int(),
      state: z.unknown().describe("null of a function, which has none, and of one that runs elsewhere"),
      message: z.unknown().describe("The message it is handling; null between two messages"),
      debug: z.object({
        traces: z.int(),
        log_limit: z.int().nullable().describe("How many entries its log keeps; null where it is off"),
        statistics: z.boolean(),
        functions: z.array(z.string()).describe("The ids of its debug functions"),
      }),
    }),
    permission: "state:read",
    errors: { 404: NO_PROCESS },
    handler: ({ params }) => {
      const { pid, status, currentMessage, placement } = livingProcess(services, params.pid);
      const { name, module, behaviour, version, parent, mailboxLength, state, message, debug, ...rest } = sys.getStatus(
        system,
        pid,
      );
      const empty = isFunction(behaviour) || status === "starting" || placement !== undefined;
      return {
        pid,
        name: name ?? null,
        module,
        behaviour,
        version: version ?? null,
        status: rest.status === "suspended" ? "suspended" as const : "running" as const,
        parent,
        message_queue_len: mailboxLength,
        state: empty ? null : toJson(state, redaction),
        message: empty || currentMessage === undefined ? null : toJson(message, redaction, LIMITS),
        debug: {
          traces: debug.traces,
          log_limit: debug.logLimit ?? null,
          statistics: debug.statistics,
          functions: debug.functions.map((id) => redaction.text(id)),
        },
      };
    },
  });
}

/** Whether it holds its state where nobody else sees it. */
function isFunction(behaviour: string): boolean {
  return behaviour === "spawn" || behaviour === "attached";
}

function getProcessMailbox(services: Services): Operation {
  const { system, redaction } = services;
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
      const messages = mailboxOf(system, pid, { limit: query.limit, presentable: true }).map((
        { form, kind, message },
      ) => ({
        form,
        kind: kind ?? null,
        message: form === "exit" ? reasonView(message, redaction) : toJson(message, redaction, LIMITS),
      }));
      return { pid, total: mailboxLength, messages };
    },
  });
}
