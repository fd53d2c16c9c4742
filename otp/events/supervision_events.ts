import type { ExitReason } from "../processes/exit_reason.ts";
import type { Pid } from "../processes/pid.ts";

/** A supervisor started a child, for the first time or on request. */
export interface ChildStarted {
  /** Discriminant. */
  readonly type: "child.started";
  /** The supervisor. */
  readonly pid: Pid;
  /** The child's id in its supervisor; a DynamicSupervisor's child is known by its name, or by number: `#3`. */
  readonly child: string;
  /** The child's process; `undefined` when its `init` said ignore. */
  readonly childPid: Pid | undefined;
}

/** A supervisor restarted a child, because that child or a sibling died. */
export interface ChildRestarted {
  /** Discriminant. */
  readonly type: "child.restarted";
  /** The supervisor. */
  readonly pid: Pid;
  /** The child's id. */
  readonly child: string;
  /** Who it was before. */
  readonly oldPid: Pid | undefined;
  /** Who it is now. */
  readonly childPid: Pid | undefined;
  /** How often this child has been restarted so far. */
  readonly restarts: number;
  /** Why a restart was needed. */
  readonly reason: ExitReason;
  /** The child that died; another one than `child` under `one_for_all` and `rest_for_one`. */
  readonly cause: string;
}

/** A child ended and stays down: terminated on request, not to be restarted, or deleted. */
export interface ChildStopped {
  /** Discriminant. */
  readonly type: "child.stopped";
  /** The supervisor. */
  readonly pid: Pid;
  /** The child's id. */
  readonly child: string;
  /** Who it was; `undefined` if it had no process. */
  readonly childPid: Pid | undefined;
  /** Why. */
  readonly reason: ExitReason;
  /** Whether its specification was removed as well. */
  readonly removed: boolean;
}

/** A restart failed; the supervisor will try again. */
export interface ChildFailed {
  /** Discriminant. */
  readonly type: "child.failed";
  /** The supervisor. */
  readonly pid: Pid;
  /** The child's id. */
  readonly child: string;
  /** What its start gave. */
  readonly reason: ExitReason;
}

/** More restarts within the window than allowed: the supervisor stops its children and dies with `shutdown`. */
export interface IntensityReached {
  /** Discriminant. */
  readonly type: "supervisor.gave_up";
  /** The supervisor. */
  readonly pid: Pid;
  /** The child whose death was one too many. */
  readonly child: string;
  /** Restarts allowed. */
  readonly maxRestarts: number;
  /** Within how many seconds. */
  readonly maxSeconds: number;
}

/** An application is up. */
export interface ApplicationStarted {
  /** Discriminant. */
  readonly type: "application.started";
  /** Its name. */
  readonly application: string;
  /** What its end will mean for the others. */
  readonly permanence: "permanent" | "transient" | "temporary";
  /** Its top supervisor; a library has none. */
  readonly pid?: Pid;
}

/** An application has stopped, with all its processes. */
export interface ApplicationStopped {
  /** Discriminant. */
  readonly type: "application.stopped";
  /** Its name. */
  readonly application: string;
  /** What its end means for the others, unless it was asked to stop. */
  readonly permanence: "permanent" | "transient" | "temporary";
  /** Why: `normal` where it was asked to, `shutdown` where the System stops, else what its top supervisor died with. */
  readonly reason: ExitReason;
}
