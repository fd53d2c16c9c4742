import { ArgumentError } from "@superlearner/otp";
import { Simulation } from "@superlearner/otp/simulation";
import { type ChaosFault, faultOf } from "./fault.ts";
import { checkOptions } from "./_options.ts";
import { partition } from "./partition.ts";

/** Which node goes down, and how. */
export interface NodeDownOptions {
  /** The System of the simulation, by name. */
  node: string;
  /** Whether all its processes are killed as well: the machine is gone, and not its network alone. @default {false} */
  crash?: boolean;
}

/**
 * Breaks all connections of a System of a simulation, both sides being told, and keeps it apart from all others until it is
 * disposed of. Then it can be connected again (`simulation.connect`).
 *
 * @throws {ArgumentError} If it is no simulation, or there is no such System.
 */
export function nodeDown(simulation: Simulation, options: NodeDownOptions): ChaosFault {
  const action = "take a node down";
  if (!(simulation instanceof Simulation)) {
    throw new ArgumentError(action, { rule: "it is of a Simulation", value: simulation });
  }
  checkOptions(action, { options, keys: ["node", "crash"] });
  const { node, crash = false } = options;
  const system = simulation.systems.get(node);
  if (system === undefined) {
    const names = [...simulation.systems.keys()].map((each) => `"${each}"`).join(", ");
    throw new ArgumentError(action, { rule: `the node is one of ${names}`, value: node });
  }
  const apart = simulation.systems.size > 1 ? partition(simulation, { a: node }) : undefined;
  simulation.network.cut(node);
  // Children last: a supervisor that is dead restarts nobody.
  if (crash) { for (const pid of [...system.pids()]) system.exit(pid, "kill"); }
  return faultOf({
    systems: simulation.systems.values(),
    reason: `node ${node} down`,
    struck: () => 1,
    off: () => apart?.heal(),
  });
}
