import type { Clock } from "@superlearner/otp";
import type { GrantedPermissions } from "../permissions/granting.ts";
import type { Doer } from "./doer.ts";
import type { PluginPlan } from "./plugin_plan.ts";
import type { PluginSandbox } from "./plugin_sandbox.ts";

/** A sandbox with the calls that are under way in it. */
export class Lodging {
  /** The sandbox. */
  readonly sandbox: PluginSandbox;
  #calls = 0;
  #empty: PromiseWithResolvers<void> | undefined;

  /** Counts the calls of a sandbox. */
  constructor(sandbox: PluginSandbox) {
    this.sandbox = sandbox;
  }

  /** Calls a function of the sandbox's entry. */
  async run(name: string, args: readonly unknown[], options: { readonly timeoutMs: number }): Promise<unknown> {
    this.#calls++;
    try {
      return await this.sandbox.run(name, args, options);
    } finally {
      this.#calls--;
      if (this.#calls === 0) this.#empty?.resolve();
    }
  }

  /** Ends the sandbox when no call is under way in it, or the time is over. */
  async leave({ clock, drainMs, by }: Leaving): Promise<void> {
    if (this.#calls > 0) {
      this.#empty ??= Promise.withResolvers();
      const alarm = clock.setAlarm(clock.now() + drainMs, this.#empty.resolve);
      await this.#empty.promise;
      alarm.cancel();
    }
    await this.sandbox.destroy({ by });
  }
}

/** How a sandbox is left. */
export interface Leaving extends Doer {
  /** Where time comes from. */
  readonly clock: Clock;
  /** How long calls may take to end, in milliseconds. */
  readonly drainMs: number;
}

/** What is known of a plugin that is installed. */
export interface Installed {
  /** What it was installed by. */
  plan: PluginPlan;
  /** What it was granted, which may be less than it asked for. */
  granted: GrantedPermissions;
  /** Where it lives now. */
  lodging: Lodging;
  /** How many sandboxes it has had. */
  generation: number;
  /** Calls of its hooks. */
  calls: number;
  /** Calls that failed since one did not. */
  failures: number;
  /** Whether it is asked no more. */
  off: boolean;
  /** What the last call that failed said. */
  lastError: string | undefined;
  /** What was there before, the last one last. */
  readonly history: { readonly plan: PluginPlan; readonly granted: GrantedPermissions }[];
}

/** What there is to know of a plugin. */
export interface PluginInfo {
  /** Its name here. */
  readonly name: string;
  /** Its version. */
  readonly version: string;
  /** Whether it is asked. */
  readonly status: "on" | "off";
  /** What it was granted. */
  readonly granted: GrantedPermissions;
  /** The name of its sandbox. */
  readonly sandbox: string;
  /** How many sandboxes it has had: one more for each update that needed a new one. */
  readonly generation: number;
  /** Calls of its hooks since it was installed. */
  readonly calls: number;
  /** Calls that failed since one did not. */
  readonly failures: number;
  /** What the last call that failed said. */
  readonly lastError: string | undefined;
}

/** What there is to know of one. */
export function infoOf({ plan, granted, generation, calls, failures, off, lastError }: Installed): PluginInfo {
  const { name, manifest: { version } } = plan;
  const sandbox = sandboxName(name, generation);
  return { name, version, status: off ? "off" : "on", granted, sandbox, generation, calls, failures, lastError };
}

/** What a plugin's sandbox is called: two of them live for a moment while it is updated. */
export function sandboxName(plugin: string, generation: number): string {
  return `${plugin}@${generation}`;
}
