import type { Terminal } from "../terminal.ts";

/** A terminal that remembers what was said. */
export interface HeardTerminal extends Terminal {
  /** What was printed, lines and bytes, in order. */
  readonly text: () => string;
  /** What was complained of. */
  readonly complaints: string[];
}

/** A terminal for tests: nobody looks, nothing is set in the environment, and each look at the clock takes 1 ms. */
export function heardTerminal(
  parts: Partial<Terminal> & { vars?: Readonly<Record<string, string>> } = {},
): HeardTerminal {
  const { vars = {}, ...given } = parts;
  const decoder = new TextDecoder();
  const complaints: string[] = [];
  let text = "";
  let now = Date.UTC(2026, 0, 2, 3, 4, 5);
  return {
    print: (line) => void (text += `${line}\n`),
    write: (bytes) => void (text += decoder.decode(bytes)),
    complain: (line) => void complaints.push(line),
    styled: false,
    interactive: false,
    env: (name) => vars[name],
    cwd: ".",
    now: () => now++,
    ...given,
    text: () => text,
    complaints,
  };
}
