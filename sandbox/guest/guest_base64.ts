import { GuestDOMException } from "./guest_dom_exception.ts";

/** The text that base64 stands for, a character for each byte. @throws {GuestDOMException} `InvalidCharacterError` */
export function guestAtob(data: unknown): string {
  let bytes: Uint8Array;
  try {
    bytes = Uint8Array.fromBase64(`${data as string}`);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new GuestDOMException("Cannot decode it: it is no base64", "InvalidCharacterError");
  }
  let text = "";
  for (let at = 0; at < bytes.length; at += PIECE) text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return text;
}

/** Base64 of a text whose characters stand for bytes. @throws {GuestDOMException} `InvalidCharacterError` */
export function guestBtoa(data: unknown): string {
  const text = `${data as string}`;
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 0xff) {
      throw new GuestDOMException("Cannot encode it: it has characters that are no bytes", "InvalidCharacterError");
    }
    bytes[at] = code;
  }
  return bytes.toBase64();
}

/** As many arguments as any stack takes. */
const PIECE = 4096;
