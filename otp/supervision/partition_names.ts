import { stableHash } from "../behaviours/canonical_key.ts";
import { ArgumentError } from "../processes/errors.ts";
import type { Pid } from "../processes/pid.ts";
import type { Runtime } from "../processes/runtime.ts";
import { nameText, type Registrar, type ViaName } from "../processes/via.ts";
import { PartitionState } from "./partition_state.ts";

/** The registrar of the partitions of a PartitionSupervisor: `{ via: "partition", in: "workers", key }`. */
export class PartitionNames implements Registrar {
  readonly #runtime: Runtime;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /** Partitions are named by their supervisor alone. */
  registerName(name: ViaName): never {
    throw new ArgumentError(`start a process as ${nameText(name)}`, {
      rule: "a PartitionSupervisor starts its partitions",
    });
  }

  unregisterName(): void {}

  whereisName(name: ViaName): Pid | undefined {
    const process = name.in === undefined ? undefined : this.#runtime.find(name.in);
    if (process === null) return undefined;
    const state = process?.state;
    if (state instanceof PartitionState) return state.partition(partitionOf(name.key, state.routed))?.pid;
    throw new ArgumentError(`use the name ${nameText(name)}`, {
      rule: "it is in a PartitionSupervisor",
      value: name.in,
    });
  }
}

/** The partition of a key among so many: whole numbers by their remainder, all else by a hash that never changes. */
export function partitionOf(key: unknown, partitions: number): number {
  if (partitions === 0) return 0;
  if (typeof key === "number" && Number.isInteger(key)) return Math.abs(key) % partitions;
  if (typeof key === "bigint") return Number((key < 0n ? -key : key) % BigInt(partitions));
  return stableHash(key) % partitions;
}
