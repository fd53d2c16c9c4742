import { formatReason } from "@superlearner/otp";
import type { Who } from "@superlearner/otp/simulation";
import type { Chronicle } from "../chronicle/chronicle.ts";
import { TestContext } from "../isolation/test_context.ts";
import { isMeant } from "../simulation/who.ts";
import { PhaseFailure, saidBy } from "./scenario_error.ts";
import type { LooseScenario, RunWorld } from "./scenario_parts.ts";
import type { RunReport } from "./scenario_report.ts";
import { ScenarioRun } from "./scenario_run.ts";

/** What came of it. */
export interface RealRun {
  /** What is known of it. */
  readonly run: RunReport;
  /** What is wrong; the first, and what the clean-up said after it. */
  readonly failure: Error | undefined;
}

/** Runs a scenario once, in the time of the machine, and clears everything away. */
export async function runInRealTime(scenario: LooseScenario, { seed }: { seed: number }): Promise<RealRun> {
  const { messages = "freeze", allow = {} } = scenario.simulation;
  const t = new TestContext({ seed, messages, trace: false, leaks: scenario.leaks });
  const allowed: Who[] = allow.crashes === undefined || allow.crashes === true ? [] : [allow.crashes];
  const run = new ScenarioRun(scenario, {
    system: t.system,
    seed,
    start: (t.start as RunWorld["start"]).bind(t),
    settle: () => t.settle(),
    defer: (cleanup) => t.defer(cleanup),
    external: (promise) => t.external(promise),
    allowCrash: (who) => void allowed.push(who),
  });
  const failures: Error[] = [];
  const attempt = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      failures.push(error instanceof PhaseFailure ? error : cleanupFailure(error));
    }
  };
  await attempt(() => run.run());
  if (failures.length === 0 && allow.crashes !== true) {
    const said = crashText(t.chronicle, allowed);
    if (said !== undefined) failures.push(new PhaseFailure("run", said, { kind: "Crash" }));
  }
  const { report } = run;
  await attempt(() => t[Symbol.asyncDispose]());
  const [first, second] = failures;
  if (first instanceof PhaseFailure && second !== undefined) {
    const { phase, cause, message } = first;
    return {
      run: report,
      failure: new PhaseFailure(phase, `${message}\nThen: ${second.message}`, { cause }),
    };
  }
  return { run: report, failure: first };
}

function cleanupFailure(error: unknown): PhaseFailure {
  return new PhaseFailure("cleanup", `The clean-up failed: ${saidBy(error)}`, { cause: error });
}

/** The first crash that is nobody's plan; who is killed never counts. */
function crashText(chronicle: Chronicle, allowed: readonly Who[]): string | undefined {
  const crash = chronicle.exits.find(({ pid, name, reason, crashed }) => {
    if (!crashed || reason === "killed" || reason === "kill") return false;
    const { module = "", behaviour = "" } = chronicle.startOf(pid) ?? {};
    return !allowed.some((who) => isMeant(who, { pid, name, module, behaviour }));
  });
  if (crash === undefined) return undefined;
  const { pid, name, reason } = crash;
  return `${pid} (${name ?? chronicle.startOf(pid)?.module ?? "?"}) crashed: ${formatReason(reason)}`;
}
