/** A sequence of random bytes that nobody can tell the next of, from those that were: ChaCha20 (RFC 8439) with a counter. */
export class ChaCha {
  readonly #state: Uint32Array;
  #block = new Uint8Array(64);
  #used = 64;

  /** @param key 32 bytes. */
  constructor(key: Uint8Array) {
    const view = new DataView(key.buffer, key.byteOffset, 32);
    const words = Array.from({ length: 8 }, (_, at) => view.getUint32(4 * at, true));
    this.#state = Uint32Array.of(0x61707865, 0x3320646e, 0x79622d32, 0x6b206574, ...words, 0, 0, 0, 0);
  }

  /** Fills bytes with the next ones. */
  fill(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at++) {
      if (this.#used === 64) this.#next();
      bytes[at] = this.#block[this.#used]!;
      this.#block[this.#used++] = 0; // who sees all of this later does not know what was given
    }
  }

  #next(): void {
    const x = this.#state.slice();
    for (let round = 0; round < 10; round++) {
      for (let at = 0; at < 4; at++) quarter(x, at, 4 + at, 8 + at, 12 + at);
      for (let at = 0; at < 4; at++) quarter(x, at, 4 + (at + 1) % 4, 8 + (at + 2) % 4, 12 + (at + 3) % 4);
    }
    const view = new DataView(this.#block.buffer);
    for (let at = 0; at < 16; at++) view.setUint32(4 * at, x[at]! + this.#state[at]!, true);
    this.#used = 0;
    if (++this.#state[12]! === 0) this.#state[13]!++;
  }
}

function quarter(x: Uint32Array, ...[a, b, c, d]: [number, number, number, number]): void {
  x[a]! += x[b]!;
  x[d] = turned(x[d]! ^ x[a]!, 16);
  x[c]! += x[d]!;
  x[b] = turned(x[b]! ^ x[c]!, 12);
  x[a]! += x[b]!;
  x[d] = turned(x[d]! ^ x[a]!, 8);
  x[c]! += x[d]!;
  x[b] = turned(x[b]! ^ x[c]!, 7);
}

function turned(word: number, by: number): number {
  return word << by | word >>> (32 - by);
}
