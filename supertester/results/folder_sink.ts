import { addResultSink } from "./result.ts";
import { formatResult } from "./result_lines.ts";

/**
 * Writes every result from now on into a folder, until what is given is disposed of. Test files run at the same time,
 * each in its own isolate: each sink has a file of its own, `<random>.jsonl`, and no two ever write into one.
 *
 * Needs the permission to write into the folder, which exists, and needs it now only: a test may run with fewer.
 */
export function writeResults(folder: string): Disposable {
  const file = Deno.openSync(`${folder}/${crypto.randomUUID()}.jsonl`, { write: true, createNew: true });
  const encoder = new TextEncoder();
  const sink = addResultSink((result) => {
    const line = encoder.encode(formatResult(result));
    for (let written = 0; written < line.length;) written += file.writeSync(line.subarray(written));
  });
  return {
    [Symbol.dispose]() {
      sink[Symbol.dispose]();
      file.close();
    },
  };
}
