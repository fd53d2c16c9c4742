import type { Pid } from "@superlearner/otp";
import type { Isolation, Limits } from "../limits/limits.ts";
import type { SandboxError } from "../limits/sandbox_error.ts";
import type { GrantedPermissions } from "../permissions/granting.ts";
import type { Usage } from "./consumption.ts";

/** How a sandbox is doing. */
export type SandboxStatus = "starting" | "running" | "stopped" | "crashed" | "destroyed";

/** What is known of a sandbox. */
export interface SandboxInfo {
  /** Its name. */
  readonly name: string;
  /** Where it lives. */
  readonly isolation: Isolation;
  /** The process that it shares; `undefined` where it shares none. */
  readonly shared: string | undefined;
  /** How it is doing. */
  readonly status: SandboxStatus;
  /** The process that it is in the host's System; `undefined` while it is none. */
  readonly pid: Pid | undefined;
  /** The process of the guest that all others hang on; `undefined` where the entry started none. */
  readonly root: Pid | undefined;
  /** How often it was started again. */
  readonly restarts: number;
  /** When it was created, in milliseconds since 1970. */
  readonly createdAt: number;
  /** How long it has been up, in milliseconds; 0 while it is not. */
  readonly uptimeMs: number;
  /** What it may use. */
  readonly limits: Limits;
  /** What it may do. */
  readonly permissions: GrantedPermissions;
  /** What it has used since it was last started. */
  readonly usage: Usage;
  /** What it last died of, if that was because of itself; also when it has been started again. */
  readonly failure: SandboxError | undefined;
}

/** How something is asked of a process in a sandbox. */
export interface SandboxCallOptions {
  /** What it is asked with. @default {undefined} */
  readonly payload?: unknown;
  /** How long to wait, in milliseconds. @default {5000} */
  readonly timeoutMs?: number;
}

/** How a function of a sandbox is called. */
export interface SandboxRunOptions {
  /** How long to wait, in milliseconds; never longer than `wallMs`. @default the limit `wallMs` */
  readonly timeoutMs?: number;
}
