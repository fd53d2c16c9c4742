import { assertEquals } from "@std/assert";
import { folderEvents } from "./folder_events.ts";

Deno.test("folderEvents() tells of a directory, and not of what a link in it leads to", async () => {
  const base = await Deno.realPath(await Deno.makeTempDir());
  try {
    for (const dir of ["in", "out"]) await Deno.mkdir(`${base}/${dir}`);
    await Deno.symlink(`${base}/out`, `${base}/in/link`);
    using events = folderEvents([`${base}/in`]);
    await Deno.writeTextFile(`${base}/out/a.ts`, "1");
    await Deno.writeTextFile(`${base}/in/b.ts`, "1");
    for await (const { paths } of events) {
      assertEquals(paths, [`${base}/in/b.ts`]);
      break;
    }
  } finally {
    await Deno.remove(base, { recursive: true });
  }
});
