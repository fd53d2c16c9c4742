import type { Clock } from "@superlearner/otp";
import { PluginError } from "./plugin_error.ts";
import type { ChainResult, HookAnswer } from "./hook_answer.ts";
import type { Installed } from "./installed.ts";
import type { Hook } from "./plugin_api.ts";

/** A hook with its name. */
export interface NamedHook {
  /** Its name. */
  readonly name: string;
  /** The hook. */
  readonly hook: Hook<never, unknown>;
}

/** How calls are made and what becomes of failures. */
export interface HookCallsOptions {
  /** Where time comes from. */
  readonly clock: Clock;
  /** How many calls in a row may fail. */
  readonly maxFailures: number;
  /** Hears of a plugin that was switched off. */
  readonly switchedOff: (plugin: Installed) => void;
}

/** Calls hooks of plugins. What one does, or does not do, is nothing to the others. */
export class HookCalls {
  readonly #options: HookCallsOptions;

  /** Calls hooks. */
  constructor(options: HookCallsOptions) {
    this.#options = options;
  }

  /** Gives a value to one plugin. Never rejects. */
  async one(plugin: Installed, { name, hook }: NamedHook, value: unknown): Promise<HookAnswer<unknown>> {
    const { clock } = this.#options;
    const started = clock.now();
    const base = { plugin: plugin.plan.name };
    const ms = () => clock.now() - started;
    if (plugin.off) return { ...base, ok: false, error: switchedOff(plugin), ms: 0 };
    plugin.calls++;
    try {
      const said = await plugin.lodging.run(name, [value], { timeoutMs: hook.timeoutMs });
      const answer = await answerOf(plugin, { name, hook }, said);
      plugin.failures = 0;
      return { ...base, ok: true, value: answer, ms: ms() };
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      return { ...base, ok: false, error: this.#failed(plugin, error), ms: ms() };
    }
  }

  /** Gives a value to all at the same time. */
  all(plugins: readonly Installed[], hook: NamedHook, value: unknown): Promise<HookAnswer<unknown>[]> {
    return Promise.all(plugins.map((plugin) => this.one(plugin, hook, value)));
  }

  /** Gives a value to one, its answer to the next, and so on. */
  async chain(plugins: readonly Installed[], hook: NamedHook, value: unknown): Promise<ChainResult<unknown>> {
    const answers: HookAnswer<unknown>[] = [];
    let current = value;
    for (const plugin of plugins) {
      const answer = await this.one(plugin, hook, current);
      answers.push(answer);
      if (answer.ok) current = answer.value;
    }
    return { value: current, answers };
  }

  /** Counts a failure. Who cannot be told that a plugin is switched off adds to what went wrong. */
  #failed(plugin: Installed, error: Error): Error {
    plugin.failures++;
    plugin.lastError = error.message;
    if (plugin.off || plugin.failures < this.#options.maxFailures) return error;
    plugin.off = true;
    try {
      this.#options.switchedOff(plugin);
    } catch (also) {
      return new AggregateError([error, also], error.message);
    }
    return error;
  }
}

async function answerOf(plugin: Installed, { name, hook }: NamedHook, said: unknown): Promise<unknown> {
  try {
    return await hook.returns(said); // should it be a promise, nobody else would hear that it was rejected
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    const failure = { kind: "bad_answer", plugin: plugin.plan.name, hook: name, message } as const;
    throw new PluginError("call a hook", failure, { cause });
  }
}

function switchedOff({ plan, failures }: Installed): PluginError {
  return new PluginError("call a hook", { kind: "switched_off", plugin: plan.name, failures });
}
