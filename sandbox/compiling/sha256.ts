import { createHash } from "node:crypto";

/** The SHA-256 of a text in UTF-8, as 64 hexadecimal digits. At once: on another thread it takes longer than the hash itself. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
