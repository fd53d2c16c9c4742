/**
 * `deno task escape`: every attempt on every wall, a line for each, closed by `N attempts, M succeeded`. Arguments: walls
 * (`worker`, `process`, `shared`, or `open` for none at all), numbers of attempts, `--quick` for the part that the gate runs.
 */
import { type Attempt, fill, type WallName } from "./attempt.ts";
import { ATTEMPTS } from "./attempts/all_suite.ts";
import { Bait } from "./bait.ts";
import { REAL_WALLS } from "./cage.ts";
import { HostProcess } from "./host_process.ts";
import { conclude, judge, type Report, type Verdict } from "./verdict.ts";

/** An attempt that was made. */
export interface Made {
  /** Which. */
  readonly attempt: Attempt;
  /** On which wall. */
  readonly wall: WallName;
  /** How it came out. */
  readonly verdict: Verdict;
  /** How late timers of the host were meanwhile, in milliseconds. */
  readonly lateMs: readonly number[];
}

/** Makes attempts on a wall, one after the other, and gives each as it is done. */
export async function* makeAttempts(
  attempts: readonly Attempt[],
  wall: WallName,
): AsyncGenerator<Made, void, undefined> {
  const made = attempts.filter((attempt) => isMade(attempt, wall));
  let bait = await Bait.plant();
  let host = new HostProcess(wall, bait);
  const renew = async () => {
    await host[Symbol.asyncDispose]();
    await bait[Symbol.asyncDispose]();
    bait = await Bait.plant();
    host = new HostProcess(wall, bait);
  };
  for (const attempt of made) {
    const report = await host.make(attempt);
    const tripped = [...bait.touched(), ...bait.leaked(seenInside(report))];
    const verdict = judge(attempt, { report, tripped, bait: bait.places });
    yield { attempt, wall, verdict, lateMs: report.lateMs };
    // What one attempt broke must not be held against the next.
    if (verdict.outcome === "escaped") await renew();
  }
  await host[Symbol.asyncDispose]();
  await bait[Symbol.asyncDispose]();
}

/** Whether an attempt is part of what the gate makes each time. */
export function isQuick({ exhausts = false, quick = !exhausts }: Attempt): boolean {
  return quick;
}

/** Whether an attempt is made on a wall: some are known to get through, and without a wall some would do harm. */
export function isMade({ notPromisedBy = [], exhausts = false, harmful = exhausts }: Attempt, wall: WallName): boolean {
  return wall === "open" ? !harmful : !notPromisedBy.includes(wall);
}

function seenInside({ answers = [], lines }: Report): string {
  return [...answers, ...lines].join("\n");
}

/** One line for people. */
export function formatMade({ attempt, wall, verdict, lateMs }: Made): string {
  const outcome = { contained: "contained", escaped: "ESCAPED  ", unclear: "UNCLEAR  " }[verdict.outcome];
  const why = fill(verdict.why, {}).replaceAll(/\s+/g, " ").slice(0, 200);
  const late = attempt.exhausts ? ` (host late: p99 ${Math.round(quantile(lateMs, 0.99))} ms)` : "";
  return `${outcome}  ${wall.padEnd(7)}  ${
    String(attempt.id).padStart(3)
  } ${attempt.category}: ${attempt.title} — ${why}${late}`;
}

function formatSkipped(attempt: Attempt, wall: WallName): string {
  return `not promised  ${wall}  ${attempt.id} ${attempt.category}: ${attempt.title} — see WALLS.md`;
}

/** The value below which so many of them are. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

if (import.meta.main) {
  const numbers = Deno.args.filter((arg) => /^\d+$/.test(arg)).map(Number);
  const named = Deno.args.filter((arg) => ["open", ...REAL_WALLS].includes(arg)) as WallName[];
  const wanted = Deno.args.includes("--quick") ? ATTEMPTS.filter(isQuick) : ATTEMPTS;
  const attempts = wanted.filter(({ id }) => numbers.length === 0 || numbers.includes(id));
  const all: Made[] = [];
  for (const wall of named.length > 0 ? named : REAL_WALLS) {
    for (const attempt of attempts) if (!isMade(attempt, wall)) console.log(formatSkipped(attempt, wall));
    for await (const made of makeAttempts(attempts, wall)) {
      all.push(made);
      console.log(formatMade(made));
    }
  }
  const lateMs = all.filter(({ attempt }) => attempt.exhausts).flatMap((made) => made.lateMs);
  if (lateMs.length > 0) {
    const [p99, most] = [quantile(lateMs, 0.99), quantile(lateMs, 1)].map((each) => Math.round(each));
    console.log(`host latency while something was exhausted: p99 ${p99} ms, at most ${most} ms, of ${lateMs.length}`);
  }
  const { line, ok } = conclude(all.map(({ verdict }) => verdict));
  const unclear = all.filter(({ verdict }) => verdict.outcome === "unclear").length;
  if (unclear > 0) console.log(`${unclear} were refused in other words than stated`);
  console.log(line);
  Deno.exit(ok ? 0 : 1);
}
