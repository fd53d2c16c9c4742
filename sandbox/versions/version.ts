import type { CompiledModule } from "../compiling/compiled.ts";

/**
 * What became of a version. As on Erlang two are loaded at most: `"current"` runs, `"old"` is the one before it, which what
 * was under way may still end in. `"kept"` ran once. `"failed"` never ran: it did not load, migrate or start.
 */
export type VersionStatus = "current" | "old" | "failed" | "kept";

/** What a version is made of; a {@linkcode Compiled} is that. */
export interface VersionContent {
  /** The hash of all of it. */
  readonly sha256: string;
  /** The modules, in the order of loading. */
  readonly modules: readonly CompiledModule[];
  /** The text they were made of. */
  readonly sources: ReadonlyMap<string, string>;
}

/** One version, as the history tells of it. */
export interface Version {
  /** From 1 up, for each attempt another one; never used twice. */
  readonly n: number;
  /** The hash of all its text. */
  readonly sha256: string;
  /** The version that ran when this one came; none for the first. */
  readonly parent: number | undefined;
  /** When, in milliseconds since 1970. */
  readonly at: number;
  /** Who. */
  readonly by: string;
  /** What became of it. */
  readonly status: VersionStatus;
  /** The version whose text it has again, where it is a rollback. */
  readonly rollbackOf?: number;
  /** Why, where it failed. */
  readonly reason?: string;
  /** The remote modules that it was made of, each with the hash of its text; none of a version without any. */
  readonly imported?: Readonly<Record<string, string>>;
  /** Whether its text is still there, so that one can go back to it. */
  readonly isRestorable: boolean;
}

/** One thing that happened, never changed and never removed. */
export type HistoryEntry =
  | {
    readonly type: "tried";
    readonly n: number;
    readonly sha256: string;
    readonly parent: number | undefined;
    readonly at: number;
    readonly by: string;
    readonly rollbackOf?: number;
    readonly imported?: Readonly<Record<string, string>>;
  }
  | { readonly type: "committed"; readonly n: number; readonly at: number }
  | { readonly type: "failed"; readonly n: number; readonly at: number; readonly reason: string }
  | { readonly type: "purged"; readonly n: number; readonly at: number };

/** From which version a process is migrated, as its `codeChange` is told: on the way down in the form of Erlang. */
export type ChangeFrom = number | { readonly down: number };
