import { checkOptions } from "../argument_error.ts";
import { ArgumentError } from "../processes/errors.ts";
import type { MessagePolicy } from "../processes/message_policy.ts";
import type { Logger } from "../processes/reporter.ts";
import type { ConnectOptions } from "../remote/connect_options.ts";
import type { SimulationFaults } from "./fault_options.ts";
import type { RunRecord } from "./run_line.ts";
import type { StrategyPlan } from "./strategy.ts";

/** What a simulation is made of. */
export interface SimulationOptions {
  /** Decides the order of turns, the random numbers and the faults. A whole number. @default {0} */
  seed?: number;
  /** How the next turn is chosen. @default {randomWalk()} */
  strategy?: StrategyPlan;
  /** First come, first served, once the choices of a `schedule` are used up. @default whether a schedule is given */
  fifo?: boolean;
  /** What is to go wrong. @default nothing */
  faults?: SimulationFaults;
  /**
   * By how much alarms may go off too early, in milliseconds: whether the next one does, although processes still wait
   * for their turns, is a choice like that of a turn. 0 lets those of the same moment compete. Only while time moves.
   *
   * @default never: everything finishes before time goes on
   */
  slackMs?: number;
  /**
   * A run before, by its {@linkcode Simulation.line}: the same again. Seed, choices, faults and slack come from it, and
   * what else is said of them here does not count.
   */
  replay?: string | RunRecord;
  /** Whether a `replay` that cannot be followed is an error; else it goes on as near to it as it can. @default {true} */
  strict?: boolean;
  /** The choices alone, as {@linkcode Simulation.schedule} of a run before has given them. @default {""} */
  schedule?: string;
  /** What the first System is called, among several. @default {""} */
  name?: string;
  /** What sender and receiver of a message share. @default {"freeze"} */
  messages?: MessagePolicy;
  /** Where reports go. @default nowhere */
  logger?: Logger;
  /** How many turns may follow on each other at one moment; more is taken for a livelock. @default {1_000_000} */
  maxSteps?: number;
}

/** What another System of a simulation is made of. */
export interface SimulatedSystemOptions {
  /** What sender and receiver of a message share. @default that of the first System */
  messages?: MessagePolicy;
  /** Where reports go. @default where those of the first System go */
  logger?: Logger;
}

/** How something is waited for in virtual time. */
export interface SimulationUntilOptions {
  /**
   * Whether virtual time goes on by itself where nothing else is left to do; by hand (`advance`), a wait that only a timer
   * could end is a {@linkcode DeadlockError} that says when the next one is due.
   *
   * @default {"auto"}
   */
  advance?: "auto" | "manual";
}

/** Whether virtual time goes on by itself. */
export function movesTime(options: SimulationUntilOptions): boolean {
  const { advance = "auto" } = checkOptions("wait in virtual time", options);
  if (advance === "auto" || advance === "manual") return advance === "auto";
  throw new ArgumentError("wait in virtual time", { rule: "advance is auto or manual", value: advance });
}

/** How two Systems of a simulation are connected: both sides the same way. */
export type SimulatedConnectOptions = Omit<ConnectOptions, "node" | "transport">;
