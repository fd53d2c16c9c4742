import { run } from "./command.ts";
import { ROOT } from "./workspace.ts";

/** The files that git knows or would add, relative to the root and sorted; deleted ones left out. */
export async function listFiles(root: string = ROOT): Promise<string[]> {
  const git = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const { code, output } = await run(git, { cwd: root });
  if (code !== 0) throw new Error(`Cannot list the files: git must know the folder, got ${output.trim()}`);
  const paths = [...new Set(output.split("\0").filter(Boolean))].sort();
  const kept = await Promise.all(paths.map(async (path) => {
    const info = await Deno.lstat(`${root}/${path}`).catch(() => undefined);
    return info?.isFile ? path : undefined;
  }));
  return kept.filter((path) => path !== undefined);
}

/** Copies what git knows or would add to another folder, which is made. */
export async function copyTree(root: string, to: string): Promise<void> {
  for (const path of await listFiles(root)) {
    await Deno.mkdir(`${to}/${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
    await Deno.copyFile(`${root}/${path}`, `${to}/${path}`);
  }
}
