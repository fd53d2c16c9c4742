/**
 * The command line: runs Deno's tests, keeps what they found, writes reports, repeats failed simulations.
 *
 * ```sh
 * deno run -A jsr:@superlearner/supertester/cli test
 * deno install -gA -n supertester jsr:@superlearner/supertester/cli   # then: supertester test
 * ```
 *
 * Tests stay plain `Deno.test` cases; without this command they run as ever, and nothing is recorded.
 *
 * **Run.** `supertester test [FILES] [-- ARGUMENTS OF DENO TEST]` runs `deno test` and records, in `.supertester/`, what
 * Deno reports, what tests publish (chaos, performance, simulations) and how every test ended in the runs before. In a
 * job of GitHub Actions failures become annotations at their lines, and the job gets a summary.
 *
 * **Hunt flakes.** `supertester test --repeat 200 --shuffle --parallel` runs everything 200 times, each time in another
 * order, and ends with `runs 200, failures 0`. A test that both passes and fails with the same code is reported as flaky,
 * with its history.
 *
 * **Report.** `supertester report` writes `.supertester/report.html`: one file that needs no network. `--format junit`,
 * `markdown` and `json` are for machines and comments; `--github` is for jobs that ran the tests in an earlier step.
 *
 * **Replay.** A simulation that fails prints a line. `supertester replay LINE` runs that one test with that one
 * interleaving; `supertester replay` takes the newest that failed; `--inspect-brk` waits for a debugger.
 *
 * **Exit codes.** 0 passed; 1 a test failed, something outside of tests did, or no test was run; 2 wrong usage or
 * configuration; 3 all tests passed and a result did not, such as a performance regression; 130 interrupted. So a job
 * that runs `supertester test` is stopped by a regression.
 *
 * **Permissions.** The command itself needs to run Deno and git, and to read and write (`-A`). Tests have the permissions
 * that you give them, behind `--` or in `test.args` of the configuration, and two more: to write into the folder of
 * results, and to read `SUPERTESTER_RESULTS`, `SUPERTESTER_REPLAY` and `SUPERTESTER_SEED`.
 *
 * **Configuration.** `supertester.json`, every key optional:
 *
 * ```json
 * {
 *   "$schema": "https://jsr.io/@superlearner/supertester/0.1.0/cli/config.schema.json",
 *   "title": "Shop",
 *   "results": ".supertester",
 *   "test": { "args": ["--allow-net"], "parallel": true, "report": ["html"] },
 *   "keep": { "sessions": 20, "historyRuns": 500 },
 *   "github": "auto"
 * }
 * ```
 *
 * **VS Code.** With the Deno extension every test has "Run Test" and "Debug" above it and stands in the test explorer.
 * The extension finds tests by their literal `Deno.test`, and so these: `Deno.test("name", isolated(async (t) => {…}))`.
 *
 * ```sh
 * supertester editor settings > .vscode/settings.json              # the extension on, permissions for tests
 * supertester editor snippets > .vscode/supertester.code-snippets  # isolated, simulated, chaos, performance
 * supertester editor launch   > .vscode/launch.json                # debug a file, a test, one interleaving
 * ```
 *
 * To debug one interleaving, select the test's name in the editor, start "Debug one simulation …" and paste the line
 * that the failure printed: it is set as `SUPERTESTER_REPLAY` for that run. The extension runs tests by itself, without
 * this command: what they publish is not recorded then.
 *
 * @module
 */

import { runCli } from "./cli/run_cli.ts";
import { realTerminal } from "./cli/terminal.ts";

export { EXIT, type ExitCodes } from "./cli/exit_codes.ts";
export { runCli } from "./cli/run_cli.ts";
export type { Terminal } from "./cli/terminal.ts";

if (import.meta.main) Deno.exit(await runCli(Deno.args, realTerminal()));
