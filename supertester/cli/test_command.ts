import type { SupertesterConfig } from "./config.ts";
import { codeState } from "./code_state.ts";
import { denoArguments } from "./deno_arguments.ts";
import { EXIT } from "./exit_codes.ts";
import { COMMAND_HELP } from "./help.ts";
import { type CommandOptions, type GivenOptions, readCount, readList, readOptions } from "./options.ts";
import { conclusion, Progress } from "./progress.ts";
import { type DenoEnd, runDeno } from "./run_deno.ts";
import { COMMON_OPTIONS, readFormats, readSettings, type Settings } from "./settings.ts";
import { summaryLines } from "./summary_lines.ts";
import { colours, type Terminal } from "./terminal.ts";
import { exitCodeOf, tellGithub, writeReports } from "./write_report.ts";

/** What the command takes. */
export const TEST_OPTIONS: CommandOptions = {
  ...COMMON_OPTIONS,
  repeat: { type: "string" },
  shuffle: { type: "boolean" },
  parallel: { type: "boolean" },
  "until-failure": { type: "boolean" },
  "no-gate": { type: "boolean" },
  report: { type: "string", multiple: true },
};

/** The module that is loaded before each test file. */
const PRELOAD = import.meta.resolve("../results/preload.ts");

/** How tests are run, from options and configuration. */
interface Plan {
  readonly own: readonly string[];
  readonly repeat: number;
  readonly shuffle: boolean;
  readonly parallel: boolean;
  readonly untilFailure: boolean;
}

/** `supertester test`: runs the tests, keeps what they found, and says how it went. */
export async function testCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const given = readOptions(args, { command: "test", options: TEST_OPTIONS });
  if (given.values["help"]) {
    terminal.print(COMMAND_HELP.test.trimEnd());
    return EXIT.passed;
  }
  const settings = await readSettings(given, terminal);
  const { config, results, title } = settings;
  const formats = readFormats([...config.test?.report ?? [], ...readList(given.values["report"])]);
  const plan = planOf(given, config);
  // What cannot be run is refused before anything is written.
  denoArguments({ own: plan.own, results: "", junit: "", preload: PRELOAD });

  const { commit, changed } = await codeState(terminal.cwd, terminal.env);
  const session = await results.begin({
    at: terminal.now(),
    commit,
    state: changed ? "" : commit,
    args: plan.own,
    gate: !given.values["no-gate"] && (config.test?.gate ?? true),
  });
  const interrupted = await runAll({ plan, session, settings }, terminal);

  const report = await results.report({ title, session });
  summaryLines(report, terminal).forEach(terminal.print);
  const written = await writeReports(report, { folder: results.path, formats });
  written.forEach((path) => terminal.print(colours(terminal).soft(path)));
  if (formats.length === 0) terminal.print(colours(terminal).soft(`results: ${results.path} (supertester report)`));
  if (wantsGithub(config, terminal)) await tellGithub(report, terminal);
  return interrupted ? EXIT.interrupted : exitCodeOf(report);
}

function planOf({ values, positionals, rest }: GivenOptions, { test = {} }: SupertesterConfig): Plan {
  const { args = [], repeat, shuffle, parallel } = test;
  return {
    own: [...args, ...positionals, ...rest],
    repeat: values["repeat"] === undefined ? repeat ?? 1 : readCount(values["repeat"], "--repeat"),
    shuffle: Boolean(values["shuffle"] ?? shuffle),
    parallel: Boolean(values["parallel"] ?? parallel),
    untilFailure: Boolean(values["until-failure"]),
  };
}

interface Runs {
  readonly plan: Plan;
  readonly session: string;
  readonly settings: Settings;
}

/** Runs the tests as often as is wanted; whether somebody interrupted it. One run is shown as it comes. */
async function runAll({ plan, session, settings }: Runs, terminal: Terminal): Promise<boolean> {
  const { repeat, untilFailure } = plan;
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  // What was run until then is still taken in.
  Deno.addSignalListener("SIGINT", interrupt);
  const progress = new Progress(terminal);
  const began = terminal.now();
  let failures = 0;
  let done = 0;
  try {
    while (done < repeat && !stop.signal.aborted && !(untilFailure && failures > 0)) {
      const { code, printed } = await runOnce(
        { plan, session, settings, run: done + 1, signal: stop.signal },
        terminal,
      );
      done++;
      if (code !== 0) failures++;
      if (repeat === 1) continue;
      if (code !== 0 && failures === 1) {
        progress.close();
        terminal.print(colours(terminal).bad(`run ${done} failed; what it printed:`));
        printed.forEach(terminal.write);
      }
      progress.show({ done, of: repeat, failures, elapsedMs: terminal.now() - began });
    }
  } finally {
    Deno.removeSignalListener("SIGINT", interrupt);
    progress.close();
  }
  if (repeat > 1) terminal.print(conclusion({ runs: done, failures }, terminal));
  return stop.signal.aborted;
}

interface OneRun extends Runs {
  readonly run: number;
  readonly signal: AbortSignal;
}

async function runOnce({ plan, session, settings, run, signal }: OneRun, terminal: Terminal): Promise<DenoEnd> {
  const { results } = settings;
  const paths = await results.beginRun(session, run);
  const at = terminal.now();
  const end = await runDeno({
    args: denoArguments({
      own: plan.own,
      results: paths.results,
      junit: paths.junit,
      preload: PRELOAD,
      // Deno prints the seed: a run whose order matters can be had again by --shuffle=SEED.
      ...(plan.shuffle ? { shuffle: (at + run) % 2 ** 32 } : {}),
      parallel: plan.parallel,
    }),
    cwd: terminal.cwd,
    env: { SUPERTESTER_RESULTS: paths.results },
    show: plan.repeat === 1,
    signal,
  }, terminal);
  await Deno.writeTextFile(paths.output, end.output);
  await results.endRun(session, { run, facts: { at, durationMs: terminal.now() - at, code: end.code } });
  return end;
}

function wantsGithub({ github = "auto" }: SupertesterConfig, { env }: Terminal): boolean {
  return github === "always" || github === "auto" && env("GITHUB_ACTIONS") === "true";
}
