import { ArgumentError, formatReason, isPid, type Pid, System } from "@superlearner/otp";
import { called } from "../waiting/called.ts";
import { Chronicle } from "../chronicle/chronicle.ts";
import { pidOf, type Target } from "../waiting/target.ts";
import { treeOf, unreadyChildren } from "../waiting/tree_ready.ts";

/** What chaos is made in: a supervisor or another process, or a whole System. */
export type ChaosTarget = Target | System;

/** The System of a target; refuses what is none. */
export function systemOf(action: string, target: ChaosTarget): System {
  if (target instanceof System) return target;
  if (typeof target === "object" && target !== null && typeof target.system?.isAlive === "function") {
    return target.system;
  }
  throw new ArgumentError(action, { rule: "the target is a ref or a System", value: target });
}

/** A target in a message. Whatever it is, this does not fail. */
export function targetText(target: ChaosTarget): string {
  return attempt(() => target instanceof System ? `a System of ${target.processCount} processes` : called(target));
}

/** Whether it is there, and how it died if not. */
export function aliveText(target: ChaosTarget): string {
  return attempt(() => {
    if (isThere(target)) return "true";
    if (target instanceof System) return "false";
    const pid = rootOf(target);
    const exit = pid === undefined ? undefined : Chronicle.of(target.system).exitOf(pid);
    return exit === undefined ? "false" : `false (it exited with ${formatReason(exit.reason)})`;
  });
}

/** Whether it is alive. */
export function isThere(target: ChaosTarget): boolean {
  return target instanceof System ? !target.stopped : target.alive;
}

/** Whether it is dead and will not come back: a pid is of one process. */
export function isGone(target: ChaosTarget): boolean {
  return target instanceof System ? target.stopped : !target.alive && isPid(rootOf(target));
}

/** The process of a target that is not a whole System: who it is, or was. */
export function rootOf(target: ChaosTarget): Pid | undefined {
  try {
    return target instanceof System ? undefined : pidOf(target);
  } catch {
    return undefined; // of something with the shape of a ref
  }
}

/** Why it is not as it was before; `undefined` if it is alive, with every child that is to be there. */
export function trouble(target: ChaosTarget): string | undefined {
  if (!isThere(target)) return "it is dead";
  const pid = rootOf(target);
  const tree = pid === undefined ? undefined : treeOf((target as Target).system, pid);
  const missing = tree === undefined ? [] : unreadyChildren(tree);
  return missing.length === 0 ? undefined : `not there are ${missing.join(", ")}`;
}

function attempt(text: () => string): string {
  try {
    return text();
  } catch (error) {
    return `unknown (${error instanceof Error ? error.message : typeof error})`;
  }
}
