import { ArgumentError, type ExitReason, SeededRandom, type System } from "@superlearner/otp";
import { called } from "../waiting/called.ts";
import { startDeadline } from "../waiting/deadline.ts";
import { checkTarget, pidOf, type Target } from "../waiting/target.ts";
import { treeOf, treeReady } from "../waiting/tree_ready.ts";
import { WaitError } from "../waiting/wait_error.ts";
import { testOf } from "../results/test_names.ts";
import { ChaosReport } from "./chaos_report.ts";
import { ChaosWatch } from "./_chaos_watch.ts";
import { isPublished } from "./_publishing.ts";
import { endingWithScenario } from "./_scenario_end.ts";
import { strike } from "./_signals.ts";
import { checkDurations, checkOptions, checkPart, checkSeed } from "./_options.ts";

/** How children are killed. */
export interface KillChildrenOptions {
  /**
   * Which part of the children that live is killed each time, from 0 to 1. What is left of a whole child is decided by
   * chance: 0.5 of 3 is 1 or 2, and 0.01 of 3 is one in 33 times.
   *
   * @default {0.3}
   */
  rate?: number;
  /** For how long, in milliseconds of System time. @default {5000} */
  durationMs?: number;
  /** From one time to the next, in milliseconds of System time; the first is at once. @default {100} */
  intervalMs?: number;
  /** The exit signal they get. Others than `"kill"` may be trapped, and `"normal"` is ignored. @default {"kill"} */
  reason?: ExitReason;
  /** Decides who is killed. @default {0} */
  seed?: number;
  /** Whether all below is meant, children of supervisors below it and these as well. @default {false} */
  deep?: boolean;
  /** How long those who are down in the end have to come back, in milliseconds of System time. @default {5000} */
  recoverMs?: number;
  /** Whether the report is a result of the test, for whoever writes results down. @default true, but within a suite */
  publish?: boolean;
  /** The test it belongs to, for reports. @default that of the world of the System, as `isolated` makes one */
  test?: string;
}

const KEYS = ["rate", "durationMs", "intervalMs", "reason", "seed", "deep", "recoverMs", "publish", "test"];

/**
 * Kills children of a supervisor again and again, waits until all are back, and tells what came of it. It counts by what
 * happens: a signal that nobody dies of is `ignored`, a child that comes back is a recovery, one that should and does not a
 * failure. When the supervisor dies of it, the report says so with its reason; that is no error here.
 *
 * **Restart intensity.** A supervisor gives up after more than `maxRestarts` restarts within `maxSeconds` (3 within 5
 * seconds unless it says otherwise). To stand the rate r of n children every i milliseconds, it needs a `maxRestarts` of
 * r · n · 1000 · `maxSeconds` / i. With `deep` that holds, on average, for each supervisor below and its own children. One
 * below that gives up is one crash more. The supervisor above it starts the whole branch again, which is one restart there,
 * and a recovery for each in the branch that had crashed; those that only went down with it are `stop` in the timeline.
 *
 * Within a scenario of a `chaosSuite` that takes too long it ends with it, and rejects.
 *
 * In virtual time (`isolated(…, { clock: "virtual" })`, or `simulation.until(killChildren(…))`) a minute takes as long as
 * what happens in it, and the same seed gives the same report to the byte.
 *
 * @throws {ArgumentError} If it is a process that is no supervisor, or an option is none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer, Supervisor } from "@superlearner/otp";
 * import { isolated, killChildren } from "@superlearner/supertester";
 *
 * const Worker = GenServer.define({ name: "Worker", init: () => 0 });
 * const Shop = Supervisor.define({
 *   maxRestarts: 1000,
 *   children: [Worker.child({ id: "a" }), Worker.child({ id: "b" })],
 * });
 *
 * Deno.test("the shop survives a minute", isolated(async (t) => {
 *   const report = await killChildren(await t.start(Shop), { rate: 0.5, durationMs: 60_000, intervalMs: 600 });
 *   assertEquals(`${report}`, "100 crashes, 100 recoveries, 0 failures ✓");
 * }, { clock: "virtual" }));
 * ```
 */
export function killChildren(target: Target, options: KillChildrenOptions = {}): Promise<ChaosReport> {
  return endingWithScenario(target?.system, (over) => kill(target, { options, over }));
}

async function kill(
  target: Target,
  { options, over }: { options: KillChildrenOptions; over: AbortSignal | undefined },
): Promise<ChaosReport> {
  const action = "kill children";
  checkOptions(action, { options, keys: KEYS });
  const { rate = 0.3, durationMs = 5000, intervalMs = 100, reason = "kill", seed = 0, deep = false } = options;
  const { recoverMs = 5000 } = options;
  checkPart(action, { rate });
  checkDurations(action, { durationMs, intervalMs, recoverMs });
  if (intervalMs === 0) throw new ArgumentError(action, { rule: "intervalMs is above 0", value: 0 });
  checkSeed(action, seed);
  const { system } = checkTarget(action, target);
  const root = pidOf(target);
  if (root !== undefined && system.isAlive(root) && treeOf(system, root)?.supervisor === undefined) {
    throw new ArgumentError(action, { rule: "it is a supervisor", value: called(target) });
  }
  using watch = new ChaosWatch(system, { root: root ?? "<0.0.0>", seed });
  const random = new SeededRandom(seed);
  const died = watch.rootDied();
  const begunAt = system.now();
  for (let at = 0; at < durationMs && watch.rootExit === undefined; at += intervalMs) {
    for (const pid of choose(watch.victims(deep), { rate, random })) {
      // One that was chosen may have gone down with another.
      if (watch.rootExit === undefined && system.isAlive(pid)) strike(system, { pid, reason });
    }
    await passed(system, { atMs: begunAt + Math.min(at + intervalMs, durationMs), or: died, over });
    over?.throwIfAborted();
  }
  if (watch.rootExit === undefined) await recovered(target, recoverMs);
  const report = new ChaosReport(watch.figures());
  const { publish = isPublished(system), test = testOf(system) } = options;
  if (publish) report.publish(system, { test, name: `Kill children of ${called(target)}` });
  return report;
}

/** So many of them that their number is the given part on average, no two alike. */
function choose<Each>(from: readonly Each[], { rate, random }: { rate: number; random: SeededRandom }): Each[] {
  const left = [...from];
  const chosen: Each[] = [];
  for (let more = Math.floor(rate * left.length + random.next()); more > 0 && left.length > 0; more--) {
    chosen.push(...left.splice(Math.floor(random.next() * left.length), 1));
  }
  return chosen;
}

/** Waits for a moment, or for something that comes before. */
async function passed(
  system: System,
  { atMs, or, over }: { atMs: number; or: Promise<void>; over: AbortSignal | undefined },
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  using _deadline = startDeadline(system.clock, atMs - system.now(), resolve);
  over?.addEventListener("abort", () => resolve(), { once: true });
  await Promise.race([promise, or]);
}

/** Those who are down have some time; that they do not come back is told by the report. */
async function recovered(target: Target, timeoutMs: number): Promise<void> {
  try {
    await treeReady(target, { timeoutMs });
  } catch (error) {
    if (!(error instanceof WaitError)) throw error;
  }
}
