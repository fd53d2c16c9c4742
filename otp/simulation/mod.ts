/**
 * Deterministic simulation: whole Systems in virtual time, with an order of turns that comes from a seed. A run that goes
 * wrong is one line, and the line runs it again.
 *
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import { GenServer } from "@superlearner/otp";
 * import { pct, Simulation, type SimulationOptions } from "@superlearner/otp/simulation";
 *
 * const Account = GenServer.define({
 *   name: "Account",
 *   init: () => 0,
 *   calls: { balance: (balance) => [balance, balance] },
 *   casts: { set: (_balance, to: number) => to },
 * });
 *
 * // Two clerks read the balance and then set it: one deposit may be lost.
 * async function twoDeposits(options: SimulationOptions): Promise<{ balance: number; line: string }> {
 *   await using simulation = new Simulation(options);
 *   const { system } = simulation;
 *   const account = await system.start(Account);
 *   for (const amount of [10, 20]) {
 *     system.spawn(async () => account.cast("set", await account.call("balance") + amount));
 *   }
 *   await simulation.settle();
 *   return { balance: await account.call("balance"), line: simulation.line };
 * }
 *
 * // Look for an order of turns that shows it ...
 * let failure: { balance: number; line: string } | undefined;
 * for (let seed = 0; seed < 100 && failure === undefined; seed++) {
 *   const run = await twoDeposits({ seed, strategy: pct({ depth: 2, steps: 10 }) });
 *   if (run.balance !== 30) failure = run;
 * }
 * assert(failure !== undefined);
 *
 * // ... print its line, `otp1:seed=…:by=pct-2-10:choices=…`, and run it again, here or anywhere.
 * assertEquals(await twoDeposits({ replay: failure.line }), failure);
 * ```
 *
 * **What is chosen.** One process at a time handles one message. Wherever more than one process has work, a
 * {@linkcode Strategy} chooses: {@linkcode fifo}, {@linkcode randomWalk}, {@linkcode pct}, {@linkcode pos}, or your own.
 * The choices are written down as small numbers, 0 being what plain first come, first served would do; replayed, they give
 * the same run whoever made them. With `slackMs` it is a choice as well whether the next alarm goes off before those who
 * wait have had their turns.
 *
 * **What goes wrong.** {@linkcode SimulationFaults} are data: delay, loss, duplication and reordering of messages, crashes,
 * slow processes, clocks that jump, partitions of Systems. Each is an event and stands in the line. Into a System that runs,
 * in real time too, faults of messages are put by {@linkcode injectFaults}, and failures of handlers by {@linkcode failHandler}.
 *
 * **Several Systems** share the clock and the choices ({@linkcode Simulation.addSystem}), and are connected by
 * {@linkcode Simulation.connect}. Between them packets are lost, late, doubled and overtaken by the `network` faults;
 * partitions come by chance, at given times (`cuts`), or by hand (`simulation.network.part("a", "b")`), both ways or one.
 * When a packet that has come is looked at is a choice, as a turn is. A transport of one's own asks {@linkcode Simulation.fate}.
 *
 * **Guarantees.** The same line and the same code give the same events, to the byte, on any machine. Between two turns
 * every microtask runs, however deep a chain of `await`s is, so nothing depends on how an engine counts them; time,
 * chance, pids and references are the simulation's own, and no arithmetic is used that engines may round as they like.
 *
 * **Limits.** What waits for something outside (a file, `fetch`, a native timer) goes on when the world pleases, and code
 * that reads the machine's time or chance gets another each run: {@linkcode checkDeterminism} finds both. A handler runs
 * from one `await` to the next without interruption, as JavaScript does. After an `await`, who sends is known by its
 * `self` alone (`self.send`, `Counter.at(self, name)`): what is sent otherwise counts as sent from outside, and faults spare
 * it. Not for
 * measuring: virtual time says nothing about how long code takes.
 *
 * @module
 */

export type { Spread } from "../faults/chance.ts";
export type { Fault, FaultKind, FaultScope } from "../faults/fault_log.ts";
export type { DelayFault, NetworkFaults, PacketFaults, ReorderFault } from "../faults/packet_faults.ts";
export type { Cut, Link, PartitionFault } from "../faults/partition.ts";
export {
  checkDeterminism,
  type DeterminismOptions,
  type DeterminismReport,
  NondeterminismError,
  type Scenario,
} from "./determinism_check.ts";
export { DeadlockError, ReplayError } from "./errors.ts";
export type {
  ClockFault,
  CrashFault,
  MessageFaults,
  ProcessFacts,
  SimulationFaults,
  SlowFault,
  Who,
} from "./fault_options.ts";
export { fifo } from "./fifo.ts";
export { failHandler, type FailHandlerOptions, type FailingHandler } from "./fail_handler.ts";
export { type InjectedFaults, injectFaults, type InjectOptions } from "./inject_faults.ts";
export type { Suspect } from "./suspects.ts";
export type { PendingCall } from "./pending_calls.ts";
export { pct, type PctOptions } from "./pct.ts";
export { pos } from "./pos.ts";
export { randomWalk } from "./random_walk.ts";
export { formatRun, parseRun, type RunRecord } from "./run_line.ts";
export { Simulation } from "./simulation.ts";
export type {
  SimulatedConnectOptions,
  SimulatedSystemOptions,
  SimulationOptions,
  SimulationUntilOptions,
} from "./simulation_options.ts";
export {
  type Departure,
  LivelockError,
  type RacingAlarms,
  SimulationScheduler,
  type SimulationSchedulerOptions,
} from "./simulation_scheduler.ts";
export type { Option, Strategy, StrategyPlan, TurnEffects } from "./strategy.ts";
export { VirtualClock } from "./virtual_clock.ts";
