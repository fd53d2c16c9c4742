/**
 * Runs code that is not trusted, and reloads it without a stop: plugins, and what students hand in.
 *
 * ```ts
 * import { assertEquals, assertStringIncludes } from "@std/assert";
 * import { silentLogger, System } from "@superlearner/otp";
 * import { AuditLog, describeLimits, limitsOf, readAudit, SandboxHost, verifyAudit } from "@superlearner/sandbox";
 *
 * const limits = limitsOf("strict", { turnMs: 100 });
 * assertStringIncludes(describeLimits(limits), "turnMs: 100 ms a turn");
 *
 * const path = `${await Deno.makeTempDir()}/audit.jsonl`;
 * {
 *   await using system = new System({ logger: silentLogger });
 *   using audit = AuditLog.open(path);
 *   await using host = new SandboxHost({ system, audit });
 *   const files = {
 *     "/main.ts": `
 *       export const total = (prices: number[]) => prices.reduce((one, other) => one + other, 0);
 *       export const peek = () => Deno.readTextFile("/etc/passwd").catch((error) => error.name);
 *     `,
 *   };
 *   const sandbox = await host.create({ name: "cart", source: { files }, limits }); // permissions: none
 *   assertEquals(await sandbox.run("total", [[1, 2, 3]]), 6);
 *   assertEquals(await sandbox.run("peek"), "NotCapable");
 * }
 * const [denied] = await Array.fromAsync(readAudit(path, { result: "denied" }));
 * assertEquals([denied?.who, denied?.what, denied?.target], ["cart", "read", "/etc/passwd"]);
 * assertEquals((await verifyAudit(path, { whole: true })).ok, true);
 * ```
 *
 * **What a guest may do** (`permissions`): nothing, unless it is granted: `read`, `write`, `net`, `env`, `run`, `sys`, `ffi`,
 * `import`, each a list. All of one is `true`, with `allowAll: true` beside it. A grant is made once ({@linkcode
 * grantPermissions}): paths with their links followed, hosts in one plain form, never wider than what the program has itself,
 * and never to write where a program, a library or a module lives that is run. `run` and `ffi` are no wall, and a warning says so. Each
 * time a guest asks ({@linkcode Grants}), links are followed anew; a refusal is the same whether what was asked for exists
 * or not. A host that was granted by name is trusted to be where its name leads. Paths are those of Unix.
 *
 * **How much it may use** (`limits`, `profile`): every limit has a value in each of three profiles, `strict`, `balanced` and
 * `permissive`, and is changed from left to right ({@linkcode limitsOf}). {@linkcode describeLimits} says for each how it is
 * held on which wall, how often it is looked at, and so within what time the host is told.
 *
 * **Who did what** ({@linkcode AuditLog}): each change of a sandbox, with who wanted it (`by`, or the host), and what a sandbox
 * used, was refused and came to, with that for its doer; lines of JSON, numbered, each with the hash of the one before. A crash costs none
 * that was written; {@linkcode verifyAudit} finds one that was changed, removed, added or moved. Who may write the file can
 * still make a new end of it: a `key` prevents that, and a `head` that is kept elsewhere shows it.
 *
 * Further: `@superlearner/sandbox/plugins` (manifests, consent, hooks), `@superlearner/sandbox/state` (schemas with versions,
 * snapshots).
 *
 * @module
 */

export { type Diagnostic, SandboxError, type SandboxFailure, type SandboxFailureKind } from "./limits/sandbox_error.ts";
export { type Isolation, LIMIT_NAMES, type LimitName, type Limits, type SharedIsolation } from "./limits/limits.ts";
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
export type { ImportHost } from "./permissions/import_hosts.ts";
export type { GrantedProgram } from "./permissions/granted_programs.ts";
export type { SysKind } from "./permissions/sys_kinds.ts";
export { type Demand, Grants, type GrantsOptions } from "./permissions/grants.ts";
export { guardedFetch, type GuardedFetchOptions } from "./permissions/guarded_fetch.ts";
export { describePermissions } from "./permissions/describe_permissions.ts";
export { isNothing, permissionsBeyond, permissionsWithin } from "./permissions/beyond.ts";
export { type AuditHead, AuditLog, type AuditLogOptions } from "./audit/audit_log.ts";
export type { AuditEntry, AuditRecord, AuditResult } from "./audit/audit_record.ts";
export { AuditError, type AuditPlace } from "./audit/audit_error.ts";
export { type AuditFilter, readAudit } from "./audit/read_audit.ts";
export { type AuditVerdict, verifyAudit, type VerifyAuditOptions } from "./audit/verify_audit.ts";
export { SandboxHost, type SandboxHostOptions, type SandboxPoolOptions } from "./host/sandbox_host.ts";
export type { ActOptions } from "./host/acting.ts";
export type { SandboxCallOptions, SandboxInfo, SandboxRunOptions, SandboxStatus } from "./host/sandbox_info.ts";
export { Sandbox } from "./host/sandbox.ts";
export {
  isSandboxEvent,
  isSandboxMeasured,
  type SandboxEvent,
  type SandboxHistoryEntry,
  type SandboxMeasured,
  type SandboxResult,
  type SandboxTopic,
  type SandboxTopics,
} from "./host/sandbox_events.ts";
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
export type { OutputLine } from "./host/life_options.ts";
export type { Usage } from "./host/consumption.ts";
export { asksOf } from "./permissions/asks_of.ts";

export { compile, type CompileOnceOptions } from "./compiling/compile.ts";
export { type CompileOptions, Compiler, type CompilerOptions, type CompilerStats } from "./compiling/compiler.ts";
export type { RemoteKind, RemoteLoadOptions, RemoteModules, RemoteText } from "./compiling/remote_modules.ts";
export { CompileCache, type CompileCacheOptions } from "./compiling/compile_cache.ts";
export type { FoundImport, FoundName, ImportKind, Transpiled } from "./compiling/transpiled.ts";
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

export { grade, type GradeOptions } from "./grading/grade.ts";
export { Grader, type Submitted } from "./grading/grader.ts";
export type { ExerciseOptions } from "./grading/exercise_options.ts";
export type { GradeLine, GradeResult, TestResult, TestStatus } from "./grading/grade_result.ts";
