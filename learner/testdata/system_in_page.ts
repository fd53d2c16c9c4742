import { GenServer, listProcesses, Supervisor, System } from "@superlearner/otp";
import { Simulation } from "@superlearner/otp/simulation";

/** What a program with a System does in a page; its test reads it. */
export interface PageReport {
  readonly before: number;
  readonly after: number;
  readonly restarts: number;
  readonly processes: number;
  readonly hourLater: unknown;
}

const Counter = GenServer.define({
  name: "Counter",
  init: (start: number) => start,
  calls: { value: (count) => [count, count] },
  casts: {
    add: (count, by: number) => count + by,
    crash: () => {
      throw new Error("on purpose");
    },
  },
});

async function run(): Promise<PageReport> {
  await using system = new System({ logger: { crash() {}, warn() {} } });
  await system.start(Supervisor.define({ children: [Counter.child({ args: [1], name: "counter" })] }));
  let restarts = 0;
  using _events = system.events.subscribe(() => void restarts++, { types: ["child.restarted"] });
  const counter = system.whereis(Counter, "counter");
  counter.cast("add", 41);
  const before = await counter.call("value");
  counter.cast("crash");
  const me = system.attach();
  me.monitor("counter");
  await me.receive({ type: "DOWN" });
  const after = await counter.call("value");
  await using simulation = new Simulation({ seed: 1 });
  const there = simulation.system.attach();
  there.sendAfter(there.pid, "an hour later", { delayMs: 3_600_000 });
  await simulation.advance(3_600_000);
  return { before, after, restarts, processes: listProcesses(system).length, hourLater: await there.receive() };
}

run().then(
  (report) => document.title = JSON.stringify(report),
  (error) => document.title = JSON.stringify({ error: String(error) }),
);
