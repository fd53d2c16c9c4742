import { parseArgs } from "node:util";
import { statSync } from "node:fs";
import { ROOT } from "../lib/workspace.ts";

/** What is run how often. */
export interface FlakeOptions {
  runs: number;
  /** Folders, relative to the repository; none means all. */
  only: string[];
  /** The seed of the first run; each next has one more. */
  seed: number;
  /** When a run counts as hanging. */
  limitMs: number;
  /** For `deno test`. */
  rest: string[];
}

/** How the task is called. */
export const usage =
  "Usage: deno task flake [--runs 200] [--only FOLDER,FOLDER] [--seed N] [--limit SECONDS] [-- ARGUMENTS]";

/** The largest that `--shuffle` is given here, so that a seed is short to read out. */
const SEEDS = 1_000_000;

/** Reads the arguments: the options, what is wrong with them, or an empty text if help is asked for. */
export function readOptions(args: string[], root: string = ROOT): FlakeOptions | string {
  const split = args.indexOf("--");
  const [own, rest] = split === -1 ? [args, []] : [args.slice(0, split), args.slice(split + 1)];
  try {
    const { values } = parseArgs({
      args: own,
      options: {
        help: { type: "boolean", short: "h" },
        runs: { type: "string", default: "200" },
        only: { type: "string", multiple: true, default: [] },
        seed: { type: "string", default: String(crypto.getRandomValues(new Uint32Array(1))[0]! % SEEDS) },
        limit: { type: "string", default: "600" },
      },
    });
    if (values.help) return "";
    const only = values.only.flatMap((value) => value.split(",")).map((value) => value.replace(/\/$/, ""));
    for (const folder of only) {
      if (!isFolder(`${root}/${folder}`)) {
        return `Cannot repeat the tests: --only names folders of the repository, got ${JSON.stringify(folder)}`;
      }
    }
    return {
      runs: whole("runs", values.runs, 1),
      only,
      seed: whole("seed", values.seed, 0),
      limitMs: whole("limit", values.limit, 1) * 1000,
      rest,
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function whole(name: string, value: string, from: number): number {
  const number = /^\d+$/.test(value) ? Number(value) : NaN;
  if (Number.isSafeInteger(number) && number >= from) return number;
  throw new RangeError(`Cannot repeat the tests: --${name} is a whole number from ${from} up, got ${value}`);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
