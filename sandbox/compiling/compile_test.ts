import { assertEquals } from "@std/assert";
import { compile } from "./compile.ts";

Deno.test("compile() compiles once, files or a directory", async () => {
  const dir = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${dir}/main.ts`, "export const a: number = 1;");
    const [one, other] = [
      await compile({ dir }),
      await compile({ files: { "main.ts": "export const a: number = 1;" } }),
    ];
    assertEquals(one, other);
    assertEquals(one.modules.map(({ path, code }) => [path, code]), [["/main.ts", "export const a         = 1;"]]);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
