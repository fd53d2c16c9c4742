import { deno, type Outcome } from "../lib/command.ts";
import { copyTree } from "../lib/files.ts";
import { STAGES } from "../ok.ts";
import type { LoopbackRegistry } from "./registry.ts";

/** Where to publish to, and with which cache. */
export interface PublishOptions {
  registry: LoopbackRegistry;
  /** Deno's cache folder. */
  cache: string;
}

/** Publishes all packages of the workspace in a folder. Types are left to the gate, slow ones are refused. */
export function publishAll(cwd: string, { registry, cache }: PublishOptions): Promise<Outcome> {
  const args = ["publish", "--token", "loopback", "--allow-dirty", "--no-check", "--no-provenance"];
  return deno(args, { cwd, env: { JSR_URL: registry.url, DENO_DIR: cache } });
}

/** Copies the repository to a new folder and builds there what is published but not committed. */
export async function copyToPublish(root: string, to: string): Promise<void> {
  await copyTree(root, to);
  const { args } = STAGES.find(({ name }) => name === "client")!;
  const { code, output } = await deno(args, { cwd: to });
  if (code !== 0) throw new Error(`Cannot publish: the client must be built first, got ${output.trim()}`);
}

/**
 * Makes a new cache for Deno in a folder. It knows no module; packages of npm it shares with this machine's where a
 * link can be made, so that they need not come over the network again.
 */
export async function makeCache(folder: string): Promise<string> {
  const { output } = await deno(["info", "--json"]);
  const { npmCache } = JSON.parse(output.slice(output.indexOf("{"))) as { npmCache: string };
  await Deno.mkdir(folder, { recursive: true });
  // A link that leads nowhere would keep Deno from making the folder.
  const there = await Deno.stat(npmCache).then(({ isDirectory }) => isDirectory, () => false);
  if (there) await Deno.symlink(npmCache, `${folder}/npm`, { type: "dir" }).catch(() => {});
  return folder;
}
