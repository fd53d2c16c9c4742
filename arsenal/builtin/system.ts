import { getHeapStatistics } from "node:v8";
import { z } from "@hono/zod-openapi";
import { listProcesses, supervisionTree, type TreeNode } from "@superlearner/otp";
import { unstoppableWorkers } from "@superlearner/otp/workers";
import { defineOperation } from "../operations/define_operation.ts";
import type { Operation } from "../operations/operation.ts";
import { type Finding, judgeHeap, judgeMailbox, judgeOverload, judgeWorkers, worst } from "../presenting/health.ts";
import { FINDING, findingsOf, HEALTH, nameSupervisors } from "../presenting/supervisor_view.ts";
import type { Services } from "./services.ts";

/** Operations on the System as a whole. */
export function systemOperations(services: Services): Operation[] {
  return [systemHealth(services), systemInfo(services), live(services), ready(services)];
}

function systemHealth(services: Services): Operation {
  return defineOperation({
    name: "systemHealth",
    method: "GET",
    path: "/system/health",
    summary: "How well the System is, and what speaks against it",
    description: "Always 200, so that a script gets the body: overall_status is healthy, degraded or critical.",
    response: z.object({
      overall_status: HEALTH,
      findings: z.array(FINDING),
      supervisors: z.object({ total: z.int(), healthy: z.int(), degraded: z.int(), critical: z.int() }),
      processes: z.object({ total: z.int(), waiting_messages: z.int() }),
      uptime_ms: z.int(),
    }),
    permission: "health:read",
    handler: () => healthOf(services),
  });
}

function healthOf(services: Services) {
  const { system, thresholds, expected } = services;
  // How another System behind a wall is doing is told with its supervisors; it makes this one no less healthy.
  const own = ({ told }: { readonly told?: unknown }) => told === undefined;
  const named = nameSupervisors(supervisionTree(system, { memory: false })).filter(({ node }) => own(node));
  const judged = named.map((each) => findingsOf(each, thresholds));
  const infos = listProcesses(system).filter(own);
  const supervised = new Set(named.flatMap(({ node }) => [node, ...node.children]).map(({ pid }) => pid));
  const others = infos.filter(({ pid }) => !supervised.has(pid));
  const findings: Finding[] = [
    ...(system.stopped
      ? [{ severity: "critical" as const, code: "stopped", subject: "system", message: "has been stopped" }]
      : []),
    ...expected.filter((name) => system.whereis(name) === undefined).map((name) => (
      { severity: "critical" as const, code: "missing", subject: name, message: "is expected, and is not there" }
    )),
    ...unique(judged.flat()),
    ...others.flatMap(({ pid, name, mailboxLength }) =>
      judgeMailbox({ subject: name ?? pid, mailbox: mailboxLength }, thresholds)
    ),
    ...infos.flatMap(({ pid, name, mailboxLength: mailbox, maxMailbox: most = 0, dropped, overloaded }) =>
      overloaded ? judgeOverload({ subject: name ?? pid, mailbox, most, dropped }) : []
    ),
    ...judgeWorkers(unstoppableWorkers(system)),
    ...judgeHeap(heap(), thresholds),
  ];
  const count = (health: string) => judged.filter((each) => worst(each) === health).length;
  return {
    overall_status: worst(findings),
    findings,
    supervisors: {
      total: named.length,
      healthy: count("healthy"),
      degraded: count("degraded"),
      critical: count("critical"),
    },
    processes: { total: infos.length, waiting_messages: infos.reduce((sum, each) => sum + each.mailboxLength, 0) },
    uptime_ms: Math.round(system.now() - services.madeAt),
  };
}

/** A supervisor's mailbox is its own finding and one of the supervisor above it; once is enough. */
function unique(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ code, subject }) => {
    const key = `${code} ${subject}`;
    return !seen.has(key) && seen.add(key);
  });
}

function systemInfo({ system, madeAt }: Services): Operation {
  return defineOperation({
    name: "systemInfo",
    method: "GET",
    path: "/system/info",
    summary: "Versions, node, uptime and counts",
    response: z.object({
      node: z.string(),
      uptime_ms: z.int().describe("Since this arsenal was made"),
      system_time_ms: z.number(),
      wall_time: z.iso.datetime(),
      stopped: z.boolean(),
      processes: z.int(),
      supervisors: z.int(),
      registered_names: z.int(),
      waiting_messages: z.int(),
      reductions: z.int(),
      memory: z.object({
        processes_estimated: z.int(),
        heap_used: z.int(),
        heap_limit: z.int(),
        rss: z.int(),
        external: z.int(),
      }),
      versions: z.object({ deno: z.string(), v8: z.string(), typescript: z.string() }),
    }),
    permission: "system:read",
    handler: () => {
      const infos = listProcesses(system);
      const total = (of: (info: (typeof infos)[number]) => number) => infos.reduce((sum, each) => sum + of(each), 0);
      const { rss, external } = Deno.memoryUsage();
      const { used, limit } = heap();
      return {
        node: "local",
        uptime_ms: Math.round(system.now() - madeAt),
        system_time_ms: system.now(),
        wall_time: new Date(system.wallTime()).toISOString(),
        stopped: system.stopped,
        processes: infos.length,
        supervisors: countSupervisors(supervisionTree(system, { memory: false })),
        registered_names: system.names.length,
        waiting_messages: total((each) => each.mailboxLength),
        reductions: total((each) => each.handled),
        memory: {
          processes_estimated: total((each) => each.memory),
          heap_used: used,
          heap_limit: limit,
          rss,
          external,
        },
        versions: { deno: Deno.version.deno, v8: Deno.version.v8, typescript: Deno.version.typescript },
      };
    },
  });
}

function live({ system }: Services): Operation {
  return defineOperation({
    name: "live",
    method: "GET",
    path: "/system/live",
    summary: "Whether the System runs: 200 or 503",
    response: z.object({ live: z.boolean() }),
    permission: "public",
    errors: { 503: "The System has been stopped" },
    handler: ({ setStatus }) => {
      if (system.stopped) setStatus(503);
      return { live: !system.stopped };
    },
  });
}

function ready(services: Services): Operation {
  return defineOperation({
    name: "ready",
    method: "GET",
    path: "/system/ready",
    summary: "Whether traffic should come: 200 or 503",
    response: z.object({ ready: z.boolean(), overall_status: HEALTH }),
    permission: "public",
    errors: { 503: "The System is critical, is draining, or has been stopped" },
    handler: ({ setStatus }) => {
      const { overall_status } = healthOf(services);
      const ready = !services.system.stopped && overall_status !== "critical" && services.isReady();
      if (!ready) setStatus(503);
      return { ready, overall_status };
    },
  });
}

function countSupervisors(nodes: readonly TreeNode[]): number {
  return nodes.reduce((sum, each) => sum + (each.type === "supervisor" ? 1 : 0) + countSupervisors(each.children), 0);
}

function heap(): { used: number; limit: number } {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  return { used, limit };
}
