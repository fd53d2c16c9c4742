import { slashes } from "./workspace.ts";

/** A folder of files for one test, gone at the end of the block that made it. */
export interface Tree extends AsyncDisposable {
  /** Absolute, with `/`. */
  root: string;
}

/** Writes files, given by their path, into a new folder. */
export async function makeTree(files: Record<string, string>): Promise<Tree> {
  // The real path: on macOS the folder for temporary files is a link, and Deno reports what it points to.
  const root = slashes(await Deno.realPath(await Deno.makeTempDir()));
  for (const [path, text] of Object.entries(files)) {
    await Deno.mkdir(`${root}/${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
    await Deno.writeTextFile(`${root}/${path}`, text);
  }
  return { root, [Symbol.asyncDispose]: () => Deno.remove(root, { recursive: true }) };
}
