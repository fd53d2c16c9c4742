/** Web Locks, as far as they are used here; Deno has them and does not describe them. */
interface Locks {
  request<Result>(name: string, held: () => Result | Promise<Result>): Promise<Result>;
  request<Result>(name: string, options: { readonly signal: AbortSignal }, held: () => Result): Promise<Result>;
}

const locks = (): Locks => (navigator as unknown as { readonly locks: Locks }).locks;

/** Takes a lock and holds it as long as this thread lives; settled when it is held. */
export function holdLock(name: string): Promise<void> {
  return new Promise((held) => {
    void locks().request(name, () => (held(), new Promise<never>(() => {})));
  });
}

/** Waits until a lock that another thread holds is free: then that thread is gone. False if nobody waits any more. */
export async function lockFreed(name: string, signal: AbortSignal): Promise<boolean> {
  try {
    return await locks().request(name, { signal }, () => true);
  } catch {
    return false;
  }
}
