import { assertEquals } from "@std/assert";
import { deno } from "./command.ts";

async function runReport(problems: string[]) {
  const from = import.meta.resolve("./report.ts");
  const code = `import { report } from "${from}"; report("words", ${JSON.stringify(problems)});`;
  const { code: exit, output } = await deno(["eval", code]);
  return { exit, output: output.trim().split("\n") };
}

Deno.test("report() exits with 1 only if there are problems", async () => {
  assertEquals(await runReport([]), { exit: 0, output: ["words: no problems"] });
  assertEquals(await runReport(["a"]), { exit: 1, output: ["a", "words: 1 problem"] });
  assertEquals(await runReport(["a", "b"]), { exit: 1, output: ["a", "b", "words: 2 problems"] });
});
