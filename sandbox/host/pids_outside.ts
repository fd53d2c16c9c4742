import { HOST_NODE } from "./node_name.ts";

/** Pids where they cross beside the connection of the two Systems: each side says `<0.N.0>` of its own. */

/** A text of the host as its guest reads it. */
export function textForGuest(text: string): string {
  return text.startsWith("<") ? text.replace(/^<0\.([1-9]\d{0,14})\.0>$/, `<${HOST_NODE}.$1.0>`) : text;
}

/** A value of a guest as its host reads it. Places in its tree begin with a pid. */
export function fromGuest(value: unknown, guest: string): unknown {
  return renamed(value, (text) => {
    if (text.startsWith(`<${HOST_NODE}.`)) return text.replace(/^<[a-z]+\.(\d{1,15})\.0>$/, "<0.$1.0>");
    return text.replace(/^<0\.([1-9]\d{0,14})\.0>(?=$|\/)/, `<${guest}.$1.0>`);
  });
}

function renamed(value: unknown, rename: (text: string) => string): unknown {
  if (typeof value === "string") return value.startsWith("<") ? rename(value) : value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => renamed(each, rename));
  if (value instanceof Map) {
    return new Map([...value].map(([key, each]) => [renamed(key, rename), renamed(each, rename)]));
  }
  if (value instanceof Set) return new Set([...value].map((each) => renamed(each, rename)));
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, renamed(each, rename)]));
}
