/** Runs an ordinary test a thousand times, twenty at once: each has a System of its own. */
export async function thousandTimes(test: () => Promise<void>): Promise<void> {
  for (let batch = 0; batch < 50; batch++) await Promise.all(Array.from({ length: 20 }, test));
}
