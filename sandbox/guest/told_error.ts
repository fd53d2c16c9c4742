import { CodecError } from "./codec.ts";
import { shown } from "./guest_console.ts";

/** How much is told of what was thrown, in characters. */
const LONGEST_MESSAGE = 10_000;

/** Name and message of what was thrown, which may be something that lets nobody look. */
export function toldError(error: unknown): readonly [name: string, message: string] {
  try {
    if (error instanceof CodecError) return ["CodecError", `${error.path}\n${error.what}`];
    const [name, message] = error instanceof Error ? [error.name, error.message] : ["Error", shown(error)];
    return [String(name).slice(0, LONGEST_MESSAGE), String(message).slice(0, LONGEST_MESSAGE)];
  } catch {
    return ["Error", "What was thrown cannot be read"];
  }
}
