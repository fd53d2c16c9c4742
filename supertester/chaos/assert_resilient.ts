import { AssertionError } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { Chronicle } from "../chronicle/chronicle.ts";
import { eventLine, isTelling } from "../presenting/event_text.ts";
import { checkTimeout } from "../waiting/deadline.ts";
import { ChaosReport } from "./chaos_report.ts";
import { ChaosWatch } from "./_chaos_watch.ts";
import { disposeOf } from "./_disposing.ts";
import { checkOptions } from "./_options.ts";
import { type Recovered, recovery } from "./recovery.ts";
import { aliveText, type ChaosTarget, rootOf, systemOf, targetText } from "./chaos_target.ts";

/** What is done to a System, and when it has recovered. */
export interface ResilientOptions {
  /** Makes chaos. What it gives is disposed of before recovery is waited for, where it can be. @default none: it was made */
  chaos?: () => unknown;
  /** Gives `true` when all is well. @default the target is alive, with all its children */
  recovered?: Recovered;
  /** How long the recovery may take after the chaos, in milliseconds of System time. @default {5000} */
  timeoutMs?: number;
}

/** How a System has recovered. */
export interface RecoveryReport {
  /** How long it took after the chaos, in milliseconds of System time. */
  readonly timeToRecoverMs: number;
  /** How long the whole took, in milliseconds of System time. */
  readonly durationMs: number;
  /** What happened meanwhile. */
  readonly chaos: ChaosReport;
}

/** How many events a failure shows. */
const LAST_EVENTS = 10;

/**
 * Makes sure that a System recovers from chaos: makes it, then waits until `recovered` gives `true` and the target is
 * alive. It is asked again when something has happened, never by the clock. With a function alone, the chaos was made
 * before.
 *
 * @throws {AssertionError} If it does not recover in time, or the chaos itself fails.
 * @throws {ArgumentError} If the target or an option is none.
 *
 * @example
 * ```ts
 * import { GenServer, Supervisor } from "@superlearner/otp";
 * import { assertResilient, isolated, killChildren } from "@superlearner/supertester";
 *
 * const Till = GenServer.define({ name: "Till", init: () => 0, calls: { open: (sold) => [true, sold] } });
 * const Shop = Supervisor.define({ maxRestarts: 1000, children: [Till.child({ name: "till" })] });
 *
 * Deno.test("the shop is resilient", isolated(async (t) => {
 *   const shop = await t.start(Shop);
 *   await assertResilient(shop, {
 *     chaos: () => killChildren(shop, { rate: 1 }),
 *     recovered: () => t.system.whereis(Till, "till").call("open"),
 *   });
 * }, { clock: "virtual" }));
 * ```
 */
export async function assertResilient(
  target: ChaosTarget,
  how: Recovered | ResilientOptions = {},
): Promise<RecoveryReport> {
  const action = "assert that a System is resilient";
  const system = systemOf(action, target);
  const options: ResilientOptions = typeof how === "function" ? { recovered: how } : how;
  checkOptions(action, { options, keys: ["chaos", "recovered", "timeoutMs"] });
  const { chaos, recovered } = options;
  for (const [name, value] of Object.entries({ chaos, recovered })) {
    if (value !== undefined && typeof value !== "function") {
      throw new ArgumentError(action, { rule: `${name} is a function`, value });
    }
  }
  const timeoutMs = checkTimeout(action, {
    usual: 5000,
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
  });
  const root = rootOf(target);
  using watch = new ChaosWatch(system, { seed: 0, ...(root === undefined ? {} : { root }) });
  const begunAt = system.now();
  try {
    await disposeOf(await chaos?.());
  } catch (cause) {
    throw new AssertionError(`The chaos itself failed: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
  const stoppedAt = system.now();
  const failure = await recovery(target, { recovered, timeoutMs });
  const report = new ChaosReport(watch.figures());
  if (failure === undefined) {
    return { timeToRecoverMs: system.now() - stoppedAt, durationMs: system.now() - begunAt, chaos: report };
  }
  const events = Chronicle.of(system).events().filter(isTelling).filter(({ type }) => !type.startsWith("message."))
    .slice(-LAST_EVENTS);
  throw new AssertionError(
    [
      `System failed to recover from chaos within ${timeoutMs}ms.`,
      `System: ${targetText(target)}`,
      `System alive: ${aliveText(target)}`,
      `In the end ${failure.reason}`,
      `Meanwhile ${report}`,
      ...events.length === 0 ? [] : ["Last events:", ...events.map((event) => `  ${eventLine(event)}`)],
    ].join("\n"),
    failure.cause === undefined ? {} : { cause: failure.cause },
  );
}
