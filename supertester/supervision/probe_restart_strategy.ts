import { AssertionError } from "@std/assert";
import {
  ArgumentError,
  type ExitReason,
  formatReason,
  isNormalExit,
  type Pid,
  type Strategy,
  type TreeNode,
} from "@superlearner/otp";
import { atCaller } from "../presenting/at_caller.ts";
import { called } from "../waiting/called.ts";
import { Chronicle } from "../chronicle/chronicle.ts";
import { eventLine } from "../presenting/event_text.ts";
import { checkTimeout, type TimeoutOptions } from "../waiting/deadline.ts";
import { checkTarget, pidOf, type Target } from "../waiting/target.ts";
import { treeOf, treeSettled } from "../waiting/tree_ready.ts";
import { WaitError } from "../waiting/wait_error.ts";
import { restartPlan } from "./restart_plan.ts";
import { type SupervisionEvent, traceSupervision } from "./supervision_trace.ts";

/** How a strategy is tried out. */
export interface ProbeOptions extends TimeoutOptions {
  /** The id of the child that is to die. */
  kill: string;
  /** The strategy that the supervisor is to have. @default the one it has */
  expect?: Strategy;
  /** What the child dies of. @default {"kill"} */
  reason?: ExitReason;
}

/** What came of it. */
export interface StrategyReport {
  /** The strategy of the supervisor. */
  readonly strategy: Strategy;
  /** The id of the child that died. */
  readonly killed: string;
  /** Who was restarted, in that order. */
  readonly restarted: readonly string[];
  /** Who is gone for good. */
  readonly gone: readonly string[];
  /** Who lives on as before. */
  readonly untouched: readonly string[];
  /** Whether the supervisor has survived it. */
  readonly supervisorAlive: boolean;
  /** What the supervisor died of, if it did. */
  readonly supervisorReason?: ExitReason;
  /** What happened, oldest first. */
  readonly events: readonly SupervisionEvent[];
}

/**
 * Kills a child of a supervisor and makes sure that who has to be restarted is, in the right order, and nobody else: by the
 * supervisor's strategy and the children's own settings.
 *
 * A supervisor that gives up over it does what it has to as well; the report says so, with its reason.
 *
 * @throws {AssertionError} If it has another strategy than is expected, or does not act by it; with what happened.
 * @throws {ArgumentError} If there is no such child, or none that is alive.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer, Supervisor, System } from "@superlearner/otp";
 * import { probeRestartStrategy } from "@superlearner/supertester";
 *
 * const Worker = GenServer.define({ name: "Worker", init: () => 0 });
 * await using system = new System();
 * const tree = await system.start(Supervisor.define({
 *   strategy: "rest_for_one",
 *   children: ["a", "b", "c"].map((id) => Worker.child({ id })),
 * }));
 * const { restarted, untouched } = await probeRestartStrategy(tree, { kill: "b", expect: "rest_for_one" });
 * assertEquals([restarted, untouched], [["b", "c"], ["a"]]);
 * ```
 */
export async function probeRestartStrategy(target: Target, options: ProbeOptions): Promise<StrategyReport> {
  const action = "probe a restart strategy";
  const timeoutMs = checkTimeout(action, { usual: 5000, ...options });
  const { system } = checkTarget(action, target);
  const { kill, reason = "kill", expect } = options;
  const pid = pidOf(target);
  const before = pid === undefined ? undefined : treeOf(system, pid);
  if (before?.supervisor === undefined) {
    throw new ArgumentError(action, { rule: "it is a supervisor that is alive", value: called(target) });
  }
  const { strategy } = before.supervisor;
  if (expect !== undefined && expect !== strategy) {
    throw atCaller(
      new AssertionError(`Expected ${called(target)} to have the strategy ${expect}, but it has ${strategy}`),
      probeRestartStrategy,
    );
  }
  const victim = before.children.find(({ id }) => id === kill);
  if (victim?.pid === undefined) {
    const ids = before.children.map(({ id, pid }) => pid === undefined ? `${id} (not alive)` : id);
    throw new ArgumentError(action, { rule: `the child to be killed is alive, one of ${ids.join(", ")}`, value: kill });
  }
  using trace = traceSupervision(target, { deep: false });
  system.exit(victim.pid, reason);
  const chronicle = Chronicle.of(system);
  const died = chronicle.exitOf(victim.pid)?.reason;
  await settledOrDead(target, timeoutMs);
  const after = treeOf(system, pid!);
  const supervisorReason = after === undefined ? chronicle.exitOf(pid!)?.reason : undefined;
  const report: StrategyReport = {
    strategy,
    killed: kill,
    ...compare(before, after, trace.events),
    supervisorAlive: after !== undefined,
    ...(supervisorReason === undefined ? {} : { supervisorReason }),
    events: [...trace.events],
  };
  check(report, { target, before, died });
  return report;
}

/** A supervisor that dies of it has come to its end as well. */
async function settledOrDead(target: Target, timeoutMs: number): Promise<void> {
  try {
    await treeSettled(target, { timeoutMs });
  } catch (error) {
    if (!(error instanceof WaitError) || pidOf(target) !== undefined && target.alive) throw error;
  }
}

function compare(
  before: TreeNode,
  after: TreeNode | undefined,
  events: readonly SupervisionEvent[],
): Pick<StrategyReport, "restarted" | "gone" | "untouched"> {
  const now = new Map<string, Pid | undefined>(after?.children.map(({ id, pid }) => [id, pid]));
  const lived = before.children.filter(({ pid }) => pid !== undefined);
  const back = new Set<string>();
  for (const event of events) {
    if (event.type === "child.restarted" && event.childPid !== undefined) back.add(event.child);
  }
  return {
    restarted: [...back],
    gone: lived.filter(({ id }) => now.get(id) === undefined).map(({ id }) => id),
    untouched: lived.filter(({ id, pid }) => now.get(id) === pid).map(({ id }) => id),
  };
}

function check(
  report: StrategyReport,
  { target, before, died }: { target: Target; before: TreeNode; died: ExitReason | undefined },
): void {
  const fail = (message: string): never => {
    const lines = report.events.map((event) => `  ${eventLine(event)}`);
    throw atCaller(
      new AssertionError(
        [message, ...lines.length === 0 ? ["Nothing happened"] : ["What happened:", ...lines]].join("\n"),
      ),
      probeRestartStrategy,
    );
  };
  const { strategy, killed } = report;
  const who = `${called(target)} (${strategy})`;
  if (died === undefined) return fail(`Expected ${killed} of ${who} to die, but it ignores that signal`);
  if (!report.supervisorAlive) {
    const gaveUp = report.events.some(({ type }) => type === "supervisor.gave_up");
    if (gaveUp) return;
    const { supervisorReason } = report;
    const reason = supervisorReason === undefined ? "nobody knows what" : formatReason(supervisorReason);
    if (before.supervisor?.autoShutdown === "never") {
      return fail(`Expected ${who} to live on, but it exited with ${reason}`);
    }
    return;
  }
  const children = before.children.map(({ id, restart, pid }) => ({
    id,
    restart: restart ?? "permanent" as const,
    alive: pid !== undefined,
  }));
  const plan = restartPlan(strategy, { children, died: killed, crashed: !isNormalExit(died) });
  if (!same(report.restarted, plan.restarted)) {
    return fail(
      `Expected ${who} to restart ${list(plan.restarted)} when ${killed} dies, but it restarted ${
        list(report.restarted)
      }`,
    );
  }
  if (!same(report.gone, plan.gone)) {
    return fail(`Expected ${list(plan.gone)} of ${who} to be gone, but gone are ${list(report.gone)}`);
  }
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id, at) => id === other[at]);
}

function list(ids: readonly string[]): string {
  return ids.length === 0 ? "nobody" : ids.join(", ");
}
