import { z } from "@hono/zod-openapi";
import { listProcesses as listInfos, type ProcessInfo } from "@superlearner/otp";
import { defineOperation } from "../operations/define_operation.ts";
import type { Operation } from "../operations/operation.ts";
import { RowsReply } from "../operations/reply.ts";
import { isSupervisorInfo, PROCESS_ROW, processRow } from "../presenting/process_view.ts";
import { nextCursor, readCursor } from "./process_cursor.ts";
import { compareProcesses, type Order, SORTS } from "./process_order.ts";
import type { Services } from "./services.ts";

const QUERY = z.object({
  limit: z.int().min(1).max(100_000).optional().describe("The most processes; without it, all"),
  cursor: z.string().max(200).optional().describe(
    "Where the page before ended: from its Link header, or X-Next-Cursor",
  ),
  sort: z.enum(SORTS).default("pid").describe("Figures are sorted from the highest down, all else upwards"),
  order: z.enum(["asc", "desc"]).optional().describe("Overrides the direction of sort"),
  q: z.string().max(200).optional().describe("A text in pid, name, module or behaviour; not a pattern"),
  type: z.enum(["supervisor", "worker"]).optional(),
  node: z.string().max(100).optional().describe("Only processes of this node; local is this System"),
});

/** Every process, or a page of them: a bare array, so that `jq` and spreadsheets take it as it is. */
export function listProcesses({ system }: Services): Operation {
  return defineOperation({
    name: "listProcesses",
    method: "GET",
    path: "/processes",
    summary: "All processes",
    description:
      "A bare JSON array. X-Total-Count tells how many there are; with a limit, Link leads to the next page.",
    query: QUERY,
    response: z.array(PROCESS_ROW),
    permission: "processes:read",
    envelope: "none",
    handler: ({ query, setHeader }) => {
      const infos = listInfos(system);
      const order: Order = { sort: query.sort, direction: query.order ?? defaultDirection(query.sort) };
      const after = query.cursor === undefined ? undefined : readCursor(query.cursor, order);
      const found = infos.filter((each) => fits(each, query)).sort((one, other) => compareProcesses(one, other, order));
      setHeader("x-total-count", String(found.length));
      const from = after === undefined ? 0 : found.findIndex((each) => compareProcesses(each, after, order) > 0);
      const page = from < 0 ? [] : found.slice(from, query.limit === undefined ? undefined : from + query.limit);
      const last = page.at(-1);
      if (last !== undefined && from + page.length < found.length) {
        const cursor = nextCursor(last, order);
        // Only what never changes can be gone on from: a figure that moves would skip one and show another twice.
        if (cursor !== undefined) {
          setHeader("x-next-cursor", cursor);
          setHeader("link", `<?${linkQuery({ ...query, cursor })}>; rel="next"`);
        }
      }
      return RowsReply.of(page, processRow);
    },
  });
}

function fits(info: ProcessInfo, { q, type, node }: z.output<typeof QUERY>): boolean {
  if (type !== undefined && (type === "supervisor") !== isSupervisorInfo(info)) return false;
  if (node !== undefined && node !== "local" && node !== "0") return false;
  if (q === undefined) return true;
  const wanted = q.toLowerCase();
  return [info.pid, info.name ?? "", info.module, info.behaviour].some((each) => each.toLowerCase().includes(wanted));
}

function defaultDirection(sort: Order["sort"]): Order["direction"] {
  return sort === "pid" || sort === "name" || sort === "module" ? "asc" : "desc";
}

function linkQuery(query: { readonly [name: string]: unknown }): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
}
