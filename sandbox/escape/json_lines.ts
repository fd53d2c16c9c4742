/** The values of a connection that has one a line. */
export async function* readLines(connection: Deno.Conn): AsyncGenerator<unknown, void, undefined> {
  let rest = "";
  for await (const text of connection.readable.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    for (const line of lines) yield JSON.parse(line);
  }
}

/** Writes a value as a line. */
export async function writeLine(connection: Deno.Conn, value: unknown): Promise<void> {
  let bytes = new TextEncoder().encode(`${JSON.stringify(value)}\n`);
  while (bytes.length > 0) bytes = bytes.subarray(await connection.write(bytes));
}
