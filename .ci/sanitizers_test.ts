import { assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "./lib/workspace.ts";
import { deno } from "./lib/command.ts";

const config = fromFileUrl(import.meta.resolve("../deno.json"));

const leaks = {
  timer: ["setTimeout(() => {}, 100_000);", "A timer was started"],
  file: ["Deno.openSync(Deno.execPath());", "A file was opened"],
} as const;

for (const [kind, [code, says]] of Object.entries(leaks)) {
  Deno.test(`deno.json makes a test that leaks a ${kind} fail`, async () => {
    const cwd = await Deno.makeTempDir();
    await Deno.writeTextFile(`${cwd}/leak_test.ts`, `Deno.test("leaks", () => { ${code} });`);
    const { code: exit, output } = await deno(["test", "-A", "--no-lock", "--config", config, `${cwd}/leak_test.ts`], {
      cwd,
    });
    assertEquals(exit, 1);
    assertStringIncludes(output, says);
    await Deno.remove(cwd, { recursive: true });
  });
}
