import { checkOptions } from "../argument_error.ts";
import { ServerBehaviour } from "../behaviours/gen_server_loop.ts";
import {
  type ChildArguments,
  type ChildOptions,
  type ChildSpec,
  type Definition,
  startables,
} from "../behaviours/definition.ts";
import { ProcessDefinition } from "../behaviours/process_definition.ts";
import { checkTarget } from "../behaviours/server_ref.ts";
import type { Outcome } from "../behaviours/outcome.ts";
import { startServer } from "../behaviours/start.ts";
import { ArgumentError } from "../processes/errors.ts";
import type { Host } from "../processes/host.ts";
import type { Pid } from "../processes/pid.ts";
import type { ProcessName } from "../processes/via.ts";
import { supervisorServer } from "./supervisor_server.ts";
import type { SupervisorSettings } from "./supervisor_state.ts";
import { completeChildSpecs, overrideChildSpec } from "./child_spec.ts";
import type { AutoShutdown, Strategy } from "./restart_policy.ts";
import { SupervisorRef } from "./supervisor_ref.ts";

/** A supervisor: its children and what happens when one of them dies. */
export interface SupervisorSpec<Args extends readonly unknown[]> {
  /** The name people read. @default {"Supervisor"} */
  name?: string;
  /** Who is restarted with a child that died. @default {"one_for_one"} */
  strategy?: Strategy;
  /** How many restarts within `maxSeconds` are allowed; one more, and the supervisor gives up. @default {3} */
  maxRestarts?: number;
  /** The window of `maxRestarts`, in seconds. @default {5} */
  maxSeconds?: number;
  /** Whether the orderly end of significant children ends the supervisor. @default {"never"} */
  autoShutdown?: AutoShutdown;
  /**
   * The children in start order, or a function from the supervisor's arguments to them; it may give `GenServer.ignore()`
   * or `GenServer.error(reason)`, and then the supervisor is not started.
   *
   * @default {[]}
   */
  children?: readonly ChildSpec[] | ((...args: Args) => readonly ChildSpec[] | Outcome<never>);
}

/** For what supervisor specifications are checked. */
export interface CheckOptions {
  /** What its `autoShutdown` is. @default any */
  autoShutdown?: AutoShutdown;
}

/** A supervisor that can be started: what {@linkcode Supervisor} `define` gives. */
export class SupervisorDefinition<Args extends readonly unknown[]> extends ProcessDefinition<SupervisorRef, Args> {
  /** A supervisor is one. */
  readonly type = "supervisor";

  /** @internal */
  constructor(spec: SupervisorSpec<Args>) {
    const settings = checkSettings(spec, "Supervisor");
    const { name = "Supervisor", children = [] } = spec;
    if (typeof children !== "function" && !Array.isArray(children)) {
      throw new ArgumentError(`define the supervisor ${name}`, {
        rule: "children is a list, or a function that gives one",
        value: children,
      });
    }
    super(name);
    const list = (typeof children === "function" ? children : () => children) as (
      ...args: readonly unknown[]
    ) => readonly ChildSpec[] | Outcome<never>;
    const behaviour = new ServerBehaviour("Supervisor", supervisorServer(name, { settings, children: list }));
    startables.set(this, (runtime, options) => startServer(runtime, behaviour, options));
  }

  /** A supervisor of this kind, by pid or by registered name. */
  at(host: Host, to: Pid | ProcessName): SupervisorRef {
    checkTarget(to);
    return new SupervisorRef(host, to);
  }
}

const STRATEGIES: readonly unknown[] = ["one_for_one", "one_for_all", "rest_for_one"];
const AUTO_SHUTDOWNS: readonly unknown[] = ["never", "any_significant", "all_significant"];

/** Checks the settings of a supervisor and fills in the defaults. */
export function checkSettings(spec: SupervisorSpec<never>, kind: string): SupervisorSettings {
  if (typeof spec !== "object" || spec === null || Array.isArray(spec)) {
    throw new ArgumentError("define a supervisor", { rule: "it is an object", value: spec });
  }
  const { name = kind } = spec;
  if (typeof name !== "string" || name === "") {
    throw new ArgumentError("define a supervisor", { rule: "name is a text", value: name });
  }
  const { strategy = "one_for_one", maxRestarts = 3, maxSeconds = 5, autoShutdown = "never" } = spec;
  const refuse = (rule: string, value: unknown): never => {
    throw new ArgumentError(`define the supervisor ${name}`, { rule, value });
  };
  if (!STRATEGIES.includes(strategy)) refuse("strategy is one_for_one, one_for_all or rest_for_one", strategy);
  if (!AUTO_SHUTDOWNS.includes(autoShutdown)) {
    refuse("autoShutdown is never, any_significant or all_significant", autoShutdown);
  }
  if (!Number.isInteger(maxRestarts) || maxRestarts < 0) refuse("maxRestarts is a whole number from 0 up", maxRestarts);
  if (!(typeof maxSeconds === "number" && maxSeconds > 0)) refuse("maxSeconds is a number above 0", maxSeconds);
  return { strategy, maxRestarts, maxSeconds, autoShutdown };
}

/**
 * A process that starts other processes and starts them again when they die.
 *
 * What makes a program survive its faults is the tree of these: a process that meets something it cannot handle dies,
 * with all its half-done state, and its supervisor starts it afresh. Where that happens too often, the supervisor itself
 * gives up, and the one above it tries with a larger part of the tree.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer, Supervisor, System } from "@superlearner/otp";
 *
 * const Counter = GenServer.define({
 *   name: "Counter",
 *   init: (start: number) => start,
 *   calls: { next: (count) => [count, count + 1] },
 * });
 * const Tree = Supervisor.define({
 *   strategy: "one_for_one",
 *   children: [Counter.child({ args: [10], name: "counter" })],
 * });
 *
 * await using system = new System();
 * const tree = await system.start(Tree);
 * const counter = system.whereis(Counter, "counter");
 * assertEquals(await counter.call("next"), 10);
 * assertEquals((await tree.countChildren()).active, 1);
 * ```
 *
 * **Which strategy.** `one_for_one` where children do not need each other; `rest_for_one` where later ones need earlier
 * ones (a Registry, then those whose names are in it); `one_for_all` where none can go on without the others. For children
 * that come and go take a {@linkcode DynamicSupervisor}. Not for work that is to be tried again: a restart starts from
 * nothing, a retry is a loop.
 *
 * **Guarantees.** Children start in their order, each up before the next, and stop in reverse, each within its `shutdown`
 * time and then killed. One that ends is started again as its `restart` says: `permanent` always, `transient` after a
 * crash, `temporary` never. More than `maxRestarts` within `maxSeconds`, and all are stopped and the supervisor dies of
 * `shutdown`. None of its children outlives it, also when it is killed.
 *
 * **Limits.** It starts and stops one child at a time, and answers nobody meanwhile. A child whose handler never settles is
 * killed when its time is over, but its code cannot be stopped. A restart waits for no delay: a machine with a back-off
 * (`stateTimeout`) does.
 */
export const Supervisor: {
  /** Defines a supervisor. */
  define<Args extends readonly unknown[] = []>(spec: SupervisorSpec<Args>): SupervisorDefinition<Args>;
  /**
   * A child specification with some fields exchanged, made of a definition or of another specification.
   *
   * @throws {ArgumentError} If a field is none that can be exchanged.
   */
  childSpec<Ref, Args extends readonly unknown[]>(
    child: Definition<Ref, Args>,
    ...overrides: ChildArguments<NoInfer<Args>>
  ): ChildSpec<Ref>;
  /** The same of a specification, whose arguments are there. @throws {ArgumentError} If a field is none that can be exchanged. */
  childSpec<Ref>(child: ChildSpec<Ref>, overrides?: ChildOptions<readonly unknown[]>): ChildSpec<Ref>;
  /**
   * Checks specifications without starting anything; with `autoShutdown`, also whether children may be significant there.
   *
   * @throws {ArgumentError} If one is not valid, or two have one id.
   */
  checkChildSpecs(specs: readonly ChildSpec[], options?: CheckOptions): void;
} = {
  define: (spec) => new SupervisorDefinition(spec),
  childSpec: <Ref>(
    child: Definition<Ref, never> | ChildSpec<Ref>,
    overrides: ChildOptions<never> = {},
  ) => overrideChildSpec(child, overrides),
  checkChildSpecs: (specs, options = {}) =>
    void completeChildSpecs(specs, checkOptions("check child specifications", options).autoShutdown),
};
