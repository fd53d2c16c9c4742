import { beam } from "../../.ci/bench/beam.ts";
import type { BenchRow } from "../../.ci/bench/types.ts";
import { GenServer, type Pid, silentLogger, System } from "../mod.ts";

const RING = 1000;
const HOPS = 1_000_000;

const Forward = GenServer.define({
  name: "Forward",
  init: (next: Pid) => next,
  handleInfo: (next, message, self) => {
    self.send(next, message);
    return next;
  },
});

/** A token goes round: each process sends it on to the next, and the last one back to us. */
async function ring(join: (system: System, next: Pid) => Pid | Promise<Pid>): Promise<number> {
  await using system = new System({ logger: silentLogger });
  const me = system.attach();
  let next = me.pid;
  for (let i = 1; i < RING; i++) next = await join(system, next);
  const started = performance.now();
  for (let left = HOPS; left > 0; left -= RING) {
    me.send(next, "token");
    await me.receive();
  }
  return HOPS / ((performance.now() - started) / 1000);
}

/** Servers that handle a message. */
function servers(): Promise<number> {
  return ring(async (system, next) => (await system.start(Forward, { args: [next] })).pid!);
}

/** Functions that wait for a message: a promise for each hop. */
function functions(): Promise<number> {
  return ring((system, next) =>
    system.spawn(async (self) => {
      for (;;) self.send(next, await self.receive());
    })
  );
}

/** The same without any System: async functions that wake each other by promises. Nothing with a `receive` can be quicker. */
async function bareAwaits(): Promise<number> {
  const wake: ((token: unknown) => void)[] = [];
  for (let i = 1; i <= RING; i++) void forward(i);
  const started = performance.now();
  for (let left = HOPS; left > 0; left -= RING) {
    const back = new Promise((resolve) => wake[0] = resolve);
    wake[RING]!("token");
    await back;
  }
  return HOPS / ((performance.now() - started) / 1000);

  async function forward(i: number): Promise<never> {
    for (;;) {
      const token = await new Promise((resolve) => wake[i] = resolve);
      wake[i - 1]!(token);
    }
  }
}

/** Messages from process to process. */
export const rows: BenchRow[] = [
  { name: "otp/ring", unit: "hops/s", goal: 1, ours: servers, peer: beam("ring") },
  { name: "otp/ring-receive", unit: "hops/s", goal: 1, ours: functions, peer: beam("ring") },
  { name: "otp/ring-receive-bare", unit: "hops/s", ours: functions, peer: { name: "bare await", run: bareAwaits } },
];
