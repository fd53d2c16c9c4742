import { fileURLToPath } from "node:url";
import { checkKnownOptions } from "../limits/check_options.ts";
import { checkAmounts } from "../limits/check_values.ts";
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

const OF_SOURCES: Readonly<Record<keyof SourceLimits, true>> = { maxBytes: true, maxFiles: true };

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
 * @throws {ArgumentError} If it is no directory, or a limit is none.
 */
export async function readPlugin(dir: string | URL, limits: SourceLimits = {}): Promise<PluginFiles> {
  checkAmounts("read a plugin", { ...checkKnownOptions("read a plugin", limits, OF_SOURCES) });
  const { [MANIFEST]: text, ...files } = Object.fromEntries(await readSources({ dir }, limits));
  if (text !== undefined) {
    return { manifest: parseManifest(text), files, keep: [dir instanceof URL ? fileURLToPath(dir) : dir] };
  }
  const problems = [{ field: "", rule: "lies in plugin.json" }];
  throw new PluginError("read a manifest", { kind: "invalid_manifest", problems });
}
