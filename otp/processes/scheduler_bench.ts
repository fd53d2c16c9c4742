import type { BenchRow } from "../../.ci/bench/types.ts";
import { GenServer, type Pid, type Receiver, silentLogger, System } from "../mod.ts";

const SECONDS = 2;
const TIMER_MS = 10;

/** A message between two players: who sent it. */
interface Ball {
  readonly from: Pid;
}

/** A System that never rests: two processes that play ping-pong for ever, and one that floods another. */
async function busySystem(): Promise<System> {
  const system = new System({ logger: silentLogger });
  const player = async (self: Receiver) => {
    for (;;) self.send((await self.receive<Ball>()).from, { from: self.pid });
  };
  const [one, other] = [system.spawn(player), system.spawn(player)];
  system.send(one, { from: other });
  const Drain = GenServer.define({ name: "Drain", init: () => 0, casts: { drop: (count) => count + 1 } });
  const drain = await system.start(Drain);
  const Flood = GenServer.define({
    name: "Flood",
    init: () => 0,
    casts: {
      pour: (count, _: undefined, self) => {
        drain.cast("drop");
        Flood.at(self, self.pid).cast("pour");
        return count + 1;
      },
    },
  });
  (await system.start(Flood)).cast("pour");
  return system;
}

function p99(figures: number[]): number {
  return figures.toSorted((one, other) => one - other)[Math.floor(figures.length * 0.99)]!;
}

/** How late a timer is in the same isolate, in milliseconds. */
async function timerLateness(): Promise<number> {
  await using _system = await busySystem();
  const lateness: number[] = [];
  await new Promise<void>((resolve) => {
    let due = performance.now() + TIMER_MS;
    const timer = setInterval(() => {
      lateness.push(performance.now() - due);
      due = performance.now() + TIMER_MS;
      if (lateness.length < SECONDS * 1000 / TIMER_MS) return;
      clearInterval(timer);
      resolve();
    }, TIMER_MS);
  });
  return p99(lateness);
}

/** How long a request takes that is served, and made, in the same isolate, in milliseconds. */
async function requestLatency(): Promise<number> {
  await using _system = await busySystem();
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, () => new Response("ok"));
  const latency: number[] = [];
  for (const end = performance.now() + SECONDS * 1000; performance.now() < end;) {
    const sent = performance.now();
    await (await fetch(`http://127.0.0.1:${server.addr.port}/`)).text();
    latency.push(performance.now() - sent);
  }
  await server.shutdown();
  return p99(latency);
}

/** What a System that never rests leaves to the rest of the isolate. */
export const rows: BenchRow[] = [
  { name: "otp/fair-timer-p99", unit: "ms", goal: 20, goalIs: "absolute", lowerIsBetter: true, ours: timerLateness },
  { name: "otp/fair-http-p99", unit: "ms", goal: 20, goalIs: "absolute", lowerIsBetter: true, ours: requestLatency },
];
