import { z } from "@hono/zod-openapi";
import {
  CallError,
  GenServer,
  OverloadError,
  type Pid,
  type ProcessInfo,
  type System,
  toJson,
} from "@superlearner/otp";
import { defineOperation } from "../operations/define_operation.ts";
import type { Operation } from "../operations/operation.ts";
import { OperationError, validationFailed } from "../operations/operation_error.ts";
import { reasonView } from "../presenting/event_view.ts";
import type { Services } from "./services.ts";
import { livingProcess, missing } from "./target.ts";

/** Any server at all: which kinds it knows is looked up, not typed. */
const ANY = GenServer.define({ name: "Any", init: () => undefined });

/** A server whose kinds are not known to the compiler. */
interface AnyServer {
  call(kind: string, payload: unknown, options: { timeoutMs: number }): Promise<unknown>;
  cast(kind: string, payload: unknown): void;
}

const BODY = z.object({
  type: z.enum(["send", "cast", "call"]).default("send").describe("A plain message, or one of the server's kinds"),
  kind: z.string().min(1).max(200).optional().describe("The kind of call or cast"),
  message: z.unknown().optional().describe("The message, or the payload of the call or cast"),
  timeout_ms: z.int().min(1).max(30_000).default(5000).describe("How long a call may take"),
});

/** Sends a message, casts, or calls and gives the reply. */
export function sendMessage(services: Services): Operation {
  const { system } = services;
  return defineOperation({
    name: "sendMessage",
    method: "POST",
    path: "/processes/{pid}/message",
    summary: "Send, cast or call",
    description:
      "A kind that a GenServer does not know is refused here: it would crash the server. The kinds of a GenStateMachine " +
      "are known to the compiler alone: an event that its state does not take ends it.",
    body: BODY,
    response: z.object({
      pid: z.string(),
      type: z.enum(["send", "cast", "call"]),
      kind: z.string().nullable(),
      sent: z.literal(true),
      reply: z.unknown().optional(),
    }),
    permission: "processes:write",
    timeoutMs: 60_000,
    errors: {
      404: "No such process is alive",
      409: "The process died while it was called",
      422: "It is no server, takes functions only, or does not know the kind",
      503: "Its mailbox is full",
      504: "No reply within timeout_ms",
    },
    handler: async ({ params, body }) => {
      const info = livingProcess(services, params.pid);
      const { type, message } = body;
      const { pid } = info;
      if (type === "send") {
        if (body.kind !== undefined) {
          throw refused(
            "kind_without_server",
            "A plain message has no kind: set type to cast or call, or leave kind out",
          );
        }
        if (message === undefined) throw validationFailed([{ in: "body", path: "message", message: "is missing" }]);
        unlessFull(pid, () => system.send(pid, message));
        return { pid, type, kind: null, sent: true as const };
      }
      const kind = checkKind(info, type, body.kind);
      const server = at(system, pid);
      if (type === "cast") {
        unlessFull(pid, () => server.cast(kind, message));
        return { pid, type, kind, sent: true as const };
      }
      const reply = await call(services, pid, { kind, message, timeoutMs: body.timeout_ms });
      return { pid, type, kind, sent: true as const, reply: toJson(reply, services.redaction) };
    },
  });
}

async function call(
  services: Services,
  pid: Pid,
  { kind, message, timeoutMs }: { kind: string; message: unknown; timeoutMs: number },
): Promise<unknown> {
  try {
    return await at(services.system, pid).call(kind, message, { timeoutMs });
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    if (error.reason === "timeout") {
      const detail = `${pid} did not reply to ${kind} within ${timeoutMs} ms; it may still handle it`;
      throw new OperationError("call_timeout", { status: 504, detail });
    }
    if (error.reason === "overload") throw full(pid);
    if (error.reason === "noproc") throw missing(services, pid);
    const facts = { exit_reason: reasonView(error.reason, services.redaction) };
    throw new OperationError("process_exited", { status: 409, detail: `${pid} died while it was called`, facts });
  }
}

function unlessFull(pid: Pid, send: () => unknown): void {
  try {
    send();
  } catch (error) {
    throw error instanceof OverloadError ? full(pid) : error;
  }
}

function full(pid: Pid): OperationError {
  return new OperationError("overloaded", { status: 503, detail: `The mailbox of ${pid} is full; try again later` });
}

function at(system: System, pid: Pid): AnyServer {
  return ANY.at(system, pid) as unknown as AnyServer;
}

function checkKind(
  { pid, behaviour, calls, casts }: ProcessInfo,
  type: "call" | "cast",
  kind: string | undefined,
): string {
  if (behaviour === "Agent") {
    throw refused("takes_functions", `${pid} is an Agent: it takes functions, and those do not cross HTTP`);
  }
  if (behaviour === "GenStateMachine") {
    if (kind !== undefined) return kind;
    throw refused("unknown_kind", `${pid} is a GenStateMachine: say which kind of ${type} it is to get`);
  }
  if (behaviour !== "GenServer") {
    const servers = "only a GenServer or GenStateMachine takes calls and casts";
    throw refused("not_a_server", `${pid} is a ${behaviour}: ${servers}`);
  }
  const known = type === "call" ? calls : casts;
  if (kind !== undefined && known.includes(kind)) return kind;
  const list = known.length === 0 ? "it knows none" : `it knows ${known.join(", ")}`;
  throw refused("unknown_kind", `${pid} does not know that kind of ${type}: ${list}`);
}

function refused(code: string, detail: string): OperationError {
  return new OperationError(code, { status: 422, detail });
}
