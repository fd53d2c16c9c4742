import { assertEquals, assertRejects } from "@std/assert";
import { SandboxError } from "../limits/sandbox_error.ts";
import { type SourceWatch, watch, type WatchOptions } from "./watch.ts";

/** Watches a directory of the file system while something is done in it. */
async function watched(body: (dir: string, changes: SourceWatch) => Promise<void>, options: WatchOptions = {}) {
  const base = await Deno.realPath(await Deno.makeTempDir());
  const dir = `${base}/in`;
  await Deno.mkdir(dir);
  await Deno.writeTextFile(`${dir}/main.ts`, "1");
  try {
    await using changes = await watch(dir, { debounceMs: 20, ...options });
    await body(dir, changes);
  } finally {
    await Deno.remove(base, { recursive: true });
  }
}

Deno.test("case 18: watch() sees files as editors write them", async () => {
  await watched(async (dir, changes) => {
    await Deno.writeTextFile(`${dir}/main.ts~`, "2");
    await Deno.rename(`${dir}/main.ts~`, `${dir}/main.ts`);
    assertEquals((await changes.next())?.sources, new Map([["/main.ts", "2"]]));
    await Deno.writeTextFile(`${dir}/main.ts`, "3");
    assertEquals((await changes.next())?.changed, ["/main.ts"]);
    await Deno.remove(`${dir}/main.ts`);
    assertEquals((await changes.next())?.removed, ["/main.ts"]);
  });
});

Deno.test("case 18: watch() sees into directories that are new, and that are replaced under their name", async () => {
  await watched(async (dir, changes) => {
    await Deno.mkdir(`${dir}/lib/deep`, { recursive: true });
    await Deno.writeTextFile(`${dir}/lib/deep/a.ts`, "1");
    assertEquals((await changes.next())?.added, ["/lib/deep/a.ts"]);
    await Deno.rename(`${dir}/lib`, `${dir}/../old`);
    assertEquals((await changes.next())?.removed, ["/lib/deep/a.ts"]);
    await Deno.rename(`${dir}/../old`, `${dir}/lib`);
    assertEquals((await changes.next())?.added, ["/lib/deep/a.ts"]);
    await Deno.writeTextFile(`${dir}/lib/deep/a.ts`, "2");
    assertEquals((await changes.next())?.changed, ["/lib/deep/a.ts"]);
  });
});

Deno.test("case 18: watch() of 500 files at once tells of all of them", async () => {
  await watched(async (dir, changes) => {
    for (let n = 0; n < 500; n++) await Deno.writeTextFile(`${dir}/f${n}.ts`, `${n}`);
    while (changes.sources.size < 501) await changes.next();
    assertEquals(changes.sources.get("/f499.ts"), "499");
  });
});

Deno.test("case 18: watch() does not follow a loop of links, and says that there is one", async () => {
  await watched(async (dir, changes) => {
    await Deno.symlink("../in", `${dir}/loop`);
    const told = await changes.next();
    assertEquals(told?.failure, { kind: "source_refused", path: "/loop", rule: "it is a link" });
    await Deno.remove(`${dir}/loop`);
    assertEquals((await changes.next())?.failure, undefined);
  });
});

Deno.test("watch() outlives its directory", async () => {
  await watched(async (dir, changes) => {
    await Deno.remove(dir, { recursive: true });
    assertEquals((await changes.next())?.failure?.kind, "not_found");
    await Deno.mkdir(dir);
    await Deno.writeTextFile(`${dir}/main.ts`, "2");
    for (let told = await changes.next(); told?.sources.get("/main.ts") !== "2";) told = await changes.next();
    await Deno.writeTextFile(`${dir}/main.ts`, "3");
    assertEquals((await changes.next())?.sources.get("/main.ts"), "3");
  });
});

Deno.test("watch() takes no notice of what is excluded", async () => {
  await watched(async (dir, changes) => {
    await Deno.writeTextFile(`${dir}/main_test.ts`, "1");
    await Deno.writeTextFile(`${dir}/notes.md`, "1");
    await Deno.writeTextFile(`${dir}/b.ts`, "1");
    assertEquals((await changes.next())?.added, ["/b.ts"]);
  }, { exclude: ["/**/*_test.ts"] });
});

Deno.test("watch() of no directory fails at once", async () => {
  const error = await assertRejects(() => watch("/none/of/it"), SandboxError);
  assertEquals(error.failure, { kind: "not_found", what: "directory /none/of/it" });
});
