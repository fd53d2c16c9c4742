/**
 * A function of the program that is told something, and that nobody waits for. What it throws, or rejects with, is the program's own
 * mistake: it is told to `thrown`, and what goes on beside it goes on.
 */
export function guarded<Told>(
  listener: (told: Told) => unknown,
  thrown: (error: unknown) => void,
): (told: Told) => void {
  return (told) => {
    try {
      const result = listener(told);
      if (result instanceof Promise) result.catch(thrown);
    } catch (error) {
      thrown(error);
    }
  };
}
