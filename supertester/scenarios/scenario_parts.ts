import type { Definition, ProcessRef, Receiver, ServerRef, StartArguments, System } from "@superlearner/otp";
import type { LooseModel } from "./model.ts";
import type { Fault, Who } from "@superlearner/otp/simulation";
import type { SimulatedOptions } from "../simulation/simulated_options.ts";
import type { AnyOperation } from "./operation.ts";
import type { ScenarioBounds } from "./scenario_bounds.ts";

/** What a set-up may use; all that is started with it is stopped with the run. */
export interface ScenarioWorld {
  /** The System of this run. */
  readonly system: System;
  /** Where chance comes from. */
  readonly seed: number;
  /** Starts a server or a tree. */
  start<Ref extends ProcessRef, Args extends readonly unknown[]>(
    definition: Definition<Ref, Args>,
    ...options: StartArguments<NoInfer<Args>>
  ): Promise<Ref>;
  /** Waits until nothing is left to do at this moment. */
  settle(): Promise<void>;
  /** Does something when the run is over, last said first, also where it has failed. */
  defer(cleanup: () => unknown): void;
  /** Waits for something outside the System. */
  external<Value>(promise: PromiseLike<Value>): Promise<Value>;
}

/** What a scenario is about, in one run. */
export interface ScenarioSubject<Calls = unknown, Casts = unknown, Context = unknown> {
  /** The server. */
  readonly server: ServerRef<Calls, Casts>;
  /** What the set-up has given beside it. */
  readonly context: Context;
  /** The System of this run. */
  readonly system: System;
  /** Where chance comes from: the seed of this run. */
  readonly seed: number;
}

/** The order of turns of one run, and what goes wrong in it. */
export interface ScenarioSchedule {
  /**
   * Wherever more than one could be next, which of them, by its place among those who wait; more than there are counts from
   * the beginning again. 0 is as plain first come, first served, and so is everything after the last.
   */
  readonly choices: readonly number[];
  /** What is injected, by the number of the message, turn or alarm. @default nothing */
  readonly faults?: readonly Fault[];
}

/** A scenario whose types were checked where it was defined. */
export interface LooseScenario {
  readonly name: string;
  readonly clients: readonly (readonly AnyOperation[])[];
  readonly start: (world: ScenarioWorld) => unknown;
  readonly at: (self: Receiver, to: string) => ServerRef<unknown, unknown>;
  readonly chaos: readonly ((subject: ScenarioSubject, self: Receiver) => unknown)[];
  readonly invariant: ((subject: ScenarioSubject) => unknown) | undefined;
  readonly cleanup: ((subject: ScenarioSubject) => unknown) | undefined;
  readonly model: LooseModel | undefined;
  readonly bounds: ScenarioBounds;
  readonly leaks: "fail" | "ignore";
  readonly timeoutMs: number;
  readonly callTimeoutMs: number;
  readonly schedule: ScenarioSchedule | undefined;
  readonly simulation: SimulatedOptions;
}

/** A world in which a scenario is run. */
export interface RunWorld extends ScenarioWorld {
  /** Lets processes crash without failing the run. */
  allowCrash(who: Who): void;
}
