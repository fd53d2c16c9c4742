import { ArgumentError } from "../processes/errors.ts";

/** Web Locks, as far as they are used here; Deno has them and does not describe them. */
interface Locks {
  request<Result>(name: string, held: () => Result | Promise<Result>): Promise<Result>;
  request<Result>(
    name: string,
    options: { readonly signal: AbortSignal },
    held: () => Result | Promise<Result>,
  ): Promise<Result>;
}

/** The locks that all workers of a program share; one that is held by a worker is free when that is gone. */
export function sharedLocks(): Locks {
  const { locks } = navigator as unknown as { readonly locks?: Locks };
  if (locks !== undefined) return locks;
  throw new ArgumentError("place a process in a worker", { rule: "the platform has Web Locks, as Deno 2.9 has" });
}
