import type { ChildSpec } from "../behaviours/definition.ts";
import type { Awaitable } from "../behaviours/gen_server_types.ts";
import type { Pid } from "../processes/pid.ts";
import type { Self } from "../processes/self.ts";
import type { ApplicationDefinition } from "./application.ts";

/**
 * What the end of an application means for the others: nothing (`temporary`), the end of all and of the System unless it
 * was `normal` (`transient`), or always (`permanent`). Being stopped by `Application.stop` never counts.
 */
export type ApplicationType = "permanent" | "transient" | "temporary";

/** Any application that can be started without arguments. */
export type AnyApplication = ApplicationDefinition<object, []>;

/** What the functions of an application see of it. */
export interface ApplicationContext<out Env> {
  /** Its name. */
  readonly name: string;
  /** Its environment, as it is now. */
  readonly env: Readonly<Env>;
  /** The process that all processes of the application come from. */
  readonly self: Self;
}

/** A tree, with something to be kept until the application stops. */
export interface ApplicationTree<out State> {
  /** The top supervisor. */
  readonly tree: ChildSpec;
  /** Given to `prepStop` and `stop`. */
  readonly state: State;
}

/** A step of a start: its name and what it gets. */
export type StartPhase = readonly [phase: string, argument: unknown];

/** An application: its tree, what it needs, and what is done around its start and stop. */
export interface ApplicationSpec<
  Env extends object,
  Args extends readonly unknown[],
  State,
  Phases extends readonly StartPhase[],
> {
  /** Tells it from the others of a System. */
  readonly name: string;
  /** For people. @default {""} */
  readonly description?: string;
  /** For people. @default {""} */
  readonly version?: string;
  /** What must run before it; a function where modules import each other. @default {[]} */
  readonly dependencies?: readonly AnyApplication[] | (() => readonly AnyApplication[]);
  /** Its settings with their defaults. @default {{}} */
  readonly env?: Env;
  /**
   * Says what the top supervisor is, by its `child()`: definition, arguments, name. Without it the application is a
   * library: it has settings and dependencies, and no processes.
   */
  readonly start?: (
    app: ApplicationContext<Env>,
    ...args: Args
  ) => Awaitable<ChildSpec | ApplicationTree<State>>;
  /** Steps of the start that come when the whole tree is up, in order. @default {[]} */
  readonly startPhases?: Phases;
  /** Takes one of the steps. Where it fails the start fails, and the tree is shut down. */
  readonly startPhase?: (
    phase: Phases[number][0],
    argument: Phases[number][1],
    app: ApplicationContext<Env>,
  ) => Awaitable<unknown>;
  /** Runs before the tree is shut down; what it gives is the state for `stop`. */
  readonly prepStop?: (state: State, app: ApplicationContext<Env>) => Awaitable<State>;
  /** Runs when the tree is gone, whatever ended it. */
  readonly stop?: (state: State, app: ApplicationContext<Env>) => Awaitable<unknown>;
}

/** How an application is started. */
export interface ApplicationStartOptions<Env extends object, Args extends readonly unknown[]> {
  /** What its end means for the others. @default {"temporary"} */
  type?: ApplicationType;
  /** The arguments of its `start`. @default {[]} */
  args?: Args;
  /** Settings that are to be other than the defaults, from now on. @default {{}} */
  env?: Partial<Env>;
}

/** The options of a start: to be given, with `args`, where the `start` of the application cannot do without arguments. */
export type ApplicationStartArguments<Env extends object, Args extends readonly unknown[]> = [] extends Args
  ? [options?: ApplicationStartOptions<Env, Args>]
  : [options: ApplicationStartOptions<Env, Args> & { args: Args }];

/** An application as it is listed. */
export interface ApplicationInfo {
  /** Its name. */
  readonly name: string;
  /** For people. */
  readonly description: string;
  /** For people. */
  readonly version: string;
}

/** A running application as it is listed. */
export interface RunningApplication extends ApplicationInfo {
  /** What its end means for the others. */
  readonly type: ApplicationType;
  /** Its top supervisor; `undefined` of a library. */
  readonly supervisor: Pid | undefined;
}

/** A spec as the controller sees it: the types were checked where it was defined. */
export type LooseApplication = ApplicationSpec<object, readonly unknown[], unknown, readonly StartPhase[]>;
