/** The lines of a stream of UTF-8, without their ends. What comes after the last end is no line. */
export async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let parts: string[] = []; // of one line, which may come in thousands of pieces
  for await (const bytes of stream) {
    const pieces = decoder.decode(bytes, { stream: true }).split("\n");
    const rest = pieces.pop()!;
    for (const piece of pieces) {
      yield parts.join("") + piece;
      parts = [];
    }
    parts.push(rest);
  }
}
