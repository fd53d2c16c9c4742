import { checkOptions } from "../argument_error.ts";
import { type Definition, startables } from "../behaviours/definition.ts";
import { ProcessDefinition } from "../behaviours/process_definition.ts";
import { checkTarget, type StopServerOptions } from "../behaviours/server_ref.ts";
import { ArgumentError } from "../processes/errors.ts";
import { type Host, runtimeOf } from "../processes/host.ts";
import type { Pid } from "../processes/pid.ts";
import type { ProcessName } from "../processes/via.ts";
import { RemoteBehaviour } from "../remote/remote_process.ts";
import { PartitionSupervisor, type PartitionSupervisorDefinition } from "../supervision/partition_supervisor.ts";
import type { PartitionSupervisorRef } from "../supervision/partition_supervisor_ref.ts";

/** A pool: what its workers are, and how many. */
export interface WorkerPoolSpec<Ref, Args extends readonly unknown[]> {
  /** The name people read, and the one that a pool is registered under which is given no other. @default {"WorkerPool"} */
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

/** A running pool: a PartitionSupervisor, and who of its partitions has the least to do. */
export class WorkerPoolRef<Ref> {
  /** What keeps the workers, each a partition: to list them, to have fewer or more, or to name one (`via`). */
  readonly partitions: PartitionSupervisorRef<Ref>;
  readonly #host: Host;
  #turn = 0;

  /** @internal */
  constructor(host: Host, partitions: PartitionSupervisorRef<Ref>) {
    this.#host = host;
    this.partitions = partitions;
  }

  /** The pool's supervisor. */
  get pid(): Pid | undefined {
    return this.partitions.pid;
  }

  /** Whether the pool is alive. */
  get alive(): boolean {
    return this.partitions.alive;
  }

  /** How many workers it has; a pool that is dead has none. */
  get size(): number {
    return this.alive ? this.partitions.partitions : 0;
  }

  /** Its workers: each means whoever is in that place when it is used. */
  get workers(): Ref[] {
    return Array.from({ length: this.size }, (_, at) => this.partitions.partition(at));
  }

  /**
   * The worker of a key, always the same one: for work that belongs together, or a state that is parted by key. Which one is
   * the PartitionSupervisor's choice.
   */
  for(key: unknown): Ref {
    return this.partitions.partition(key);
  }

  /** The worker with the fewest calls under way; of several, each in its turn. */
  next(): Ref {
    const { size } = this;
    let best = this.#turn++ % (size || 1);
    let fewest = Infinity;
    for (let step = 0; step < size; step++) {
      const at = (this.#turn + step) % size;
      const calls = this.#callsOf(at);
      if (calls < fewest) [best, fewest] = [at, calls];
    }
    return this.partitions.partition(best);
  }

  /** Stops the pool with all its workers, and waits until they are dead. */
  stop(options: StopServerOptions = {}): Promise<void> {
    return this.partitions.stop(options);
  }

  /** Prints as the pool's pid or name. */
  toString(): string {
    return this.partitions.toString();
  }

  /** Who is not there is not asked, while others are. */
  #callsOf(partition: number): number {
    const process = runtimeOf(this.#host).find(this.partitions.via(partition));
    if (process === null) return Number.MAX_SAFE_INTEGER;
    const { behaviour } = process;
    if (!(behaviour instanceof RemoteBehaviour)) return process.length;
    let calls = process.length;
    for (const call of behaviour.calls.values()) if (!call.settled) calls++;
    return calls;
  }
}

/** A pool that can be started: what {@linkcode WorkerPool} `define` gives. */
export class WorkerPoolDefinition<Ref> extends ProcessDefinition<WorkerPoolRef<Ref>, readonly []> {
  /** It is a supervisor. */
  readonly type = "supervisor";
  readonly #partitions: PartitionSupervisorDefinition<Ref>;

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
    super(name);
    this.#partitions = PartitionSupervisor.define({
      name,
      partitions: size,
      child: worker.child({ args }),
      ...(maxRestarts === undefined ? {} : { maxRestarts }),
      ...(maxSeconds === undefined ? {} : { maxSeconds }),
    });
    const start = startables.get(this.#partitions)!;
    startables.set(this, (runtime, options) => start(runtime, { ...options, name: options.name ?? name }));
  }

  /** A pool of this kind, by pid or by registered name. */
  at(host: Host, to: Pid | ProcessName): WorkerPoolRef<Ref> {
    checkTarget(to);
    return new WorkerPoolRef(host, this.#partitions.at(host, to));
  }
}

/**
 * Workers as the partitions of a `PartitionSupervisor`, so that work runs on all cores: each has a System of its own, and
 * one that dies is started again in its place. Work finds its worker by a key, or goes to the one with the least to do.
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
