/** A little world for the tests of faults: processes that send numbers, and a server that keeps what comes. */
import { GenServer, type ServerDefinition } from "../../behaviours/gen_server.ts";
import type { FaultInjected } from "../../events/event.ts";
import { Simulation } from "../simulation.ts";
import type { SimulationOptions } from "../simulation_options.ts";

/** What a keeper answers. */
export interface KeeperCalls {
  /** All that came so far. */
  all: (all: readonly string[]) => [readonly string[], readonly string[]];
  /** Keeps and gives it back. */
  echo: (all: readonly string[], each: string) => [string, readonly string[]];
}

/** Keeps what comes, in order. */
export const Keeper: ServerDefinition<
  readonly string[],
  [],
  KeeperCalls,
  { keep: (all: readonly string[], each: string) => readonly string[] }
> = GenServer.define({
  name: "Keeper",
  init: (): readonly string[] => [],
  calls: {
    all: (all) => [all, all],
    echo: (all, each: string) => [each, [...all, each]],
  },
  casts: { keep: (all, each: string) => [...all, each] },
  handleInfo: (all, message) => typeof message === "string" ? [...all, message] : all,
});

/** What a run has come to. */
export interface Sent {
  readonly kept: readonly string[];
  readonly faults: readonly (FaultInjected & { readonly time: number })[];
  readonly line: string;
  readonly endedAt: number;
}

/** Two processes, `a` and `b`, cast so many numbers each, one every millisecond, to a keeper. */
export async function sendNumbers(options: SimulationOptions, count = 20): Promise<Sent> {
  await using simulation = new Simulation(options);
  const { system } = simulation;
  const faults: Sent["faults"][number][] = [];
  system.events.subscribe((event) => void (event.type === "fault.injected" && faults.push(event)));
  const keeper = await system.start(Keeper, { name: "keeper" });
  for (const name of ["a", "b"]) {
    system.spawn(async (self) => {
      for (let n = 0; n < count; n++) {
        Keeper.at(self, "keeper").cast("keep", `${name}${n}`);
        await self.receive(undefined, { timeoutMs: 1 });
      }
    }, { name });
  }
  await simulation.advance(10_000);
  const kept = await simulation.until(keeper.call("all"));
  return { kept, faults, line: simulation.line, endedAt: simulation.clock.now() };
}

/** Whose numbers are in a list, in which order. */
export function of(name: string, kept: readonly string[]): number[] {
  return kept.filter((each) => each.startsWith(name)).map((each) => Number(each.slice(1)));
}
