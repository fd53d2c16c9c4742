import { assertEquals } from "@std/assert";
import { ChaCha } from "./chacha.ts";

function bytes(chance: ChaCha, length: number): Uint8Array {
  const made = new Uint8Array(length);
  chance.fill(made);
  return made;
}

Deno.test("ChaCha gives what RFC 8439 (A.1, test vector 1 and 2) says, in whatever pieces", () => {
  const zero = bytes(new ChaCha(new Uint8Array(32)), 128).toHex();
  assertEquals(
    zero.slice(0, 128),
    "76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7" +
      "da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586",
  );
  assertEquals(
    zero.slice(128),
    "9f07e7be5551387a98ba977c732d080dcb0f29a048e3656912c6533e32ee7aed" +
      "29b721769ce64e43d57133b074d839d531ed1f28510afb45ace10a1f4b794d6f",
  );
  const pieces = new ChaCha(new Uint8Array(32));
  assertEquals([1, 62, 5, 60].map((length) => bytes(pieces, length).toHex()).join(""), zero);
});

Deno.test("ChaCha: another key, another sequence", () => {
  const key = new Uint8Array(32);
  key[31] = 1;
  assertEquals(bytes(new ChaCha(key), 8).toHex() === bytes(new ChaCha(new Uint8Array(32)), 8).toHex(), false);
});
