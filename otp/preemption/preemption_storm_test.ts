import { storm } from "./testdata/storm.ts";

/** More of them: `PREEMPTION_STOPS=10000 deno test -A otp/preemption/preemption_storm_test.ts`. */
const STOPS = Number(Deno.env.get("PREEMPTION_STOPS") ?? 150);

Deno.test(`preemptiveScheduler(): nothing of a System is torn where a turn is stopped, ${STOPS} times under traffic`, async () => {
  const seed = Math.floor(Math.random() * 2 ** 32);
  const { stops, stopsOfStarts, innocent, calls, ms, longestMs } = await storm({ stops: STOPS, seed });
  if (STOPS < 1000) return;
  console.log(
    `${stops} stops, ${stopsOfStarts} of them in init, ${innocent} innocent, ${calls} calls answered, the slowest after ${
      Math.round(longestMs)
    } ms, ${(ms / 1000).toFixed(1)} s`,
  );
});
