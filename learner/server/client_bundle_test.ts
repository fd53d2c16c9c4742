import { assert, assertEquals, assertRejects } from "@std/assert";
import { buildClient, loadClient } from "./client_bundle.ts";

/** The most bytes that a reader waits for, compressed. */
const BUDGET = 40_000;

async function gzipped(text: string): Promise<number> {
  const body = new Response(text).body!.pipeThrough(new CompressionStream("gzip"));
  return (await new Response(body).arrayBuffer()).byteLength;
}

Deno.test("loadClient - the client keeps within its budget, and has nothing of the server in it", async () => {
  const build = new URL("../build.ts", import.meta.url);
  const args = ["run", "--quiet", "-A", "--unstable-bundle", build.href];
  const { success, stderr } = await new Deno.Command(Deno.execPath(), { args, stderr: "piped" }).output();
  assert(success, new TextDecoder().decode(stderr));
  const { client, theme, problem } = await loadClient();
  assertEquals(problem, undefined);
  const [bytes, early] = [await gzipped(client), await gzipped(theme)];
  assert(bytes < BUDGET, `${bytes} bytes`);
  assert(early < 1500, `${early} bytes`);
  assertEquals(/["`']node:|\bDeno\./.test(client), false);
});

Deno.test("loadClient - one that is too old is taken where it cannot be built, one that is missing is an error", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const root = new URL(`file://${folder}/`);
    await assertRejects(() => loadClient({ root }), Error, "--unstable-bundle");
    await Deno.mkdir(new URL("dist/", root));
    for (const name of ["client.js", "theme.js", "fingerprint"]) {
      await Deno.writeTextFile(new URL(`dist/${name}`, root), name);
    }
    const { client, problem } = await loadClient({ root });
    assertEquals([client, problem?.includes("--unstable-bundle")], ["client.js", true]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("buildClient - names the flag it needs", async () => {
  await assertRejects(() => buildClient(), Error, "start Deno with --unstable-bundle");
});
