import type { DatabaseSync } from "node:sqlite";
import { recordOf, type StoredRecord } from "./_rows.ts";
import type { TrendPoint } from "./judge.ts";
import type { Metric } from "./metrics.ts";

/** The figures of a series in the order of their commits, and what there is to say about them. */
export interface History {
  readonly points: readonly TrendPoint[];
  readonly notes: readonly string[];
}

/** Which series. */
export interface SeriesKey {
  readonly name: string;
  readonly machine: string;
  readonly metric: Metric;
}

/** The commits are in the order in which they were made, where that is known, or else first recorded. */
export function readHistory(database: DatabaseSync, { name, machine, metric }: SeriesKey): History {
  const rows = database.prepare("SELECT * FROM records WHERE name = ? ORDER BY id").all(name);
  const records = rows.flatMap((row) => recordOf(row) ?? []);
  const own = records.filter((record) => record.machine === machine);
  const commits = inOrder(own);
  const accepted = database.prepare('SELECT "commit" FROM accepted WHERE name = ? ORDER BY id DESC').all(name);
  const first = accepted.map((row) => commits.indexOf(String(row.commit))).find((at) => at >= 0) ?? 0;
  const points = commits.slice(first).flatMap((commit) =>
    own.filter((record) => record.commit === commit).flatMap(({ at, metrics }) => {
      const value = metrics[metric];
      return value === undefined ? [] : [{ commit, at, value }];
    })
  );
  const others = new Set(records.filter((record) => record.machine !== machine).map((record) => record.machine));
  const recorded = [...new Set(own.map(({ commit }) => commit))];
  const moved = commits.filter((commit, at) => recorded[at] !== commit).length;
  return {
    points,
    notes: [
      ...say(rows.length - records.length, (count) => `${count} cannot be read and are left out`),
      ...say(
        records.length - own.length,
        (count) => `${count} of other machines (${[...others].join("; ")}) are not compared`,
      ),
      ...say(moved, (count) => `${count.replace("record", "commit")} were not recorded in the order they were made in`),
      ...(first === 0
        ? []
        : [`what was before commit ${commits[first]} is not compared: the level since then was accepted`]),
    ],
  };
}

/** The commits of some records, each once. */
function inOrder(records: readonly StoredRecord[]): string[] {
  const times = new Map<string, number>();
  for (const { commit, at } of records) if (!times.has(commit)) times.set(commit, at);
  for (const { commit, committedAt } of records) if (committedAt !== null) times.set(commit, committedAt);
  return [...times].sort(([, one], [, other]) => one - other).map(([commit]) => commit);
}

function say(count: number, text: (count: string) => string): string[] {
  return count === 0 ? [] : [text(count === 1 ? "1 record" : `${count} records`)];
}
