import { formatReason, type ProcessRef } from "@superlearner/otp";
import { atCaller } from "../presenting/at_caller.ts";
import type { PerformanceData } from "../results/performance_data.ts";
import { publishResult } from "../results/result.ts";
import { type MailboxReport, measureMailbox } from "./mailbox.ts";
import { checkCount, checkKeys } from "./_options.ts";
import { figure, ms } from "./_text.ts";
import { testNameOf } from "./watched.ts";

/** What a mailbox may hold. */
export interface MailboxStableOptions {
  /** How many messages may wait at once, at most. @default {100} */
  maxSize?: number;
  /** The test that asks, for reports. @default that of the world of what is watched, as `isolated` makes one */
  test?: string;
}

/** A mailbox that grew too long, or that is gone. */
export class MailboxError extends Error {
  /** Always `"MailboxError"`. */
  override readonly name: string = "MailboxError";
  /** What happened in it. */
  readonly report: MailboxReport;

  /** Makes the error of a report. */
  constructor(message: string, report: MailboxReport) {
    super(message);
    this.report = report;
  }
}

/**
 * Runs something during which at most so many messages wait for a process at once. Exact, however short a burst is. A
 * process that dies fails it as well: a mailbox that is gone is not stable.
 *
 * @throws {MailboxError} If more wait: `max_size exceeded (actual: 5000)`, and all that is known of the mailbox.
 *
 * @example
 * ```ts
 * import { GenServer, System } from "@superlearner/otp";
 * import { assertMailboxStable } from "@superlearner/supertester";
 *
 * const Log = GenServer.define({ name: "Log", init: () => 0, calls: { write: (lines, _line: string) => [lines, lines + 1] } });
 *
 * await using system = new System();
 * const log = await system.start(Log);
 * await assertMailboxStable(log, async () => {
 *   for (let line = 0; line < 1000; line++) await log.call("write", `line ${line}`);
 * }, { maxSize: 1 });
 * ```
 */
export async function assertMailboxStable(
  ref: ProcessRef,
  fn: () => unknown,
  options: MailboxStableOptions = {},
): Promise<MailboxReport> {
  const action = "assert that a mailbox is stable";
  checkKeys(action, options, ["maxSize", "test"]);
  const { maxSize = 100, test } = options;
  checkCount(action, "maxSize", { value: maxSize, least: 0 });
  const report = await measureMailbox(ref, fn);
  const { peak, process, died } = report;
  const failures = [
    ...(peak > maxSize ? [`max_size exceeded (actual: ${peak})`] : []),
    ...(died === undefined ? [] : [deathOf(report)]),
  ];
  const { final, mean, longestWaitMs, received, taken, durationMs } = report;
  const data: PerformanceData = {
    metrics: {},
    bounds: [{ name: "maxSize", limit: maxSize, actual: peak, unit: "", statistic: "peak", passed: peak <= maxSize }],
    runs: 1,
    warmup: 0,
    notes: [
      `${received} came and ${taken} were taken in ${ms(durationMs)}, ${final} were left`,
      `${figure(mean)} waited on average, the longest for ${ms(longestWaitMs)}`,
      ...(died === undefined ? [] : [deathOf(report)]),
    ],
  };
  publishResult({
    kind: "performance",
    test: test ?? testNameOf(ref),
    name: `mailbox of ${process}`,
    passed: failures.length === 0,
    at: ref.system.clock.wallTime(),
    data,
  });
  if (failures.length > 0) {
    throw atCaller(
      new MailboxError([...failures, ...figures(report, maxSize)].join("\n"), report),
      assertMailboxStable,
    );
  }
  return report;
}

function deathOf({ process, died }: MailboxReport): string {
  const { reason, afterMs, unhandled } = died!;
  const left = unhandled === 0 ? "" : `, and ${unhandled} of its messages with it`;
  return `${process} died after ${ms(afterMs)} (${formatReason(reason)})${left}`;
}

function figures(report: MailboxReport, maxSize: number): string[] {
  const { process, initial, final, peak, mean, longestWaitMs, received, taken, durationMs } = report;
  return [
    `  mailbox of ${process}: ${maxSize} may wait at once; ${peak} did at the peak, ${figure(mean)} on average`,
    `  ${initial} at the start and ${final} at the end; ${received} came and ${taken} were taken in ${
      ms(durationMs)
    }, ` +
    `the longest wait was ${ms(longestWaitMs)}`,
  ];
}
