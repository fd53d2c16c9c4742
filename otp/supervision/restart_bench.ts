import { beam } from "../../.ci/bench/beam.ts";
import type { BenchRow } from "../../.ci/bench/types.ts";
import { DynamicSupervisor, GenServer, type Pid, silentLogger, System } from "../mod.ts";
import { numberOf } from "../processes/pid.ts";

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

/** As large as a process: its fields, and no work. */
class Bare {
  readonly fields: unknown[] = new Array(28).fill(null);
  readonly pid: Pid;
  readonly startedAt = Math.floor(performance.now());

  constructor(readonly number: number) {
    this.pid = `<0.${number}.0>`;
  }
}

/**
 * What a restart of this kind cannot do without, and nothing else: an object of that size, its pid printed, read and
 * looked up, a look at the clock, an exit message, a microtask, and the promise of who waits.
 */
async function bareRestarts(): Promise<number> {
  const children = new Map<number, Bare>();
  const add = (number: number) => {
    const made = new Bare(number);
    children.set(number, made);
    return made.pid;
  };
  const started = performance.now();
  let pid = add(1);
  for (let i = 0; i < RESTARTS; i++) {
    let back: (pid: Pid) => void = () => {};
    const next = new Promise<Pid>((resolve) => back = resolve);
    const exit = { type: "EXIT", pid, reason: "killed" };
    queueMicrotask(() => {
      const number = numberOf(exit.pid)!;
      children.delete(number);
      back(add(number + 1));
    });
    pid = await next;
  }
  return RESTARTS / ((performance.now() - started) / 1000);
}

/** What a supervisor does in a second. */
export const rows: BenchRow[] = [
  { name: "otp/restart", unit: "restarts/s", goal: 10, warmUps: 4, ours: restarts, peer: beam("restart") },
  {
    name: "otp/restart-bare",
    unit: "restarts/s",
    warmUps: 4,
    ours: restarts,
    peer: { name: "bare objects", run: bareRestarts },
  },
];
