/**
 * Plugins: code of others in sandboxes of their own, installed by people who see what it asks for, called by hooks.
 *
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { System } from "@superlearner/otp";
 * import { SandboxHost } from "@superlearner/sandbox";
 * import { definePluginApi, hook, Plugins } from "@superlearner/sandbox/plugins";
 *
 * const api = definePluginApi({
 *   version: "1.0",
 *   hooks: { price: hook<number, number>({ returns: Number, timeoutMs: 2_000 }) },
 * });
 * await using system = new System();
 * await using host = new SandboxHost({ system });
 * await using plugins = new Plugins(api, { sandboxes: host });
 *
 * const manifest = { name: "tax", version: "1.0.0", entry: "main.ts", api: "1.0", hooks: ["price"] };
 * const code = (percent: number) => ({ "main.ts": `export const price = (net: number) => net + net * ${percent} / 100;` });
 * const plan = plugins.plan(manifest, { files: code(20) });
 * assertEquals(plan.text.split("\n")[1], "It may do nothing outside of itself."); // show it to whoever decides
 * await plugins.install(plan, { by: "michael", granted: "asked" });
 * assertEquals((await plugins.chain("price", 100)).value, 120);
 *
 * await plugins.update(plugins.plan({ ...manifest, version: "1.1.0" }, { files: code(25) }));
 * assertEquals(await plugins.call("tax", "price", 100), 125);
 * await plugins.rollback("tax", { by: "michael" });
 * assertEquals(await plugins.call("tax", "price", 100), 120);
 * ```
 *
 * **A plugin** is a manifest (`plugin.json`) and modules. It says what it is called, what it asks to be allowed, how much it
 * wants to use and which hooks it listens to; its entry exports a function of the name of each, or it does not load. It may start processes of its
 * own (`start`, or a default export), which are seen and supervised as in any sandbox.
 *
 * **A plan** is what installing it means, in words. Nothing of the plugin has run by then. Someone's consent goes with it: all
 * it asks for, or less. If links lead elsewhere by then, or what is installed has changed, the consent is void. A plan may go to
 * a web page as JSON and come back; everything in it is made anew of its manifest and files then, and one that does not fit them
 * is refused (`changed_plan`). Who can change a plan there can also make a whole other one: that needs a guard of your own.
 *
 * **An update** that asks for no more than what is installed needs nobody's word, and keeps what was granted; what was refused
 * stays refused. One that asks for more (a permission, a hook, a higher limit, the host's own process, one that it would share)
 * needs consent again.
 * Calls that are under way end in the old version, new ones go to the new one, and one that does not start changes nothing.
 * Where nothing but code has changed, it is exchanged in the same sandbox: servers keep their states, and variables of modules
 * begin anew, so what is to last belongs in a server. Otherwise a new sandbox begins beside the old one. {@linkcode Plugins.rollback} goes back to
 * the version before, with what it was granted then.
 *
 * **A hook** gives a copy of a value to every plugin that listens: at the same time (`emit`), one after the other (`chain`), or
 * to one (`call`). Each has its time; answers are checked by the hook's `returns` before the program sees them. One that fails,
 * hangs or dies is passed over, and after `maxFailures` in a row asked no more until it is updated or switched on.
 *
 * **A wall** of its own is what a plugin has in `"worker"` or `"process"`. With `isolation: { shared: "rates" }` it lives in one
 * process with all sandboxes of the host that say the same, which the plan shows: so agree to it for plugins that you trust with
 * each other. They have the same `heapMb` and `memoryMb`, or the second is refused; an update that changes these needs another
 * name, or a plugin that was uninstalled. When the process ends, each fails with an error that names it, and is started again. Whose
 * fault it was nobody can say: every call that it ended counts as a failure of the plugin that was called.
 *
 * Two versions live side by side under two names (`plan(manifest, { files, as: "tax-next" })`).
 *
 * @module
 */

export { Plugins } from "./plugins.ts";
export type { PluginParts } from "./plugins.ts";
export type { Doer } from "./doer.ts";
export type { PluginsOptions } from "./plugins_options.ts";
export type { PluginInfo } from "./installed.ts";
export { type PluginFiles, readPlugin } from "./read_plugin.ts";
export { checkManifest, parseManifest, type PluginManifest } from "./manifest.ts";
export {
  definePluginApi,
  type Hook,
  hook,
  type HookOptions,
  type Hooks,
  type PluginApi,
  type ReturnsOf,
  type TakesOf,
} from "./plugin_api.ts";
export { type PlanOptions, planPlugin, type PluginPlan } from "./plugin_plan.ts";
export type { Consent } from "./consent.ts";
export type { ChainResult, HookAnswer } from "./hook_answer.ts";
export type { PluginReload, PluginSandbox, PluginSandboxes, PluginSandboxOptions } from "./plugin_sandbox.ts";
export { type ManifestProblem, PluginError, type PluginFailure } from "./plugin_error.ts";
