import type { ChildSpec, Definition } from "../behaviours/definition.ts";
import type { StopServerOptions } from "../behaviours/server_ref.ts";
import { StateRef } from "../behaviours/state_ref.ts";
import { ArgumentError } from "../processes/errors.ts";
import type { Host } from "../processes/host.ts";
import type { Pid } from "../processes/pid.ts";
import type { ProcessName, ViaName } from "../processes/via.ts";
import { canonicalKey } from "../behaviours/canonical_key.ts";
import { ChildError } from "./errors.ts";
import { PartitionState } from "./partition_state.ts";
import type { ChildCounts, ChildInfo } from "./supervisor_server.ts";
import { AnySupervisorRef } from "./supervisor_ref.ts";
import type { System } from "../system.ts";

const PARTITIONED = { what: "a PartitionSupervisor", type: PartitionState };

/** A partition as `whichChildren` lists it. */
export interface PartitionInfo extends Omit<ChildInfo, "id"> {
  /** Its number. */
  readonly id: number;
}

/** What the calls of a PartitionSupervisor are made through. */
class Asking extends AnySupervisorRef {
  async resize(partitions: number): Promise<number> {
    const answer = await this.ask<number>("resize", partitions);
    if ("ok" in answer) return answer.ok;
    throw new ChildError("start a partition as", { child: this.toString(), reason: answer.error });
  }
}

/** A running PartitionSupervisor. */
export class PartitionSupervisorRef<Ref> {
  readonly #state: StateRef<PartitionState>;
  readonly #child: ChildSpec<Ref>;
  readonly #asking: Asking;

  /** @internal */
  constructor(host: Host, options: { to: Pid | ProcessName; child: ChildSpec<Ref> }) {
    this.#state = new StateRef(host, { to: options.to, kind: PARTITIONED });
    this.#child = options.child;
    this.#asking = new Asking(host, options.to);
  }

  /** The System it belongs to. */
  get system(): System {
    return this.#asking.system;
  }

  /** The supervisor's process; `undefined` if it does not run. */
  get pid(): Pid | undefined {
    return this.#asking.pid;
  }

  /** Whether the supervisor runs. */
  get alive(): boolean {
    return this.#asking.alive;
  }

  /**
   * How many partitions there are.
   *
   * @throws {NoProcessError} If the supervisor does not run.
   */
  get partitions(): number {
    return this.#state.get("count the partitions of").routed;
  }

  /** The process that a key leads to, whoever that is when it is used. */
  partition(key: unknown): Ref {
    const { start } = this.#child;
    const name = this.via(key);
    if (typeof start === "object") return (start as Definition<Ref, readonly never[]>).at(this.#state.host, name);
    throw new ArgumentError("refer to a partition", { rule: "its child is a definition; via() names the others" });
  }

  /**
   * The process that a key leads to, as a name. Made by a ref that goes by name, it lives through restarts of the supervisor;
   * the one that a start gives goes by pid.
   *
   * @throws {ArgumentError} If the key is none.
   */
  via(key: unknown): ViaName {
    canonicalKey(key);
    return { via: "partition", in: this.#state.to, key };
  }

  /** All partitions with their processes, types and modules. */
  async whichChildren(): Promise<PartitionInfo[]> {
    return (await this.#asking.whichChildren()).map((child) => ({ ...child, id: Number(child.id) }));
  }

  /** How many partitions there are, by kind. */
  countChildren(): Promise<ChildCounts> {
    return this.#asking.countChildren();
  }

  /**
   * Stops the last partitions, or starts such again: at most as many as the supervisor was started with. Most keys belong to
   * another partition then.
   *
   * @returns How many there were.
   * @throws {ArgumentError} If it is not a whole number from 0 to the number it was started with.
   * @throws {ChildError} If a partition does not start; those before it have.
   */
  resize(partitions: number): Promise<number> {
    const { most } = this.#state.get("resize");
    if (Number.isInteger(partitions) && partitions >= 0 && partitions <= most) return this.#asking.resize(partitions);
    const rule = `partitions is a whole number from 0 to ${most}`;
    return Promise.reject(new ArgumentError(`resize ${this}`, { rule, value: partitions }));
  }

  /** Stops the supervisor with all partitions, and waits until they are dead. */
  stop(options: StopServerOptions = {}): Promise<void> {
    return this.#asking.stop(options);
  }

  /** Prints as the supervisor's pid or name. */
  toString(): string {
    return this.#asking.toString();
  }
}
