import { fileURLToPath } from "node:url";
import { readSources, type SourceLimits } from "../compiling/sources.ts";
import { parseManifest, type PluginManifest } from "./manifest.ts";
import { PluginError } from "./plugin_error.ts";

/** A plugin as it lies in a directory. */
export interface PluginFiles {
  /** What it says of itself: `plugin.json`. */
  readonly manifest: PluginManifest;
  /** The texts of its modules, by path. */
  readonly files: Readonly<Record<string, string>>;
  /** Where it comes from: it may not be allowed to write there. */
  readonly keep: readonly string[];
}

/** The file of the manifest. */
const MANIFEST = "/plugin.json";

/**
 * Reads a plugin from a directory: `plugin.json` and its modules. Nothing of it runs, and no link is followed.
 *
 * ```ts ignore
 * const { manifest, ...parts } = await readPlugin("plugins/tax");
 * const plan = plugins.plan(manifest, parts);
 * ```
 *
 * @throws {PluginError} `invalid_manifest`, also where there is none.
 * @throws {SandboxError} If a file is none that a sandbox may have, or they are too many or too large.
 */
export async function readPlugin(dir: string | URL, limits: SourceLimits = {}): Promise<PluginFiles> {
  const { [MANIFEST]: text, ...files } = Object.fromEntries(await readSources({ dir }, limits));
  if (text !== undefined) {
    return { manifest: parseManifest(text), files, keep: [dir instanceof URL ? fileURLToPath(dir) : dir] };
  }
  const problems = [{ field: "", rule: "lies in plugin.json" }];
  throw new PluginError("read a manifest", { kind: "invalid_manifest", problems });
}
