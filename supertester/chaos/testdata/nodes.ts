/** A little world for the tests of partitions: three Systems, and a till on each. */
import { type CallError, GenServer, type ServerDefinition, type ServerRef } from "@superlearner/otp";
import { Simulation } from "@superlearner/otp/simulation";

type Calls = { all: (all: number[]) => [number[], number[]] };
type Casts = { sell: (all: number[], n: number) => number[] };

/** Keeps what is sold. */
export const Till: ServerDefinition<number[], [], Calls, Casts> = GenServer.define({
  name: "Till",
  init: (): number[] => [],
  calls: { all: (all) => [all, all] },
  casts: { sell: (all, n: number) => [...all, n] },
});

/** A silence that is soon noticed. */
export const brief = { silenceMs: 3000, heartbeatMs: 1000 } as const;

/** The world. */
export interface Nodes {
  readonly simulation: Simulation;
  /** Connects two of them, and gives the till of the other one. */
  readonly tillOf: (here: string, there: string) => Promise<ServerRef<Calls, Casts>>;
  /** Why something failed. */
  readonly reason: (call: Promise<unknown>) => Promise<unknown>;
}

/** Three Systems: a, b and c. */
export async function nodes(): Promise<Nodes> {
  const simulation = new Simulation({ name: "a" });
  for (const name of ["b", "c"]) simulation.addSystem(name);
  for (const system of simulation.systems.values()) await system.start(Till, { name: "till" });
  return {
    simulation,
    tillOf: async (here, there) => {
      const [connection] = await simulation.until(simulation.connect(here, there, brief));
      const pid = await simulation.until(connection.whereis("till"));
      return Till.at(simulation.systems.get(here)!, pid!);
    },
    reason: async (call) => {
      try {
        await simulation.until(call);
        return "answered";
      } catch (error) {
        return (error as CallError).reason;
      }
    },
  };
}
