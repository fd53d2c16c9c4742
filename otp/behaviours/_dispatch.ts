/** Calls a function with one part after the other, or with all at once; gives a promise if the function does. */
export function dispatchTo<Entries>(
  parts: readonly Entries[],
  send: (entries: Entries) => unknown,
  options: { readonly parallel?: boolean },
): void | Promise<void> {
  if (options.parallel) return settled(Promise.all(parts.map((part) => send(part))));
  for (const [index, part] of parts.entries()) {
    const result = send(part);
    if (result instanceof Promise) return oneByOne(result, parts.slice(index + 1), send);
  }
}

async function oneByOne<Entries>(
  first: Promise<unknown>,
  parts: readonly Entries[],
  send: (entries: Entries) => unknown,
): Promise<void> {
  await first;
  for (const part of parts) await send(part);
}

async function settled(all: Promise<unknown>): Promise<void> {
  await all;
}
