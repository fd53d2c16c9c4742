import type { System } from "@superlearner/otp";
import { tellFault } from "./_signals.ts";

/** Something that goes wrong until it is disposed of. */
export interface ChaosFault extends Disposable {
  /** How often it has struck so far. */
  readonly struck: number;
  /** Takes it off; again does nothing. The same as its disposal. */
  heal(): void;
}

/** What a fault is made of. */
export interface FaultParts {
  /** Where it is on. */
  readonly systems: Iterable<System>;
  /** Whom it befalls. @default nobody in particular */
  readonly pid?: string;
  /** What it is, for the timeline. */
  readonly reason: string;
  /** How often it has struck. */
  readonly struck: () => number;
  /** Takes it off. */
  readonly off: () => void;
}

/** A fault that is on; it is taken off once, whoever does it, and both are told to who counts. */
export function faultOf(parts: FaultParts): ChaosFault {
  const { pid = "<0.0.0>", reason, struck, off } = parts;
  const systems = [...parts.systems];
  const tellAll = (event: "fault" | "heal") => {
    for (const system of systems) tellFault(system, { event, pid, reason });
  };
  let on = true;
  tellAll("fault");
  const heal = () => {
    if (!on) return;
    on = false;
    off();
    tellAll("heal");
  };
  return {
    get struck() {
      return struck();
    },
    heal,
    [Symbol.dispose]: heal,
  };
}
