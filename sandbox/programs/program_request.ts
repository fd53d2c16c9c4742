/** How a guest wants a program to be started; the guest's words, and of the right form. */
export interface ProgramRequest {
  readonly args: readonly string[];
  /** Where it is to work; in the folder of its own where nothing is said. */
  readonly cwd: string | undefined;
  /** Variables with the values that the guest gives them. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether it has none of those that were granted, but for what `env` says. */
  readonly clearEnv: boolean;
  readonly stdin: "piped" | "null";
  readonly stdout: "piped" | "null";
  readonly stderr: "piped" | "null";
}

/** As many as any system takes. */
const MOST_ARGUMENTS = 1000;

/** Reads it. Whether it is granted is not looked at. @throws {TypeError} If it is none. */
export function readProgramRequest(asked: unknown): ProgramRequest {
  const { args = [], cwd, env = {}, clearEnv = false, stdin, stdout, stderr } = (asked ?? {}) as Record<
    string,
    unknown
  >;
  if (!Array.isArray(args) || args.length > MOST_ARGUMENTS || !args.every(isArgument)) {
    throw new TypeError(`Arguments of a program are at most ${MOST_ARGUMENTS} texts without NUL`);
  }
  if (cwd !== undefined && !isArgument(cwd)) throw new TypeError("The folder of a program is a text without NUL");
  if (typeof env !== "object" || env === null || !Object.entries(env).every(isVariable)) {
    throw new TypeError("Variables of a program are texts by name");
  }
  return {
    args: args as string[],
    cwd,
    env: env as Record<string, string>,
    clearEnv: clearEnv === true,
    stdin: pipeOf(stdin),
    stdout: pipeOf(stdout),
    stderr: pipeOf(stderr),
  };
}

function pipeOf(asked: unknown): "piped" | "null" {
  if (asked === undefined || asked === "null") return "null";
  if (asked === "piped") return asked;
  throw new TypeError('Input and outputs of a program are "piped" or "null": there is nothing to inherit in a sandbox');
}

function isArgument(value: unknown): value is string {
  return typeof value === "string" && !value.includes("\0");
}

function isVariable([name, value]: [string, unknown]): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && isArgument(value);
}

/** Whether a variable says what code a program loads before its own: a guest gives it no value, whatever was granted. */
export function isLoaderVariable(name: string): boolean {
  return /^(LD|DYLD)_/i.test(name);
}
