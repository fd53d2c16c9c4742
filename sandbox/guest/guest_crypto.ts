import { ChaCha } from "./chacha.ts";
import { GuestDOMException } from "./guest_dom_exception.ts";

/** Where the random bytes of a realm come from. */
export interface CryptoSource {
  /** Of a realm whose chance can be repeated. */
  readonly seed?: number | undefined;
  /** 32 bytes in hexadecimal that nobody else knows; without a seed. */
  readonly entropy?: string | undefined;
}

/** What of `crypto` there is: random bytes. Those of a realm with a seed are the same each time, and no secret. */
export function makeCrypto({ seed, entropy }: CryptoSource): object {
  const chance = new ChaCha(seed === undefined ? Uint8Array.fromHex(entropy ?? "") : keyOf(seed));
  return Object.freeze({
    getRandomValues: <View extends ArrayBufferView>(view: View): View => {
      if (!isIntegers(view)) {
        throw new GuestDOMException("Cannot fill it: it is no array of integers", "TypeMismatchError");
      }
      if (view.byteLength > MOST_BYTES) {
        const message = `Cannot fill ${view.byteLength} bytes: at most ${MOST_BYTES} at a time`;
        throw new GuestDOMException(message, "QuotaExceededError");
      }
      chance.fill(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
      return view;
    },
    randomUUID: (): string => {
      const bytes = new Uint8Array(16);
      chance.fill(bytes);
      bytes[6] = bytes[6]! & 0x0f | 0x40;
      bytes[8] = bytes[8]! & 0x3f | 0x80;
      return bytes.toHex().replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
    },
  });
}

/** As the platform has it. */
const MOST_BYTES = 65_536;

function isIntegers(view: unknown): boolean {
  return ArrayBuffer.isView(view) && !(view instanceof DataView) &&
    !/^Float/.test((view as unknown as { readonly [Symbol.toStringTag]: string })[Symbol.toStringTag]);
}

function keyOf(seed: number): Uint8Array {
  const key = new Uint8Array(32);
  new DataView(key.buffer).setFloat64(0, seed);
  return key;
}
