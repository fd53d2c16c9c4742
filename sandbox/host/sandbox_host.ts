import {
  type ChildSpec,
  DynamicSupervisor,
  type DynamicSupervisorRef,
  noteThrown,
  type Pid,
  StartError,
  Supervisor,
  type System,
} from "@superlearner/otp";
import { noteUnstoppable } from "@superlearner/otp/workers";
import type { AuditLog } from "../audit/audit_log.ts";
import type { AuditEntry } from "../audit/audit_record.ts";
import { Compiler } from "../compiling/compiler.ts";
import { guarded } from "../limits/guarded.ts";
import type { Isolation } from "../limits/limits.ts";
import { limitsOf, type ProfileName, profileOf } from "../limits/profiles.ts";
import { guestText, SandboxError } from "../limits/sandbox_error.ts";
import { grantPermissions } from "../permissions/granting.ts";
import { Grants } from "../permissions/grants.ts";
import { ProcessWall } from "../walls/process_wall.ts";
import { SharedProcesses } from "../walls/shared_processes.ts";
import type { Wall } from "../walls/wall.ts";
import { WallPool } from "../walls/wall_pool.ts";
import { WorkerWall } from "../walls/worker_wall.ts";
import { HOST_ACTOR } from "./acting.ts";
import { refusedEntry } from "./audit_lines.ts";
import { failureIn } from "./failure_reason.ts";
import { checkHostOptions } from "./host_options.ts";
import { Life } from "./life.ts";
import type { LifeOptions, OutputLine } from "./life_options.ts";
import { RUNTIME_MODULES } from "../compiling/runtime_types.ts";
import { notAllowed } from "./not_allowed.ts";
import { prepareModules } from "./prepare_modules.ts";
import { RemoteImports } from "./remote_imports.ts";
import { Sandbox } from "./sandbox.ts";
import { checkSandboxOptions, type SandboxOptions } from "./sandbox_options.ts";
import type { SandboxParts } from "./sandbox_parts.ts";
import { SandboxServer } from "./sandbox_server.ts";

/** How a host is made. */
export interface SandboxHostOptions {
  /** The System that its sandboxes are processes of. */
  readonly system: System;
  /** Where what was done and refused is recorded; what cannot be is a warning of the System, and ends nothing. @default nowhere */
  readonly audit?: AuditLog;
  /** Walls that are made before they are needed: the next sandbox starts in a fraction of the time. @default none */
  readonly pool?: SandboxPoolOptions;
}

/** What waits for sandboxes to come. */
export interface SandboxPoolOptions {
  /** How many wait, ready: up to 64. Another is made as soon as one is taken. */
  readonly warm: number;
  /** Which kind. @default {"worker"} */
  readonly isolation?: Isolation;
  /** Of subprocesses: the limits of memory that they are made with; only sandboxes with the same ones take from the pool. @default {"strict"} */
  readonly profile?: ProfileName;
}

/**
 * Makes sandboxes and keeps them. Several may live in one System; disposing of one destroys its sandboxes.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { System } from "@superlearner/otp";
 * import { SandboxHost } from "@superlearner/sandbox";
 *
 * await using system = new System();
 * await using host = new SandboxHost({ system });
 * const sandbox = await host.create({
 *   name: "plugin",
 *   source: { files: { "/main.js": "export const double = (n) => n * 2;" } },
 * });
 * assertEquals(await sandbox.run("double", [21]), 42);
 * ```
 */
export class SandboxHost implements AsyncDisposable {
  readonly #system: System;
  readonly #audit: (entry: AuditEntry) => void;
  readonly #sandboxes = new Map<string, Sandbox>();
  readonly #shared = new SharedProcesses();
  readonly #compiler: Compiler;
  /** What the walls of the pool are like, and the pool. */
  readonly #pooled: WallKind | undefined;
  readonly #pool: WallPool | undefined;
  #supervisor: Promise<DynamicSupervisorRef> | undefined;
  #closed = false;

  /** Makes a host in a System. @throws {ArgumentError} If an option is none. */
  constructor(options: SandboxHostOptions) {
    const { system, audit, pool } = checkHostOptions(options);
    this.#system = system;
    const unrecorded = (error: unknown) => noteThrown(system, { what: "The audit log of a host", error });
    this.#audit = guarded((entry) => audit?.record(entry), unrecorded);
    this.#pooled = pool === undefined ? undefined : pooledKind(pool);
    if (pool !== undefined) this.#pool = new WallPool({ warm: pool.warm, open: () => this.#openWall(this.#pooled!) });
    this.#compiler = new Compiler({ grants: RUNTIME_MODULES, clock: system.clock });
  }

  /** The System that its sandboxes are processes of. */
  get system(): System {
    return this.#system;
  }

  /**
   * Creates a sandbox and waits until it is up. Nothing is left of one that does not come up.
   *
   * @throws {SandboxError} If it does not load, not start, or takes too long; or there is one of the name.
   * @throws {ArgumentError} If an option is none, or asks for more than the host has.
   */
  async create(options: SandboxOptions): Promise<Sandbox> {
    const { restart = "temporary", signal, by } = checkSandboxOptions(options);
    signal?.throwIfAborted();
    const own: Pick<SandboxParts, "start" | "stop"> = {
      start: (made) => this.#start(made, restart),
      stop: (pid) => this.#stop(pid),
    };
    const sandbox = await this.#make(options, { own });
    let up: Sandbox | undefined;
    const actor = by === undefined ? {} : { by };
    const onAbort = () => void sandbox.destroy(actor);
    signal?.addEventListener("abort", onAbort, { once: true });
    try {
      await sandbox.start(actor);
      up = sandbox;
      signal?.throwIfAborted();
    } catch (error) {
      await sandbox.destroy(actor);
      throw signal?.aborted ? signal.reason : error;
    } finally {
      signal?.removeEventListener("abort", onAbort);
      // Not before whoever waits for this one has it: to begin a thread holds up the program for milliseconds.
      setImmediate(() => this.#refill(up));
    }
    return sandbox;
  }

  /**
   * A sandbox as the child of a supervisor of one's own: it is created when that starts it, and its crash is that child's.
   * {@linkcode SandboxHost.get} has it by its name.
   */
  child(options: SandboxOptions): ChildSpec {
    const { name, restart = "permanent" } = checkSandboxOptions(options);
    let made: Sandbox | undefined;
    return {
      id: name,
      restart,
      start: async (supervisor) => {
        if (made === undefined || made.status === "destroyed" || this.#sandboxes.get(name) !== made) {
          const before = await this.#replaced(name) ?? made;
          made = await this.#make(options, { numbersAfter: before?.condition.numbersAfter });
        }
        return (await SandboxServer.start(supervisor, { args: [made], name: processName(name) })).pid!;
      },
    };
  }

  /** What another spec of the name has left, whose process is no more, makes room. */
  async #replaced(name: string): Promise<Sandbox | undefined> {
    const known = this.#sandboxes.get(name);
    if (!known?.isChild || known.status === "running" || known.status === "starting") return undefined;
    await known.destroy();
    return known;
  }

  /** The sandbox of a name; `undefined` if there is none. */
  get(name: string): Sandbox | undefined {
    return this.#sandboxes.get(name);
  }

  /** All sandboxes, oldest first. */
  list(): Sandbox[] {
    return [...this.#sandboxes.values()];
  }

  /** Destroys all sandboxes; none is created any more. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await Promise.all(this.list().map((each) => each.destroy()));
    const supervisor = await this.#supervisor?.catch(() => undefined);
    if (supervisor?.alive) await supervisor.stop().catch(() => {});
    await this.#pool?.close();
    await this.#compiler[Symbol.asyncDispose]();
  }

  /** One that is being destroyed has its name until it is gone. */
  async #settled(name: string): Promise<void> {
    if (this.#closed) throw new SandboxError(`create ${name}`, { kind: "not_found", what: "host: it was disposed of" });
    const known = this.#sandboxes.get(name);
    if (known?.status === "destroyed") await known.destroy();
    if (this.#sandboxes.has(name)) throw new SandboxError(`create ${name}`, { kind: "already_exists", name });
  }

  /** What comes to nothing is on record as well. */
  async #make(options: SandboxOptions, parts: MakeParts): Promise<Sandbox> {
    const { name, by = HOST_ACTOR } = options;
    try {
      await this.#settled(name);
      return await this.#put(options, parts);
    } catch (error) {
      this.#audit(refusedEntry({ who: by, what: "sandbox.create", target: name }, error));
      throw error;
    }
  }

  async #put(options: SandboxOptions, { own, numbersAfter = 0 }: MakeParts): Promise<Sandbox> {
    const compiler = this.#compiler;
    const { name, source, entry, renewAfter = 100, permissions = "none", profile = "balanced", seed } = options;
    const { check = false, signal, by = HOST_ACTOR } = options;
    const limits = limitsOf(profile, options.limits ?? {});
    const granted = grantPermissions(permissions);
    const asked = options.isolation ?? profileOf(profile).isolation;
    const shared = typeof asked === "object" ? asked.shared : undefined;
    const isolation = typeof asked === "object" ? "process" : asked;
    if (shared !== undefined) this.#shared.check(shared, limits);
    const grants = new Grants(granted);
    const fetched = (url: string) => this.#audit({ who: name, what: "import", target: guestText(url), result: "ok" });
    const remote = granted.import.length === 0 ? undefined : new RemoteImports(grants, { fetched });
    const action = `create ${name}`;
    const prepared = await prepareModules(compiler, { action, source, entry, signal, remote, check });
    if (this.#sandboxes.has(name)) throw new SandboxError(`create ${name}`, { kind: "already_exists", name });
    const system = this.#system;
    const used = (what: "run" | "ffi"): LifeOptions["ran"] => (result, target, detail) => {
      const more = detail === undefined ? {} : { detail };
      this.#audit({ who: name, what, target: guestText(target), result, ...more });
    };
    const printed = guarded(
      (line: OutputLine) => options.printed?.(line),
      (error) => noteThrown(system, { what: `The callback printed of the sandbox ${name}`, error }),
    );
    const begin = (made: Sandbox, within: System = system) =>
      new Life({
        system: within,
        name,
        limits,
        grants,
        env: environmentOf(granted.env),
        seed,
        numbersAfter: made.condition.numbersAfter,
        ...made.content,
        openWall: () => {
          const { heapMb, memoryMb } = limits;
          try {
            if (shared !== undefined) return this.#shared.open(shared, { clock: system.clock, heapMb, memoryMb });
            return this.#takeWall({ isolation, heapMb, memoryMb });
          } catch (error) {
            throw notAllowed(`start ${name}`, error) ?? error;
          }
        },
        printed: (line) => {
          if (within !== system) return; // it is only tried
          made.printed(line);
          printed(line);
        },
        denied: (permission, target) => {
          const told = { result: "denied", detail: `${permission} ${target}` } as const;
          if (within === system) made.condition.chronicle.tell("sandbox.denied", { permission, target }, told);
          else this.#audit({ who: name, what: permission, target, result: "denied" }); // it is only tried
        },
        ran: used("run"),
        linked: used("ffi"),
        limited: ({ limit, value, used }) => {
          if (within !== system) return;
          const told = { result: "failed", detail: `${limit} is ${value}, used were ${used}` } as const;
          made.condition.chronicle.tell("sandbox.limit", { limit, value, used }, told);
        },
        measured: (usage) => within === system && made.condition.chronicle.measured(usage),
        unstoppable: (waitedMs) => {
          const pid = made.info().root ?? `<${name}.1.0>` as Pid;
          noteUnstoppable(system, { pid, node: name, waitedMs, what: `the sandbox ${name}` });
        },
      });
    const sandbox = new Sandbox({
      system,
      name,
      isolation,
      shared,
      limits,
      permissions: granted,
      begin,
      first: prepared,
      compiler,
      remote,
      check,
      renewAfter,
      by,
      numbersAfter,
      record: this.#audit,
      noted: (what, { result, ...told }) => {
        const version = sandbox.versions.findLast(({ status }) => status === "current")?.n ?? 1;
        sandbox.condition.chronicle.tell(CODE_TOPICS[result][what], { version }, { result, ...told });
      },
      isChild: own === undefined,
      start: own?.start ??
        (() => Promise.reject(new SandboxError(action, { kind: "not_found", what: "its supervisor" }))),
      stop: own?.stop ?? ((pid) => this.#endChild(pid)),
      destroyed: (gone) => {
        if (this.#sandboxes.get(name) === gone) this.#sandboxes.delete(name);
      },
    });
    this.#sandboxes.set(name, sandbox);
    sandbox.condition.chronicle.tell("sandbox.created", { isolation }, { by });
    return sandbox;
  }

  /** Another wall for the one that was taken. Who comes next is likely to load the same; in a process of its own no text of others is kept. */
  #refill(last: Sandbox | undefined): void {
    if (this.#pooled?.isolation === "worker" && last?.info().isolation === "worker") {
      const { content: { modules, entry }, versions } = last;
      this.#pool?.expect({ key: versions[0]!.sha256, modules: [...modules], entry });
    }
    this.#pool?.fill();
  }

  #takeWall(kind: WallKind): Wall {
    const pooled = this.#pooled;
    const fits = pooled?.isolation === kind.isolation &&
      (kind.isolation === "worker" || pooled.heapMb === kind.heapMb && pooled.memoryMb === kind.memoryMb);
    return fits && this.#pool !== undefined ? this.#pool.take() : this.#openWall(kind);
  }

  #openWall({ isolation, heapMb, memoryMb }: WallKind): Wall {
    return isolation === "worker" ? new WorkerWall() : new ProcessWall({ clock: this.#system.clock, heapMb, memoryMb });
  }

  async #start(sandbox: Sandbox, restart: "permanent" | "transient" | "temporary"): Promise<Pid> {
    const supervisor = await (this.#supervisor ??= this.#system.start(DynamicSupervisor.define({ name: "Sandboxes" })));
    const name = processName(sandbox.name);
    const child = SandboxServer.child({ id: sandbox.name, name, args: [sandbox], restart, shutdown: 5000 });
    const start: ChildSpec<{ readonly pid: Pid | undefined }> = restart === "temporary"
      ? child
      : Supervisor.define({ name: "SandboxSupervisor", children: [child] }).child({
        id: sandbox.name,
        name: `${name}/supervisor`,
        restart: "temporary",
      });
    try {
      const { pid } = await supervisor.startChild(start) as { readonly pid: Pid };
      return pid;
    } catch (error) {
      throw (error instanceof StartError ? failureIn(error.reason) : undefined) ?? error;
    }
  }

  /** Its supervisor sees to what is next; unless all of this comes to its end, and that with it. */
  #endChild(pid: Pid): Promise<void> {
    if (!this.#closed && this.#system.isAlive(pid)) this.#system.exit(pid, "kill");
    return Promise.resolve();
  }

  async #stop(pid: Pid): Promise<void> {
    const supervisor = await this.#supervisor?.catch(() => undefined);
    await supervisor?.terminateChild(pid).catch(() => {}); // it is dead already
  }
}

/** What is told of what was done with the code of a sandbox. */
const CODE_TOPICS = {
  ok: { reload: "sandbox.reloaded", rollback: "sandbox.rolled_back", renew: "sandbox.renewed" },
  failed: { reload: "sandbox.reload_failed", rollback: "sandbox.rollback_failed", renew: "sandbox.renew_failed" },
} as const;

/** What a sandbox is made with beside its options. */
interface MakeParts {
  /** Who starts and stops it; none, where a supervisor of somebody else's does. */
  readonly own?: Pick<SandboxParts, "start" | "stop">;
  /** The highest number in pids of another one in whose place it is. */
  readonly numbersAfter?: number | undefined;
}

/** What two walls must have in common to be used for each other. */
interface WallKind {
  readonly isolation: Isolation;
  readonly heapMb: number;
  readonly memoryMb: number;
}

function pooledKind({ isolation = "worker", profile = "strict" }: SandboxPoolOptions): WallKind {
  const { heapMb, memoryMb } = profileOf(profile).limits;
  return { isolation, heapMb, memoryMb };
}

/** The name that the process of a sandbox has in the host's System. */
function processName(sandbox: string): string {
  return `sandbox:${sandbox}`;
}

/** The variables that were granted, as they are now. */
function environmentOf(granted: "all" | readonly string[]): Record<string, string> {
  if (granted === "all") return Deno.env.toObject();
  const found: Record<string, string> = {};
  for (const name of granted) {
    const value = Deno.env.get(name);
    if (value !== undefined) found[name] = value;
  }
  return found;
}
