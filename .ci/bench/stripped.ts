import { listFiles } from "../lib/files.ts";
import { ROOT } from "../lib/workspace.ts";

/** What a build without the event stream has in the place of each question whether anybody listens. */
export function withoutEvents(source: string): string {
  return source.replaceAll(/\b(?:this\.)?(?:[\w.!#]+\.)?events\.active\b/g, "false").replaceAll(
    /(?<!function )\bisHeard\([^)]*\)/g,
    "false",
  );
}

/** How a package is copied. */
export interface CopyOptions {
  /** What becomes of each source. */
  change: (source: string) => string;
  root?: string;
}

/**
 * A copy of a package's sources, changed on the way, in a folder of its own: a peer that differs in one thing. The folder
 * is left to the system, since the program may still load from it.
 *
 * @returns The address of its `mod.ts`.
 */
export async function copyPackage(name: string, { change, root = ROOT }: CopyOptions): Promise<string> {
  const folder = await Deno.makeTempDir();
  const isSource = (path: string) => path.startsWith(`${name}/`) && /(?<!_test|_bench|_suite)\.ts$/.test(path);
  for (const path of (await listFiles(root)).filter(isSource)) {
    const target = `${folder}/${path}`;
    await Deno.mkdir(target.replace(/\/[^/]*$/, ""), { recursive: true });
    await Deno.writeTextFile(target, change(await Deno.readTextFile(`${root}/${path}`)));
  }
  return `file://${folder}/${name}/mod.ts`;
}
