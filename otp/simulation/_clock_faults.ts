import { chanceOf, drawMs } from "../faults/chance.ts";
import type { Fault, FaultLog } from "../faults/fault_log.ts";
import type { ClockFault } from "./fault_options.ts";
import type { VirtualClock } from "./virtual_clock.ts";

/** What a clock that jumps is made of. */
export interface ClockFaultsOptions {
  readonly clock: VirtualClock;
  readonly seed: number;
  readonly log: FaultLog;
  /** Told of each jump. */
  readonly tell: (ms: number) => void;
}

/** Lets the clock jump before alarms: calls of this are what the clock does before each of them. */
export function clockFaults(fault: ClockFault, options: ClockFaultsOptions): () => void {
  const { clock, seed, log, tell } = options;
  const [forward, backward] = [chanceOf(seed, "clock", "forward"), chanceOf(seed, "clock", "backward")];
  let alarm = 0;
  const decide = () => {
    const decided: Omit<Fault, "scope" | "at">[] = [];
    if (fault.forward !== undefined) {
      const hit = forward.next() < fault.rate;
      const ms = drawMs(fault.forward, forward);
      if (hit) decided.push({ kind: "clock", ms });
    }
    if (fault.backward !== undefined) {
      const hit = backward.next() < fault.rate;
      const ms = drawMs(fault.backward, backward);
      if (hit) decided.push({ kind: "clock", ms: -ms });
    }
    return decided.filter(({ ms }) => ms !== 0);
  };
  return () => {
    for (const { ms = 0 } of log.at("alarms", ++alarm, decide)) {
      clock.jump(ms);
      tell(ms);
    }
  };
}
