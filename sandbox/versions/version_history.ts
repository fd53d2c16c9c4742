import { ArgumentError, type Clock, RealClock } from "@superlearner/otp";
import { checkKnownOptions, isPlainObject } from "../limits/check_options.ts";
import { checkClock, checkFunctions, checkTexts } from "../limits/check_values.ts";
import { isImportUrl } from "../permissions/import_url.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import { type DiffOptions, diffSources, type SourceDiff } from "./diff.ts";
import { Attempt } from "./attempt.ts";
import { planReload, type ReloadPlan } from "./reload_plan.ts";
import type { ChangeFrom, HistoryEntry, Version, VersionContent, VersionStatus } from "./version.ts";

/** How a history is kept. */
export interface VersionHistoryOptions {
  /**
   * How many versions can be gone back to, those that run included. The text of older ones is let go of; what is told of them
   * stays. @default {10}
   */
  readonly keep?: number;
  /** Where time comes from. @default the machine's clock */
  readonly clock?: Clock;
}

/** Who tries a version, and what it is. */
export interface AttemptOptions {
  /** Who. */
  readonly by: string;
  /** The version whose text it has again; see {@linkcode VersionHistory.planRollback}. */
  readonly rollbackOf?: number;
}

/** How one would go back to a version: a reload whose `codeChange` goes down. Nothing has been done yet. */
export interface RollbackPlan {
  /** The version that runs. */
  readonly from: number;
  /** The one whose text is to run again. */
  readonly to: number;
  /** What `codeChange` is told. */
  readonly changeFrom: ChangeFrom;
  /** What is to be loaded. */
  readonly content: VersionContent;
  /** What that changes in the text. */
  readonly diff: SourceDiff;
  /** What that reaches. */
  readonly reload: ReloadPlan;
}

/**
 * The versions of one sandbox: append-only. A version is tried, and then committed or failed; while one is tried no other can
 * be. Going back makes a version as well, with the text of the former one.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { compile, VersionHistory } from "@superlearner/sandbox";
 *
 * const history = new VersionHistory();
 * for (const text of ["1;", "2;"]) {
 *   using attempt = history.attempt(await compile({ files: { "main.ts": text } }), { by: "me" });
 *   attempt.commit(); // once it has loaded, migrated and started
 * }
 * const plan = history.planRollback(1);
 * using back = history.attempt(plan.content, { by: "me", rollbackOf: 1 });
 * back.commit();
 * assertEquals(history.versions.map(({ n, status, parent }) => [n, status, parent]), [
 *   [1, "kept", undefined],
 *   [2, "old", 1],
 *   [3, "current", 2],
 * ]);
 * ```
 */
export class VersionHistory {
  readonly #keep: number;
  readonly #clock: Clock;
  readonly #entries: HistoryEntry[] = [];
  readonly #contents = new Map<number, VersionContent>();
  readonly #versions = new Map<number, Version>();
  #current: number | undefined;
  #old: number | undefined;
  #attempt: Attempt | undefined;

  /** An empty one. @throws {ArgumentError} If an option is none, or `keep` below 2: the current and the old one are always kept. */
  constructor(options: VersionHistoryOptions = {}) {
    const { keep = 10, clock = new RealClock() } = checkKnownOptions("keep versions", options, KNOWN);
    checkClock("keep versions", clock);
    if (!(Number.isInteger(keep) && keep >= 2)) {
      throw new ArgumentError("keep versions", { rule: "keep is a whole number from 2 up", value: keep });
    }
    this.#keep = keep;
    this.#clock = clock;
  }

  /** All that happened, in its order. */
  get entries(): readonly HistoryEntry[] {
    return [...this.#entries];
  }

  /** All versions that were tried and are not any more, oldest first. */
  get versions(): readonly Version[] {
    return [...this.#versions.values()];
  }

  /** The version that runs; none before the first. */
  get current(): Version | undefined {
    return this.#current === undefined ? undefined : this.#versions.get(this.#current);
  }

  /** One version. @throws {SandboxError} `not_found` @throws {ArgumentError} If it is no number of one. */
  get(n: number): Version {
    if (typeof n !== "number") {
      throw new ArgumentError("look up a version", { rule: "a version is a number", value: n });
    }
    return this.#versions.get(n) ?? notFound(`version ${n}`);
  }

  /** What a version is made of. @throws {SandboxError} `not_found` if there is none, or its text was let go of. */
  content(n: number): VersionContent {
    this.get(n);
    return this.#contents.get(n) ?? notFound(`text of version ${n}, which is older than those that are kept`);
  }

  /**
   * Begins to try a version. Its outcome is told to what this gives; disposing of that without one is a failure.
   *
   * @throws {SandboxError} `already_exists` while another one is tried; `not_found` if there is none that it is to have the text of.
   * @throws {ArgumentError} If it is no version, or an option is none.
   */
  attempt(content: VersionContent, options: AttemptOptions): Attempt {
    const { by, rollbackOf } = checkAttempt(content, options);
    if (rollbackOf !== undefined) this.get(rollbackOf);
    if (this.#attempt !== undefined) {
      const name = `attempt at version ${this.#attempt.n}, which is not over`;
      throw new SandboxError(TRY, { kind: "already_exists", name });
    }
    const n = this.#entries.filter(({ type }) => type === "tried").length + 1;
    const from = this.#current;
    const way = rollbackOf === undefined ? {} : { rollbackOf };
    const changeFrom = from !== undefined && rollbackOf !== undefined ? { down: from } : from;
    const { sha256 } = content;
    const told = { parent: from, at: this.#now(), by, ...way, ...importedOf(content) };
    const tried = { type: "tried", n, sha256, ...told } as const;
    this.#append(tried);
    const end = (status: VersionStatus, reason?: string) => {
      this.#attempt = undefined;
      const { type: _, ...told } = tried;
      const why = reason === undefined ? {} : { reason };
      this.#versions.set(n, { ...told, status, ...why, isRestorable: status === "current" });
      if (status === "current") this.#commit(n, content);
      else this.#append({ type: "failed", n, at: this.#now(), reason: reason ?? "unknown" });
    };
    return this.#attempt = new Attempt({ n, changeFrom, end });
  }

  /** What became of the text from one version to another. @throws {SandboxError} `not_found` */
  diff(from: number, to: number, options: DiffOptions = {}): SourceDiff {
    return diffSources(this.content(from).sources, this.content(to).sources, options);
  }

  /**
   * How one would go back to a version.
   *
   * @throws {ArgumentError} If it is no number of one, or `accepts` no function.
   * @throws {SandboxError} `not_found` if there is none, it never ran, or its text was let go of; `already_exists` if it runs.
   */
  planRollback(to: number, accepts?: (path: string) => boolean): RollbackPlan {
    checkFunctions("plan a rollback", { accepts });
    const from = this.#current ?? notFound("version that runs");
    const target = this.get(to);
    if (target.status === "failed") notFound(`version ${to} that ever ran`);
    const content = this.content(to);
    const running = this.content(from);
    if (to === from || target.sha256 === running.sha256) {
      const name = to === from ? `version ${to}, which runs` : `text of version ${to}, which runs as version ${from}`;
      throw new SandboxError("plan a rollback", { kind: "already_exists", name });
    }
    const way = accepts === undefined ? {} : { accepts };
    return {
      from,
      to,
      changeFrom: { down: from },
      content,
      diff: this.diff(from, to),
      reload: planReload({ from: running.modules, to: content.modules, ...way }),
    };
  }

  #commit(n: number, content: VersionContent): void {
    this.#append({ type: "committed", n, at: this.#now() });
    this.#contents.set(n, content);
    this.#mark(this.#old, "kept");
    this.#old = this.#current;
    this.#mark(this.#old, "old");
    this.#current = n;
    for (const oldest of this.#contents.keys()) {
      if (this.#contents.size <= this.#keep) break;
      this.#contents.delete(oldest);
      this.#versions.set(oldest, { ...this.get(oldest), isRestorable: false });
      this.#append({ type: "purged", n: oldest, at: this.#now() });
    }
  }

  #mark(n: number | undefined, status: VersionStatus): void {
    if (n !== undefined) this.#versions.set(n, { ...this.get(n), status });
  }

  #append(entry: HistoryEntry): void {
    this.#entries.push(Object.freeze(entry));
  }

  #now(): number {
    return this.#clock.wallTime();
  }
}

const KNOWN: Readonly<Record<keyof VersionHistoryOptions, true>> = { keep: true, clock: true };
const OF_ATTEMPT: Readonly<Record<keyof AttemptOptions, true>> = { by: true, rollbackOf: true };
const TRY = "try a version";

function checkAttempt(content: VersionContent, options: AttemptOptions): AttemptOptions {
  const { by } = checkKnownOptions(TRY, options, OF_ATTEMPT);
  checkTexts(TRY, { by: by ?? null });
  const isContent = isPlainObject(content) && typeof content.sha256 === "string" && Array.isArray(content.modules) &&
    (content.sources as unknown) instanceof Map;
  if (!isContent) throw new ArgumentError(TRY, { rule: "a version is what compile() has given", value: content });
  return options;
}

/** What came from elsewhere can be another one there by now: so the hash of each is kept. */
function importedOf({ modules }: VersionContent): { readonly imported?: Readonly<Record<string, string>> } {
  const remote = modules.filter(({ path }) => isImportUrl(path));
  if (remote.length === 0) return {};
  return { imported: Object.freeze(Object.fromEntries(remote.map(({ path, sha256 }) => [path, sha256]))) };
}

function notFound(what: string): never {
  throw new SandboxError("look up a version", { kind: "not_found", what });
}
