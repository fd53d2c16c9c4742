import { ArgumentError } from "@superlearner/otp";
import type { AuditResult } from "../audit/audit_record.ts";
import { CodecError, encode } from "../guest/codec.ts";
import { checkKnownOptions } from "../limits/check_options.ts";
import { guarded } from "../limits/guarded.ts";
import { LIMIT_NAMES } from "../limits/limits.ts";
import { isSameWall } from "../host/check_isolation.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import { asksOf } from "../permissions/asks_of.ts";
import { isNothing, permissionsBeyond } from "../permissions/beyond.ts";
import { permissionLines } from "../permissions/describe_permissions.ts";
import { grantPermissions } from "../permissions/granting.ts";
import { type Consent, consenting, grantOf } from "./consent.ts";
import { checkPlan, manifestOf, planShape } from "./check_plan.ts";
import { type Doer, nameOf } from "./doer.ts";
import type { ChainResult, HookAnswer } from "./hook_answer.ts";
import { HookCalls, type NamedHook } from "./hook_calls.ts";
import { hookedEntry, missingHook } from "./hooked_entry.ts";
import { infoOf, type Installed, Lodging, type PluginInfo, sandboxName } from "./installed.ts";
import { checkApi, type Hooks, type PluginApi, type ReturnsOf, type TakesOf } from "./plugin_api.ts";
import { PluginError } from "./plugin_error.ts";
import { planPlugin, type PluginPlan } from "./plugin_plan.ts";
import { type PluginsOptions, wholeOptions, type WholePluginsOptions } from "./plugins_options.ts";

const CALL = "call a hook";
const INSTALL = "install a plugin";
const UPDATE = "update a plugin";
const ROLL_BACK = "roll a plugin back";

const OF_PLAN: Readonly<Record<keyof PluginParts, true>> = { files: true, as: true, keep: true };

/** How many earlier versions of a plugin can be gone back to. */
const KEPT_VERSIONS = 10;

/** The parts of a plugin that a plan is made of. */
export interface PluginParts {
  /** The texts of its modules, by path. */
  readonly files: Readonly<Record<string, string>>;
  /**
   * The name that it is to have here.
   *
   * @default {that of the manifest}
   */
  readonly as?: string;
  /**
   * Where the plugin comes from: it may not be allowed to write there, or its next version would be its own work.
   *
   * @default {[]}
   */
  readonly keep?: readonly string[];
}

/**
 * The plugins of a program: each in a sandbox of its own, with what someone agreed to, called by hooks. One that fails, hangs
 * or dies is nothing to the others, nor to the program.
 */
export class Plugins<All extends Hooks> implements AsyncDisposable {
  /** What they can listen to. */
  readonly api: PluginApi<All>;
  readonly #options: WholePluginsOptions;
  readonly #installed = new Map<string, Installed>();
  /** What is done to one plugin is done one after the other. */
  readonly #turns = new Map<string, Promise<unknown>>();
  readonly #leaving = new Set<Promise<void>>();
  readonly #calls: HookCalls;
  #closed = false;

  /** Keeps plugins. @throws {ArgumentError} If an option is not right, or there is nothing that they can listen to. */
  constructor(api: PluginApi<All>, options: PluginsOptions) {
    this.api = checkApi("keep plugins", api);
    this.#options = wholeOptions(options);
    const { clock, maxFailures } = this.#options;
    this.#calls = new HookCalls({
      clock,
      maxFailures,
      switchedOff: ({ plan, failures, lastError }) =>
        this.#tell("plugins", "plugin.off", plan, { result: "failed", detail: { failures, lastError } }),
    });
  }

  /**
   * What installing a plugin means, or updating the one that is installed under its name. Nothing of it runs.
   *
   * @throws {PluginError} `invalid_manifest`, `incompatible`.
   * @throws {ArgumentError} If it asks for more than the host has.
   */
  plan(manifest: unknown, parts: PluginParts): PluginPlan {
    checkKnownOptions("plan a plugin", parts, OF_PLAN);
    const { api } = this;
    const { host } = this.#options;
    const fresh = planPlugin(manifest, { ...parts, api, host });
    const from = this.#installed.get(fresh.name)?.plan;
    return from === undefined ? fresh : planPlugin(manifest, { ...parts, api, host, from });
  }

  /**
   * Installs a plugin as its plan shows; it is up when this resolves.
   *
   * The plan may have been elsewhere, as JSON, if it comes back as it was.
   *
   * @throws {PluginError} `already_installed`, `changed_plan`, `more_than_planned`, `missing_hook`, `closed`.
   * @throws {SandboxError} If it does not start. Nothing is installed then.
   * @throws {ArgumentError} If it is to share a process whose limits of memory are others. The same for an update.
   */
  async install(plan: PluginPlan, consent: Consent): Promise<PluginInfo> {
    const by = consenting(INSTALL, consent);
    const { name } = planShape(INSTALL, plan);
    return await this.#inTurn(name, () =>
      this.#told("plugin.install", plan, by, async () => {
        if (this.#installed.has(name)) {
          throw new PluginError(INSTALL, { kind: "already_installed", plugin: name });
        }
        const now = this.#anew(INSTALL, plan, true);
        const granted = grantOf(plan, { now, consent, host: this.#options.host });
        const lodging = await this.#lodge({ plan: now, granted }, { generation: 1, by });
        const counts = { calls: 0, failures: 0, off: false, lastError: undefined, history: [] };
        this.#installed.set(name, { plan: now, granted, lodging, generation: 1, ...counts });
      }));
  }

  /**
   * Puts another version in the place of one that is installed; one that asks for more needs someone's word again. The program
   * goes on calling: calls that are under way end in the old version, new ones go to the new one. Where only code has changed and
   * the sandbox can, its code is exchanged and its state kept; else a new sandbox starts beside the old one.
   *
   * @throws {PluginError} `not_installed`, `changed_plan`, `needs_consent`, `more_than_planned`, `closed`; `missing_hook`
   * where the new version does not export a hook that it listens to. The old one runs on then.
   * @throws {SandboxError} If the new version does not start. The old one runs on then.
   */
  async update(plan: PluginPlan, consent?: Consent): Promise<PluginInfo> {
    const by = consent === undefined ? "plugins" : consenting(UPDATE, consent);
    const { name } = planShape(UPDATE, plan);
    return await this.#inTurn(name, () =>
      this.#told("plugin.update", plan, by, async () => {
        const there = this.#get(UPDATE, name);
        const now = this.#anew(UPDATE, plan, consent !== undefined);
        const granted = grantOf(plan, { now, consent, held: there, host: this.#options.host });
        await this.#move(there, { plan: now, granted }, by);
      }));
  }

  /**
   * Puts the version before in the place of one that is installed, with what it was granted then.
   *
   * @throws {PluginError} `not_installed`; `not_installed` too where there is none before; `more_than_planned` if links lead
   * elsewhere by now; `closed`.
   * @throws {SandboxError} If it does not start. What is there runs on then.
   */
  async rollback(name: string, doer: Doer): Promise<PluginInfo> {
    const by = nameOf(ROLL_BACK, doer);
    return await this.#inTurn(name, async () => {
      const there = this.#get(ROLL_BACK, name);
      const before = there.history.at(-1);
      if (before === undefined) {
        throw new PluginError(ROLL_BACK, { kind: "not_installed", plugin: `a version of ${name} before` });
      }
      return await this.#told("plugin.rollback", before.plan, by, async () => {
        const { keep } = before.plan;
        const granted = grantPermissions(asksOf(before.granted), { host: this.#options.host, keep });
        const beyond = permissionsBeyond(granted, before.granted);
        if (!isNothing(beyond)) {
          const failure = { kind: "more_than_planned", plugin: name, asks: permissionLines(beyond) } as const;
          throw new PluginError(ROLL_BACK, failure);
        }
        await this.#move(there, before, by);
        there.history.splice(-2);
      });
    });
  }

  /** Removes a plugin; calls that are under way may end first. @throws {PluginError} `not_installed`. */
  async uninstall(name: string, doer: Doer): Promise<void> {
    const by = nameOf("uninstall a plugin", doer);
    await this.#inTurn(name, async () => {
      const { lodging, plan } = this.#get("uninstall a plugin", name);
      this.#installed.delete(name);
      try {
        this.#tell(by, "plugin.uninstall", plan, { result: "ok" });
      } finally {
        await this.#leave({ lodging, plan }, by); // what is on no list runs no more, whether the log could be written or not
      }
    });
  }

  /**
   * Asks a plugin again that was switched off; its sandbox is started first where it is down.
   *
   * @throws {PluginError} `not_installed`, `closed`.
   * @throws {SandboxError} If its sandbox does not start. It stays off then.
   */
  async switchOn(name: string, doer: Doer): Promise<PluginInfo> {
    const by = nameOf("switch a plugin on", doer);
    return await this.#inTurn(name, async () => {
      const there = this.#get("switch a plugin on", name);
      return await this.#told("plugin.on", there.plan, by, async () => {
        await there.lodging.sandbox.start?.({ by });
        Object.assign(there, { off: false, failures: 0 });
      });
    });
  }

  /** The plugins that are installed, in the order that they were. */
  list(): readonly PluginInfo[] {
    return [...this.#installed.values()].map(infoOf);
  }

  /**
   * Gives a value to all plugins that listen to a hook, at the same time. What a plugin does is in its answer, never thrown.
   *
   * @throws {PluginError} `closed`.
   * @throws {SandboxError} `not_serialisable` if the value cannot cross a wall.
   */
  async emit<Name extends keyof All & string>(
    hook: Name,
    value: TakesOf<All[Name]>,
  ): Promise<HookAnswer<ReturnsOf<All[Name]>>[]> {
    const named = this.#hook(hook, value);
    const answers = await this.#calls.all(this.#listening(hook), named, value);
    return answers as HookAnswer<ReturnsOf<All[Name]>>[];
  }

  /**
   * Gives a value to one plugin after the other, each what the one before made of it; who fails is passed over.
   *
   * @throws {PluginError} `closed`.
   * @throws {SandboxError} `not_serialisable` if the value cannot cross a wall.
   */
  async chain<Name extends keyof All & string>(
    hook: Name,
    value: TakesOf<All[Name]> & ReturnsOf<All[Name]>,
  ): Promise<ChainResult<ReturnsOf<All[Name]>>> {
    const named = this.#hook(hook, value);
    const result = await this.#calls.chain(this.#listening(hook), named, value);
    return result as ChainResult<ReturnsOf<All[Name]>>;
  }

  /**
   * Gives a value to the one plugin of a name.
   *
   * @throws {PluginError} `not_installed`, `not_listening`, `switched_off`, `bad_answer`, `closed`.
   * @throws {SandboxError} If it fails, or takes too long.
   */
  async call<Name extends keyof All & string>(
    plugin: string,
    hook: Name,
    value: TakesOf<All[Name]>,
  ): Promise<ReturnsOf<All[Name]>> {
    const named = this.#hook(hook, value);
    const there = this.#get(CALL, plugin);
    if (!there.plan.manifest.hooks.includes(hook)) {
      throw new PluginError(CALL, { kind: "not_listening", plugin, hook });
    }
    const answer = await this.#calls.one(there, named, value);
    if (answer.ok) return answer.value as ReturnsOf<All[Name]>;
    throw answer.error;
  }

  /** Ends all plugins; calls that are under way may end first. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#turns.values());
    for (const one of this.#installed.values()) this.#leave(one, "plugins");
    this.#installed.clear();
    await Promise.all(this.#leaving);
  }

  /** The plan made anew of what came, which is taken down and installed; what came must fit it. */
  #anew(action: string, plan: PluginPlan, agreed: boolean): PluginPlan {
    const now = this.plan(manifestOf(plan), { files: plan.files, as: plan.name, keep: plan.keep });
    checkPlan(action, plan, { now, agreed });
    return now;
  }

  /** Puts another version in the place of one: into its sandbox where that will do, else into one beside it. */
  async #move(there: Installed, next: Pick<Installed, "plan" | "granted">, by: string): Promise<void> {
    const { plan, granted, lodging } = there;
    if (lodging.sandbox.reload !== undefined && isSamePlace(there, next)) {
      const { files } = hookedEntry(next.plan);
      await lodging.sandbox.reload({ files, only: true, by }).catch((error) => {
        throw missingHook(next.plan, error);
      });
    } else {
      there.lodging = await this.#lodge(next, { generation: there.generation + 1, by });
      there.generation++;
      this.#leave({ lodging, plan }, by);
    }
    there.history.push({ plan, granted });
    if (there.history.length > KEPT_VERSIONS) there.history.shift();
    Object.assign(there, next, { failures: 0, off: false });
  }

  /** What cannot cross the wall is the program's own mistake: no plugin is asked, and none has failed. */
  #hook(name: string, value: unknown): NamedHook {
    if (this.#closed) throw new PluginError(CALL, { kind: "closed" });
    if (!Object.hasOwn(this.api.hooks, name)) {
      throw new ArgumentError(CALL, {
        rule: `a hook is one of ${Object.keys(this.api.hooks).join(", ")}`,
        value: name,
      });
    }
    try {
      encode(value);
    } catch (error) {
      if (!(error instanceof CodecError)) throw error;
      throw new SandboxError(CALL, { kind: "not_serialisable", path: `value${dotted(error.path)}`, what: error.what });
    }
    return { name, hook: this.api.hooks[name]! };
  }

  #listening(hook: string): Installed[] {
    return [...this.#installed.values()].filter(({ plan }) => plan.manifest.hooks.includes(hook));
  }

  #get(action: string, plugin: string): Installed {
    const there = this.#installed.get(plugin);
    if (there !== undefined) return there;
    throw new PluginError(action, { kind: "not_installed", plugin });
  }

  async #lodge(
    { plan, granted }: Pick<Installed, "plan" | "granted">,
    { generation, by }: Doer & { readonly generation: number },
  ): Promise<Lodging> {
    const { isolation, limits } = plan;
    const { entry, files } = hookedEntry(plan);
    const [name, permissions] = [sandboxName(plan.name, generation), asksOf(granted)];
    const where = { isolation, permissions, limits, restart: "transient" } as const;
    try {
      return new Lodging(await this.#options.sandboxes.create({ name, source: { files }, entry, by, ...where }));
    } catch (error) {
      throw missingHook(plan, error);
    }
  }

  /** A sandbox that does not end well is taken down, and stops nobody; nobody may be waiting, so a log that fails is printed. */
  #leave({ lodging, plan }: Pick<Installed, "lodging" | "plan">, by: string): Promise<void> {
    const { clock, drainMs } = this.#options;
    const tell = guarded(
      (error) => this.#tell("plugins", "plugin.end", plan, { result: "failed", detail: messageOf(error) }),
      (error) => console.error(`The audit log threw when ${plan.name} did not end well:`, error),
    );
    const leaving = lodging.leave({ clock, drainMs, by }).catch(tell).finally(() => this.#leaving.delete(leaving));
    this.#leaving.add(leaving);
    return leaving;
  }

  async #inTurn<Result>(name: string, act: () => Promise<Result>): Promise<Result> {
    if (this.#closed) throw new PluginError("change plugins", { kind: "closed" });
    const before = this.#turns.get(name);
    const turn = (async () => {
      await before?.catch(() => {});
      return await act();
    })();
    this.#turns.set(name, turn);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(name) === turn) this.#turns.delete(name);
    }
  }

  /** Does it and takes down how it came out: no word given is denied, all else that fails failed. */
  async #told(what: string, plan: PluginPlan, by: string, act: () => Promise<void>): Promise<PluginInfo> {
    try {
      await act();
    } catch (error) {
      const denied = error instanceof PluginError &&
        ["needs_consent", "more_than_planned", "changed_plan"].includes(error.kind);
      this.#tell(by, what, plan, { result: denied ? "denied" : "failed", detail: messageOf(error) });
      throw error;
    }
    const there = this.#get("look at a plugin", plan.name);
    const { digest, asks } = there.plan; // what runs, not what came
    this.#tell(by, what, there.plan, { result: "ok", detail: { digest, asks } });
    return infoOf(there);
  }

  #tell(who: string, what: string, plan: PluginPlan, how: { result: AuditResult; detail?: unknown }): void {
    this.#options.audit?.record({ who, what, target: `${plan.name}@${plan.manifest.version}`, ...how });
  }
}

/** Whether the sandbox that is there is also the right one for another version. */
function isSamePlace({ plan, granted }: Installed, next: Pick<Installed, "plan" | "granted">): boolean {
  return isSameWall(plan.isolation, next.plan.isolation) && plan.manifest.entry === next.plan.manifest.entry &&
    hookedEntry(plan).entry === hookedEntry(next.plan).entry &&
    LIMIT_NAMES.every((name) => plan.limits[name] === next.plan.limits[name]) &&
    isNothing(permissionsBeyond(next.granted, granted)) && isNothing(permissionsBeyond(granted, next.granted));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function dotted(path: string): string {
  return path === "" || path.startsWith("[") ? path : `.${path}`;
}
