/**
 * What tests share with others in Deno beside their System: the environment and the working directory. Imported once, for
 * its effect, these are parts of the host: a test of mode `full` has them put back, one of mode `contamination` fails if it
 * changes them.
 *
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { isolated } from "@superlearner/supertester";
 * import { temporaryFolder } from "@superlearner/supertester/deno";
 *
 * Deno.test("writes a file and sets a variable", isolated(async (t) => {
 *   const folder = t.use(await temporaryFolder());
 *   await Deno.writeTextFile(`${folder.path}/a.txt`, "hello");
 *   Deno.env.set("MODE", "test");
 *   assertEquals(await Deno.readTextFile(`${folder.path}/a.txt`), "hello");
 * }, { mode: "full" }));
 * ```
 *
 * @module
 */
export { environmentPart, workingFolderPart } from "./parts.ts";
export { TemporaryFolder, temporaryFolder } from "./temporary_folder.ts";
export type { Change, HostPart, WatchedPart } from "../isolation/host_parts.ts";
