import { SourceMap, type SourceMapping } from "node:module";

/** A place in a text, from 1 up; 0 where it is not known. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Code that was written anew, what it was made of, and its source map. */
export interface Rewritten {
  readonly text: string;
  readonly code: string;
  readonly map: string;
}

/** Where that stands in the text which stands at a place of the code: the nearest before it that the map knows. */
export function originalPlace({ line, column }: Place, { text, code, map }: Rewritten): Place {
  if (line === 0) return { line: 0, column: 0 };
  const found: Partial<SourceMapping> = new SourceMap(JSON.parse(map)).findEntry(line - 1, column - 1);
  const { originalLine, originalColumn = 0, generatedLine, generatedColumn } = found;
  if (originalLine === undefined) return { line: 0, column: 0 };
  // Beyond what the map knows it goes on as in the code for as long as the two are the same.
  const made = lineOf(code, line - 1).slice(generatedColumn, column - 1);
  const isSame = generatedLine === line - 1 && lineOf(text, originalLine).startsWith(made, originalColumn);
  return { line: originalLine + 1, column: originalColumn + 1 + (isSame ? made.length : 0) };
}

function lineOf(text: string, at: number): string {
  return text.split(/\r\n|[\n\r\u2028\u2029]/)[at] ?? "";
}
