import { assertEquals } from "@std/assert";
import { type Bundle, BUNDLES, makeBundle, staleBundles, writeBundles } from "./sandbox_bundle.ts";

const ONE: Bundle = { entry: "main.ts", output: "out.ts", constant: "CODE", about: "What runs.", format: "esm" };

/** What the script says and exits with in a folder of its own; bundling takes a flag that the tests do not run with. */
async function script(code: string): Promise<string> {
  const url = new URL("./sandbox_bundle.ts", import.meta.url).href;
  const source = `import { makeBundle, staleBundles, writeBundles } from ${JSON.stringify(url)};\n${code}`;
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  await Deno.writeTextFile(file, source);
  const args = ["run", "-A", "--no-check", "--no-lock", "--unstable-bundle", file];
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
  await Deno.remove(file);
  return new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
}

Deno.test("staleBundles() finds one whose sources have changed, until it is written anew", async () => {
  const root = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${root}/main.ts`, "console.log(1 as number);");
    const printed = await script(`
      const one = ${JSON.stringify(ONE)}, root = ${JSON.stringify(root)};
      console.log(await staleBundles([one], root));
      await writeBundles([one], root);
      console.log(await staleBundles([one], root));
      await Deno.writeTextFile(root + "/main.ts", "console.log(2);");
      console.log(await staleBundles([one], root));
      await Deno.writeTextFile(root + "/main.ts", "console.log(");
      await makeBundle(one, root).catch((error) => console.log(error.message.slice(0, 26)));
    `);
    assertEquals(printed.split("\n").slice(0, 3), ['[ "out.ts" ]', "[]", '[ "out.ts" ]'], printed);
    assertEquals(printed.includes("Cannot bundle main.ts"), true);
    const written = await Deno.readTextFile(`${root}/out.ts`);
    assertEquals(written.includes("export const CODE: string = "), true);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});

Deno.test("BUNDLES: each has its own file", () => {
  assertEquals(new Set(BUNDLES.map(({ output }) => output)).size, BUNDLES.length);
  assertEquals([typeof makeBundle, typeof staleBundles, typeof writeBundles], ["function", "function", "function"]);
});
