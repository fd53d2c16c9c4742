/** What a program prints on one of its outputs, read in pieces that somebody asks for: nobody has to keep what is not asked for. */
export class OutputPipe {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  #left: Uint8Array | undefined;
  #isOver: boolean;
  #failure: Error | undefined;

  /** @param stream What is read; nothing, where nobody asked for it. */
  constructor(stream: ReadableStream<Uint8Array> | undefined) {
    this.#reader = stream?.getReader();
    this.#isOver = stream === undefined;
  }

  /** Whether nothing comes any more. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** The next piece, of at most so many bytes; `undefined` at the end. @throws {Error} If it was ended by force. */
  async read(most: number): Promise<Uint8Array | undefined> {
    if (this.#left === undefined && !this.#isOver) {
      const { value } = await this.#reader!.read().catch(() => ({ value: undefined }));
      this.#left = value;
      this.#isOver ||= value === undefined;
    }
    if (this.#failure !== undefined) throw this.#failure;
    const piece = this.#left?.subarray(0, most);
    this.#left = piece !== undefined && piece.length < this.#left!.length ? this.#left!.subarray(most) : undefined;
    return piece;
  }

  /** Nobody reads any more. */
  async cancel(): Promise<void> {
    this.#isOver = true;
    this.#left = undefined;
    await this.#reader?.cancel().catch(() => {});
  }

  /** Ends it with an error for who reads. */
  fail(error: Error): void {
    this.#failure ??= error;
    void this.cancel();
  }
}
