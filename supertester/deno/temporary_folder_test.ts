import { assertEquals, assertRejects } from "@std/assert";
import { temporaryFolder } from "./temporary_folder.ts";

Deno.test("temporaryFolder: is gone with all that is in it, also if it is gone already", async () => {
  const folder = await temporaryFolder();
  await Deno.writeTextFile(`${folder.path}/a.txt`, "hello");
  await folder[Symbol.asyncDispose]();
  await assertRejects(() => Deno.stat(folder.path), Deno.errors.NotFound);
  await folder[Symbol.asyncDispose]();
  assertEquals(typeof folder.path, "string");
});
