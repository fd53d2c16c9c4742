import { z } from "@hono/zod-openapi";
import { defineStream } from "../operations/define_operation.ts";
import type { Operation } from "../operations/operation.ts";
import { mayDo, type Principal } from "../operations/principal.ts";
import type { StreamEvent } from "../operations/reply.ts";
import type { EventRow } from "../presenting/event_view.ts";
import type { FeedStep } from "./event_feed.ts";
import type { Services } from "./services.ts";
import { readPid } from "./target.ts";
import { visibleEvent } from "./visible_event.ts";

const QUERY = z.object({
  type: z.array(z.string().max(50)).max(50).optional()
    .describe("Only these kinds, like process.exited; process.* means all that begin so. May be repeated"),
  pid: z.string().max(100).optional().describe("Only events of this process"),
  name: z.string().max(200).optional().describe("Only events of the process that has this name when they happen"),
  since: z.string().max(100).optional().describe("The same as Last-Event-ID, for who cannot send headers"),
});

/** Everything that happens, as it happens. */
export function events(services: Services): Operation {
  return defineStream({
    name: "events",
    method: "GET",
    path: "/events",
    summary: "Everything that happens, as server-sent events",
    description:
      "Goes on after Last-Event-ID where events are still held; an event `gap` tells what was lost. Messages of traced " +
      "processes are left out for who lacks trace:read, states and values of registries for who lacks state:read.",
    query: QUERY,
    response: z.looseObject({ type: z.string(), sequence: z.int(), time: z.number() }),
    permission: "events:read",
    handler: ({ query, header, signal, principal }) => {
      const pid = query.pid === undefined ? undefined : readPid(query.pid);
      const after = header("last-event-id") ?? query.since;
      const steps = services.feed.follow({
        signal,
        heartbeatMs: services.heartbeatMs,
        ...(after === undefined || after === "" ? {} : { after }),
      });
      const named = nameFilter(services, query.name);
      const wanted = (row: EventRow) =>
        (pid === undefined || row["pid"] === pid) &&
        named(row) &&
        (query.type === undefined || query.type.some((each) => hasType(row, each))) &&
        (!row.type.startsWith("message.") || mayDo(principal, "trace:read"));
      return toStream(steps, { wanted, services, principal });
    },
  });
}

async function* toStream(
  steps: AsyncGenerator<FeedStep>,
  { wanted, services: { clock, heartbeatMs }, principal }: {
    wanted: (row: EventRow) => boolean;
    services: Services;
    principal: Principal;
  },
): AsyncGenerator<StreamEvent> {
  let shownAt = clock.now();
  for await (const step of steps) {
    if (step === null) yield {};
    else if ("reason" in step) yield { event: "gap", data: { reason: step.reason, lost: step.lost } };
    else if (wanted(step.row)) yield { id: step.id, event: step.row.type, data: visibleEvent(step.row, principal) };
    // What others do is no sign of life to a follower that does not hear of it.
    else if (clock.now() - shownAt >= heartbeatMs) yield {};
    else continue;
    shownAt = clock.now();
  }
}

function hasType(row: EventRow, type: string): boolean {
  return type.endsWith("*") ? row.type.startsWith(type.slice(0, -1)) : row.type === type;
}

/** An event carries a name at birth and death only: in between it is looked up, and remembered for what follows. */
function nameFilter({ system }: Services, name: string | undefined): (row: EventRow) => boolean {
  if (name === undefined) return () => true;
  let pid: unknown = system.whereis(name);
  return (row) => {
    if (row["name"] === name) pid = row["pid"];
    return row["name"] === name || (pid !== undefined && row["pid"] === pid);
  };
}
