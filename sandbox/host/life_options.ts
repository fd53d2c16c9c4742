import type { System } from "@superlearner/otp";
import type { Limits } from "../limits/limits.ts";
import type { SandboxFailure } from "../limits/sandbox_error.ts";
import type { Grants } from "../permissions/grants.ts";
import type { Wall } from "../walls/wall.ts";
import type { Usage } from "./consumption.ts";

/** A line that a guest has printed. */
export interface OutputLine {
  /** `"log"`, `"warn"`, `"error"`, … */
  readonly level: string;
  /** The line, cut at 500 characters, without control characters. */
  readonly text: string;
}

/** A limit that was hit. */
export type LimitExcess = Extract<SandboxFailure, { readonly kind: "limit_exceeded" }>;

/** What one life of a sandbox is made of. */
export interface LifeOptions {
  /** The System of the host. */
  readonly system: System;
  /** The name of the sandbox. */
  readonly name: string;
  /** What it may use. */
  readonly limits: Limits;
  /** What it may do. */
  readonly grants: Grants;
  /** The variables of the environment that were granted. */
  readonly env: Readonly<Record<string, string>>;
  /** The seed of its chance. */
  readonly seed: number | undefined;
  /** The highest number in pids of its lives before; 0 if there were none. */
  readonly numbersAfter: number;
  /** Its modules, by path. */
  readonly modules: ReadonlyMap<string, string>;
  /** The path of its entry. */
  readonly entry: string;
  /** Makes the wall. */
  readonly openWall: () => Wall;
  /** Told of each line it prints. */
  readonly printed: (line: OutputLine) => void;
  /** Told of what it was refused. */
  readonly denied: (permission: string, target: string) => void;
  /** Told of each program that it has run, and of each that did not come to its own end. */
  readonly ran: (result: "ok" | "failed", target: string, detail?: string) => void;
  /** Told of each native library that is loaded, and of each that cannot be. */
  readonly linked: (result: "ok" | "failed", target: string, detail?: string) => void;
  /** Told of each limit it hits, whether or not it ends of that. */
  readonly limited: (excess: LimitExcess) => void;
  /** Told now and then of what it uses. */
  readonly measured: (usage: Usage) => void;
  /** Told where its thread goes on although it was ended. */
  readonly unstoppable: (waitedMs: number) => void;
}
