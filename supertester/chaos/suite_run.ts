import { ArgumentError, type Pid, SeededRandom, type System } from "@superlearner/otp";
import { testOf } from "../results/test_names.ts";
import { checkTimeout } from "../waiting/deadline.ts";
import { checkOptions, checkSeed } from "./_options.ts";
import { type ChaosScenario, runScenario } from "./scenario_run.ts";
import { type ChaosTarget, rootOf, systemOf } from "./chaos_target.ts";
import { ChaosWatch } from "./_chaos_watch.ts";
import { ChaosReport } from "./chaos_report.ts";
import { holdReports } from "./_publishing.ts";
import { type ChaosScenarioReport, SuiteReport } from "./suite_report.ts";

/** How a suite is run. */
export interface ChaosSuiteOptions {
  /** How long the whole may take, in milliseconds of System time; what is left then is not run. @default {Infinity} */
  timeoutMs?: number;
  /** Gives each scenario its own seed. @default {0} */
  seed?: number;
  /** What the report is called among the results of the test; `false` to keep it from them. @default {"Chaos suite"} */
  report?: string | false;
  /** The test it belongs to, for reports. @default that of the world of the System, as `isolated` makes one */
  test?: string;
}

/**
 * Runs scenarios of chaos, one after the other, and tells which of them a target has stood. A scenario has passed if the
 * target has recovered: it is alive, all its children are there, and no crash was left without a successor; or, where the
 * scenario says when that is, if it says so. One that throws, in its set-up and clean-up too, or takes too long, has failed,
 * and the next one is run: what it has put in use is disposed of, and what it has started from outside any process is
 * stopped.
 *
 * @throws {ArgumentError} If the target, a scenario or an option is none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer, Supervisor } from "@superlearner/otp";
 * import { chaosSuite, isolated, killChildren } from "@superlearner/supertester";
 *
 * const Till = GenServer.define({ name: "Till", init: () => 0 });
 * const Shop = Supervisor.define({ maxRestarts: 50, children: [Till.child({ id: "a" }), Till.child({ id: "b" })] });
 *
 * Deno.test("what the shop stands", isolated(async (t) => {
 *   const shop = await t.start(Shop);
 *   const report = await chaosSuite(shop, [
 *     { name: "a few kills", chaos: ({ seed }) => killChildren(shop, { rate: 0.5, seed }) },
 *     { name: "all at once", chaos: ({ seed }) => killChildren(shop, { rate: 1, seed }) },
 *   ]);
 *   assertEquals(report.scenarios.map(({ name, passed }) => [name, passed]), [
 *     ["a few kills", true],
 *     ["all at once", false], // 100 restarts within 5 seconds
 *   ]);
 * }, { clock: "virtual" }));
 * ```
 */
export async function chaosSuite(
  target: ChaosTarget,
  scenarios: readonly ChaosScenario[],
  options: ChaosSuiteOptions = {},
): Promise<SuiteReport> {
  const action = "run a chaos suite";
  const system = systemOf(action, target);
  checkOptions(action, { options, keys: ["timeoutMs", "seed", "report", "test"] });
  const { seed = 0, report: name = "Chaos suite", test = testOf(system) } = options;
  const timeoutMs = checkTimeout(action, { usual: Infinity, ...options });
  checkSeed(action, seed);
  checkScenarios(action, scenarios);
  const random = new SeededRandom(seed);
  const begunAt = system.now();
  using watch = watchOf(system, { target, seed });
  using _held = holdReports(system);
  const reports: ChaosScenarioReport[] = [];
  for (const scenario of scenarios) {
    const own = Math.floor(random.next() * 2 ** 31);
    const leftMs = timeoutMs - (system.now() - begunAt);
    using ownWatch = watchOf(system, { target, seed: own });
    const { reason, durationMs } = leftMs > 0
      ? await runScenario(scenario, { target, system, seed: own, leftMs })
      : { reason: `suite time-out: not run, the ${timeoutMs} ms of the suite were over`, durationMs: 0 };
    const chaos = new ChaosReport(ownWatch.figures());
    const passed = reason === undefined;
    reports.push({ name: scenario.name, passed, durationMs, seed: own, chaos, ...(passed ? {} : { reason }) });
  }
  const parts = reports.map(({ name, passed, durationMs, reason }) => ({
    name,
    passed,
    durationMs,
    ...(reason === undefined ? {} : { reason }),
  }));
  const report = new SuiteReport(reports, new ChaosReport({ ...watch.figures(), scenarios: parts }));
  if (name !== false) report.chaos.publish(system, { test, name, passed: report.failed === 0 });
  return report;
}

function watchOf(system: System, { target, seed }: { target: ChaosTarget; seed: number }): ChaosWatch {
  const root: Pid | undefined = target === system ? undefined : rootOf(target) ?? "<0.0.0>";
  return new ChaosWatch(system, { seed, ...(root === undefined ? {} : { root }) });
}

const KEYS = ["name", "setUp", "chaos", "recovered", "cleanUp", "timeoutMs", "recoverMs"];

function checkScenarios(action: string, scenarios: readonly ChaosScenario[]): void {
  if (!Array.isArray(scenarios)) throw new ArgumentError(action, { rule: "scenarios are a list", value: scenarios });
  const names = new Set<string>();
  for (const scenario of scenarios) {
    if (typeof scenario?.name !== "string" || scenario.name === "" || names.has(scenario.name)) {
      throw new ArgumentError(action, {
        rule: "each scenario has a name of its own",
        value: scenario?.name ?? scenario,
      });
    }
    names.add(scenario.name);
    const refuse = (rule: string, value: unknown) => {
      throw new ArgumentError(`${action}: ${scenario.name}`, { rule, value });
    };
    for (const key of Object.keys(scenario)) if (!KEYS.includes(key)) refuse(`a scenario has ${KEYS.join(", ")}`, key);
    const { setUp, chaos, recovered, cleanUp, timeoutMs = 0, recoverMs = 0 } = scenario;
    for (const [key, value] of Object.entries({ setUp, chaos, recovered, cleanUp })) {
      if (typeof value !== "function" && (value !== undefined || key === "chaos")) {
        refuse(`${key} is a function`, value);
      }
    }
    checkTimeout(`${action}: ${scenario.name}`, { timeoutMs });
    checkTimeout(`${action}: ${scenario.name}`, { timeoutMs: recoverMs });
  }
}
