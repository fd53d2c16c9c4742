/** Work that keeps a core busy, for tests, examples and benchmarks. */
import { GenServer } from "../../behaviours/gen_server.ts";
import type { ServerDefinition } from "../../behaviours/gen_server.ts";

/** What it answers. */
export interface PrimesCalls {
  /** How many primes there are below a number. */
  below: (state: number, limit: number) => [number, number];
}

/** Counts primes. */
export const Primes: ServerDefinition<number, [], PrimesCalls, Record<never, never>> = GenServer.define({
  name: "Primes",
  init: () => 0,
  calls: {
    below: (asked: number, limit: number) => {
      let count = 0;
      for (let n = 2; n < limit; n++) if (isPrime(n)) count++;
      return [count, asked + 1];
    },
  },
});

function isPrime(n: number): boolean {
  for (let divisor = 2; divisor * divisor <= n; divisor++) if (n % divisor === 0) return false;
  return true;
}
