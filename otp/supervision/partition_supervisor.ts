import { checkOptions } from "../argument_error.ts";
import {
  type ChildOptions,
  type ChildSpec,
  type Definition,
  startables,
  type StartOptions,
} from "../behaviours/definition.ts";
import { canonicalKey } from "../behaviours/canonical_key.ts";
import { startFrom } from "../behaviours/process_definition.ts";
import { ServerBehaviour } from "../behaviours/gen_server_loop.ts";
import type { LooseSpec } from "../behaviours/gen_server_types.ts";
import { checkTarget } from "../behaviours/server_ref.ts";
import { startServer } from "../behaviours/start.ts";
import { ArgumentError } from "../processes/errors.ts";
import type { Host } from "../processes/host.ts";
import type { Pid } from "../processes/pid.ts";
import type { ProcessName, ViaName } from "../processes/via.ts";
import { completeChildSpec } from "./child_spec.ts";
import { PartitionState } from "./partition_state.ts";
import { PartitionSupervisorRef } from "./partition_supervisor_ref.ts";
import type { Strategy } from "./restart_policy.ts";
import { checkSettings } from "./supervisor.ts";
import { answer, supervisorServer } from "./supervisor_server.ts";

/** The arguments of each partition, from those of the child specification and the number of the partition. */
export type WithArguments = (args: readonly unknown[], partition: number) => readonly unknown[];

/** A PartitionSupervisor: one child specification, and how often it is started. */
export interface PartitionSupervisorSpec<Ref> {
  /** The child that is started once for each partition. It has no name: `via` names its processes. */
  child: ChildSpec<Ref>;
  /** How many partitions, numbered from 0. A fixed number, the same on every machine. @default {8} */
  partitions?: number;
  /** Gives each partition its arguments, at the start of the supervisor. @default those of `child` for all */
  withArguments?: WithArguments;
  /** The name people read. @default {"PartitionSupervisor"} */
  name?: string;
  /** Which partitions are restarted with one that died. @default {"one_for_one"} */
  strategy?: Strategy;
  /** How many restarts within `maxSeconds` are allowed, over all partitions. @default {3} */
  maxRestarts?: number;
  /** The window of `maxRestarts`, in seconds. @default {5} */
  maxSeconds?: number;
}

/** A PartitionSupervisor that can be started. It needs a name, since its partitions are found through it. */
export class PartitionSupervisorDefinition<Ref> implements Definition<PartitionSupervisorRef<Ref>, readonly []> {
  /** The name people read. */
  readonly name: string;
  /** A supervisor is one. */
  readonly type = "supervisor";
  readonly #child: ChildSpec<Ref>;

  /** @internal */
  constructor(spec: PartitionSupervisorSpec<Ref>) {
    const settings = checkSettings(spec, "PartitionSupervisor");
    const { name = "PartitionSupervisor", child, partitions = 8, withArguments = (args) => args } = spec;
    const refuse = (rule: string, value: unknown): never => {
      throw new ArgumentError(`define the supervisor ${name}`, { rule, value });
    };
    if (!Number.isInteger(partitions) || partitions < 1) refuse("partitions is a whole number from 1 up", partitions);
    if (typeof withArguments !== "function") refuse("withArguments is a function", withArguments);
    const { args, name: childName } = completeChildSpec(child, "never");
    if (childName !== undefined) refuse("its partitions are many and cannot have one name", childName);
    this.name = name;
    this.#child = child;
    const children = () =>
      Array.from({ length: partitions }, (_, partition) => {
        return { ...child, id: String(partition), args: withArguments(args, partition) };
      });
    const server = supervisorServer(name, {
      settings,
      children,
      makeState: (process) => new PartitionState(process, { settings, partitions }),
    });
    const behaviour = new ServerBehaviour("PartitionSupervisor", {
      ...server,
      calls: { ...server.calls, ...resizing },
    });
    startables.set(this, (runtime, options) => {
      if (options.name === undefined) needsName(name);
      return startServer(runtime, behaviour, options);
    });
  }

  /**
   * Starts the supervisor and all its partitions, and waits until they are up.
   *
   * @throws {ArgumentError} If it is given no name.
   * @throws {StartError} If a partition fails to start; those before it have been stopped again.
   */
  async start(host: Host, options: StartOptions<readonly []> = {}): Promise<PartitionSupervisorRef<Ref>> {
    return this.at(host, await startFrom(this, host, options));
  }

  /** A supervisor of this kind, by pid or by registered name. */
  at(host: Host, to: Pid | ProcessName): PartitionSupervisorRef<Ref> {
    checkTarget(to);
    return new PartitionSupervisorRef(host, { to, child: this.#child });
  }

  /**
   * How another supervisor starts one.
   *
   * @throws {ArgumentError} If it is given no name.
   */
  child(options?: ChildOptions<readonly []> & { name: ProcessName }): ChildSpec<PartitionSupervisorRef<Ref>> {
    if (options === undefined || checkOptions("describe a child", options).name === undefined) {
      return needsName(this.name);
    }
    const start = this as unknown as Definition<PartitionSupervisorRef<Ref>, readonly never[]>;
    return { id: this.name, ...options, start };
  }
}

/**
 * A supervisor of the same child many times over, each for a part of the keys: where one process would be the bottleneck,
 * and its state can be parted without loss.
 *
 * A key chooses the partition, so that whatever belongs to one key meets the same process. A whole number goes to
 * `|key| mod partitions`; any other key (text, list, plain object, … as in a Registry) by a hash that is the same in every
 * System and on every machine. `via` names the process that a key leads to, for wherever a name is taken.
 *
 * One isolate runs one thing at a time: partitions do not make computing faster, unless each is placed in a worker (the
 * `WorkerPool` of `@superlearner/otp/workers`). They help where processes wait (one `await` holds up one partition alone),
 * where a crash is to lose a part of the state only, and where many children start at once: the usual child is a
 * DynamicSupervisor, which starts one child after the other.
 *
 * A partition that died is restarted alone, with its number. Until it is up again, its keys lead to nobody.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer, PartitionSupervisor, System } from "@superlearner/otp";
 *
 * const Counter = GenServer.define({
 *   name: "Counter",
 *   init: (start: number, _partition = 0) => start,
 *   calls: { next: (count) => [count + 1, count + 1] },
 * });
 * const Counters = PartitionSupervisor.define({
 *   name: "Counters",
 *   partitions: 4,
 *   child: Counter.child({ args: [10] }),
 *   withArguments: ([start], partition) => [start, partition],
 * });
 *
 * await using system = new System();
 * const counters = await system.start(Counters, { name: "counters" });
 * await counters.partition("anna").call("next");
 * assertEquals(await Counter.at(system, PartitionSupervisor.via("counters", "anna")).call("next"), 12);
 * assertEquals((await counters.countChildren()).active, 4);
 * ```
 *
 * @example Many DynamicSupervisors
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { DynamicSupervisor, GenServer, PartitionSupervisor, System } from "@superlearner/otp";
 *
 * const Session = GenServer.define({ name: "Session", init: (user: string) => user, calls: { user: (user) => [user, user] } });
 * const Sessions = PartitionSupervisor.define({ name: "Sessions", child: DynamicSupervisor.define().child() });
 *
 * await using system = new System();
 * const sessions = await system.start(Sessions, { name: "sessions" });
 * const session = await sessions.partition("anna").startChild(Session.child({ args: ["anna"] }));
 * assertEquals(await session.call("user"), "anna");
 * ```
 */
export const PartitionSupervisor: {
  /**
   * Defines a PartitionSupervisor.
   *
   * @throws {ArgumentError} If a setting or the child specification is not valid.
   */
  define<Ref>(spec: PartitionSupervisorSpec<Ref>): PartitionSupervisorDefinition<Ref>;
  /**
   * The process that a key leads to, as a name.
   *
   * @throws {ArgumentError} If the key is none.
   */
  via(supervisor: Pid | ProcessName, key: unknown): ViaName;
} = {
  define: (spec) => new PartitionSupervisorDefinition(spec),
  via: (supervisor, key) => {
    checkTarget(supervisor);
    canonicalKey(key); // what is no key is refused here, not where the name is used
    return { via: "partition", in: supervisor, key };
  },
};

const resizing: NonNullable<LooseSpec["calls"]> = {
  resize: (state, partitions) => {
    const all = state as PartitionState;
    return answer(all, all.resize(partitions as number));
  },
};

function needsName(name: string): never {
  throw new ArgumentError(`start the supervisor ${name}`, { rule: "a PartitionSupervisor has a registered name" });
}
