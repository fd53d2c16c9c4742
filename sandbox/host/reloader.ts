import type { System } from "@superlearner/otp";
import type { Compiler } from "../compiling/compiler.ts";
import { Turns } from "../compiling/turns.ts";
import type { RemoteModules } from "../compiling/remote_modules.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import type { DiffOptions, SourceDiff } from "../versions/diff.ts";
import type { ChangeFrom, Version } from "../versions/version.ts";
import { VersionHistory } from "../versions/version_history.ts";
import { HOST_ACTOR } from "./acting.ts";
import type { Life } from "./life.ts";
import { changedSources, loadable, type PreparedVersion, prepareModules } from "./prepare_modules.ts";
import {
  checkReload,
  checkReloadOptions,
  type ExchangeLimits,
  type Reloaded,
  type ReloadOptions,
  type RollbackOptions,
} from "./reload_options.ts";
import type { SandboxSource } from "./sandbox_options.ts";

/** What a reloader works with. */
export interface ReloaderParts {
  /** The name of the sandbox. */
  readonly name: string;
  /** The host's System. */
  readonly system: System;
  /** The first version. */
  readonly first: PreparedVersion;
  /** Compiles what is reloaded. */
  readonly compiler: Compiler;
  /** Brings remote modules; none, where none was granted. */
  readonly remote?: RemoteModules | undefined;
  /** Whether types are checked of what is reloaded. @default {false} */
  readonly check?: boolean;
  /** How many versions a life takes before it is replaced. */
  readonly renewAfter: number;
  /** The life that is up. @throws {SandboxError} If none is, or comes up. */
  readonly life: (action: string) => Promise<Life>;
  /** Puts a new life in the place of one, with its states. */
  readonly renew: (life: Life) => Promise<void>;
  /** Something was done, or failed. */
  readonly noted: (what: "reload" | "rollback" | "renew", how: CodeNote) => void;
  /** Who wants the first version. @default {"host"} */
  readonly by?: string | undefined;
}

/** What came of something that was done with the code. */
export interface CodeNote {
  /** How it went. */
  readonly result: "ok" | "failed";
  /** More of it, for people. */
  readonly detail: string;
  /** Who wanted it. */
  readonly by: string;
}

/** Puts versions of one sandbox in the place of each other, one at a time, and knows which there have been. */
export class Reloader {
  readonly #parts: ReloaderParts;
  readonly #history: VersionHistory;
  readonly #contents = new Map<number, PreparedVersion>();
  readonly #reloads = new WeakMap<Life, number>();
  #running: PreparedVersion;
  readonly #turns = new Turns();

  /** Begins with the version that the sandbox is created with. */
  constructor(parts: ReloaderParts) {
    this.#parts = parts;
    this.#running = parts.first;
    this.#history = new VersionHistory({ clock: parts.system.clock });
    using attempt = this.#history.attempt(parts.first, { by: parts.by ?? HOST_ACTOR });
    this.#contents.set(attempt.n, parts.first);
    attempt.commit();
  }

  /** All versions, oldest first. */
  get versions(): readonly Version[] {
    return this.#history.versions;
  }

  /** The version that runs, and that each life begins with. */
  get current(): Version {
    return this.#history.current!;
  }

  /** What a life loads. */
  get content(): { readonly modules: ReadonlyMap<string, string>; readonly entry: string } {
    return { modules: loadable(this.#running), entry: this.#running.entry };
  }

  /** The number of the version that first had the text of another one, or of the one that runs. */
  origin(n: number = this.current.n): number {
    const { rollbackOf } = this.#history.get(n);
    return rollbackOf === undefined ? n : this.origin(rollbackOf);
  }

  /** What became of the text from one version to another. @throws {SandboxError} `not_found` */
  diff(from: number, to: number, options?: DiffOptions): SourceDiff {
    return this.#history.diff(from, to, options);
  }

  /** Reloads, after those that were asked for before. @throws {SandboxError} If the version that runs goes on. */
  async reload(options: ReloadOptions): Promise<Reloaded> {
    const action = `reload ${this.#parts.name}`;
    const checked = checkReloadOptions(action, options);
    return await this.#turns.take(() => this.#reload(action, checked));
  }

  /** Goes back, after what was asked for before. @throws {SandboxError} If the version that runs goes on. */
  async rollback(n: number, options: RollbackOptions): Promise<Reloaded> {
    const action = `roll ${this.#parts.name} back`;
    const checked = checkReload(action, options);
    return await this.#turns.take(() => this.#rollback(action, n, checked));
  }

  async #reload(action: string, options: ReloadOptions): Promise<Reloaded> {
    let next: PreparedVersion;
    try {
      next = await this.#prepare(action, options);
    } catch (error) {
      throw this.#failed("reload", options, error);
    }
    if (isSame(next, this.#running)) return await this.#unchanged(action);
    return await this.#exchange(next, { ...options, action });
  }

  async #rollback(action: string, n: number, options: RollbackOptions): Promise<Reloaded> {
    let content: PreparedVersion;
    try {
      content = this.#content(action, n);
    } catch (error) {
      throw this.#failed("rollback", options, error);
    }
    if (isSame(content, this.#running)) return await this.#unchanged(action);
    return await this.#exchange(content, { ...options, action, rollbackOf: n });
  }

  #content(action: string, n: number): PreparedVersion {
    const { status } = this.#history.get(n);
    if (status === "failed") {
      throw new SandboxError(action, { kind: "not_found", what: `version ${n} that ever ran` });
    }
    this.#history.content(n); // it is told if its text is not there any more
    return this.#contents.get(n)!;
  }

  /** It came to nothing before there was a version of it. */
  #failed(what: "reload" | "rollback", { by = HOST_ACTOR }: ExchangeLimits, error: unknown): unknown {
    this.#parts.noted(what, { result: "failed", detail: messageOf(error), by });
    return error;
  }

  /** It is said of one that lives only. */
  async #unchanged(action: string): Promise<Reloaded> {
    await this.#parts.life(action);
    const { n } = this.current;
    return { version: n, from: n, modules: [], servers: [], pausedMs: 0, cycles: this.#running.cycles };
  }

  async #prepare(action: string, options: ReloadOptions): Promise<PreparedVersion> {
    const { entry, isTaken } = this.#running;
    if (isTaken !== (options.modules !== undefined)) {
      const rule = isTaken
        ? "what was compiled elsewhere is reloaded by { modules }, compiled there too"
        : "what was compiled here is reloaded by its sources, not by { modules }";
      throw new SandboxError(action, { kind: "source_refused", path: entry, rule });
    }
    const { compiler, remote, check = false } = this.#parts;
    const source = await this.#source(action, options);
    return await prepareModules(compiler, { action, source, entry, remote, check });
  }

  async #source(action: string, { files, module, dir, modules, only = false }: ReloadOptions): Promise<SandboxSource> {
    if (modules !== undefined) return { modules };
    if (dir !== undefined) return { dir };
    const before = only ? new Map() : this.#running.sources;
    return { files: await changedSources(before, { action, files, module }) };
  }

  async #exchange(
    next: PreparedVersion,
    options: ExchangeLimits & { readonly action: string; readonly rollbackOf?: number },
  ): Promise<Reloaded> {
    const { action, rollbackOf, by = HOST_ACTOR, pauseMs = 50, timeoutMs = 5000, codeChange } = options;
    const what = rollbackOf === undefined ? "reload" : "rollback";
    const before = this.current.n;
    const way = rollbackOf === undefined ? {} : { rollbackOf };
    using attempt = this.#history.attempt(next, { by, ...way });
    const [from, to] = [this.origin(before), rollbackOf === undefined ? attempt.n : this.origin(rollbackOf)];
    const down = to < from;
    const changeFrom: ChangeFrom = down ? { down: from } : from;
    try {
      const life = await this.#parts.life(action);
      const { entry } = next;
      const plan = { from, to, migrates: !down && codeChange === undefined };
      const loaded = await life.versions.load({ action, modules: loadable(next), entry, timeoutMs, pauseMs, plan });
      const { servers, pausedMs } = await life.versions.exchange(loaded, {
        action,
        entry,
        from,
        to,
        down,
        pauseMs,
        timeoutMs,
        convert: codeChange && (({ pid, name, state }) => codeChange(changeFrom, state, { pid, name, to })),
      });
      attempt.commit();
      this.#keep(attempt.n, next);
      const text = rollbackOf === undefined ? "" : `, the text of ${rollbackOf}`;
      this.#parts.noted(what, { result: "ok", detail: `version ${attempt.n}${text}`, by });
      await this.#renew(life);
      return { version: attempt.n, from: before, modules: loaded.modules, servers, pausedMs, cycles: next.cycles };
    } catch (error) {
      attempt.fail(messageOf(error));
      this.#parts.noted(what, { result: "failed", detail: `version ${attempt.n}: ${messageOf(error)}`, by });
      throw error;
    }
  }

  #keep(n: number, content: PreparedVersion): void {
    this.#running = content;
    this.#contents.set(n, content);
    for (const known of [...this.#contents.keys()]) {
      if (!this.#history.get(known).isRestorable) this.#contents.delete(known);
    }
  }

  /** What a version leaves behind in its realm is never freed altogether; so after many the realm is replaced. */
  async #renew(life: Life): Promise<void> {
    const reloads = (this.#reloads.get(life) ?? 0) + 1;
    this.#reloads.set(life, reloads);
    if (reloads < this.#parts.renewAfter) return;
    this.#reloads.set(life, 0); // should it fail, it is tried again after as many
    try {
      await this.#parts.renew(life);
      this.#parts.noted("renew", { result: "ok", detail: `after ${reloads} versions`, by: HOST_ACTOR });
    } catch (error) {
      this.#parts.noted("renew", { result: "failed", detail: messageOf(error), by: HOST_ACTOR });
    }
  }
}

function isSame(one: PreparedVersion, other: PreparedVersion): boolean {
  return one.sha256 === other.sha256 && one.entry === other.entry;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
