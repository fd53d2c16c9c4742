/** Two Systems that choose a leader among themselves: whoever has the smallest name of those it reaches. */
import { GenServer, type ServerDefinition } from "../../behaviours/gen_server.ts";
import type { Down } from "../../processes/messages.ts";
import type { Pid } from "../../processes/pid.ts";
import { Simulation } from "../simulation.ts";
import type { SimulationOptions } from "../simulation_options.ts";
import { QUICK } from "./nodes.ts";

/** How a candidate sees the world. */
export interface Ballot {
  /** Its node. */
  readonly node: string;
  /** The candidates it reaches, by pid. */
  readonly others: Readonly<Record<string, string>>;
  /** Whom it takes for the leader; nobody before it has met another. */
  readonly leader: string | undefined;
}

/** Told of each change of mind. */
export type Changed = (node: string, leader: string) => void;

type State = Ballot & { readonly changed: Changed };

/** Stands for its node. It is told of the others, and hears when they are gone. */
export const Candidate: ServerDefinition<
  State,
  [node: string, changed: Changed],
  Record<never, never>,
  { meet: (state: State, other: { pid: Pid; node: string }, self: { monitor(pid: Pid): unknown }) => State }
> = GenServer.define({
  name: "Candidate",
  init: (node: string, changed: Changed): State => ({ node, others: {}, leader: undefined, changed }),
  casts: {
    meet: (state: State, { pid, node }: { pid: Pid; node: string }, self: { monitor(pid: Pid): unknown }): State => {
      self.monitor(pid);
      return elect({ ...state, others: { ...state.others, [pid]: node } });
    },
  },
  handleInfo: (state: State, message) => {
    const { [(message as Down).pid]: _gone, ...others } = state.others;
    return elect({ ...state, others });
  },
});

function elect(state: State): State {
  const leader = [state.node, ...Object.values(state.others)].sort()[0]!;
  if (leader !== state.leader) state.changed(state.node, leader);
  return { ...state, leader };
}

/** What came of an election. */
export interface Election {
  /** Who changed its mind when: `"1200.5 b follows a"`. */
  readonly log: readonly string[];
  /** For how many changes both led at once. */
  readonly split: number;
  /** Whom each follows at the end. */
  readonly leaders: Readonly<Record<string, string>>;
  /** The run. */
  readonly line: string;
}

/** Half a minute of two Systems, `a` and `b`, over a bad network. `a` connects again whenever the two have lost each other. */
export async function election(options: SimulationOptions): Promise<Election> {
  await using simulation = new Simulation({ name: "a", ...options });
  simulation.addSystem("b");
  const log: string[] = [];
  const leaders: { [node: string]: string } = {};
  let split = 0;
  const changed = (node: string, leader: string) => {
    leaders[node] = leader;
    log.push(`${simulation.clock.now()} ${node} follows ${leader}`);
    if (leaders["a"] === "a" && leaders["b"] === "b") split++;
  };
  const candidates = await Promise.all(
    [...simulation.systems].map(([node, system]) =>
      system.start(Candidate, { name: "candidate", args: [node, changed] })
    ),
  );
  simulation.system.spawn(async (self) => {
    for (;;) {
      const met = await simulation.connect("a", "b", QUICK).then(
        (ends) => Promise.all(ends.map((end) => end.whereis("candidate"))),
      ).catch(() => undefined); // parted already, or still: again in a while
      if (met !== undefined) {
        met.forEach((pid, n) => candidates[n]!.cast("meet", { pid: pid!, node: ["b", "a"][n]! }));
        self.monitor(met[0]!);
        await self.receive();
      }
      await self.receive(undefined, { timeoutMs: 100 });
    }
  });
  await simulation.advance(30_000);
  return { log, split, leaders, line: simulation.line };
}
