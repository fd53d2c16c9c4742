import { type ExitReason, isNormalExit } from "../processes/exit_reason.ts";

/** Who else is restarted when a child dies: nobody, everybody, or those started after it. */
export type Strategy = "one_for_one" | "one_for_all" | "rest_for_one";

/** When a child is restarted: always, only after a crash, or never. */
export type Restart = "permanent" | "transient" | "temporary";

/** Whether the end of significant children ends the supervisor: never, with the first, or with the last of them. */
export type AutoShutdown = "never" | "any_significant" | "all_significant";

/** What of a child matters for the decision. */
export interface ChildFacts {
  readonly id: string;
  readonly restart: Restart;
  readonly significant: boolean;
  /** Whether its supervisor holds it to be running: one that is dead as well but not yet dealt with, and one between two tries. */
  readonly running: boolean;
}

/** What a supervisor does about a death. Lists are in the order in which they are to be worked off. */
export type Plan =
  /** Nothing is restarted; the dead child's specification may go. */
  | { readonly kind: "leave"; readonly remove: boolean }
  /** Stop these, then start those. */
  | { readonly kind: "restart"; readonly stop: readonly string[]; readonly start: readonly string[] }
  /** The supervisor itself ends, in order. */
  | { readonly kind: "shutdown"; readonly remove: boolean };

/** The question: in start order, all children, the dead one among them. */
export interface Death {
  readonly strategy: Strategy;
  readonly autoShutdown: AutoShutdown;
  readonly children: readonly ChildFacts[];
  /** Who died. */
  readonly id: string;
  readonly reason: ExitReason;
}

/** Decides what follows from the death of a child. Pure: no clock, no process. */
export function decideRestart(death: Death): Plan {
  const { children, id, reason, strategy } = death;
  const at = children.findIndex((child) => child.id === id);
  const dead = children[at]!;
  if (!isToRestart(dead.restart, reason)) {
    const remove = dead.restart === "temporary";
    return endsSupervisor(death, dead) ? { kind: "shutdown", remove } : { kind: "leave", remove };
  }
  return { kind: "restart", ...affected(children, at, strategy) };
}

/** Whether a child of this type that died so is started again. */
export function isToRestart(restart: Restart, reason: ExitReason): boolean {
  return restart === "permanent" || (restart === "transient" && !isNormalExit(reason));
}

function affected(
  children: readonly ChildFacts[],
  at: number,
  strategy: Strategy,
): { stop: string[]; start: string[] } {
  const dead = children[at]!;
  if (strategy === "one_for_one") return { stop: [], start: [dead.id] };
  const all = strategy === "one_for_all" ? children : children.slice(at);
  return {
    stop: all.filter((child) => child !== dead && child.running).map((child) => child.id).reverse(),
    // A temporary child that was stopped for a sibling's sake is gone for good.
    start: all.filter((child) => child === dead || child.restart !== "temporary").map((child) => child.id),
  };
}

function endsSupervisor({ autoShutdown, children }: Death, dead: ChildFacts): boolean {
  if (!dead.significant || autoShutdown === "never") return false;
  if (autoShutdown === "any_significant") return true;
  return !children.some((child) => child !== dead && child.significant && child.running);
}
