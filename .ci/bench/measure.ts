import type { BenchResult, BenchRow, Peer } from "./types.ts";

const LEAST_ROUNDS = 5;

/** Measures a row: warm-ups, then ours and the peer in turn, so that both see the same machine. */
export async function measure(row: BenchRow): Promise<BenchResult> {
  const { name, unit, goal, peer } = row;
  const note = peer && await install(peer);
  const runs = peer && note === undefined ? [row.ours, () => peer.run()] : [row.ours];
  for (let round = 0; round < (row.warmUps ?? 1); round++) for (const run of runs) await run();
  const figures: number[][] = runs.map(() => []);
  for (let round = 0; round < Math.max(row.rounds ?? LEAST_ROUNDS, LEAST_ROUNDS); round++) {
    for (const [i, run] of runs.entries()) figures[i]!.push(await run());
  }
  const [ours, theirs] = figures.map(median);
  const ratio = theirs === undefined ? null : ours! / theirs;
  return {
    name,
    unit,
    ours: ours!,
    peer: theirs ?? null,
    peerName: peer?.name ?? null,
    ratio,
    goal: goal ?? null,
    met: judge(row, { ours: ours!, ratio }),
    ...(note === undefined ? {} : { note: `not run: ${note}` }),
  };
}

/** The middle figure, or the mean of the two in the middle. */
export function median(figures: number[]): number {
  if (figures.length === 0) throw new RangeError("Cannot take a median: it needs a figure, got none");
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Whether the goal is met; `null` without a goal, or without the figure that it is about. */
export function judge(row: BenchRow, { ours, ratio }: { ours: number; ratio: number | null }): boolean | null {
  const figure = row.goalIs === "absolute" ? ours : ratio;
  if (row.goal === undefined || figure === null) return null;
  return row.lowerIsBetter ? figure <= row.goal : figure >= row.goal;
}

/** Why a peer cannot be run, or `undefined` when it can. */
async function install(peer: Peer): Promise<string | undefined> {
  try {
    return await peer.install?.() === false ? `${peer.name} cannot be installed here` : undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
