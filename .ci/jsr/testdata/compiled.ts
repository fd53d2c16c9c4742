// What a user writes who compiles code of others.
import { assertEquals } from "jsr:@std/assert@^1";
import { Compiler } from "jsr:@superlearner/sandbox@^0.1";

Deno.test("code is compiled and its types are checked", async () => {
  await using compiler = new Compiler();
  const text = 'import { type Pid, parsePid } from "@superlearner/otp";\nexport const pid: Pid = 5;\nparsePid(pid);';
  const { modules } = await compiler.compile({ files: { "main.ts": text } });
  assertEquals(modules.map(({ path }) => path), ["/main.ts"]);
  const { diagnostics } = await compiler.compile({ files: { "main.ts": text } }, { check: true });
  assertEquals(diagnostics.map(({ file, line, column, code }) => [file, line, column, code]), [
    ["/main.ts", 2, 14, "TS2322"],
  ]);
});
