import { beam } from "../../.ci/bench/beam.ts";
import type { BenchRow } from "../../.ci/bench/types.ts";
import { DynamicSupervisor, GenServer, type Pid, silentLogger, System } from "../mod.ts";

const RESTARTS = 50_000;
const RESTARTS_EACH = 100;

/** A child is killed, and killed again as soon as it is back; a new supervisor every few restarts, as the peer has it. */
async function restarts(): Promise<number> {
  await using system = new System({ logger: silentLogger });
  let back: (pid: Pid) => void = () => {};
  const Child = GenServer.define({
    name: "Child",
    init() {
      back(this.pid);
      return 0;
    },
  });
  let tookMs = 0;
  for (let done = 0; done < RESTARTS; done += RESTARTS_EACH) {
    const supervisor = await system.start(DynamicSupervisor.define({ maxRestarts: 1_000_000, maxSeconds: 1 }));
    let { pid } = await supervisor.startChild(Child.child());
    const started = performance.now();
    for (let i = 0; i < RESTARTS_EACH; i++) {
      const next = new Promise<Pid>((resolve) => back = resolve);
      system.exit(pid!, "kill");
      pid = await next;
    }
    tookMs += performance.now() - started;
    await supervisor.stop();
  }
  return RESTARTS / (tookMs / 1000);
}

/** What a supervisor does in a second. */
export const rows: BenchRow[] = [
  { name: "otp/restart", unit: "restarts/s", goal: 10, warmUps: 4, ours: restarts, peer: beam("restart") },
];
