/**
 * Runs code that is not trusted, and reloads it without a stop: plugins, and what students hand in.
 *
 * @module
 */

export { type Diagnostic, SandboxError, type SandboxFailure, type SandboxFailureKind } from "./limits/sandbox_error.ts";
export { type Isolation, LIMIT_NAMES, type LimitName, type Limits } from "./limits/limits.ts";
export { limitsOf, type Profile, type ProfileName, profileOf, PROFILES } from "./limits/profiles.ts";
export { deadlineMs, LIMIT_CHECKS, LIMIT_WINDOW_MS, type LimitCheck } from "./limits/limit_checks.ts";
export { describeLimits, type DescribeLimitsOptions } from "./limits/describe_limits.ts";
export {
  checkPermissions,
  PERMISSION_NAMES,
  type PermissionAsk,
  type PermissionAsks,
  type PermissionName,
  type Permissions,
} from "./permissions/permissions.ts";
export {
  type GrantedPermissions,
  type GrantOptions,
  grantPermissions,
  NO_PERMISSIONS,
} from "./permissions/granting.ts";
export { denoHost, type HostAccess } from "./permissions/host_access.ts";
export type { GrantedPath, PathAccess } from "./permissions/paths.ts";
export type { NetHost } from "./permissions/net_hosts.ts";
export { type Demand, Grants, type GrantsOptions } from "./permissions/grants.ts";
export { guardedFetch, type GuardedFetchOptions } from "./permissions/guarded_fetch.ts";
export { describePermissions } from "./permissions/describe_permissions.ts";
export { isNothing, permissionsBeyond } from "./permissions/beyond.ts";
export { type AuditHead, AuditLog, type AuditLogOptions } from "./audit/audit_log.ts";
export type { AuditEntry, AuditRecord, AuditResult } from "./audit/audit_record.ts";
export { AuditError, type AuditPlace } from "./audit/audit_error.ts";
export { type AuditFilter, readAudit } from "./audit/read_audit.ts";
export { type AuditVerdict, verifyAudit, type VerifyAuditOptions } from "./audit/verify_audit.ts";
export { type MigrateOptions, type MigrationStep, StateSchema, type StateSchemaSpec } from "./state/state_schema.ts";
export type { Field, Fields, FieldType } from "./state/fields.ts";
export type { FieldChange, FieldChanges } from "./state/field_changes.ts";
export { StateError, type StateFailure, type StateProblem } from "./state/state_error.ts";
export {
  type ExportedState,
  exportState,
  type ExportStateOptions,
  importState,
  type ImportStateOptions,
  type StateHolder,
  type StateSchemas,
} from "./state/exported_state.ts";
export { systemStates, type SystemStatesOptions } from "./state/system_states.ts";
export { describeState, inspectState, type StateFacts } from "./state/describe_state.ts";
export { type LatestSnapshot, type SnapshotInfo, Snapshots, type SnapshotsOptions } from "./state/snapshots.ts";
export { snapshotEvery, type SnapshotEveryOptions } from "./state/snapshot_every.ts";
export { SandboxHost, type SandboxHostOptions } from "./host/sandbox_host.ts";
export type { SandboxCallOptions, SandboxInfo, SandboxRunOptions, SandboxStatus } from "./host/sandbox_info.ts";
export { Sandbox } from "./host/sandbox.ts";
export type {
  ChangedServer,
  ExchangeLimits,
  HostCodeChange,
  Reloaded,
  ReloadOptions,
  RollbackOptions,
} from "./host/reload_options.ts";
export type { SandboxWatchOptions, Watching } from "./host/watch_sandbox.ts";
export type { SandboxSnapshotOptions, SandboxStateOptions } from "./host/sandbox_states.ts";
export type { SandboxOptions, SandboxSource } from "./host/sandbox_options.ts";
export type { OutputLine, Usage } from "./host/life.ts";

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
