import { ArgumentError } from "@superlearner/otp";
import { checkKnownOptions, checkOptions } from "../limits/check_options.ts";

/** A place where plugins have their say: what they are given, and what they answer. */
export interface Hook<Takes, Returns> {
  /** How long one plugin may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Makes the answer of what a plugin said, which may be anything; throws if it is none. */
  readonly returns: (value: unknown) => Returns;
  /** Never there: it tells the compiler what plugins are given. */
  readonly takes?: (value: Takes) => void;
}

/** How a {@linkcode hook} is made. */
export interface HookOptions<Returns> {
  /**
   * Makes the answer of what a plugin said, and throws if that is no answer.
   *
   * @default {answers are dropped}
   */
  readonly returns?: (value: unknown) => Returns;
  /**
   * How long one plugin may take, in milliseconds.
   *
   * @default {1000}
   */
  readonly timeoutMs?: number;
}

/** The hooks of a program, by name. */
export interface Hooks {
  /** One of them. */
  readonly [name: string]: Hook<never, unknown>;
}

/** What a hook gives to plugins. */
export type TakesOf<H> = H extends Hook<infer Takes, unknown> ? Takes : never;

/** What a plugin answers to a hook. */
export type ReturnsOf<H> = H extends Hook<never, infer Returns> ? Awaited<Returns> : never;

/** All that plugins of a program can listen to. */
export interface PluginApi<All extends Hooks = Hooks> {
  /** Its version: the first number changes when old plugins stop working, the second when something is added. */
  readonly version: string;
  /** The hooks. */
  readonly hooks: All;
}

const OF_HOOK: Readonly<Record<keyof HookOptions<unknown>, true>> = { returns: true, timeoutMs: true };

/** Makes a hook whose answers are dropped. */
export function hook<Takes = void>(options?: Omit<HookOptions<void>, "returns">): Hook<Takes, void>;
/** Makes a hook with answers. */
export function hook<Takes, Returns>(
  options: HookOptions<Returns> & Required<Pick<HookOptions<Returns>, "returns">>,
): Hook<Takes, Returns>;
export function hook<Takes, Returns>(options: HookOptions<Returns> = {}): Hook<Takes, Returns | void> {
  const { returns = () => {}, timeoutMs = 1_000 } = checkKnownOptions("make a hook", options, OF_HOOK);
  if (!Number.isSafeInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > 2 ** 31 - 1) {
    throw new ArgumentError("make a hook", {
      rule: "timeoutMs is a whole number from 1 to 2147483647",
      value: timeoutMs,
    });
  }
  if (typeof returns !== "function") {
    throw new ArgumentError("make a hook", { rule: "returns is a function", value: returns });
  }
  return Object.freeze({ returns, timeoutMs });
}

/**
 * Says what plugins of a program can listen to.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { definePluginApi, hook } from "@superlearner/sandbox/plugins";
 *
 * const api = definePluginApi({
 *   version: "1.0",
 *   hooks: {
 *     orderPlaced: hook<{ id: string; total: number }>(),
 *     tax: hook<{ total: number }, number>({ returns: Number, timeoutMs: 200 }),
 *   },
 * });
 * assertEquals(Object.keys(api.hooks), ["orderPlaced", "tax"]);
 * ```
 *
 * @throws {ArgumentError} If the version is not written `"1.0"`, a hook was not made by `hook`, or is named as what an entry
 * exports means something else by: `start`, `upgrade`, `default`.
 */
export function definePluginApi<const All extends Hooks>(api: PluginApi<All>): PluginApi<All> {
  const { version, hooks } = checkApi("define what plugins listen to", api);
  return Object.freeze({ version, hooks: Object.freeze({ ...hooks }) });
}

/** What an entry may export for its sandbox: it would be called as that, and as a hook too. */
const TAKEN: readonly string[] = ["start", "upgrade", "default"];

/**
 * Gives back what plugins can listen to, if it is that.
 *
 * @throws {ArgumentError} If not.
 */
export function checkApi<All extends Hooks>(action: string, api: PluginApi<All>): PluginApi<All> {
  const { version, hooks } = checkKnownOptions(action, api, { version: true, hooks: true });
  if (typeof version !== "string" || !/^\d{1,6}\.\d{1,6}$/.test(version)) {
    throw new ArgumentError(action, { rule: 'a version is written "1.0"', value: version });
  }
  for (const [name, one] of Object.entries(checkOptions(action, hooks))) {
    if (!/^[A-Za-z]\w{0,63}$/.test(name)) {
      throw new ArgumentError(action, { rule: "a hook is named as a function is", value: name });
    }
    if (TAKEN.includes(name)) {
      throw new ArgumentError(action, { rule: `a hook has another name than ${TAKEN.join(", ")}`, value: name });
    }
    if (typeof one?.returns !== "function") {
      throw new ArgumentError(action, { rule: "a hook is made by hook()", value: name });
    }
  }
  return api;
}

/** Whether a plugin written for one version of the hooks works with another: the same first number, no later second. */
export function isCompatible(wants: string, has: string): boolean {
  const [wantedMajor, wantedMinor = 0] = wants.split(".").map(Number);
  const [major, minor = 0] = has.split(".").map(Number);
  return wantedMajor === major && wantedMinor <= minor;
}
