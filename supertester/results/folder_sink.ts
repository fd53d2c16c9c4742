import { addResultSink } from "./result.ts";
import { formatResult } from "./result_lines.ts";

/**
 * Writes every result from now on into a folder, until what is given is disposed of. Test files run at the same time,
 * each in its own isolate: each sink has a file of its own, `<random>.jsonl`, made with the first result, and no two
 * ever write into one.
 *
 * Needs the permission to write into the folder, which exists.
 */
export function writeResults(folder: string): Disposable {
  const path = `${folder}/${crypto.randomUUID()}.jsonl`;
  return addResultSink((result) => Deno.writeTextFileSync(path, formatResult(result), { append: true }));
}
