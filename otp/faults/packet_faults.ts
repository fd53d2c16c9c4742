import type { Random } from "../environment.ts";
import { checkKeys, checkMs, checkRate, checkSpread, drawMs, type Spread } from "./chance.ts";
import type { Fault } from "./fault_log.ts";
import { checkCut, checkPartition, type Cut, type PartitionFault } from "./partition.ts";

/** Delays of messages. */
export interface DelayFault extends Spread {
  /** Which part of the messages, from 0 to 1. @default {1} */
  rate?: number;
}

/** Messages that others may overtake. */
export interface ReorderFault {
  /** Which part of the messages, from 0 to 1. */
  rate: number;
  /** For how long at most one is held back, in milliseconds. */
  withinMs: number;
}

/** What may happen to a message on its way. Without `reorder`, those of one sender to one receiver stay in order. */
export interface PacketFaults {
  /** Which part is lost, from 0 to 1. @default {0} */
  loss?: number;
  /** Which part comes twice, from 0 to 1; the second as much later as `delay` says. @default {0} */
  duplicate?: number;
  /** How long they take. @default at once */
  delay?: DelayFault;
  /** Which are overtaken. @default none */
  reorder?: ReorderFault;
}

/** What may happen to a packet between two Systems. */
export interface NetworkFaults extends PacketFaults {
  /** Partitions by chance. @default none */
  partition?: PartitionFault;
  /** Partitions at given times. @default {[]} */
  cuts?: readonly Cut[];
}

/** The numbers of one link: a stream for each fault, so that switching one off changes nothing about the others. */
export interface PacketChances {
  readonly loss: Random;
  readonly duplicate: Random;
  readonly delay: Random;
  readonly reorder: Random;
}

/** Decides what happens to the next message of a link. Draws the same whatever comes out. */
export function decidePacket(faults: PacketFaults, chances: PacketChances): Omit<Fault, "scope" | "at">[] {
  const { loss = 0, duplicate = 0, delay, reorder } = faults;
  const isLost = chances.loss.next() < loss;
  const isDouble = chances.duplicate.next() < duplicate;
  const decided: Omit<Fault, "scope" | "at">[] = [];
  if (delay !== undefined) {
    const late = chances.delay.next() < (delay.rate ?? 1);
    const ms = drawMs(delay, chances.delay);
    if (late && ms > 0) decided.push({ kind: "delay", ms });
  }
  if (reorder !== undefined) {
    const overtaken = chances.reorder.next() < reorder.rate;
    const ms = drawMs({ meanMs: reorder.withinMs / 2, spread: "uniform" }, chances.reorder);
    if (overtaken) decided.push({ kind: "reorder", ms });
  }
  if (isDouble) decided.push({ kind: "duplicate", ms: delay === undefined ? 0 : drawMs(delay, chances.duplicate) });
  return isLost ? [{ kind: "loss" }] : decided;
}

/** When the copies of a message arrive, and until when what follows it on its link has to wait. */
export function arrivals(
  faults: readonly Pick<Fault, "kind" | "ms">[],
  moments: { nowMs: number; lastMs: number },
): { atMs: number[]; lastMs: number } {
  const { nowMs, lastMs } = moments;
  let at = nowMs;
  let overtaken = false;
  let second: number | undefined;
  for (const { kind, ms = 0 } of faults) {
    if (kind === "loss" || kind === "partition") return { atMs: [], lastMs };
    if (kind === "delay" || kind === "reorder") at += ms;
    if (kind === "reorder") overtaken = true;
    if (kind === "duplicate") second = ms;
  }
  if (!overtaken) at = Math.max(at, lastMs);
  const atMs = second === undefined ? [at] : [at, at + second];
  return { atMs, lastMs: overtaken ? lastMs : atMs.at(-1)! };
}

const KEYS = ["loss", "duplicate", "delay", "reorder"];

/** Refuses faults of messages that are none. */
export function checkPackets(name: string, faults: PacketFaults, more: readonly string[] = []): void {
  const { loss, duplicate, delay, reorder } = faults;
  checkKeys(name, faults, [...KEYS, ...more]);
  if (loss !== undefined) checkRate("loss", loss);
  if (duplicate !== undefined) checkRate("duplicate", duplicate);
  if (delay !== undefined) {
    checkKeys("delay", delay, ["rate", "meanMs", "spread"]);
    checkSpread("delay", delay);
    if (delay.rate !== undefined) checkRate("delay.rate", delay.rate);
  }
  if (reorder === undefined) return;
  checkKeys("reorder", reorder, ["rate", "withinMs"]);
  checkRate("reorder.rate", reorder.rate);
  checkMs("reorder.withinMs", reorder.withinMs);
}

/** Refuses faults between Systems that are none. */
export function checkNetwork(faults: NetworkFaults): void {
  checkPackets("network", faults, ["partition", "cuts"]);
  if (faults.partition !== undefined) checkPartition(faults.partition);
  faults.cuts?.forEach(checkCut);
}
