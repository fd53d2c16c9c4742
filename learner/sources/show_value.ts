import { Marked } from "./_revive.ts";

/** How much of a value is shown. */
export interface ShowOptions {
  /** How deep objects are shown within objects. @default {5} */
  depth?: number;
  /** How many entries of one object are shown. @default {50} */
  entries?: number;
  /** How long a text within may be. @default {500} */
  textLength?: number;
  /** How long all of it may be. @default {20_000} */
  length?: number;
  /** Line breaks and indents, or one line. @default {true} */
  pretty?: boolean;
}

/** What is left of a budget of characters, shared by one whole value. */
interface Sheet {
  readonly options: Required<ShowOptions>;
  readonly seen: Set<object>;
  left: number;
}

/**
 * A value as text for people, whatever it is: cycles, huge texts, `BigInt`, maps, errors, getters (which are not called).
 * Never fails and never gives more than it is allowed.
 */
export function showValue(value: unknown, options: ShowOptions = {}): string {
  const { depth = 5, entries = 50, textLength = 500, length = 20_000, pretty = true } = options;
  const sheet: Sheet = { options: { depth, entries, textLength, length, pretty }, seen: new Set(), left: length };
  try {
    const text = show(value, 0, sheet);
    return text.length > length ? `${text.slice(0, length)}…` : text;
  } catch {
    return "(cannot be shown)"; // a proxy whose traps throw
  }
}

function show(value: unknown, level: number, sheet: Sheet): string {
  const text = typeof value === "object" && value !== null ? showObject(value, level, sheet) : showPlain(value, sheet);
  sheet.left -= text.length;
  return text;
}

function showPlain(value: unknown, { options: { textLength } }: Sheet): string {
  switch (typeof value) {
    case "string": {
      const shown = JSON.stringify(value.slice(0, textLength));
      return value.length > textLength ? `${shown} … ${value.length - textLength} more` : shown;
    }
    case "bigint":
      return `${value}n`;
    case "function":
      return value.name === "" ? "function" : `function ${value.name}`;
    default:
      return String(value);
  }
}

function showObject(object: object, level: number, sheet: Sheet): string {
  const { options, seen } = sheet;
  if (seen.has(object)) return "(circular)";
  if (object instanceof Date) return Number.isNaN(object.getTime()) ? "Date invalid" : object.toISOString();
  if (object instanceof Marked) return object.words;
  if (object instanceof Error) return `${object.name}: ${object.message}`;
  if (ArrayBuffer.isView(object) && !Array.isArray(object)) return `${nameOf(object)} of ${object.byteLength} bytes`;
  const [open, close, parts] = partsOf(object);
  if (parts.length === 0) return `${open}${close}`;
  if (level >= options.depth || sheet.left <= 0) return `${open}…${close}`;
  seen.add(object);
  const lines: string[] = [];
  for (const [key, value] of parts.slice(0, options.entries)) {
    if (sheet.left <= 0) break;
    const shown = value === GETTER ? "(getter)" : show(value, level + 1, sheet);
    lines.push(key === undefined ? shown : `${keyText(key, level, sheet)}: ${shown}`);
  }
  seen.delete(object);
  if (lines.length < parts.length) lines.push(`… ${parts.length - lines.length} more`);
  return layOut(lines, { open, close, level, pretty: options.pretty });
}

const GETTER = Symbol("getter");

type Part = readonly [key: unknown, value: unknown];

function partsOf(object: object): [open: string, close: string, parts: Part[]] {
  if (Array.isArray(object)) return ["[", "]", Array.from(object, (value) => [undefined, value])];
  if (object instanceof Map) return ["Map {", "}", [...object]];
  if (object instanceof Set) return ["Set {", "}", Array.from(object, (value) => [undefined, value])];
  const name = nameOf(object);
  const parts = Object.keys(object).map((key): Part => {
    const field = Object.getOwnPropertyDescriptor(object, key);
    return [key, field !== undefined && "value" in field ? field.value : GETTER];
  });
  return [name === "" || name === "Object" ? "{" : `${name} {`, "}", parts];
}

function nameOf(object: object): string {
  const { constructor } = Object.getPrototypeOf(object) ?? {};
  return typeof constructor === "function" ? String(constructor.name) : "";
}

function keyText(key: unknown, level: number, sheet: Sheet): string {
  if (typeof key === "string" && /^[\w$.<>-]{1,60}$/.test(key)) return key;
  return show(key, level + 1, sheet);
}

function layOut(
  lines: readonly string[],
  { open, close, level, pretty }: { open: string; close: string; level: number; pretty: boolean },
): string {
  const single = `${open} ${lines.join(", ")} ${close}`;
  if (!pretty || (single.length <= 72 && !single.includes("\n"))) {
    return open === "[" ? `[${lines.join(", ")}]` : single;
  }
  const indent = "  ".repeat(level + 1);
  return `${open}\n${lines.map((line) => `${indent}${line}`).join(",\n")}\n${"  ".repeat(level)}${close}`;
}
