import type { Peer } from "./types.ts";

/** The part of `effect` that is measured; spelled out here so that nobody has to install it to check types. */
interface EffectLibrary {
  Effect: {
    gen(steps: () => Generator<unknown, unknown, unknown>): unknown;
    runPromise(effect: unknown): Promise<unknown>;
    forkChild(effect: unknown): Iterable<unknown>;
    forever(effect: unknown): unknown;
  };
  Queue: {
    unbounded(): Iterable<unknown>;
    offer(queue: unknown, item: unknown): Iterable<unknown>;
    take(queue: unknown): Iterable<unknown>;
  };
  Deferred: {
    make(): Iterable<unknown>;
    await(deferred: unknown): Iterable<unknown>;
    succeed(deferred: unknown, value: unknown): Iterable<unknown>;
  };
}

const VERSION = "4.1";
const CALLS = 100_000;

let library: EffectLibrary | undefined;

/**
 * `effect` as the peer of a row in `calls/s`: a fiber that counts what its queue gives and completes a deferred for each,
 * which is how an actor is written there.
 */
export const effectCalls: Peer = { name: "effect", install: load, run: countCalls };

async function load(): Promise<boolean> {
  // Computed, so that the package belongs to no module graph and to no lock file.
  const specifier = ["npm:effect", VERSION].join("@");
  library ??= await import(specifier) as EffectLibrary;
  return true;
}

async function countCalls(): Promise<number> {
  if (!library) throw new Error("Cannot run effect: it is installed first");
  const { Effect, Queue, Deferred } = library;
  const seconds = await Effect.runPromise(Effect.gen(function* () {
    const queue = yield* Queue.unbounded();
    let count = 0;
    yield* Effect.forkChild(Effect.forever(Effect.gen(function* () {
      const reply = yield* Queue.take(queue);
      yield* Deferred.succeed(reply, count++);
    })));
    const started = performance.now();
    for (let i = 0; i < CALLS; i++) {
      const reply = yield* Deferred.make();
      yield* Queue.offer(queue, reply);
      if ((yield* Deferred.await(reply)) !== i) throw new Error("Cannot count: a reply came out of turn");
    }
    return (performance.now() - started) / 1000;
  }));
  return CALLS / (seconds as number);
}
