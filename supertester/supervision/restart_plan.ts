import type { Restart, Strategy } from "@superlearner/otp";

/** A child, as far as its supervisor's decision depends on it. */
export interface PlannedChild {
  /** Its id. */
  readonly id: string;
  /** When it is restarted. */
  readonly restart: Restart;
  /** Whether it lives now. */
  readonly alive: boolean;
}

/** What a supervisor has to do. */
export interface RestartPlan {
  /** Who is restarted, in the order of the starts. */
  readonly restarted: readonly string[];
  /** Who is gone for good. */
  readonly gone: readonly string[];
}

/**
 * What a strategy demands when a child dies, by Erlang's rules: who dies with it, and who is started, those that had ended
 * before included. A `temporary` child never comes back, and a `transient` one not of its own orderly end.
 */
export function restartPlan(
  strategy: Strategy,
  { children, died, crashed }: { children: readonly PlannedChild[]; died: string; crashed: boolean },
): RestartPlan {
  const at = children.findIndex(({ id }) => id === died);
  const { restart } = children[at]!;
  if (restart === "temporary" || restart === "transient" && !crashed) return { restarted: [], gone: [died] };
  const affected = children.filter(({ id }, index) =>
    id === died || strategy === "one_for_all" || strategy === "rest_for_one" && index > at
  );
  return {
    restarted: affected.filter((child) => child.restart !== "temporary").map(({ id }) => id),
    gone: affected.filter((child) => child.alive && child.restart === "temporary").map(({ id }) => id),
  };
}
