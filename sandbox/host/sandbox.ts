import type { Definition, Pid, Ref, Self, TreeNode } from "@superlearner/otp";
import { SandboxError } from "../limits/sandbox_error.ts";
import type { ExportedState } from "../state/exported_state.ts";
import type { DiffOptions, SourceDiff } from "../versions/diff.ts";
import type { Version } from "../versions/version.ts";
import { type ActOptions, actorOf } from "./acting.ts";
import { checkRun } from "./check_asked.ts";
import { Condition } from "./condition.ts";
import { NOTHING_USED } from "./consumption.ts";
import { GuestCalls } from "./guest_calls.ts";
import { HangersOn } from "./hangers_on.ts";
import type { Life } from "./life.ts";
import type { OutputLine } from "./life_options.ts";
import type { Reloaded, ReloadOptions, RollbackOptions } from "./reload_options.ts";
import { refuseChild } from "./refuse_child.ts";
import { Reloader } from "./reloader.ts";
import { succeed, tryLife } from "./renew_life.ts";
import type { SandboxCallOptions, SandboxInfo, SandboxRunOptions, SandboxStatus } from "./sandbox_info.ts";
import type { SandboxHistoryEntry } from "./sandbox_events.ts";
import type { SandboxParts } from "./sandbox_parts.ts";
import { type SandboxSnapshotOptions, type SandboxStateOptions, SandboxStates } from "./sandbox_states.ts";
import { type SandboxWatchOptions, type SandboxWatchParts, type Watching, watchSandbox } from "./watch_sandbox.ts";

/** How much of what was printed is kept, in lines. */
const KEPT_LINES = 1000;
/** How long looking takes at most, in milliseconds. */
const LOOK_MS = 5000;

/**
 * A sandbox, as its host holds it: it outlives its own crashes and restarts, until it is destroyed. Made by
 * `SandboxHost.create`.
 */
export class Sandbox implements AsyncDisposable {
  /** Its name. */
  readonly name: string;
  /** @internal */
  readonly condition: Condition;
  readonly #parts: SandboxParts;
  readonly #createdAt: number;
  readonly #lines: OutputLine[] = [];
  #life: Life | undefined;
  /** One that has begun, and that the process to come is to have: both take their time at once. */
  #ahead: Life | undefined;
  #handle: Pid | undefined;
  #destroying: Promise<void> | undefined;
  #restarting: Promise<void> | undefined;
  #renewing: Promise<void> | undefined;
  readonly #code: Reloader;
  readonly #states: SandboxStates;
  readonly #calls: GuestCalls;
  readonly #hangersOn = new HangersOn((action) => this.#gone(action));

  /** @internal */
  constructor(parts: SandboxParts) {
    this.name = parts.name;
    this.#parts = parts;
    this.#createdAt = parts.system.wallTime();
    this.condition = new Condition(parts.system, parts);
    this.#code = new Reloader({
      ...parts,
      life: (action) => this.#upLife(action),
      renew: (life) => this.#renew(life),
    });
    this.#calls = new GuestCalls({
      ...parts,
      alive: (action) => this.#alive(action),
      failure: () => this.#life?.error?.failure ?? this.condition.absence,
    });
    const life = () => this.#alive(`look at the states of ${this.name}`);
    this.#states = new SandboxStates({ ...parts, version: () => this.#code.origin(), life });
  }

  /** How it is doing. */
  get status(): SandboxStatus {
    return this.condition.status;
  }

  /** The process that it is in the host's System: to be linked with, monitored, killed. */
  get pid(): Pid | undefined {
    return this.condition.pid;
  }

  /** The last hundred things that happened to it, oldest first; the same are notices on the event stream of the System. */
  get history(): readonly SandboxHistoryEntry[] {
    return this.condition.chronicle.entries;
  }

  /** What it printed last, oldest first. */
  get output(): readonly OutputLine[] {
    return this.#lines;
  }

  /** What is known of it, without asking it. */
  info(): SandboxInfo {
    const { isolation, shared, limits, permissions, name } = this.#parts;
    const { status, pid, restarts, uptimeMs } = this.condition;
    return {
      name,
      isolation,
      shared,
      limits,
      permissions,
      status,
      pid,
      root: this.#life?.root as Pid | undefined,
      restarts,
      createdAt: this.#createdAt,
      uptimeMs,
      usage: this.#life?.usage ?? NOTHING_USED,
      failure: this.condition.failure,
    };
  }

  /**
   * Asks a server of the sandbox, by pid or by the name that it has there.
   *
   * @throws {SandboxError} If there is no answer.
   */
  call(to: Pid | string, kind: string, options: SandboxCallOptions = {}): Promise<unknown> {
    return this.#calls.call(to, kind, options);
  }

  /** Tells a server of the sandbox something. @throws {SandboxError} If nobody has the name, or it cannot cross. */
  cast(to: Pid | string, kind: string, options: Pick<SandboxCallOptions, "payload"> = {}): Promise<void> {
    return this.#calls.cast(to, kind, options);
  }

  /** Has a process of the host be told by `DOWN` when one of the sandbox is dead. @throws {SandboxError} */
  monitor(to: Pid | string, watcher: Self): Promise<Ref> {
    return this.#calls.monitor(to, watcher);
  }

  /** The pid under a name in the sandbox; `undefined` if nobody has it. @throws {SandboxError} */
  whereis(name: string): Promise<Pid | undefined> {
    return this.#calls.whereis(name);
  }

  /** A server of the sandbox, typed by its definition, which the host has for its types. @throws {SandboxError} */
  at<Ref>(definition: Definition<Ref, never>, to: Pid | string): Promise<Ref> {
    return this.#calls.at(definition, to);
  }

  /**
   * Calls a function that the entry exports, and gives what it gives. Functions cannot cross, values can.
   *
   * @throws {SandboxError} If there is none, it throws or takes too long, or something cannot cross.
   */
  async run(name: string, args: readonly unknown[] = [], options: SandboxRunOptions = {}): Promise<unknown> {
    checkRun(`run a function of ${this.name}`, { name, args, options });
    const life = await this.#alive(`run ${name} of ${this.name}`);
    return await life.run(name, { args, timeoutMs: options.timeoutMs ?? Infinity });
  }

  /** The supervision trees in the sandbox, with pids as the host reads them. @throws {SandboxError} */
  async tree(): Promise<readonly TreeNode[]> {
    return await (await this.#alive(`show the tree of ${this.name}`)).tree(LOOK_MS);
  }

  /**
   * Has modules in another version take the place of those that run: its servers keep their state, through the `codeChange` of
   * their definitions, and what they are in the middle of is ended by the version that it was begun with. Who waits for an earlier
   * reload is first. Where nothing is another, nothing happens.
   *
   * Servers are known by the module that defines them at its top level, and their name. Those whose definition is no more go on as
   * they are. Variables of a module begin anew with it. What is started from a former definition from now on runs the new one. An
   * entry may export `upgrade(system, { from, to })`, which is called once all is loaded, to start what only the new version has.
   * Timers that a module set while it was evaluated end with it. Of code that spins, `pauseMs` says what is found in time.
   *
   * @throws {SandboxError} If it does not compile, load, start or migrate; the version that ran goes on then, all of it.
   */
  reload(options: ReloadOptions): Promise<Reloaded> {
    return this.#code.reload(options);
  }

  /**
   * Goes back to a version, by a reload: the `codeChange` of the definitions that run make the states, told
   * `{ down: version }`, as on Erlang; one that has not looked at `down` is refused, for it would go up. Which version has what
   * text is never rewritten: it is a version more.
   *
   * @throws {SandboxError} `not_found` if there is none, or it never ran; and as {@linkcode Sandbox.reload} does.
   */
  rollback(version: number, options: RollbackOptions = {}): Promise<Reloaded> {
    return this.#code.rollback(version, options);
  }

  /** All versions that there have been, oldest first, with what became of them. */
  get versions(): readonly Version[] {
    return this.#code.versions;
  }

  /** What became of the text from one version to another. @throws {SandboxError} `not_found` */
  diff(from: number, to: number, options?: DiffOptions): SourceDiff {
    return this.#code.diff(from, to, options);
  }

  /**
   * Reloads from a directory whenever its modules have changed and all is quiet, until what is given back is disposed of, or the
   * sandbox destroyed.
   *
   * @throws {SandboxError} If it cannot be read to begin with, or the sandbox was destroyed. @throws {ArgumentError} If an option is none.
   */
  async watch(dir: string | URL, options: SandboxWatchOptions = {}): Promise<Watching> {
    const action = `watch a directory for ${this.name}`;
    this.#hangersOn.check(action);
    const reload: SandboxWatchParts["reload"] = (what) => this.reload(what);
    return this.#hangersOn.add(action, await watchSandbox({ ...this.#parts, dir, reload }, options));
  }

  /** The states of its servers that have names, with the version they are of. @throws {StateError} @throws {SandboxError} */
  async exportState(options: SandboxStateOptions = {}): Promise<ExportedState> {
    return await this.#states.export(options);
  }

  /** Gives its servers states that were exported, migrated by their schemas. @throws {StateError} @throws {SandboxError} */
  async importState(state: ExportedState, options: SandboxStateOptions = {}): Promise<readonly string[]> {
    return await this.#states.import(state, options);
  }

  /**
   * Saves the states of its servers again and again; when it starts again after a crash, they have those that were saved last
   * before anybody reaches them. Until what is given back is disposed of, or the sandbox destroyed.
   *
   * @throws {SandboxError} If it was destroyed.
   */
  snapshotEvery(options: SandboxSnapshotOptions): AsyncDisposable {
    const every = this.#states.snapshotEvery(options);
    return this.#hangersOn.add(`save snapshots of ${this.name}`, every);
  }

  /**
   * The names of its servers and agents that have a state, for `exportState` of `@superlearner/sandbox/state`.
   *
   * @throws {SandboxError}
   */
  stateNames(): Promise<readonly string[]> {
    return this.#states.holder.stateNames();
  }

  /** The state of one of them between two messages; pids in it are the guest's own words. @throws {SandboxError} */
  getState(process: string): Promise<unknown> {
    return this.#states.holder.getState(process);
  }

  /** Gives one of them another state, between two messages. @throws {SandboxError} */
  replaceState(process: string, state: unknown): Promise<void> {
    return this.#states.holder.replaceState(process, state);
  }

  /** @internal */
  get isChild(): boolean {
    return this.#parts.isChild;
  }

  /** Stops it and starts it anew; its processes have other pids then. @throws {SandboxError} If it does not come up. @throws {ArgumentError} If it is a supervisor's child. */
  restart(options: ActOptions = {}): Promise<void> {
    const restarted = (async () => {
      refuseChild("restart", this);
      await this.stop(options);
      await this.start(options);
    })();
    this.#restarting = restarted.catch(() => {});
    return restarted;
  }

  /** Starts it, where it is stopped or has crashed. @throws {SandboxError} If it does not come up. @throws {ArgumentError} If it is a supervisor's child. */
  async start(options: ActOptions = {}): Promise<void> {
    refuseChild("start", this);
    if (this.#destroying !== undefined) throw this.#gone(`start ${this.name}`);
    if (this.#handle !== undefined && this.#parts.system.isAlive(this.#handle)) {
      if (this.status === "running") return;
      await this.#parts.stop(this.#handle);
    }
    this.condition.starting(actorOf(`start ${this.name}`, options));
    try {
      this.#ahead = this.#newLife();
      this.#handle = await this.#parts.start(this);
    } catch (error) {
      throw this.condition.notStarted(this.#life?.error ?? error);
    } finally {
      await this.#ahead?.close(); // no process has come of it
      this.#ahead = undefined;
    }
    if (this.#isDestroyed()) await this.#parts.stop(this.#handle);
  }

  /** Stops it; it can be started again. @throws {ArgumentError} If it is a supervisor's child. */
  async stop(options: ActOptions = {}): Promise<void> {
    refuseChild("stop", this);
    this.condition.stopping(actorOf(`stop ${this.name}`, options));
    const handle = this.#handle;
    this.#handle = undefined;
    if (handle !== undefined) await this.#parts.stop(handle);
    await this.#life?.close();
    this.condition.stopped();
  }

  /**
   * Stops it for good, whatever it is doing. Its name is free when this is settled. Again does nothing. The supervisor whose child
   * it is starts another one by its spec, where that says so: who wants none has that terminate it.
   */
  destroy(options: ActOptions = {}): Promise<void> {
    const by = actorOf(`destroy ${this.name}`, options);
    return this.#destroying ??= this.#destroy(by);
  }

  /** Destroys it. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.destroy();
  }

  /** @internal */
  begin(): Life {
    if (this.#destroying !== undefined) throw this.#gone(`start ${this.name}`);
    const ahead = this.#ahead;
    if (ahead === undefined) this.condition.starting();
    this.#ahead = undefined;
    return ahead ?? this.#newLife();
  }

  #newLife(): Life {
    return this.condition.begun(this.#life = this.#parts.begin(this));
  }

  /** @internal */
  get content(): Reloader["content"] {
    return this.#code.content;
  }

  /** @internal */
  async restored(life: Life): Promise<void> {
    if (this.condition.restarts > 0 && this.#renewing === undefined) await this.#states.restore(life);
  }

  /** @internal */
  printed(line: OutputLine): void {
    this.#lines.push(line);
    if (this.#lines.length > KEPT_LINES) this.#lines.shift();
  }

  async #destroy(by: string): Promise<void> {
    const handle = this.#handle ?? (this.#parts.isChild ? this.pid : undefined);
    this.condition.destroying(by);
    const ended = this.#hangersOn[Symbol.asyncDispose](); // one that is at work is done when its life is over
    await this.#life?.close(this.condition.absence);
    if (handle !== undefined) await this.#parts.stop(handle);
    this.#parts.destroyed(this);
    this.condition.destroyed();
    await ended;
  }

  /** The life that is up, or is about to be. */
  async #upLife(action: string): Promise<Life> {
    await this.#restarting;
    if (this.status !== "starting" || this.#life === undefined) return await this.#alive(action);
    await this.#life.ready();
    return this.#life;
  }

  /** A new life in the place of one that has seen many versions: tried beside it first, then with its states. */
  async #renew(life: Life): Promise<void> {
    const { name } = this;
    if (this.#handle === undefined) {
      throw new SandboxError(`renew ${name}`, { kind: "not_found", what: "start of its own" });
    }
    await tryLife((system) => this.#parts.begin(this, system));
    const restart = async () => {
      await this.stop();
      await this.start();
      return this.#life!;
    };
    this.#renewing = succeed(life, { name, version: this.#code.origin(), restart });
    try {
      await this.#renewing;
    } finally {
      this.#renewing = undefined;
    }
  }

  #isDestroyed(): boolean {
    return this.#destroying !== undefined;
  }

  #gone(action: string): SandboxError {
    return new SandboxError(action, { kind: "not_found", what: `sandbox ${this.name}: it was destroyed` });
  }

  async #alive(action: string): Promise<Life> {
    await this.#renewing;
    const life = this.#life;
    if (this.#destroying !== undefined) throw this.#gone(action);
    if (life !== undefined && this.status === "running") return life;
    throw new SandboxError(action, this.condition.absence);
  }
}
