import { GuestDOMException } from "./guest_abort.ts";

/** Text of bytes, without the platform's `TextDecoder`: percent escapes say the same. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return decodeURIComponent(bytes.toHex().replaceAll(/../g, "%$&"));
  } catch {
    throw new GuestDOMException("The body is no UTF-8", "EncodingError");
  }
}
