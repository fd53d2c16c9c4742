import { ArgumentError, type MessagePolicy } from "@superlearner/otp";

/**
 * What a test has for its own. `basic`: System, names, clock, chance, log. `full`: what it changes in the environment is put
 * back as well. `contamination`: in addition nothing of the host may be changed by it; it is not to run beside others.
 */
export type IsolationMode = "basic" | "registry" | "full" | "contamination";

/** How the modes differ for whoever runs them. */
export const isolationModes: Readonly<
  Record<IsolationMode, { readonly parallel: boolean; readonly timeoutMs: number }>
> = {
  basic: { parallel: true, timeoutMs: 5_000 },
  registry: { parallel: true, timeoutMs: 10_000 },
  full: { parallel: true, timeoutMs: 15_000 },
  contamination: { parallel: false, timeoutMs: 30_000 },
};

/** What a test's world is made of. */
export interface IsolationOptions {
  /** What the test has for its own. @default {"basic"} */
  mode?: IsolationMode;
  /**
   * Whose time it is: the machine's; or virtual, which goes on by itself as soon as nothing else is left to do, so that a
   * minute takes as long as what happens in it. In virtual time, what comes from outside (a file, `fetch`) is awaited by
   * `t.external`.
   *
   * @default {"real"}
   */
  clock?: "real" | "virtual";
  /**
   * In virtual time: whether it goes on by itself; `"manual"`: only by `t.advance`, and a wait that only a timer could end
   * fails with when that is due.
   *
   * @default {"auto"}
   */
  advance?: "auto" | "manual";
  /** Where the System's chance comes from, and in virtual time the order of turns. @default {0} */
  seed?: number;
  /** The order of turns, in virtual time: first come, first served, or by the seed. @default {"fifo"} */
  order?: "fifo" | "random";
  /** What sender and receiver of a message share. @default {"freeze"} */
  messages?: MessagePolicy;
  /** Whether what the test leaves behind makes it fail. @default {"fail"} */
  leaks?: "fail" | "ignore";
  /** Whether messages are written down, so that a failure can show them; `false` for tests of many. @default {true} */
  trace?: boolean;
  /** How long the test may take, in milliseconds of System time. @default that of the mode; `Infinity` in virtual time */
  timeoutMs?: number;
}

/** The values that an option of few may have. */
const CHOICES = {
  mode: Object.keys(isolationModes),
  clock: ["real", "virtual"],
  advance: ["auto", "manual"],
  order: ["fifo", "random"],
  leaks: ["fail", "ignore"],
  messages: ["share", "freeze", "copy"],
} as const;

const OTHERS = ["seed", "trace", "timeoutMs"];

/** Refuses options that are none. */
export function checkIsolation(options: IsolationOptions): IsolationOptions {
  const refuse = (rule: string, value: unknown): never => {
    throw new ArgumentError("isolate a test", { rule, value });
  };
  if (typeof options !== "object" || options === null) refuse("its options are an object", options);
  for (const [key, value] of Object.entries(options)) {
    const choices: readonly string[] | undefined = CHOICES[key as keyof typeof CHOICES];
    if (value === undefined) continue;
    if (choices === undefined && !OTHERS.includes(key)) {
      refuse(`its options are ${[...Object.keys(CHOICES), ...OTHERS].join(", ")}`, key);
    }
    if (choices !== undefined && !choices.includes(value as string)) refuse(`${key} is ${choices.join(" or ")}`, value);
  }
  const { clock = "real", advance, seed = 0, timeoutMs = 0, trace = true } = options;
  if (advance !== undefined && clock === "real") refuse('advance is for clock "virtual"', advance);
  if (!Number.isSafeInteger(seed)) refuse("the seed is a whole number", seed);
  if (typeof timeoutMs !== "number" || !(timeoutMs >= 0)) refuse("timeoutMs is a number from 0 up", timeoutMs);
  if (typeof trace !== "boolean") refuse("trace is true or false", trace);
  return options;
}
