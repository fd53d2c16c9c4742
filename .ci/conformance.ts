/**
 * The page that says how `otp` keeps to Erlang/OTP. Its table is made from the names of the tests (`case 12: …`), so it
 * claims what is tested and nothing else; every case has a test, or a line of its own in the hand-written part that says
 * what holds in its place (`| 59 | …`).
 *
 *     deno run -A .ci/conformance.ts           checks that the page is fresh and complete
 *     deno run -A .ci/conformance.ts --write   writes the table anew
 *
 * Cannot see: whether a test tests what its name says.
 */
import { listFiles } from "./lib/files.ts";
import { report } from "./lib/report.ts";
import { ROOT } from "./lib/workspace.ts";

/** The page, relative to the root. */
export const PAGE = "otp/CONFORMANCE.md";

const BEGIN = "<!-- made by .ci/conformance.ts -->";
const END = "<!-- end -->";

/** The chapters of the list of cases: each begins with this number, and ends where the next begins. */
export const CHAPTERS: readonly (readonly [first: number, title: string])[] = [
  [1, "Processes and pids"],
  [11, "Signals and their order"],
  [19, "Exit and exit signals"],
  [31, "Links"],
  [39, "Monitors"],
  [50, "Aliases"],
  [53, "Names"],
  [60, "Receive"],
  [65, "Timers"],
  [73, "Process information"],
  [77, "Ancestry, crash reports, start"],
  [82, "GenServer: start"],
  [90, "GenServer: calls, casts, messages"],
  [107, "GenServer: time-outs and continue"],
  [115, "GenServer: terminate and stop"],
  [125, "Supervisor: start and shutdown"],
  [139, "Supervisor: restarts"],
  [152, "Supervisor: managing children"],
  [160, "Significant children"],
  [164, "DynamicSupervisor"],
  [171, "PartitionSupervisor"],
  [175, "Registry"],
  [185, "Task"],
  [195, "Task.asyncStream"],
  [201, "Agent"],
  [206, "GenStateMachine"],
  [219, "Application"],
  [226, "sys"],
];

/** The last case. */
export const LAST = 234;

/** A test that holds a case. */
export interface Held {
  readonly number: number;
  /** What it says. */
  readonly rule: string;
}

/** Reads the cases that the tests of a file hold: `case 12: rule`, `cases 158 and 159: rule`. */
export function readCases(source: string): Held[] {
  return [...source.matchAll(/Deno\.test\(\s*(["'`])cases? ([\d, and-]+): ([^\n]*?)\1\s*,/g)].flatMap(
    ([, , list, rule]) => {
      return list!.match(/\d+/g)!.map((number) => ({ number: Number(number), rule: rule! }));
    },
  );
}

/** The table of what the tests hold, chapter by chapter. */
export function formatCases(held: readonly Held[]): string {
  return CHAPTERS.map(([first, title], at) => {
    const next = CHAPTERS[at + 1]?.[0] ?? LAST + 1;
    const rows = held
      .filter(({ number }) => number >= first && number < next)
      .sort((one, other) => one.number - other.number || (one.rule < other.rule ? -1 : 1))
      .map(({ number, rule }) => `- **${number}** ${rule.replaceAll(/([*_<>`[\]|])/g, "\\$1")}`);
    return `### ${title}\n\n${rows.join("\n")}\n`;
  }).join("\n");
}

/** The page with the table in its place. */
export function fillPage(page: string, table: string): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) {
    throw new Error(`Cannot fill ${PAGE}: it has the lines ${BEGIN} and ${END} in this order`);
  }
  return `${page.slice(0, begin + BEGIN.length)}\n\n${table}\n${page.slice(end)}`;
}

/** Cases that are neither held by a test nor spoken of in a row of the hand-written part. */
export function missingCases(held: readonly Held[], page: string): number[] {
  const spokenOf = new Set(
    [...page.matchAll(/^\| *(\d[\d, ]*)\|/gm)].flatMap(([, list]) => list!.match(/\d+/g)!.map(Number)),
  );
  for (const { number } of held) spokenOf.add(number);
  return Array.from({ length: LAST }, (_, at) => at + 1).filter((number) => !spokenOf.has(number));
}

async function readAll(): Promise<Held[]> {
  const paths = (await listFiles()).filter((path) => path.startsWith("otp/") && path.endsWith("_test.ts"));
  const sources = await Promise.all(paths.map((path) => Deno.readTextFile(`${ROOT}/${path}`)));
  return sources.flatMap(readCases);
}

if (import.meta.main) {
  const held = await readAll();
  const page = await Deno.readTextFile(`${ROOT}/${PAGE}`);
  const filled = fillPage(page, formatCases(held));
  if (Deno.args.includes("--write")) await Deno.writeTextFile(`${ROOT}/${PAGE}`, filled);
  report("conformance", [
    ...missingCases(held, page).map((number) => `${PAGE}: case ${number} has neither a test nor a row that says why`),
    ...(filled === page || Deno.args.includes("--write")
      ? []
      : [`${PAGE}: the table is out of date, run it with --write`]),
  ]);
}
