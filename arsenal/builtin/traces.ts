import { z } from "@hono/zod-openapi";
import type { Pid } from "@superlearner/otp";
import { defineOperation, defineStream } from "../operations/define_operation.ts";
import type { Operation } from "../operations/operation.ts";
import { OperationError } from "../operations/operation_error.ts";
import type { Principal } from "../operations/principal.ts";
import type { StreamEvent } from "../operations/reply.ts";
import type { RunningTrace } from "./running_trace.ts";
import type { Services } from "./services.ts";
import { livingProcess, readPid } from "./target.ts";
import { visibleEvent } from "./visible_event.ts";

const EVENT = z.looseObject({ type: z.string(), sequence: z.int(), time: z.number() }).openapi("Event");

const TRACE = z.object({
  trace_id: z.string(),
  pid: z.string(),
  running: z.boolean(),
  ended_because: z.string().nullable()
    .describe("max_events, max_bytes, duration, stopped, process_exited or closed"),
  started_at: z.iso.datetime(),
  ended_at: z.iso.datetime().nullable(),
  events_count: z.int(),
  bytes: z.int(),
  max_events: z.int(),
  duration_ms: z.int(),
  max_bytes: z.int(),
}).openapi("Trace");

const WHICH = {
  trace_id: z.string().max(50).optional().describe("Which trace; without it, the newest of the process"),
};
const NO_TRACE = "The process was not traced, or its trace is no longer kept";

/** Operations that follow the messages of one process. */
export function traceOperations(services: Services): Operation[] {
  return [startTrace(services), readTrace(services), followTrace(services), stopTrace(services), listTraces(services)];
}

function startTrace(services: Services): Operation {
  return defineOperation({
    name: "startTrace",
    method: "POST",
    path: "/processes/{pid}/trace",
    summary: "Trace a process for a while",
    description: "Ends by itself at the first of its limits, or with the process. Needs no body.",
    body: z.object({
      max_events: z.int().min(1).max(10_000).default(1000),
      duration_ms: z.int().min(1).max(600_000).default(60_000),
      max_bytes: z.int().min(1000).max(16_777_216).default(1_048_576),
    }),
    response: TRACE.extend({ links: z.object({ events: z.string(), stream: z.string() }) }),
    status: 201,
    permission: "trace:write",
    errors: { 404: "No such process is alive", 409: "Too many traces run already" },
    handler: ({ params, body, setHeader }) => {
      const { pid } = livingProcess(services, params.pid);
      const limits = { maxEvents: body.max_events, durationMs: body.duration_ms, maxBytes: body.max_bytes };
      const trace = services.traces.start(pid, limits);
      if (trace === undefined) {
        throw new OperationError("too_many_traces", {
          status: 409,
          detail: "Too many traces run already: stop one first",
        });
      }
      const events = `${services.basePath}/processes/${encodeURIComponent(pid)}/trace?trace_id=${trace.id}`;
      setHeader("location", events);
      return { ...view(trace), links: { events, stream: events.replace("/trace?", "/trace/stream?") } };
    },
  });
}

function readTrace(services: Services): Operation {
  return defineOperation({
    name: "readTrace",
    method: "GET",
    path: "/processes/{pid}/trace",
    summary: "The events of a trace so far, also after its end",
    query: z.object({
      ...WHICH,
      cursor: z.int().min(0).default(0).describe("Only events after this number: the last `cursor` that was answered"),
      limit: z.int().min(1).max(10_000).default(1000),
    }),
    response: TRACE.extend({ cursor: z.int(), events: z.array(EVENT.extend({ number: z.int() })) }),
    permission: "trace:read",
    errors: { 404: NO_TRACE },
    handler: ({ params, query, principal }) => {
      const trace = findTrace(services, readPid(params.pid), query.trace_id);
      const { entries } = trace.journal.read(query.cursor, query.limit);
      const events = entries.map(({ number, value }) => ({ number, ...visibleEvent(value, principal) }));
      return { ...view(trace), cursor: entries.at(-1)?.number ?? query.cursor, events };
    },
  });
}

function followTrace(services: Services): Operation {
  return defineStream({
    name: "followTrace",
    method: "GET",
    path: "/processes/{pid}/trace/stream",
    summary: "The events of a trace as they come",
    description: "Server-sent events, from the beginning or after Last-Event-ID; an event `end` says why it ended.",
    query: z.object(WHICH),
    response: EVENT,
    permission: "trace:read",
    errors: { 404: NO_TRACE },
    handler: ({ params, query, header, signal, principal }) => {
      const trace = findTrace(services, readPid(params.pid), query.trace_id);
      const last = header("last-event-id") ?? "0";
      return follow(services, trace, { after: /^\d{1,9}$/.test(last) ? Number(last) : 0, signal, principal });
    },
  });
}

async function* follow(
  { clock, heartbeatMs }: Services,
  trace: RunningTrace,
  { after, signal, principal }: { after: number; signal: AbortSignal; principal: Principal },
): AsyncGenerator<StreamEvent> {
  for (let at = after; !signal.aborted;) {
    const { entries } = trace.journal.read(at, 100);
    for (const { number, value } of entries) {
      at = number;
      yield { id: String(number), event: value.type, data: visibleEvent(value, principal) };
    }
    if (entries.length > 0) continue;
    const woken = await trace.journal.wait(at, { signal, clock, timeoutMs: heartbeatMs });
    if (woken === "timeout") yield {};
    if (woken === "ended") {
      yield { event: "end", data: view(trace) };
      return;
    }
  }
}

function stopTrace(services: Services): Operation {
  return defineOperation({
    name: "stopTrace",
    method: "DELETE",
    path: "/processes/{pid}/trace",
    summary: "End a trace; its events stay readable for a while",
    query: z.object(WHICH),
    response: TRACE,
    permission: "trace:write",
    errors: { 404: NO_TRACE },
    handler: ({ params, query }) => {
      const trace = findTrace(services, readPid(params.pid), query.trace_id);
      trace.end("stopped");
      return view(trace);
    },
  });
}

function listTraces({ traces }: Services): Operation {
  return defineOperation({
    name: "listTraces",
    method: "GET",
    path: "/traces",
    summary: "Running and kept traces, oldest first",
    response: z.array(TRACE),
    permission: "trace:read",
    handler: () => traces.list().map(view),
  });
}

function findTrace({ traces }: Services, pid: Pid, id: string | undefined): RunningTrace {
  const trace = traces.find(pid, id);
  if (trace !== undefined) return trace;
  const detail = id === undefined
    ? `${pid} has no trace: POST to this path starts one`
    : `${pid} has no trace of that id`;
  throw new OperationError("trace_not_found", { status: 404, detail });
}

function view({ id, pid, ended, startedAt, journal, bytes, limits }: RunningTrace) {
  return {
    trace_id: id,
    pid,
    running: ended === undefined,
    ended_because: ended?.reason ?? null,
    started_at: new Date(startedAt).toISOString(),
    ended_at: ended === undefined ? null : new Date(ended.at).toISOString(),
    events_count: journal.newest,
    bytes,
    max_events: limits.maxEvents,
    duration_ms: limits.durationMs,
    max_bytes: limits.maxBytes,
  };
}
