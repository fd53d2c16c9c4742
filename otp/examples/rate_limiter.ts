/** A rate limiter: a bucket of tokens that fills at a steady rate; who finds none waits for one, first come first served. */
import {
  CallError,
  type From,
  GenServer,
  type Host,
  type Self,
  Supervisor,
  type SupervisorDefinition,
  System,
} from "@superlearner/otp";

/** How fast and how bursty. */
export interface RateOptions {
  /** How many tokens the bucket holds: the longest burst. */
  readonly burst: number;
  /** How long a token takes to come, in milliseconds. */
  readonly everyMs: number;
}

interface Bucket extends RateOptions {
  /** When the bucket would be full, in System time: all there is to know, so that no timer has to fill it. */
  readonly fullAt: number;
  readonly waiting: readonly From[];
}

const Limiter = GenServer.define({
  name: "Limiter",
  // Empty at first: a limiter that was restarted must not give away a second burst.
  init(options: RateOptions) {
    const bucket: Bucket = { ...options, fullAt: this.now() + options.burst * options.everyMs, waiting: [] };
    return bucket;
  },
  calls: {
    tryTake: (bucket, _: undefined, self) => {
      const next = bucket.waiting.length > 0 ? undefined : taken(bucket, self);
      return [next !== undefined, next ?? bucket];
    },
    take: (bucket, _: undefined, self) => {
      const waiting = [...bucket.waiting, self.from];
      return GenServer.noreply<Bucket, true>(
        waiting.length > 1 ? { ...bucket, waiting } : serve({ ...bucket, waiting }, self),
      );
    },
  },
  handleInfo: (bucket, _message, self) => serve(bucket, self),
});

/** The bucket with a token less; `undefined` if there is none. */
function taken(bucket: Bucket, self: Self): Bucket | undefined {
  const { burst, everyMs } = bucket;
  const fullAt = Math.max(bucket.fullAt, self.now()) + everyMs;
  return fullAt - self.now() > burst * everyMs ? undefined : { ...bucket, fullAt };
}

/** Gives tokens to those who wait, and comes back when the next is there. */
function serve(bucket: Bucket, self: Self): Bucket {
  const [first, ...waiting] = bucket.waiting;
  if (first === undefined) return bucket;
  const next = taken(bucket, self);
  if (next !== undefined) {
    first.reply(true);
    return serve({ ...next, waiting }, self);
  }
  const delayMs = bucket.fullAt + bucket.everyMs - self.now() - bucket.burst * bucket.everyMs;
  self.sendAfter(self.pid, "a token is there", { delayMs });
  return bucket;
}

/** A limiter under its supervisor. */
export function limiterTree(options: RateOptions): SupervisorDefinition<[]> {
  return Supervisor.define({
    strategy: "one_for_one",
    children: [Limiter.child({ name: "limiter", args: [options] })],
  });
}

/** Whether there is a token now; if so, it is taken. */
export function tryTake(host: Host): Promise<boolean> {
  return Limiter.at(host, "limiter").call("tryTake");
}

/** Waits for a token. One whose limiter crashes waits at the next one, which its supervisor starts soon. */
export async function take(system: System): Promise<void> {
  while (true) {
    try {
      await Limiter.at(system, "limiter").call("take", undefined, { timeoutMs: Infinity });
      return;
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      await new Promise<void>((resolve) => system.clock.setAlarm(system.now() + 10, resolve));
    }
  }
}

if (import.meta.main) {
  await using system = new System();
  await system.start(limiterTree({ burst: 2, everyMs: 20 }));
  const me = system.attach();
  system.sendAfter(me.pid, "the bucket is full", { delayMs: 50 });
  console.log(await me.receive());
  const began = system.now();
  for (let i = 1; i <= 5; i++) {
    await take(system);
    console.log(`request ${i} after ${Math.floor((system.now() - began) / 20) * 20} ms`);
  }
  console.log("one more at once?", await tryTake(system));
}
