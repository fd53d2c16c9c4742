import type { PendingCall } from "@superlearner/otp/simulation";

/** Calls in a circle: each server waits for the next, the last for the first. The first one found, or nothing. */
export function callCycle(calls: readonly PendingCall[]): PendingCall[] | undefined {
  const from = Map.groupBy(
    calls.filter(({ caller, replied }) => caller !== undefined && !replied),
    (each) => each.caller!,
  );
  const done = new Set<string>();
  for (const start of from.keys()) {
    const path: PendingCall[] = [];
    const found = follow(start, { from, path, done });
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A depth-first walk: whoever is met again on the way closes the circle. */
function follow(
  place: string,
  walk: { from: Map<string, PendingCall[]>; path: PendingCall[]; done: Set<string> },
): PendingCall[] | undefined {
  const { from, path, done } = walk;
  const at = path.findIndex(({ caller }) => caller === place);
  if (at >= 0) return path.slice(at);
  if (done.has(place)) return undefined;
  for (const call of from.get(place) ?? []) {
    path.push(call);
    const found = follow(call.server, walk);
    if (found !== undefined) return found;
    path.pop();
  }
  done.add(place);
  return undefined;
}

/** A circle for people: `a calls "get" of b, b calls "put" of a`. */
export function describeCycle(cycle: readonly PendingCall[]): string {
  return cycle.map(({ caller, callerName, server, serverName, kind }) =>
    `${caller} (${callerName}) waits for "${kind}" of ${server} (${serverName})`
  ).join(",\n  ");
}

/** What is the same about a circle in every run: names and kinds, from the smallest on. */
export function cycleKey(cycle: readonly PendingCall[]): string {
  const parts = cycle.map(({ callerName, serverName, kind }) => `${callerName}>${kind}>${serverName}`);
  const first = parts.indexOf(parts.toSorted()[0]!);
  return [...parts.slice(first), ...parts.slice(0, first)].join(" ");
}
