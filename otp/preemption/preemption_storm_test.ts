import { storm } from "./testdata/storm.ts";

/** More of them: `PREEMPTION_STOPS=10000 deno test -A otp/preemption/preemption_storm_test.ts`. */
const STOPS = Number(Deno.env.get("PREEMPTION_STOPS") ?? 40);

/** So many in one System: what is written down of each process grows. */
const STOPS_A_SYSTEM = 250;

Deno.test(`preemptiveScheduler(): nothing of a System is torn where a turn is stopped, ${STOPS} times under traffic`, async () => {
  const all = { stops: 0, stopsOfStarts: 0, innocent: 0, stoodStill: 0, calls: 0, processes: 0, ms: 0, longestMs: 0 };
  while (all.stops < STOPS) {
    const seed = Math.floor(Math.random() * 2 ** 32);
    const { longestMs, ...figures } = await storm({ stops: Math.min(STOPS - all.stops, STOPS_A_SYSTEM), seed });
    for (const [name, figure] of Object.entries(figures)) all[name as keyof typeof figures] += figure;
    all.longestMs = Math.max(all.longestMs, longestMs);
    if (STOPS > 1000) console.log(all);
  }
});
