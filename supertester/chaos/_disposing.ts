/** Disposes of what can be disposed of; of each, where it is a list. */
export async function disposeOf(given: unknown): Promise<void> {
  if (Array.isArray(given)) {
    for (const each of given.toReversed()) await disposeOf(each);
    return;
  }
  if (typeof given !== "object" || given === null) return;
  const { [Symbol.asyncDispose]: later, [Symbol.dispose]: now } = given as Partial<AsyncDisposable & Disposable>;
  if (later !== undefined) await later.call(given as AsyncDisposable);
  else now?.call(given as Disposable);
}
