import { ArgumentError } from "@superlearner/otp";
import type { TestResult } from "../results/result.ts";
import { parseResults } from "../results/result_lines.ts";
import { buildReport, outcomesById } from "./build_report.ts";
import { readJunit, type TestRun } from "./read_junit.ts";
import type { Report } from "./report.ts";
import { outputErrors } from "./runner_output.ts";
import { formatHistoryRun, type HistoryRun, parseHistory } from "./test_history.ts";

/** What was run, as it stands in `session.json`. */
export interface SessionFacts {
  /** When it began, milliseconds since 1970. */
  readonly at: number;
  /** The commit; empty where not known. */
  readonly commit: string;
  /** The state of the code: the commit, or a name of its own where files were changed since. */
  readonly state: string;
  /** What was handed to `deno test`. */
  readonly args: readonly string[];
  /** Whether a result that did not pass is a regression. @default {true} */
  readonly gate?: boolean;
}

/** How one run of a session ended, as it stands in `run.json`. */
export interface RunFacts {
  /** When it began, milliseconds since 1970. */
  readonly at: number;
  /** How long it took. */
  readonly durationMs: number;
  /** The exit code of `deno test`. */
  readonly code: number;
}

/** Where a run's files are: what `deno test` and its tests write. */
export interface RunPaths {
  /** Deno's JUnit report. */
  readonly junit: string;
  /** What was printed, without colours. */
  readonly output: string;
  /** The folder of what tests publish. */
  readonly results: string;
}

/** How a folder is opened. */
export interface ResultsFolderOptions {
  /** How many sessions are kept; older ones are removed when a new one begins. @default {20} */
  readonly sessions?: number;
  /** How many runs the history keeps. @default {500} */
  readonly historyRuns?: number;
}

const SESSION = /^\d{8}T\d{9}Z(?:-\d+)?$/;

/**
 * A folder of results: `runs/SESSION/N/` holds what one run left (Deno's JUnit report, its output, what tests published),
 * `history.jsonl` how every test ended in the runs before. Nothing outside of the folder is ever written or removed.
 */
export class ResultsFolder {
  /** Where it is. */
  readonly path: string;
  readonly #sessions: number;
  readonly #historyRuns: number;

  /** Names the folder; it is made when something is written. */
  constructor(path: string, { sessions = 20, historyRuns = 500 }: ResultsFolderOptions = {}) {
    this.path = path;
    this.#sessions = sessions;
    this.#historyRuns = historyRuns;
  }

  /** Begins a session, and removes those that are too many. Gives its name. */
  async begin(facts: SessionFacts): Promise<string> {
    await Deno.mkdir(`${this.path}/runs`, { recursive: true });
    await writeNew(`${this.path}/.gitignore`, "*\n");
    const stamp = new Date(facts.at).toISOString().replaceAll(/[-:.]/g, "");
    let session = stamp;
    for (let copy = 2; !await makeFolder(`${this.path}/runs/${session}`); copy++) session = `${stamp}-${copy}`;
    await Deno.writeTextFile(`${this.path}/runs/${session}/session.json`, `${JSON.stringify(facts, null, 2)}\n`);
    for (const old of (await this.sessions()).slice(this.#sessions)) {
      await Deno.remove(`${this.path}/runs/${old}`, { recursive: true });
    }
    return session;
  }

  /** Makes the place of a session's next run, counted from 1. */
  async beginRun(session: string, run: number): Promise<RunPaths> {
    const paths = this.#paths(session, run);
    await Deno.mkdir(paths.results, { recursive: true });
    return paths;
  }

  /** Notes how a run ended, and takes its tests into the history. Gives the tests. */
  async endRun(session: string, { run, facts }: { run: number; facts: RunFacts }): Promise<TestRun[]> {
    await Deno.writeTextFile(`${this.path}/runs/${session}/${run}/run.json`, `${JSON.stringify(facts, null, 2)}\n`);
    const { state } = await this.#facts(session);
    const { tests } = await this.#readRun(session, run);
    await this.#remember({ at: facts.at, state, tests: outcomesById(tests) });
    return tests;
  }

  /** The names of the sessions, the newest first. */
  async sessions(): Promise<string[]> {
    const names = await namesIn(`${this.path}/runs`);
    return names.filter((name) => SESSION.test(name)).sort().reverse();
  }

  /** What was run in a session. */
  async session(name: string): Promise<SessionFacts> {
    return await this.#facts(name);
  }

  /**
   * The report of a session, the newest unless another is named.
   *
   * @throws {ArgumentError} If there is none, or none of the name.
   */
  async report({ title, session }: { title: string; session?: string }): Promise<Report> {
    const sessions = await this.sessions();
    const name = session ?? sessions[0];
    const action = "read results";
    if (name === undefined) {
      throw new ArgumentError(action, { rule: "tests have been run, into this folder", value: this.path });
    }
    if (!sessions.includes(name)) {
      throw new ArgumentError(action, { rule: `the session is one of ${sessions.join(", ")}`, value: name });
    }
    const { at, commit, gate = true } = await this.#facts(name);
    const numbers = (await namesIn(`${this.path}/runs/${name}`)).map(Number).filter((run) => run > 0);
    const runs = await Promise.all(numbers.sort((one, other) => one - other).map((run) => this.#readRun(name, run)));
    const { runs: history, skipped } = parseHistory(await readText(`${this.path}/history.jsonl`) ?? "");
    return buildReport({
      title,
      at,
      commit,
      durationMs: runs.reduce((sum, { durationMs }) => sum + durationMs, 0),
      runs: runs.map(({ tests }) => tests),
      results: runs.flatMap(({ results }) => results),
      history,
      errors: runs.length === 0 ? ["No test was run"] : [...new Set(runs.flatMap(({ errors }) => errors))],
      problems: [
        ...runs.flatMap(({ problems }) => problems),
        ...(skipped > 0 ? [`history.jsonl: ${skipped} lines could not be read and were passed over`] : []),
      ],
      gate,
    });
  }

  #paths(session: string, run: number): RunPaths {
    const folder = `${this.path}/runs/${session}/${run}`;
    return { junit: `${folder}/junit.xml`, output: `${folder}/output.txt`, results: `${folder}/results` };
  }

  async #facts(session: string): Promise<SessionFacts> {
    const facts = readJson(await readText(`${this.path}/runs/${session}/session.json`)) as Partial<SessionFacts>;
    const { at = 0, commit = "", state = session, args = [], gate = true } = facts;
    return { at, commit, state: state === "" ? session : state, args, gate };
  }

  async #readRun(session: string, run: number): Promise<RunContent> {
    const { junit, output, results: folder } = this.#paths(session, run);
    const { code, durationMs = 0 } = readJson(
      await readText(`${this.path}/runs/${session}/${run}/run.json`),
    ) as Partial<RunFacts>;
    const errors: string[] = [];
    const problems: string[] = [];
    let tests: TestRun[] = [];
    try {
      tests = readJunit(await readText(junit) ?? EMPTY);
    } catch (error) {
      errors.push(`${junit}: ${error instanceof Error ? error.message : error}`);
    }
    const results: TestResult[] = [];
    for (const name of (await namesIn(folder)).filter((name) => name.endsWith(".jsonl")).sort()) {
      const read = parseResults(await readText(`${folder}/${name}`) ?? "", name);
      results.push(...read.results);
      problems.push(...read.problems);
    }
    errors.push(...outputErrors(await readText(output) ?? "", { code: code ?? -1, tests }));
    return { tests, results, errors, problems, durationMs };
  }

  async #remember(run: HistoryRun): Promise<void> {
    const path = `${this.path}/history.jsonl`;
    const before = await readBytes(path);
    // A line that was torn must not take this one with it.
    const ended = before.length === 0 || before.at(-1) === LINE_END ? "" : "\n";
    await Deno.writeTextFile(path, ended + formatHistoryRun(run), { append: true });
    // Lines are counted, and read only when there are too many: this is done after every run.
    let lines = 1;
    for (let at = before.indexOf(LINE_END); at >= 0; at = before.indexOf(LINE_END, at + 1)) lines++;
    if (lines <= this.#historyRuns * 1.25) return;
    const { runs } = parseHistory(new TextDecoder().decode(before));
    const kept = [...runs, run].slice(-this.#historyRuns).map(formatHistoryRun).join("");
    await Deno.writeTextFile(`${path}.new`, kept);
    await Deno.rename(`${path}.new`, path);
  }
}

/** What a run left. */
interface RunContent {
  readonly tests: TestRun[];
  readonly results: TestResult[];
  readonly errors: string[];
  readonly problems: string[];
  readonly durationMs: number;
}

const EMPTY = "<testsuites/>";
const LINE_END = 0x0a;

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return new Uint8Array();
    throw error;
  }
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

async function namesIn(path: string): Promise<string[]> {
  try {
    return (await Array.fromAsync(Deno.readDir(path))).map(({ name }) => name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

/** Makes a folder, unless it is there already. */
async function makeFolder(path: string): Promise<boolean> {
  try {
    await Deno.mkdir(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return false;
    throw error;
  }
}

async function writeNew(path: string, text: string): Promise<void> {
  try {
    await Deno.writeTextFile(path, text, { createNew: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
  }
}

/** A file that was torn has no facts; what it is about is shown all the same. */
function readJson(text: string | undefined): object {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
