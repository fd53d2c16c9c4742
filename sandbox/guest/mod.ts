/**
 * What code in a sandbox may import beside the runtime: for plugins, exercises and whatever else is written to run inside.
 *
 * ```ts ignore
 * import { GenServer } from "@superlearner/otp";
 * import { ImportError, system } from "@superlearner/sandbox/guest";
 *
 * const Prices = GenServer.define({ name: "Prices", init: () => 0, calls: { get: (n: number) => [n, n] } });
 *
 * export const start = () => system.start(Prices, { name: "prices" });
 * export async function load(name: string): Promise<unknown> {
 *   try {
 *     return await import(`./languages/${name}.ts`);
 *   } catch (error) {
 *     if (error instanceof ImportError && error.code === "missing") return undefined;
 *     throw error;
 *   }
 * }
 * ```
 *
 * **Types** of it are for editors (`deno add jsr:@superlearner/sandbox` where the plugin is written) and for
 * `compile(source, { check: true })`. Inside, the name means the sandbox's own module; outside, `system` throws when it is used.
 *
 * **Modules** are those of the sandbox, and those of the runtime: `@superlearner/otp`, and its `/remote`, `/simulation`,
 * `/stages`. `import()` takes the same names as `import`, literal or computed, from the module that it stands in; after a
 * reload it gives the new version. A module that is imported so is evaluated at its first import, in a turn of its own. JSON
 * has to be named by a literal somewhere, with `{ with: { type: "json" } }`. Modules that were compiled elsewhere than by
 * `compile` have no `import()`.
 *
 * **Reloads** have `codeChange(from, state)` of a definition make the state that its server goes on with, in one turn (`turnMs`),
 * or by a promise, within the host's `pauseMs` (50 ms). On the way back it is that of the version that is left, and `from` is
 * `{ down: version }`: one that has not looked at `from.down` is refused. Modules are evaluated anew within `pauseMs` as well. All
 * of it is tried before in a realm of its own, where nobody hears or answers it, and on copies of states: so it runs twice.
 *
 * **Globals** are those of the language, without `eval`, `WebAssembly`, `SharedArrayBuffer` and `Atomics`, and: `console`,
 * timers, `queueMicrotask`, `performance`, `structuredClone`, `URL`, `URLSearchParams`, `TextEncoder`, `TextDecoder` (UTF-8),
 * `atob`, `btoa`, `crypto.getRandomValues`, `crypto.randomUUID`, `AbortController`, `AbortSignal`, `Event`, `CustomEvent`,
 * `EventTarget`, `DOMException`, `fetch`, and of `Deno` what {@linkcode GuestDeno} says. They are frozen. With a seed all random
 * numbers and bytes are the same each time, and no secret.
 *
 * @module
 */
export { type GuestEntry, type GuestRoot, type GuestVersions, system } from "./guest_api.ts";
export type {
  GuestChildProcess,
  GuestCommand,
  GuestCommandOptions,
  GuestCommandOutput,
  GuestCommandStatus,
  GuestForeignFunction,
  GuestLibrary,
  GuestNativeArgument,
  GuestNativeFunction,
  GuestNativeResult,
  GuestNativeType,
  GuestProgramOutput,
} from "./guest_programs.ts";
export type { GuestDeno, GuestDirEntry, GuestEnv, GuestFileInfo } from "./guest_deno.ts";
export { ImportError, type ImportErrorCode, type ImportErrorOptions } from "./import_error.ts";
