import type { Host } from "../processes/host.ts";
import type { MailboxOptions, Overload } from "../processes/mailbox_limit.ts";
import type { Pid } from "../processes/pid.ts";
import type { Self } from "../processes/self.ts";
import type { Behaviour } from "../processes/process.ts";
import type { Runtime } from "../processes/runtime.ts";
import type { ProcessName } from "../processes/via.ts";
import type { Started, StartInside } from "./start.ts";

/** How a server or supervisor is started. */
export interface StartOptions<Args extends readonly unknown[]> extends MailboxOptions {
  /** The arguments of `init`. @default {[]} */
  args?: Args;
  /** Registers the process under this name before `init` runs. */
  name?: ProcessName;
  /** How long `init` may take, in milliseconds; then the process is killed. @default {Infinity} */
  timeoutMs?: number;
  /**
   * Whether a process that starts another is linked to it, and its parent: without, an exit signal of the starter is like
   * any other's, and a server that traps exits does not end of it. Has no meaning for code outside any process.
   *
   * @default {true}
   */
  link?: boolean;
}

/** The options of `System.start`: to be given, with `args`, where `init` cannot do without arguments. */
export type StartArguments<Args extends readonly unknown[]> = [] extends Args ? [options?: StartOptions<Args>]
  : [options: StartOptions<Args> & { args: Args }];

/** What a supervisor needs to know of a child: how to start it, and what to do when it ends. */
export interface ChildSpec<Ref = unknown> {
  /** Tells it from its siblings. */
  readonly id: string;
  /** What to start: a definition, or a function that starts a process linked to the supervisor and gives its pid. */
  readonly start: Definition<Ref, readonly never[]> | StartFunction;
  /** The arguments of its `init`, the same at every restart. @default {[]} */
  readonly args?: readonly unknown[];
  /** Its registered name, taken again at every restart. */
  readonly name?: ProcessName;
  /** Restart it always, only after a crash, or never. @default {"permanent"} */
  readonly restart?: "permanent" | "transient" | "temporary";
  /**
   * How it is stopped: told to, and killed when it is not dead after so many milliseconds; told to, and waited for
   * without limit; or killed at once. @default {5000} and `"infinity"` for supervisors
   */
  readonly shutdown?: number | "infinity" | "brutal_kill";
  /** Whether it is a supervisor itself. @default {"worker"} */
  readonly type?: "worker" | "supervisor";
  /** Whether its orderly end may end the supervisor; see `autoShutdown`. @default {false} */
  readonly significant?: boolean;
  /** How long its `init` may take, in milliseconds. @default {Infinity} */
  readonly startTimeoutMs?: number;
  /** How many messages may wait for it; not for a start function, which limits what it starts. @default the definition's */
  readonly maxMailbox?: number;
  /** What becomes of those for which there is no room. @default the definition's */
  readonly overload?: Overload;
}

/** Starts a child by hand, as the supervisor whose `self` it gets; the process is linked to the supervisor. */
export type StartFunction = (supervisor: Self) => Pid | Promise<Pid>;

/** What {@linkcode Definition.child} may be told. */
export interface ChildOptions<Args extends readonly unknown[]> extends MailboxOptions {
  /** Tells the child from its siblings. @default the definition's name */
  id?: string;
  /** The arguments of its `init`. @default {[]} */
  args?: Args;
  /** Its registered name. */
  name?: ProcessName;
  /** Restart it always, only after a crash, or never. @default {"permanent"} */
  restart?: "permanent" | "transient" | "temporary";
  /** How it is stopped. @default {5000} and `"infinity"` for supervisors */
  shutdown?: number | "infinity" | "brutal_kill";
  /** Whether its orderly end may end the supervisor. @default {false} */
  significant?: boolean;
  /** How long its `init` may take, in milliseconds. @default {Infinity} */
  startTimeoutMs?: number;
}

/** The options of {@linkcode Definition.child}: to be given, with `args`, where `init` cannot do without arguments. */
export type ChildArguments<Args extends readonly unknown[]> = [] extends Args ? [options?: ChildOptions<Args>]
  : [options: ChildOptions<Args> & { args: Args }];

/** Something that can be started: what `GenServer.define` and `Supervisor.define` give. */
export interface Definition<out Ref, Args extends readonly unknown[]> {
  /** The name people read. */
  readonly name: string;
  /** Whether its processes are supervisors. */
  readonly type: "worker" | "supervisor";
  /** Starts a process and waits until its `init` is done. */
  start(host: Host, ...options: StartArguments<Args>): Promise<Ref>;
  /** A process of this definition, by pid or name. */
  at(host: Host, to: Pid | ProcessName): Ref;
  /** How a supervisor starts one. */
  child(...options: ChildArguments<Args>): ChildSpec<Ref>;
}

/** Starts a definition from inside the runtime: at once where nothing is asynchronous. */
export type Startable = (runtime: Runtime, options: StartInside) => Started | Promise<Started>;

/** The way into each definition that the runtime uses, and nobody else. */
export const startables: WeakMap<object, Startable> = new WeakMap();

/** The behaviour that a definition's processes have; for `sys.changeCode`, which puts another in its place. */
export const behaviours: WeakMap<object, Behaviour> = new WeakMap();
