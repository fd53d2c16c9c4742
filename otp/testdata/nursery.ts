/** Children for the tests of supervisors: they write down when they start and end, and do as they are told. */
import type { ChildOptions, ChildSpec } from "../behaviours/definition.ts";
import { GenServer, type ServerDefinition } from "../behaviours/gen_server.ts";
import type { Outcome } from "../behaviours/outcome.ts";
import type { ServerRef } from "../behaviours/server_ref.ts";
import type { ExitReason } from "../processes/exit_reason.ts";
import type { Pid } from "../processes/pid.ts";
import type { Self } from "../processes/self.ts";
import type { System } from "../system.ts";

/** What a child does beside writing down. */
export interface Habits {
  /** Runs in `init`; what it waits for is waited for, and an outcome it gives is the init's. */
  init?: (self: Self) => unknown;
  /** Runs in `terminate`. */
  terminate?: () => unknown;
  /** Whether it traps exits, so that `terminate` runs at a shutdown. @default {true} */
  trapExit?: boolean;
}

/** The state of a child. */
export type ChildState = readonly [id: string, nursery: Nursery, habits: Habits];

/** The calls of a child. */
export interface ChildCalls {
  /** Ends with a reason. */
  end: (state: ChildState, reason: ExitReason) => Outcome<ChildState>;
  /** How often this process was asked. */
  id: (state: ChildState) => [string, ChildState];
}

/** Where children come from, and where their lives are written down. */
export class Nursery {
  readonly log: string[] = [];
  /** How many of the next starts of a child fail, by id. */
  readonly failing: Map<string, number> = new Map();

  /** A child under an id. */
  child(
    id: string,
    options: Omit<ChildOptions<never>, "args" | "id"> & Habits = {},
  ): ChildSpec<ServerRef<ChildCalls, Record<never, never>>> {
    const { init, terminate, trapExit = true, ...rest } = options;
    const habits: Habits = {
      trapExit,
      ...(init === undefined ? {} : { init }),
      ...(terminate === undefined ? {} : { terminate }),
    };
    return Child.child({ id, ...rest, args: [id, this, habits] });
  }

  /** Gives the log so far and begins a new one. */
  read(): string[] {
    return this.log.splice(0);
  }
}

const Child: ServerDefinition<ChildState, ChildState, ChildCalls, Record<never, never>> = GenServer.define({
  name: "Child",
  init: function (this: Self, ...state: ChildState) {
    const [id, nursery, habits] = state;
    this.trapExit = habits.trapExit ?? true;
    const failures = nursery.failing.get(id) ?? 0;
    if (failures > 0) {
      nursery.failing.set(id, failures - 1);
      nursery.log.push(`fail ${id}`);
      return GenServer.stop("cannot");
    }
    nursery.log.push(`start ${id}`);
    const given = habits.init?.(this);
    if (given instanceof Promise) return given.then((each) => each ?? state);
    return (given ?? state) as ChildState;
  },
  calls: {
    end: (_state: ChildState, reason: ExitReason) => GenServer.stop(reason),
    id: (state: ChildState) => [state[0], state],
  },
  terminate: ([id, nursery, habits], reason) => {
    nursery.log.push(`stop ${id} ${typeof reason === "string" ? reason : "odd"}`);
    return habits.terminate?.();
  },
});

/** Lets a child end by itself with a reason. */
export function end(system: System, to: Pid | string, reason: ExitReason): void {
  Child.at(system, to).call("end", reason).catch(() => {});
}

/** The text of an error, for lists of what happened. */
export function mayFail(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
