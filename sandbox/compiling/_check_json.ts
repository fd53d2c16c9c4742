import type { Transpiled } from "./transpiled.ts";

/** What is wrong with a text that is to be JSON, and where. */
export function checkJson(text: string): Transpiled["diagnostics"][number] | undefined {
  const message = faultOf(text);
  if (message === undefined) return undefined;
  const before = text.slice(0, faultAt(text, message)).split("\n");
  return { line: before.length, column: before.at(-1)!.length + 1, code: "JSON", message };
}

function faultOf(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return error.message;
  }
}

/** The parser does not always say where; then it is after the longest beginning that merely ends too soon. */
function faultAt(text: string, message: string): number {
  const told = positionIn(message);
  if (told !== undefined) return told;
  let good = 0;
  let bad = isCut(text) ? text.length + 1 : text.length;
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1;
    if (isCut(text.slice(0, middle))) good = middle;
    else bad = middle;
  }
  return bad - 1;
}

/** Whether nothing is wrong with it but that there could be more. */
function isCut(text: string): boolean {
  const message = faultOf(text);
  if (message === undefined || message === "Unexpected end of JSON input") return true;
  return positionIn(message) === text.length;
}

function positionIn(message: string): number | undefined {
  const [, position] = /in JSON at position (\d+) \(line \d+ column \d+\)$/.exec(message) ?? [];
  return position === undefined ? undefined : Number(position);
}
