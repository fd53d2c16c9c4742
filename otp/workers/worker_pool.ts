import { checkOptions } from "../argument_error.ts";
import {
  type ChildOptions,
  type ChildSpec,
  type Definition,
  startables,
  type StartOptions,
} from "../behaviours/definition.ts";
import { startFrom } from "../behaviours/gen_server.ts";
import { checkTarget, type StopServerOptions } from "../behaviours/server_ref.ts";
import { ArgumentError } from "../processes/errors.ts";
import { type Host, runtimeOf } from "../processes/host.ts";
import type { Pid } from "../processes/pid.ts";
import { RemoteBehaviour } from "../remote/remote_process.ts";
import { Supervisor } from "../supervision/supervisor.ts";
import { SupervisorRef } from "../supervision/supervisor_ref.ts";

/** A pool: what its workers are, and how many. */
export interface WorkerPoolSpec<Ref, Args extends readonly unknown[]> {
  /** The name people read; its workers are registered as `name/0`, `name/1`, … @default {"WorkerPool"} */
  name?: string;
  /** What each worker is: a placed definition, so that each has a thread or a program of its own. */
  worker: Definition<Ref, Args>;
  /** How many there are. @default the cores of the machine */
  size?: number;
  /** The arguments of each worker's `init`. @default {[]} */
  args?: Args;
  /** How many restarts within `maxSeconds` are allowed, over all workers. @default {3} */
  maxRestarts?: number;
  /** The window of `maxRestarts`, in seconds. @default {5} */
  maxSeconds?: number;
}

/** Which of so many places a key belongs to: the same key, the same place. FNV-1a, which spreads short texts well. */
export function placeOfKey(key: string | number, size: number): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(String(key))) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0) % size;
}

/** A running pool. */
export class WorkerPoolRef<Ref> {
  readonly #host: Host;
  readonly #supervisor: SupervisorRef;
  readonly #worker: Definition<Ref, never>;
  readonly #names: readonly string[];
  #turn = 0;

  /** @internal */
  constructor(host: Host, options: { to: Pid | string; worker: Definition<Ref, never>; names: readonly string[] }) {
    this.#host = host;
    this.#supervisor = new SupervisorRef(host, options.to);
    this.#worker = options.worker;
    this.#names = options.names;
  }

  /** The pool's supervisor. */
  get pid(): Pid | undefined {
    return this.#supervisor.pid;
  }

  /** Whether the pool is alive. */
  get alive(): boolean {
    return this.#supervisor.alive;
  }

  /** How many workers it has. */
  get size(): number {
    return this.#names.length;
  }

  /** Its workers, by their names: each means whoever has the name when it is used. */
  get workers(): Ref[] {
    return this.#names.map((name) => this.#worker.at(this.#host, name));
  }

  /** The worker of a key, always the same one: for work that belongs together, or a state that is parted by key. */
  for(key: string | number): Ref {
    return this.#worker.at(this.#host, this.#names[placeOfKey(key, this.size)]!);
  }

  /** The worker with the fewest calls under way; of several, each in its turn. */
  next(): Ref {
    let best = this.#turn++ % this.size;
    let fewest = Infinity;
    for (let step = 0; step < this.size; step++) {
      const at = (this.#turn + step) % this.size;
      const calls = this.#callsOf(this.#names[at]!);
      if (calls < fewest) [best, fewest] = [at, calls];
    }
    return this.#worker.at(this.#host, this.#names[best]!);
  }

  /** Stops the pool with all its workers, and waits until they are dead. */
  stop(options: StopServerOptions = {}): Promise<void> {
    return this.#supervisor.stop(options);
  }

  /** Prints as the pool's pid or name. */
  toString(): string {
    return this.#supervisor.toString();
  }

  /** Who is not there is not asked, while others are. */
  #callsOf(name: string): number {
    const process = runtimeOf(this.#host).find(name);
    if (process === null) return Number.MAX_SAFE_INTEGER;
    const { behaviour } = process;
    if (!(behaviour instanceof RemoteBehaviour)) return process.length;
    let calls = process.length;
    for (const call of behaviour.calls.values()) if (!call.settled) calls++;
    return calls;
  }
}

/** A pool that can be started: what {@linkcode WorkerPool} `define` gives. */
export class WorkerPoolDefinition<Ref> implements Definition<WorkerPoolRef<Ref>, readonly []> {
  /** The name people read. */
  readonly name: string;
  /** It is a supervisor. */
  readonly type = "supervisor";
  readonly #worker: Definition<Ref, never>;
  readonly #names: readonly string[];

  /** @internal */
  constructor(spec: WorkerPoolSpec<Ref, never>) {
    const { name = "WorkerPool", worker, size = navigator.hardwareConcurrency, maxRestarts, maxSeconds } = checkOptions(
      "define a pool",
      spec,
    );
    const args: never = (spec.args ?? []) as never;
    if (typeof worker !== "object" || worker === null || !startables.has(worker)) {
      throw new ArgumentError(`define the pool ${name}`, { rule: "worker is a definition", value: worker });
    }
    if (!Number.isInteger(size) || size < 1) {
      throw new ArgumentError(`define the pool ${name}`, { rule: "size is a whole number from 1 up", value: size });
    }
    this.name = name;
    this.#worker = worker;
    this.#names = Array.from({ length: size }, (_, at) => `${name}/${at}`);
    const supervisor = Supervisor.define({
      name,
      strategy: "one_for_one",
      ...(maxRestarts === undefined ? {} : { maxRestarts }),
      ...(maxSeconds === undefined ? {} : { maxSeconds }),
      children: this.#names.map((each, at) => worker.child({ id: String(at), name: each, args })),
    });
    startables.set(this, startables.get(supervisor)!);
  }

  /** Starts the pool and its workers, and waits until they are up. @throws {StartError} If one is not. */
  async start(host: Host, options: StartOptions<readonly []> = {}): Promise<WorkerPoolRef<Ref>> {
    return this.at(host, await startFrom(this, host, options));
  }

  /** A pool of this kind, by pid or by registered name. */
  at(host: Host, to: Pid | string): WorkerPoolRef<Ref> {
    checkTarget(to);
    return new WorkerPoolRef(host, { to, worker: this.#worker, names: this.#names });
  }

  /** How a supervisor starts one. */
  child(options: ChildOptions<readonly []> = {}): ChildSpec<WorkerPoolRef<Ref>> {
    return {
      id: this.name,
      ...checkOptions("describe a child", options),
      start: this as unknown as Definition<WorkerPoolRef<Ref>, readonly never[]>,
    };
  }
}

/**
 * Workers under one supervisor, so that work runs on all cores: each has a System of its own, and one that dies is started
 * again. Work finds its worker by a key, or goes to the one with the least to do.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { System } from "@superlearner/otp";
 * import { placed, WorkerPool } from "@superlearner/otp/workers";
 * import { Primes } from "./testdata/primes.ts";
 *
 * const worker = placed(Primes, { placement: "worker", module: new URL("./testdata/primes.ts", import.meta.url) });
 * const Pool = WorkerPool.define({ name: "primes", worker, size: 2 });
 *
 * await using system = new System();
 * const pool = await system.start(Pool);
 * assertEquals(await Promise.all([pool.next().call("below", 10), pool.next().call("below", 100)]), [4, 25]);
 * ```
 */
export const WorkerPool: {
  /** Defines a pool. @throws {ArgumentError} If it is none. */
  define<Ref, Args extends readonly unknown[]>(spec: WorkerPoolSpec<Ref, Args>): WorkerPoolDefinition<Ref>;
} = { define: (spec) => new WorkerPoolDefinition(spec as unknown as WorkerPoolSpec<never, never>) };
