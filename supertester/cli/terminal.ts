import { styleText } from "node:util";

/** What the command sees of the world, and where it speaks. */
export interface Terminal {
  /** Says a line. */
  readonly print: (line: string) => void;
  /** Says a line that is no result: complaints. */
  readonly complain: (line: string) => void;
  /** Writes bytes as they are: what a program that was started prints. */
  readonly write: (bytes: Uint8Array) => void;
  /** Whether what is said may have colours. */
  readonly styled: boolean;
  /** Whether a line may be written over the one before. */
  readonly interactive: boolean;
  /** A variable of the environment. */
  readonly env: (name: string) => string | undefined;
  /** The folder in which the command was started. */
  readonly cwd: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** How words are meant, and so how they look; they stay as they are where no colours are wanted. */
export function colours({ styled }: Pick<Terminal, "styled">): Record<"good" | "bad" | "warn" | "soft", Paint> {
  const paint = (format: "green" | "red" | "yellow" | "gray"): Paint => (text) =>
    styled ? styleText(format, text, { validateStream: false }) : text;
  return { good: paint("green"), bad: paint("red"), warn: paint("yellow"), soft: paint("gray") };
}

/** Puts a colour around a text. */
export type Paint = (text: string) => string;

/**
 * Whether colours are wanted: `NO_COLOR` with anything in it says no, `FORCE_COLOR` yes (`0` no), else it depends on
 * whether a person looks.
 */
export function wantsColour(env: Terminal["env"], isTerminal: boolean): boolean {
  if (env("NO_COLOR")) return false;
  const forced = env("FORCE_COLOR");
  if (forced !== undefined && forced !== "") return forced !== "0" && forced !== "false";
  return isTerminal && env("TERM") !== "dumb";
}

/** The terminal in which the program runs. */
export function realTerminal(): Terminal {
  const env = (name: string) => Deno.env.get(name);
  const isTerminal = Deno.stdout.isTerminal();
  return {
    print: (line) => console.log(line),
    complain: (line) => console.error(line),
    write: (bytes) => {
      for (let written = 0; written < bytes.length;) written += Deno.stdout.writeSync(bytes.subarray(written));
    },
    styled: wantsColour(env, isTerminal),
    interactive: isTerminal && !env("CI"),
    env,
    cwd: Deno.cwd(),
    now: () => Date.now(),
  };
}
