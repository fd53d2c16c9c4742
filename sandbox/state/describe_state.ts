import { guestText } from "../limits/sandbox_error.ts";
import { checkExported, type ExportedState } from "./exported_state.ts";
import { encode } from "../guest/codec.ts";

/** What there is to know of one state without reading it. */
export interface StateFacts {
  /** The process. */
  readonly process: string;
  /** What it is: `"an object with count, names"`, `"a map of 3"`, `"a number"`. */
  readonly what: string;
  /** How much it is as text, in characters; -1 where it cannot be kept. */
  readonly size: number;
}

/** What there is to know of states that were exported, process by process. @throws {ArgumentError} If they were not. */
export function inspectState(exported: ExportedState): readonly StateFacts[] {
  return Object.entries(checkExported("look at a state", exported).states).map(([process, state]) => ({
    process: guestText(process),
    what: whatOf(state),
    size: sizeOf(state),
  }));
}

/** The same for people. @throws {ArgumentError} If they were not. */
export function describeState(exported: ExportedState): string {
  checkExported("describe a state", exported);
  const head = `State of ${guestText(exported.name)}, version ${exported.version}, ${
    new Date(exported.at).toISOString()
  }`;
  const lines = inspectState(exported).map(({ process, what, size }) =>
    `  ${process}: ${what}, ${size === -1 ? "cannot be kept" : `${size} characters`}`
  );
  return [head, ...lines].join("\n");
}

function sizeOf(state: unknown): number {
  try {
    return encode(state).length;
  } catch {
    return -1;
  }
}

function whatOf(state: unknown): string {
  if (state === null) return "null";
  if (Array.isArray(state)) return `an array of ${state.length}`;
  if (state instanceof Map || state instanceof Set) return `a ${state instanceof Map ? "map" : "set"} of ${state.size}`;
  if (state instanceof Date) return "a date";
  if (ArrayBuffer.isView(state)) return `${state.byteLength} bytes`;
  if (typeof state === "object") {
    const keys = Object.keys(state);
    if (keys.length === 0) return "an empty object";
    return guestText(`an object with ${keys.slice(0, 8).join(", ")}${keys.length > 8 ? ", …" : ""}`);
  }
  return state === undefined ? "nothing" : `a ${typeof state}`;
}
