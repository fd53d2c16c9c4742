import type { Receiver, ServerDefinition, ServerRef } from "@superlearner/otp";
import type { SimulatedOptions } from "../simulation/simulated_options.ts";
import type { ServerModel } from "./model.ts";
import type { Operation, OperationMakerOf } from "./operation.ts";
import type { ScenarioBounds } from "./scenario_bounds.ts";
import type { ScenarioSchedule, ScenarioSubject, ScenarioWorld } from "./scenario_parts.ts";

/** What clients do: each one list after the other's order. */
export type Clients<Calls, Casts> = readonly (readonly Operation<Calls, Casts>[])[];

/** Sets a scenario up: gives the server, and whatever else it is about. */
export type ScenarioSetup<Calls, Casts, Context> = (
  world: ScenarioWorld,
) => SetUp<Calls, Casts, Context> | Promise<SetUp<Calls, Casts, Context>>;

/** What a set-up gives. */
export type SetUp<Calls, Casts, Context> =
  | ServerRef<Calls, Casts>
  | { readonly server: ServerRef<Calls, Casts>; readonly context: Context };

/** What goes wrong while clients are at work, as a process of its own: `({ server, seed }) => …`. */
export type ScenarioChaos<Calls, Casts, Context> = (
  subject: ScenarioSubject<Calls, Casts, Context>,
  self: Receiver,
) => unknown;

/** Clients that use one server at the same time, and what must hold. */
export interface ScenarioSpec<State, Args extends readonly unknown[], Calls, Casts, Context, ModelState>
  extends Omit<SimulatedOptions, "nodes" | "replay"> {
  /** The kind of server. */
  server: ServerDefinition<State, Args, Calls, Casts>;
  /** What clients do, each a process of its own; or a function that is given an `op` which knows the server. */
  clients:
    | Clients<NoInfer<Calls>, NoInfer<Casts>>
    | ((op: OperationMakerOf<NoInfer<Calls>, NoInfer<Casts>>) => Clients<NoInfer<Calls>, NoInfer<Casts>>);
  /** Starts the server. @default it is started with `args` */
  setup?: ScenarioSetup<NoInfer<Calls>, NoInfer<Casts>, Context>;
  /**
   * What must hold when the clients are done and the System is at rest. Holds where it gives `true` or nothing, and is broken
   * by anything else, and by what is thrown.
   */
  invariant?: (subject: ScenarioSubject<NoInfer<Calls>, NoInfer<Casts>, NoInfer<Context>>) => unknown;
  /** What goes wrong meanwhile. @default nothing */
  chaos?: readonly ScenarioChaos<NoInfer<Calls>, NoInfer<Casts>, NoInfer<Context>>[];
  /** What a run may take. @default no step fails */
  bounds?: ScenarioBounds;
  /**
   * What the server should be: all answers must be those of one operation after the other, in an order that was possible. A
   * call that failed may have been done, or not, and so may a cast where the server died or something went wrong on purpose.
   * What custom steps do with the server is not looked at, so they must not change it.
   */
  model?: ServerModel<ModelState, NoInfer<Calls>, NoInfer<Casts>>;
  /** Done after every run that was set up, whatever has failed. */
  cleanup?: (subject: ScenarioSubject<NoInfer<Calls>, NoInfer<Casts>, NoInfer<Context>>) => unknown;
  /**
   * Whether processes that are left without whoever started them make it fail: those that a client, the chaos or a server that
   * is dead by now has started, and nobody stops. @default {"fail"}
   */
  leaks?: "fail" | "ignore";
  /** What people call it. @default the name of the server */
  name?: string;
  /** How long each part may take, in milliseconds of System time. @default {5000} */
  timeoutMs?: number;
  /** How long a call may take, in milliseconds of System time. @default {1000} */
  callTimeoutMs?: number;
  /** How many runs. @default {300}, for `strategy: "exhaustive"` {10_000} */
  runs?: number;
  /** The one run it is about, and no other; as `scenarios` of `@superlearner/supertester/properties` makes them up. */
  schedule?: ScenarioSchedule;
}

/** The arguments of `init`: to be given where it cannot do without, unless there is a set-up. */
export type ScenarioArguments<Args extends readonly unknown[]> = [] extends Args ? { args?: Args }
  : { args: Args } | { args?: never; setup: (world: ScenarioWorld) => unknown };
