import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import { ArgumentError } from "@superlearner/otp";

/** The options that a command takes. */
export type CommandOptions = ParseArgsOptionsConfig;

/** Options as they were given: words, switches, lists. */
export interface GivenOptions {
  /** By name. */
  readonly values: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
  /** What is no option. */
  readonly positionals: readonly string[];
  /** What stands behind `--`. */
  readonly rest: readonly string[];
}

/**
 * Reads the arguments of a command.
 *
 * @throws {ArgumentError} If an option is unknown, lacks its value, or has one too many.
 */
export function readOptions(
  args: readonly string[],
  { command, options }: { readonly command: string; readonly options: CommandOptions },
): GivenOptions {
  const end = args.indexOf("--");
  const own = end < 0 ? args : args.slice(0, end);
  const rest = end < 0 ? [] : args.slice(end + 1);
  try {
    const { values, positionals } = parseArgs({ args: [...own], options, allowPositionals: true, strict: true });
    return { values, positionals, rest };
  } catch (error) {
    if (!(error instanceof Error) || !String((error as { code?: unknown }).code).startsWith("ERR_PARSE_ARGS")) {
      throw error;
    }
    // Node explains at length how a value may begin with a dash: the first sentence is what was wrong.
    const rule = error.message.split(/\.\s/)[0]!.replace(/^./, (first) => first.toLowerCase());
    throw new ArgumentError(`run supertester ${command}`, { rule: `${rule} (see supertester ${command} --help)` });
  }
}

/** A whole number of at least 1. */
export function readCount(value: unknown, option: string): number {
  const count = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : NaN;
  if (Number.isSafeInteger(count) && count >= 1) return count;
  throw new ArgumentError(`use ${option}`, { rule: "it is a whole number from 1 up", value });
}

/** A text, if one was given. */
export function readText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** A list of texts; empty if none was given. */
export function readList(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}
