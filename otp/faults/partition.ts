import { ArgumentError } from "../processes/errors.ts";
import { chanceOf, checkKeys, checkMs, checkRate } from "./chance.ts";

/** A way between two Systems, in one direction. */
export interface Link {
  /** Who sends. */
  readonly from: string;
  /** Who is to get it. */
  readonly to: string;
}

/** Partitions by chance: time is divided into stretches, and in some of them the Systems fall into two halves. */
export interface PartitionFault {
  /** In which part of the stretches, from 0 to 1. */
  rate: number;
  /** How long a stretch is, in milliseconds. */
  everyMs: number;
  /** How long of it nothing gets through, from its beginning; then it heals. @default {everyMs} */
  lastsMs?: number;
  /** Whether one half still reaches the other. @default {false} */
  oneWay?: boolean;
}

/** A partition at a given time. */
export interface Cut {
  /** When it begins, in System time. */
  fromMs: number;
  /** When it heals. */
  toMs: number;
  /** Who is on the one side; all others are on the other. */
  side: readonly string[];
  /** Whether only what this side sends is lost, and it still hears the others. @default {false} */
  oneWay?: boolean;
}

/**
 * Whether two Systems are apart at a moment, by chance. Depends on nothing but its arguments: everybody who asks is told
 * the same.
 */
export function isApart(fault: PartitionFault, link: Link, options: { seed: number; nowMs: number }): boolean {
  const { rate, everyMs, lastsMs = everyMs, oneWay = false } = fault;
  const { seed, nowMs } = options;
  const stretch = Math.floor(nowMs / everyMs);
  if (nowMs - stretch * everyMs >= lastsMs) return false;
  if (chanceOf(seed, "partition", stretch).next() >= rate) return false;
  const sideOf = (name: string) => chanceOf(seed, "side", stretch, name).next() < 0.5;
  const [from, to] = [sideOf(link.from), sideOf(link.to)];
  return oneWay ? from && !to : from !== to;
}

/** Whether a partition of a given time keeps two Systems apart. */
export function isCut(cut: Cut, link: Link, { nowMs }: { nowMs: number }): boolean {
  if (nowMs < cut.fromMs || nowMs >= cut.toMs) return false;
  const [from, to] = [cut.side.includes(link.from), cut.side.includes(link.to)];
  return cut.oneWay ? from && !to : from !== to;
}

/** Refuses partitions that are none. */
export function checkPartition(fault: PartitionFault): void {
  checkKeys("partition", fault, ["rate", "everyMs", "lastsMs", "oneWay"]);
  checkRate("partition.rate", fault.rate);
  checkMs("partition.everyMs", fault.everyMs);
  if (fault.everyMs === 0) {
    throw new ArgumentError("describe faults", { rule: "partition.everyMs is above 0", value: 0 });
  }
  if (fault.lastsMs !== undefined) checkMs("partition.lastsMs", fault.lastsMs);
}

/** Refuses a partition of a given time that is none. */
export function checkCut(cut: Cut): void {
  checkKeys("a cut", cut, ["fromMs", "toMs", "side", "oneWay"]);
  checkMs("cut.fromMs", cut.fromMs);
  if (!(cut.toMs >= cut.fromMs)) { // for ever is allowed
    throw new ArgumentError("describe faults", { rule: "a cut ends after it begins", value: cut.toMs });
  }
  if (!Array.isArray(cut.side)) {
    throw new ArgumentError("describe faults", { rule: "cut.side is a list of names", value: cut.side });
  }
}
