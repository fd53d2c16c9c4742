import type { Pid, System } from "@superlearner/otp";
import type { AuditEntry } from "../audit/audit_record.ts";
import type { Compiler } from "../compiling/compiler.ts";
import type { RemoteModules } from "../compiling/remote_modules.ts";
import type { Isolation, Limits } from "../limits/limits.ts";
import type { GrantedPermissions } from "../permissions/granting.ts";
import type { Life } from "./life.ts";
import type { PreparedVersion } from "./prepare_modules.ts";
import type { ReloaderParts } from "./reloader.ts";
import type { Sandbox } from "./sandbox.ts";

/** What a sandbox needs of the host that it belongs to. */
export interface SandboxParts {
  /** The System of the host. */
  readonly system: System;
  /** Its name. */
  readonly name: string;
  /** Where it lives. */
  readonly isolation: Isolation;
  /** The process that it shares; none, where it shares none. */
  readonly shared: string | undefined;
  /** What it may use. */
  readonly limits: Limits;
  /** What it may do. */
  readonly permissions: GrantedPermissions;
  /** What it is created with. */
  readonly first: PreparedVersion;
  /** Compiles what is reloaded. */
  readonly compiler: Compiler;
  /** Brings remote modules; none, where none was granted. */
  readonly remote: RemoteModules | undefined;
  /** Whether types are checked of what is reloaded. */
  readonly check: boolean;
  /** How many versions a life takes before it is replaced. */
  readonly renewAfter: number;
  /** Something was done with its code, or failed. */
  readonly noted: ReloaderParts["noted"];
  /** Who wants it. */
  readonly by: string;
  /** The highest number in pids of another one in whose place it is. */
  readonly numbersAfter: number;
  /** Puts a line into the audit log. */
  readonly record: (entry: AuditEntry) => void;
  /** Makes a life, in the host's System or in another one. @throws {SandboxError} If that cannot begin. */
  readonly begin: (sandbox: Sandbox, system?: System) => Life;
  /** Whether a supervisor of somebody else's starts and stops it. */
  readonly isChild: boolean;
  /** Starts its process, and gives the pid of what is to be stopped. */
  readonly start: (sandbox: Sandbox) => Promise<Pid>;
  /** Stops what was started. */
  readonly stop: (pid: Pid) => Promise<void>;
  /** It is destroyed. */
  readonly destroyed: (sandbox: Sandbox) => void;
}
