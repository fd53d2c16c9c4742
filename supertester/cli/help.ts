/** The commands, in the order in which help names them. */
export type CommandName = "test" | "report" | "replay" | "editor";

/** What the command says of itself. */
export const HELP: string = `supertester runs Deno's tests and keeps what they found.

Usage: supertester COMMAND [OPTIONS]

Commands:
  test      Run the tests, record their results and their history
  report    Write a report of what was run: one HTML page, JUnit, Markdown, JSON
  replay    Run a simulation that failed once more, exactly as it was
  editor    Print settings, snippets or launch configurations for VS Code

Options:
  -h, --help       Help; after a command, about that command
  -V, --version    The version

Exit codes:
  0   all is as it should be
  1   a test failed, something outside of tests did, or no test was run
  2   wrong usage or configuration; nothing was run
  3   all tests passed, and a result did not: a regression of performance, chaos not survived
  130 interrupted

Configuration: supertester.json in the folder; the package has a JSON schema for it.
NO_COLOR=1 turns colours off.
`;

const RESULTS = `  --results DIR      The folder of results (default: .supertester)
  --config FILE      The configuration (default: supertester.json)
  -h, --help         This help`;

/** What each command says of itself. */
export const COMMAND_HELP: Readonly<Record<CommandName, string>> = {
  test: `Run the tests, record their results and their history.

Usage: supertester test [OPTIONS] [FILES] [-- DENO TEST ARGUMENTS]

  supertester test
  supertester test cart_test.ts -- --allow-net --filter "adds"
  supertester test --repeat 200 --shuffle --parallel

Runs "deno test". Tests keep the permissions you give, and get two more: to write into the folder of results and to read
SUPERTESTER_RESULTS, SUPERTESTER_REPLAY and SUPERTESTER_SEED.

Options:
  --repeat N         Run everything N times; with what differs between runs, a test is flaky (default: 1)
  --shuffle          Another order in each run
  --parallel         Several files at the same time
  --until-failure    With --repeat: stop after the first run that fails
  --no-gate          A result that did not pass, in a test that passed, is no failure: for tests of failures
  --report FORMAT    Write the report afterwards: html, json, junit, markdown; may be given several times
  --title TEXT       What reports are called (default: the name of the folder)
${RESULTS}

In a job of GitHub Actions failures become annotations, and the job gets a summary.
Exit codes: 0 passed, 1 failed, 2 wrong usage, 3 regressed, 130 interrupted.
`,
  report: `Write a report of what was run last.

Usage: supertester report [OPTIONS]

  supertester report
  supertester report --format junit --format markdown
  supertester report --format json --stdout

Writes into the folder of results: report.html, report.json, junit.xml, report.md.

Options:
  --format FORMAT    html, json, junit, markdown; may be given several times (default: html)
  --stdout           Print the report instead; with one format
  --session NAME     Another session than the last
  --sessions         List the sessions
  --github           Print annotations for GitHub, and add to $GITHUB_STEP_SUMMARY
  --check            End with the exit code of the tests: 1 failed, 3 regressed
  --title TEXT       What the report is called (default: the name of the folder)
${RESULTS}
`,
  replay: `Run a simulation that failed once more, exactly as it was.

Usage: supertester replay [LINE | SEED] [OPTIONS] [FILES] [-- DENO TEST ARGUMENTS]

  supertester replay
  supertester replay otp1:seed=7:by=pct-3-100:choices=0x3,1
  supertester replay 7
  supertester replay "SUPERTESTER_REPLAY=otp1:seed=7:by=pos deno test --filter 'no money is lost' bank_test.ts"

Without a line: the newest simulation that failed. With a seed: the newest failure of that seed, or if there is none the
whole search that begins with it. The test, its file and the arguments for Deno are those of the run that recorded it.
Of a run elsewhere, as on a build server, paste the whole command that the failure printed, or give the line and
--filter.

Options:
  --filter NAME      The test, where no recorded result names it
  --inspect-brk      Wait for a debugger
${RESULTS}

Exit codes: 0 the test passes now, 1 it fails, 2 nothing to replay.
`,
  editor: `Print settings, snippets or launch configurations for VS Code and its Deno extension.

Usage: supertester editor settings | snippets | launch

  supertester editor settings > .vscode/settings.json
  supertester editor snippets > .vscode/supertester.code-snippets
  supertester editor launch   > .vscode/launch.json
`,
};
