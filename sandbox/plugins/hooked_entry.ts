import { SandboxError } from "../limits/sandbox_error.ts";
import { PluginError } from "./plugin_error.ts";
import type { PluginPlan } from "./plugin_plan.ts";

/** What of a plan says how its sandbox begins. */
type Parts = Pick<PluginPlan, "name" | "manifest" | "files">;

/** A plugin's modules with one more, which is started in the place of its entry. */
export interface HookedEntry {
  /** The module that is started. */
  readonly entry: string;
  /** All modules. */
  readonly files: Readonly<Record<string, string>>;
}

const MISSING = "The entry does not export a function for the hook ";

/**
 * What is started in the place of a plugin's entry: a module that exports all that the entry does, and throws where a hook is
 * not among it. So a version that lacks one does not load, and none that runs gives way to it. What is exported and is still
 * `undefined` may become a function when the plugin starts.
 */
export function hookedEntry({ manifest, files }: Parts): HookedEntry {
  const from = JSON.stringify(`./${manifest.entry.replace(/^\//, "")}`);
  let entry = "/plugin_entry.js";
  while (entry in files || entry.slice(1) in files) entry = entry.replace(".js", "_.js");
  const text = `import * as entry from ${from};
for (const hook of ${JSON.stringify(manifest.hooks)}) {
  if (Object.hasOwn(entry, hook) && (entry[hook] === undefined || typeof entry[hook] === "function")) continue;
  throw new TypeError(${JSON.stringify(MISSING)} + JSON.stringify(hook));
}
export * from ${from};
export default entry.default;
`;
  return { entry, files: { ...files, [entry]: text } };
}

/** What went wrong when a plugin was loaded: `missing_hook` if it is that, else the error that came. */
export function missingHook(plan: Parts, error: unknown): unknown {
  if (!(error instanceof SandboxError) || error.failure.kind !== "load_failed") return error;
  const { message } = error.failure;
  const hook = plan.manifest.hooks.find((one) => message.includes(MISSING + JSON.stringify(one)));
  if (hook === undefined) return error;
  return new PluginError("load a plugin", { kind: "missing_hook", plugin: plan.name, hook }, { cause: error });
}
