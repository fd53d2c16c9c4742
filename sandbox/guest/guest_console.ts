/** What a console writes on: the level, and the line. */
export type WriteLine = (level: string, text: string) => void;

/** How much of one value is shown. */
const LONGEST = 2000;
const DEEPEST = 4;

/** A console whose lines go over the wall. */
export function makeConsole(write: WriteLine): Readonly<Record<string, (...values: unknown[]) => void>> {
  const counts = new Map<string, number>();
  const line = (level: string) => (...values: unknown[]) => write(level, values.map((each) => shown(each)).join(" "));
  const error = line("error");
  return Object.freeze({
    log: line("log"),
    info: line("info"),
    debug: line("debug"),
    warn: line("warn"),
    error,
    trace: line("log"),
    dir: line("log"),
    table: line("log"),
    group: line("log"),
    groupEnd() {},
    time() {},
    timeEnd() {},
    count(label: unknown = "default") {
      const key = String(label);
      counts.set(key, (counts.get(key) ?? 0) + 1);
      write("log", `${key}: ${counts.get(key)}`);
    },
    assert(holds: unknown, ...values: unknown[]) {
      if (!holds) error("Assertion failed", ...values);
    },
  });
}

/** A value for people. */
export function shown(value: unknown): string {
  const text = typeof value === "string" ? value : show(value, 0, new Set());
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function show(value: unknown, depth: number, above: Set<object>): string {
  try {
    if (typeof value === "string") return JSON.stringify(value);
    if (typeof value === "bigint") return `${value}n`;
    if (typeof value === "function") return `[Function: ${value.name}]`;
    if (typeof value !== "object" || value === null) return String(value);
    return showObject(value, depth, above);
  } catch {
    return "[what cannot be shown]";
  }
}

function showObject(value: object, depth: number, above: Set<object>): string {
  if (value instanceof Error) return String(value.stack ?? value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof RegExp) return String(value);
  if (above.has(value)) return "[Circular]";
  const name = value.constructor?.name ?? "";
  if (depth >= DEEPEST) return Array.isArray(value) ? "[Array]" : `[${name || "Object"}]`;
  above.add(value);
  const part = (each: unknown) => show(each, depth + 1, above);
  const text = Array.isArray(value)
    ? `[${value.slice(0, 100).map(part).join(", ")}${value.length > 100 ? ", …" : ""}]`
    : value instanceof Map
    ? `Map(${value.size}) {${
      [...value].slice(0, 100).map(([key, each]) => `${part(key)} => ${part(each)}`).join(", ")
    }}`
    : value instanceof Set
    ? `Set(${value.size}) {${[...value].slice(0, 100).map(part).join(", ")}}`
    : `${name === "Object" || name === "" ? "" : `${name} `}{ ${
      Object.entries(value).slice(0, 100).map(([key, each]) => `${key}: ${part(each)}`).join(", ")
    } }`;
  above.delete(value);
  return text;
}
