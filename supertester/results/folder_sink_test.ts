import { assertEquals } from "@std/assert";
import { writeResults } from "./folder_sink.ts";
import { publishResult, type TestResult } from "./result.ts";
import { parseResults } from "./result_lines.ts";

const RESULT: TestResult = { kind: "chaos", test: "a", name: "b", passed: true, at: 1, data: { crashes: 3 } };

Deno.test("writeResults: a file for each sink, with what came while it was there", async () => {
  const folder = await Deno.makeTempDir();
  try {
    {
      using _one = writeResults(folder);
      using _two = writeResults(folder);
      publishResult(RESULT);
      publishResult({ ...RESULT, name: "c".repeat(1_000_000) });
    }
    publishResult({ ...RESULT, name: "too late" });
    const files = [...Deno.readDirSync(folder)];
    assertEquals(files.length, 2);
    for (const { name } of files) {
      const { results } = parseResults(await Deno.readTextFile(`${folder}/${name}`), name);
      assertEquals(results.map(({ name }) => name.length), [1, 1_000_000]);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
