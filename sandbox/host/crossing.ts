import { CodecError, encode } from "../guest/codec.ts";
import type { ToGuest } from "../guest/protocol.ts";
import { guestText, SandboxError } from "../limits/sandbox_error.ts";
import { textForGuest } from "./pids_outside.ts";

/** A message for the guest as text. @throws {SandboxError} If it cannot cross. */
export function textOf(action: string, message: ToGuest): string {
  try {
    return encode(message, textForGuest);
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    throw new SandboxError(action, {
      kind: "not_serialisable",
      path: error.path.replace(/^\[\d\]/, "args"),
      what: error.what,
    });
  }
}

/** What a function of the guest threw, as data. */
export function thrown(
  action: string,
  { name, message }: { readonly name: string; readonly message: string },
): SandboxError {
  if (name === "NotFound") return new SandboxError(action, { kind: "not_found", what: guestText(message) });
  if (name === "CodecError") {
    const [path = "", what = ""] = message.split("\n");
    return new SandboxError(action, { kind: "not_serialisable", path: guestText(path), what: guestText(what) });
  }
  return new SandboxError(action, { kind: "crashed", exit: guestText(`${name}: ${message}`) });
}
