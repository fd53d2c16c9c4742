/**
 * What the operations of a server write for values that JSON does not know, `{"$bigint": "12"}` and the like, as
 * values again, so that they are shown as any other.
 */
export function revive(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(revive);
  if (typeof json !== "object" || json === null) return json;
  const entries = Object.entries(json);
  const [key, value] = entries[0] ?? [];
  if (entries.length === 1 && key !== undefined && key.startsWith("$")) {
    const make = MAKERS[key];
    return make === undefined ? new Marked(`(${key.slice(1)})`) : make(value);
  }
  return Object.fromEntries(entries.map(([name, each]) => [name, revive(each)]));
}

/** Stands for what cannot be shown, and shows as its words. */
export class Marked {
  readonly words: string;

  constructor(words: string) {
    this.words = words;
  }
}

const MAKERS: Readonly<Record<string, (value: unknown) => unknown>> = {
  $bigint: (value) => typeof value === "string" && /^-?\d+$/.test(value) ? BigInt(value) : new Marked(`${value}n`),
  $undefined: () => undefined,
  $number: Number,
  $map: (pairs) =>
    new Map(
      Array.isArray(pairs) ? pairs.filter(Array.isArray).map(([key, value]) => [revive(key), revive(value)]) : [],
    ),
  $set: (values) => new Set(Array.isArray(values) ? values.map(revive) : []),
  $date: (value) => new Marked(`Date ${value}`),
  $regexp: (value) => new Marked(String(value)),
  $function: (value) => new Marked(`function ${value}`),
  $symbol: (value) => new Marked(`Symbol(${value})`),
  $circular: (value) => new Marked(`(circular: ${value})`),
  $omitted: (value) => new Marked(typeof value === "number" ? `… ${value} more` : `… ${value}`),
  $bytes: (value) => new Marked(`${value} bytes`),
};
