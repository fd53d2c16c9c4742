import {
  CallError,
  type Definition,
  type ExitReason,
  GenServer,
  isPid,
  type Pid,
  type Ref,
  type Self,
  type ServerRef,
  type System,
  type TreeNode,
} from "@superlearner/otp";
import { CodecError } from "../guest/codec.ts";
import type { Isolation, Limits } from "../limits/limits.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import type { GrantedPermissions } from "../permissions/granting.ts";
import { NOTHING_USED, type Usage } from "./consumption.ts";
import type { Life } from "./life.ts";
import type { OutputLine } from "./life_options.ts";

/** How a sandbox is doing. */
export type SandboxStatus = "starting" | "running" | "stopped" | "crashed" | "destroyed";

/** What is known of a sandbox. */
export interface SandboxInfo {
  /** Its name. */
  readonly name: string;
  /** Where it lives. */
  readonly isolation: Isolation;
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
  /** What it last died of, if that was because of itself. */
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

/** What a sandbox needs of the host that it belongs to. */
export interface SandboxParts {
  /** The System of the host. */
  readonly system: System;
  /** Its name. */
  readonly name: string;
  /** Where it lives. */
  readonly isolation: Isolation;
  /** What it may use. */
  readonly limits: Limits;
  /** What it may do. */
  readonly permissions: GrantedPermissions;
  /** Makes a life. @throws {SandboxError} If that cannot begin. */
  readonly begin: (sandbox: Sandbox) => Life;
  /** Starts its process, and gives the pid of what is to be stopped. */
  readonly start: (sandbox: Sandbox) => Promise<Pid>;
  /** Stops what was started. */
  readonly stop: (pid: Pid) => Promise<void>;
  /** It is destroyed. */
  readonly destroyed: (sandbox: Sandbox) => void;
}

/** How much of what was printed is kept, in lines. */
const KEPT_LINES = 1000;
/** How long looking takes at most, in milliseconds. */
const LOOK_MS = 5000;

/** Speaks to servers of which nobody here has the definition. */
const Anyone = GenServer.define({ name: "Guest", init: () => null });
type AnyServer = ServerRef<
  { readonly [kind: string]: (state: never, payload: unknown) => readonly [unknown, never] },
  { readonly [kind: string]: (state: never, payload: unknown) => never }
>;

/**
 * A sandbox, as its host holds it: it outlives its own crashes and restarts, until it is destroyed. Made by
 * `SandboxHost.create`.
 */
export class Sandbox implements AsyncDisposable {
  /** Its name. */
  readonly name: string;
  readonly #parts: SandboxParts;
  readonly #createdAt: number;
  readonly #lines: OutputLine[] = [];
  #status: SandboxStatus = "starting";
  #life: Life | undefined;
  #pid: Pid | undefined;
  #handle: Pid | undefined;
  #lives = 0;
  #upAt = 0;
  #destroying: Promise<void> | undefined;

  /** @internal */
  constructor(parts: SandboxParts) {
    this.name = parts.name;
    this.#parts = parts;
    this.#createdAt = parts.system.wallTime();
  }

  /** How it is doing. */
  get status(): SandboxStatus {
    return this.#status;
  }

  /** The process that it is in the host's System: to be linked with, monitored, killed. */
  get pid(): Pid | undefined {
    const { system } = this.#parts;
    return this.#pid !== undefined && system.isAlive(this.#pid) ? this.#pid : undefined;
  }

  /** What it printed last, oldest first. */
  get output(): readonly OutputLine[] {
    return this.#lines;
  }

  /** What is known of it, without asking it. */
  info(): SandboxInfo {
    const { system, isolation, limits, permissions, name } = this.#parts;
    return {
      name,
      isolation,
      limits,
      permissions,
      status: this.#status,
      pid: this.pid,
      root: this.#life?.root as Pid | undefined,
      restarts: Math.max(0, this.#lives - 1),
      createdAt: this.#createdAt,
      uptimeMs: this.#status === "running" ? system.now() - this.#upAt : 0,
      usage: this.#life?.usage ?? NOTHING_USED,
      failure: this.#life?.error,
    };
  }

  /**
   * Asks a server of the sandbox, by pid or by the name that it has there.
   *
   * @throws {SandboxError} If there is no answer.
   */
  async call(to: Pid | string, kind: string, options: SandboxCallOptions = {}): Promise<unknown> {
    const { payload, timeoutMs = 5000 } = options;
    const action = `call ${kind} of ${to} in ${this.name}`;
    const pid = await this.#find(action, to);
    try {
      return await this.#server(pid).call(kind, payload, { timeoutMs });
    } catch (error) {
      throw this.#explained(error, { action, what: `call ${kind}`, timeoutMs });
    }
  }

  /** Tells a server of the sandbox something. @throws {SandboxError} If nobody has the name, or it cannot cross. */
  async cast(to: Pid | string, kind: string, options: Pick<SandboxCallOptions, "payload"> = {}): Promise<void> {
    const action = `cast ${kind} to ${to} in ${this.name}`;
    const pid = await this.#find(action, to);
    try {
      this.#server(pid).cast(kind, options.payload);
    } catch (error) {
      throw this.#explained(error, { action, what: kind, timeoutMs: 0 });
    }
  }

  /** Has a process of the host be told by `DOWN` when one of the sandbox is dead. @throws {SandboxError} */
  async monitor(to: Pid | string, watcher: Self): Promise<Ref> {
    return watcher.monitor(await this.#find(`monitor ${to} in ${this.name}`, to));
  }

  /** The pid under a name in the sandbox; `undefined` if nobody has it. @throws {SandboxError} */
  async whereis(name: string): Promise<Pid | undefined> {
    const action = `look up ${name} in ${this.name}`;
    const connection = await this.#alive(action).connection;
    try {
      return await connection.whereis(name);
    } catch (error) {
      throw this.#explained(error, { action, what: name, timeoutMs: LOOK_MS });
    }
  }

  /** A server of the sandbox, typed by its definition, which the host has for its types. @throws {SandboxError} */
  async at<Ref>(definition: Definition<Ref, never>, to: Pid | string): Promise<Ref> {
    return definition.at(this.#parts.system, await this.#find(`look up ${to} in ${this.name}`, to));
  }

  /**
   * Calls a function that the entry exports, and gives what it gives. Functions cannot cross, values can.
   *
   * @throws {SandboxError} If there is none, it throws or takes too long, or something cannot cross.
   */
  async run(name: string, args: readonly unknown[] = [], options: SandboxRunOptions = {}): Promise<unknown> {
    const life = this.#alive(`run ${name} of ${this.name}`);
    return await life.run(name, { args, timeoutMs: options.timeoutMs ?? Infinity });
  }

  /** The supervision trees in the sandbox, with pids as the host reads them. @throws {SandboxError} */
  async tree(): Promise<readonly TreeNode[]> {
    return await this.#alive(`show the tree of ${this.name}`).tree(LOOK_MS);
  }

  /**
   * The names of its servers and agents that have a state, for `exportState` of `@superlearner/sandbox/state`.
   *
   * @throws {SandboxError}
   */
  async stateNames(): Promise<readonly string[]> {
    const names = await this.#alive(`read the states of ${this.name}`).state(["states"], LOOK_MS);
    if (Array.isArray(names) && names.every((name) => typeof name === "string")) return names;
    const failure = { kind: "protocol_violation", rule: "names are texts" } as const;
    throw new SandboxError(`read the states of ${this.name}`, failure);
  }

  /** The state of one of them between two messages; pids in it are the guest's own words. @throws {SandboxError} */
  async getState(process: string): Promise<unknown> {
    return await this.#alive(`read the state of ${process} in ${this.name}`).state(["state", process], LOOK_MS);
  }

  /** Gives one of them another state, between two messages. @throws {SandboxError} */
  async replaceState(process: string, state: unknown): Promise<void> {
    const life = this.#alive(`replace the state of ${process} in ${this.name}`);
    await life.state(["restate", process, state], LOOK_MS);
  }

  /** Stops it and starts it anew. @throws {SandboxError} If it does not come up. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Starts it, where it is stopped or has crashed. @throws {SandboxError} If it does not come up. */
  async start(): Promise<void> {
    if (this.#destroying !== undefined) throw this.#gone(`start ${this.name}`);
    if (this.#handle !== undefined && this.#parts.system.isAlive(this.#handle)) {
      if (this.#status === "running") return;
      await this.#parts.stop(this.#handle);
    }
    this.#status = "starting";
    try {
      this.#handle = await this.#parts.start(this);
    } catch (error) {
      if (!this.#isDestroyed()) this.#status = "crashed";
      throw this.#life?.error ?? error;
    }
    if (this.#isDestroyed()) await this.#parts.stop(this.#handle);
  }

  /** Stops it; it can be started again. */
  async stop(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    if (handle !== undefined) await this.#parts.stop(handle);
    await this.#life?.close();
    if (!this.#isDestroyed()) this.#status = "stopped";
  }

  /** Stops it for good, whatever it is doing. Its name is free when this is settled. Again does nothing. */
  destroy(): Promise<void> {
    return this.#destroying ??= this.#destroy();
  }

  /** Destroys it. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.destroy();
  }

  /** @internal */
  begin(): Life {
    if (this.#destroying !== undefined) throw this.#gone(`start ${this.name}`);
    this.#status = "starting";
    this.#lives++;
    return this.#life = this.#parts.begin(this);
  }

  /** @internal */
  changed(status: "running" | "crashed" | "stopped", pid?: Pid): void {
    if (this.#isDestroyed()) return;
    if (status === "running") {
      this.#upAt = this.#parts.system.now();
      this.#pid = pid;
    }
    this.#status = status;
  }

  /** @internal */
  printed(line: OutputLine): void {
    this.#lines.push(line);
    if (this.#lines.length > KEPT_LINES) this.#lines.shift();
  }

  async #destroy(): Promise<void> {
    const handle = this.#handle;
    this.#status = "destroyed";
    await this.#life?.close();
    if (handle !== undefined) await this.#parts.stop(handle);
    this.#parts.destroyed(this);
  }

  #isDestroyed(): boolean {
    return this.#destroying !== undefined;
  }

  #gone(action: string): SandboxError {
    return new SandboxError(action, { kind: "not_found", what: `sandbox ${this.name}: it was destroyed` });
  }

  #alive(action: string): Life {
    const life = this.#life;
    if (this.#destroying !== undefined) throw this.#gone(action);
    if (life !== undefined && this.#status === "running") return life;
    throw new SandboxError(action, life?.error?.failure ?? { kind: "crashed", exit: `it is ${this.#status}` });
  }

  async #find(action: string, to: Pid | string): Promise<Pid> {
    this.#alive(action);
    if (isPid(to)) {
      if (to.startsWith(`<${this.name}.`)) return to;
      throw new SandboxError(action, { kind: "not_found", what: `process ${to} in ${this.name}` });
    }
    const found = await this.whereis(to);
    if (found === undefined) {
      throw new SandboxError(action, { kind: "not_found", what: `process ${to} in ${this.name}` });
    }
    return found;
  }

  #server(pid: Pid): AnyServer {
    return Anyone.at(this.#parts.system, pid) as unknown as AnyServer;
  }

  /** What went wrong between two Systems, in the words of sandboxes. */
  #explained(
    error: unknown,
    { action, what, timeoutMs }: { action: string; what: string; timeoutMs: number },
  ): unknown {
    const cause = error instanceof Error ? error.cause : undefined;
    if (cause instanceof SandboxError) return new SandboxError(action, cause.failure);
    if (cause instanceof CodecError) {
      return new SandboxError(action, {
        kind: "not_serialisable",
        path: cause.path.replace(/^\[1\]\.frame\./, ""),
        what: cause.what,
      });
    }
    if (!(error instanceof CallError)) return error;
    const { reason } = error as { readonly reason: ExitReason };
    if (reason === "timeout") return new SandboxError(action, { kind: "timeout", what, timeoutMs });
    if (reason === "noproc") return new SandboxError(action, { kind: "not_found", what: "process there" });
    if (reason === "noconnection") {
      return new SandboxError(action, this.#life?.error?.failure ?? { kind: "crashed", exit: "it was stopped" });
    }
    return new SandboxError(action, {
      kind: "crashed",
      exit: typeof reason === "string" ? reason : JSON.stringify(reason),
    });
  }
}
