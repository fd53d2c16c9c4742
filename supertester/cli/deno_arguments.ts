import { ArgumentError } from "@superlearner/otp";

/** What `deno test` is called with. */
export interface DenoArguments {
  /** What the user gave for Deno: flags, files. */
  readonly own: readonly string[];
  /** The folder into which tests publish. */
  readonly results: string;
  /** Where Deno writes its report. */
  readonly junit: string;
  /** The module that is loaded before each test file. */
  readonly preload: string;
  /** Whether in another order, and the seed of it. */
  readonly shuffle?: number;
  /** Whether several files at the same time. */
  readonly parallel?: boolean;
}

/** What does not go together with a run that is recorded, and why. */
const REFUSED: readonly (readonly [flag: string, why: string])[] = [
  ["--junit-path", "supertester has Deno's JUnit report written itself (supertester report --format junit)"],
  ["--watch", "a run that is recorded has an end"],
  ["--no-run", "tests are run"],
];

/** Variables of the environment that this package reads in tests. */
const VARIABLES = ["SUPERTESTER_RESULTS", "SUPERTESTER_REPLAY", "SUPERTESTER_SEED"];

/**
 * Puts together the arguments for Deno. Tests keep the permissions that the user gave them, and get two more: to write
 * into the folder of results, and to read the variables of this package.
 *
 * @throws {ArgumentError} If the user's arguments cannot be combined with a run that is recorded.
 */
export function denoArguments({ own, results, junit, preload, shuffle, parallel = false }: DenoArguments): string[] {
  for (const [flag, why] of REFUSED) {
    const found = flagsOf(own).find((arg) => arg === flag || arg.startsWith(`${flag}=`));
    if (found !== undefined) throw new ArgumentError("run the tests", { rule: why, value: found });
  }
  return [
    "test",
    ...permissions(own, results),
    `--preload=${preload}`,
    `--junit-path=${junit}`,
    ...(shuffle === undefined || has(own, "--shuffle") ? [] : [`--shuffle=${shuffle}`]),
    ...(parallel && !has(own, "--parallel") ? ["--parallel"] : []),
    ...own,
  ];
}

/** A permission without a list is for everything: a list beside it would make it smaller. */
function permissions(own: readonly string[], results: string): string[] {
  return [
    ...(has(own, "--allow-all", "A") || has(own, "--allow-write", "W") ? [] : [`--allow-write=${results}`]),
    ...(allowsEveryVariable(own) ? [] : [`--allow-env=${VARIABLES.join(",")}`]),
  ];
}

/** Whether the arguments allow to read every variable of the environment, so that one more must not be named. */
export function allowsEveryVariable(own: readonly string[]): boolean {
  return has(own, "--allow-all", "A") || has(own, "--allow-env", "E");
}

/** Whether a flag is given without a value, as a word or among letters such as `-RW`. */
function has(own: readonly string[], flag: string, letter?: string): boolean {
  return flagsOf(own).some((arg) =>
    arg === flag || letter !== undefined && new RegExp(`^-[A-Za-z]*${letter}[A-Za-z]*$`).test(arg)
  );
}

/** Flags whose value is an argument of its own. */
const VALUED = new Set([
  ..."--filter --config -c --import-map --lock --seed --ext --location --conditions --preload --require --cert".split(
    " ",
  ),
  ..."--env-file --ignore --junit-path --reporter --v8-flags".split(" "),
]);

/** Flags that choose tests, or run them more than once. */
const CHOOSING =
  /^--(?:filter|shuffle|repeats|retry|shard|changed|related|coverage|fail-fast|parallel|junit-path)(?:=|$)/;

/** What still holds of a run's arguments when one of its tests is to be run again: all but files and what chooses. */
export function withoutChoice(own: readonly string[]): string[] {
  const flags = flagsOf(own);
  const kept: string[] = [];
  for (let place = 0; place < flags.length; place++) {
    const arg = flags[place]!;
    const value = VALUED.has(arg) ? flags[++place] : undefined;
    if (!arg.startsWith("-") || CHOOSING.test(arg)) continue;
    kept.push(arg, ...(value === undefined ? [] : [value]));
  }
  return kept;
}

/** What stands before `--`: what follows is for the tests. */
function flagsOf(own: readonly string[]): readonly string[] {
  const end = own.indexOf("--");
  return end < 0 ? own : own.slice(0, end);
}
