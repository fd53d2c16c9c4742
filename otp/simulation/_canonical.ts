/** As much of a value is written out; of what is longer, a checksum says whether it is the same. */
const LONGEST = 600;

/**
 * Any value as text that is the same for what is the same, in every run and on every machine. Stacks are left out: they
 * name lines and places of files.
 */
export function canonical(value: unknown): string {
  const parts: string[] = [];
  write(value, parts, new Set());
  const text = parts.join("");
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}… (${text.length}, ${checksum(text)})`;
}

/** 32 bits of a text (FNV-1a). */
export function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}

function write(value: unknown, parts: string[], open: Set<object>): void {
  if (typeof value === "string") parts.push(JSON.stringify(value));
  else if (typeof value === "bigint") parts.push(`${value}n`);
  else if (typeof value === "function") parts.push(`function ${value.name}`);
  else if (typeof value !== "object" || value === null) parts.push(Object.is(value, -0) ? "-0" : String(value));
  else if (open.has(value)) parts.push("(circular)");
  else {
    open.add(value);
    writeObject(value, parts, open);
    open.delete(value);
  }
}

function writeObject(value: object, parts: string[], open: Set<object>): void {
  if (Array.isArray(value)) return writeAll("[", value, { parts, open });
  if (value instanceof Map) return writeAll("Map[", [...value], { parts, open });
  if (value instanceof Set) return writeAll("Set[", [...value], { parts, open });
  if (value instanceof Date) return void parts.push(`Date(${value.getTime()})`);
  if (value instanceof Error) return void parts.push(`${value.name}(${JSON.stringify(value.message)})`);
  if (value instanceof Promise || value instanceof WeakMap) return void parts.push(value.constructor.name);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return writeAll(`${value.constructor.name}[`, [...value as unknown as Iterable<unknown>], { parts, open });
  }
  const { name = "" } = Object.getPrototypeOf(value)?.constructor ?? {};
  parts.push(name === "Object" ? "{" : `${name}{`);
  for (const key of Object.keys(value)) { // in the order they were made, which is part of what a program does
    if (key === "stack") continue;
    parts.push(JSON.stringify(key), ":");
    write((value as { [key: string]: unknown })[key], parts, open);
    parts.push(",");
  }
  parts.push("}");
}

function writeAll(beginning: string, values: readonly unknown[], into: { parts: string[]; open: Set<object> }): void {
  into.parts.push(beginning);
  for (const each of values) {
    write(each, into.parts, into.open);
    into.parts.push(",");
  }
  into.parts.push("]");
}
