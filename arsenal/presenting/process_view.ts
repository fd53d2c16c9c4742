import { type MessageInfo, type Pid, type ProcessInfo, ROOT_PID } from "@superlearner/otp";
import { z } from "@hono/zod-openapi";

/** A process in a list, in the order in which its fields are answered. */
export interface ProcessRow {
  /** Who. */
  readonly pid: string;
  /** Its registered name. */
  readonly name: string | null;
  /** What it is doing. */
  readonly status: string;
  /** What it is. */
  readonly type: "supervisor" | "worker";
  /** The user's module or function. */
  readonly module: string;
  /** `"GenServer"`, `"Supervisor"`, `"spawn"`, … */
  readonly behaviour: string;
  /** Estimated bytes of state and mailbox. */
  readonly memory: number;
  /** Messages that wait. */
  readonly message_queue_len: number;
  /** Messages taken so far. */
  readonly reductions: number;
  /** The function it was started with. */
  readonly initial_call: string;
  /** The function it is in. */
  readonly current_function: string;
  /** Who it is linked to. */
  readonly links: string[];
  /** Whom it watches. */
  readonly monitors: string[];
  /** Where it lives. */
  readonly node: string;
  /** The same as `name`. */
  readonly registered_name: string | null;
  /** For how long it has lived, in whole milliseconds. */
  readonly uptime_ms: number;
  /** Whether it traps exits. */
  readonly trap_exit: boolean;
  /** Whether it is traced. */
  readonly traced: boolean;
  /** Who started it. */
  readonly parent: string;
  /** Where it runs, of one that runs in a worker, a subprocess or another node. */
  readonly placement?: { readonly node: string; readonly kind: string };
  /** Whether what is known of it is overdue news from another System; absent for what this System sees itself. */
  readonly overdue?: boolean;
  /** How many messages may wait, where there is a limit; `dropped` and `overloaded` come with it. */
  readonly max_mailbox?: number;
  /** Messages that were dropped or rejected so far. */
  readonly dropped?: number;
  /** Whether it loses messages now. */
  readonly overloaded?: boolean;
}

/** The schema of {@linkcode ProcessRow}. */
export const PROCESS_ROW: z.ZodType<ProcessRow> = z.object({
  pid: z.string().openapi({ example: "<0.12.0>" }),
  name: z.string().nullable(),
  status: z.string(),
  type: z.enum(["supervisor", "worker"]),
  module: z.string(),
  behaviour: z.string(),
  memory: z.int().describe("Estimated bytes of state and mailbox"),
  message_queue_len: z.int(),
  reductions: z.int().describe("Messages taken so far"),
  initial_call: z.string(),
  current_function: z.string(),
  links: z.array(z.string()),
  monitors: z.array(z.string()),
  node: z.string(),
  registered_name: z.string().nullable(),
  uptime_ms: z.int(),
  trap_exit: z.boolean(),
  traced: z.boolean(),
  parent: z.string(),
  placement: z.object({ node: z.string(), kind: z.string().describe("worker, process, or the name of a transport") })
    .exactOptional().describe("Where it runs; absent for a process of this isolate"),
  overdue: z.boolean().exactOptional().describe("Whether the System that tells of it does not answer"),
  max_mailbox: z.int().exactOptional().describe("How many messages may wait; absent where there is no limit"),
  dropped: z.int().exactOptional().describe("Messages dropped or rejected so far; absent where there is no limit"),
  overloaded: z.boolean().exactOptional().describe("Whether it loses messages now; absent where there is no limit"),
}).openapi("Process");

/** A process as one element of a list. */
export function processRow(info: ProcessInfo): ProcessRow {
  return {
    pid: info.pid,
    name: info.name ?? null,
    status: info.status,
    type: isSupervisorInfo(info) ? "supervisor" : "worker",
    module: info.module,
    behaviour: info.behaviour,
    memory: info.memory,
    message_queue_len: info.mailboxLength,
    reductions: info.handled,
    initial_call: initialCall(info),
    current_function: currentFunction(info),
    links: [...info.links],
    monitors: info.monitors.map(({ pid }) => pid),
    node: nodeOf(info.pid),
    registered_name: info.name ?? null,
    uptime_ms: Math.round(info.uptimeMs),
    trap_exit: info.trapExit,
    traced: info.traced,
    parent: info.parent,
    ...(info.placement === undefined ? {} : { placement: info.placement }),
    ...(info.told === undefined ? {} : { overdue: info.told.overdue }),
    ...(info.maxMailbox === undefined
      ? {}
      : { max_mailbox: info.maxMailbox, dropped: info.dropped, overloaded: info.overloaded }),
  };
}

/** Whether a process is a supervisor of any kind. */
export function isSupervisorInfo({ behaviour }: ProcessInfo): boolean {
  return behaviour.endsWith("Supervisor");
}

/** Where a process lives: `"local"`, or the name of another node. */
export function nodeOf(pid: Pid): string {
  const node = pid.slice(1, -1).split(".").slice(0, -2).join(".");
  return node === "0" ? "local" : node;
}

/** The number of a pid: its age among the processes of its node. */
export function pidNumber(pid: string): number {
  return Number(pid.slice(1, -1).split(".").at(-2));
}

/** Whether a process was started by code outside any process. */
export function isRoot(info: ProcessInfo): boolean {
  return info.parent === ROOT_PID;
}

function initialCall({ behaviour, module }: ProcessInfo): string {
  return behaviour === "spawn" || behaviour === "attached" ? module : `${module}.init`;
}

function currentFunction({ behaviour, module, status, currentMessage }: ProcessInfo): string {
  if (currentMessage !== undefined && behaviour !== "spawn" && behaviour !== "attached") {
    return `${module}.${handlerOf(currentMessage)}`;
  }
  if (status === "starting") return `${module}.init`;
  if (status === "ending") return `${module}.terminate`;
  if (behaviour === "spawn" || behaviour === "attached") return status === "waiting" ? "receive" : module;
  return `${behaviour}.loop`;
}

function handlerOf({ form, kind }: MessageInfo): string {
  if (form === "call") return `calls.${kind}`;
  return form === "cast" ? `casts.${kind}` : "handleInfo";
}
