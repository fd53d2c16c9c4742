/**
 * Runs code that is not trusted, and reloads it without a stop: plugins, and what students hand in.
 *
 * @module
 */

export { type Diagnostic, SandboxError, type SandboxFailure, type SandboxFailureKind } from "./limits/sandbox_error.ts";

export { compile, type CompileOnceOptions } from "./compiling/compile.ts";
export { type CompileOptions, Compiler, type CompilerOptions, type CompilerStats } from "./compiling/compiler.ts";
export { CompileCache, type CompileCacheOptions } from "./compiling/compile_cache.ts";
export type { FoundImport, ImportKind, Transpiled } from "./compiling/transpiled.ts";
export type { Compiled, CompileDiagnostic, CompiledModule, ModuleImport } from "./compiling/compiled.ts";
export { importersOf, type Imports, type ModuleGraph, moduleGraph } from "./compiling/module_graph.ts";
export { type ClosedMap, type Resolution, resolveImport } from "./compiling/resolve_import.ts";
export type { DirectorySource, FileSource, Source, SourceLimits, Sources } from "./compiling/sources.ts";

export { type DiffOptions, diffSources, type FileDiff, type Hunk, type SourceDiff } from "./versions/diff.ts";
export { planReload, type ReloadPlan, type ReloadPlanOptions } from "./versions/reload_plan.ts";
export type { ChangeFrom, HistoryEntry, Version, VersionContent, VersionStatus } from "./versions/version.ts";
export {
  type AttemptOptions,
  type RollbackPlan,
  VersionHistory,
  type VersionHistoryOptions,
} from "./versions/version_history.ts";
export type { Attempt } from "./versions/attempt.ts";
export { type ChangeSet } from "./versions/change_set.ts";
export type { FolderEvent, FolderEvents, OpenFolderEvents } from "./versions/folder_events.ts";
export type { PathFilter, Tree } from "./compiling/read_tree.ts";
export { type SourceWatch, watch, type WatchOptions } from "./versions/watch.ts";
export { Wear, type WearOptions } from "./versions/wear.ts";
