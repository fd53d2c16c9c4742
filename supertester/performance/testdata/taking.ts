/** Functions that take as long, or as many bytes, as is asked for, in virtual time. */
import { VirtualClock } from "@superlearner/otp/simulation";
import type { HeapMeter } from "../heap_meter.ts";

/** A function that takes one duration after another, in milliseconds, and begins anew after the last; and its clock. */
export function taking(...durations: number[]): { fn: () => void; clock: VirtualClock; readonly calls: number } {
  const clock = new VirtualClock({ wallTime: 1_000_000 });
  let calls = 0;
  const fn = () => clock.jump(durations[calls++ % durations.length]!);
  return {
    fn,
    clock,
    get calls() {
      return calls;
    },
  };
}

/** A function that allocates one size after another, as told by a heap of its own. */
export function allocating(...sizes: number[]): { fn: () => void; heap: HeapMeter } {
  let used = 1_000_000;
  let calls = 0;
  const fn = () => void (used += sizes[calls++ % sizes.length]!);
  return { fn, heap: { usedBytes: () => used } };
}

/** A heap that nobody knows anything of. */
export const NO_HEAP: HeapMeter = { usedBytes: () => undefined };
