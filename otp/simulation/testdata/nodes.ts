/** Systems of a simulation that are connected. */
import { GenServer, type ServerDefinition } from "../../behaviours/gen_server.ts";
import type { Pid } from "../../processes/pid.ts";
import type { Connection } from "../../remote/connection.ts";
import { Simulation } from "../simulation.ts";
import type { SimulatedConnectOptions, SimulationOptions } from "../simulation_options.ts";

/** What a tally answers. */
export interface TallyCalls {
  /** Adds, and gives what it is now. */
  add: (sum: number, by: number) => [number, number];
  /** Never answers. */
  wait: (sum: number) => ReturnType<typeof GenServer.noreply<number, unknown>>;
}

/** Adds up what it is told. */
export const Tally: ServerDefinition<number, [], TallyCalls, { more: (sum: number, by: number) => number }> = GenServer
  .define({
    name: "Tally",
    init: () => 0,
    calls: { add: (sum, by: number) => [sum + by, sum + by], wait: (sum) => GenServer.noreply(sum) },
    casts: { more: (sum, by: number) => sum + by },
  });

/** How quickly a loss is noticed in these tests. */
export const QUICK: SimulatedConnectOptions = { heartbeatMs: 100, silenceMs: 400, timeoutMs: 300 };

/** Two Systems, `a` and `b`, each with a tally of that name. */
export class TwoNodes implements AsyncDisposable {
  readonly simulation: Simulation;

  private constructor(options: SimulationOptions) {
    this.simulation = new Simulation({ name: "a", ...options });
    this.simulation.addSystem("b");
  }

  static async open(options: SimulationOptions = {}): Promise<TwoNodes> {
    const nodes = new TwoNodes(options);
    for (const system of nodes.simulation.systems.values()) await system.start(Tally, { name: "tally" });
    return nodes;
  }

  /** Connects the two, and gives the pid that each tally has on the other side. */
  async connect(
    options: SimulatedConnectOptions = QUICK,
  ): Promise<{ ends: [Connection, Connection]; pids: [Pid, Pid] }> {
    const { simulation } = this;
    const ends = await simulation.until(simulation.connect("a", "b", options));
    const pids = await simulation.until(Promise.all(ends.map((end) => end.whereis("tally"))));
    return { ends, pids: pids as [Pid, Pid] };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.simulation.stop();
  }
}
