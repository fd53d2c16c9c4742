const all = new WeakSet<Error>();

/** Marks an error that holds all there is to know, as figures do: the last events of a System would say nothing more. */
export function tellsAll<Thrown extends Error>(error: Thrown): Thrown {
  all.add(error);
  return error;
}

/** Whether an error was marked so. */
export function isTellingAll(error: unknown): boolean {
  return error instanceof Error && all.has(error);
}
