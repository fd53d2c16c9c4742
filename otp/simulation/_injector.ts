import { type Fault, FaultLog } from "../faults/fault_log.ts";
import { PacketPlan } from "../faults/packet_plan.ts";
import type { Link } from "../faults/partition.ts";
import type { System } from "../system.ts";
import type { Checkpoint } from "./_checkpoint.ts";
import { clockFaults } from "./_clock_faults.ts";
import { Courier } from "./_courier.ts";
import { checkFaults, type SimulationFaults } from "./fault_options.ts";
import type { SimulationScheduler } from "./simulation_scheduler.ts";
import { TurnFaults } from "./_turn_faults.ts";
import type { VirtualClock } from "./virtual_clock.ts";

/** Where faults are injected. */
export interface InjectorOptions {
  readonly seed: number;
  readonly clock: VirtualClock;
  readonly scheduler: SimulationScheduler;
  readonly systems: ReadonlyMap<string, System>;
  /** The faults of a run before: those, and no others. */
  readonly given?: readonly Fault[];
}

/** All that goes wrong in one simulation. What is not asked for is not looked at: a run without faults costs nothing. */
export class Injector {
  readonly #faults: SimulationFaults;
  readonly #options: InjectorOptions;
  readonly #log: FaultLog;
  readonly #messages: PacketPlan | undefined;
  /** What happens between Systems; nothing, but by hand, where no faults are asked for. */
  readonly network: PacketPlan;

  constructor(faults: SimulationFaults, options: InjectorOptions) {
    checkFaults(faults);
    const { seed, clock, scheduler, given } = options;
    const log = new FaultLog(given);
    const wants = (scope: Fault["scope"], asked: unknown) =>
      given === undefined ? asked !== undefined : given.some((fault) => fault.scope === scope);
    this.#faults = faults;
    this.#options = options;
    this.#log = log;
    if (wants("messages", faults.messages)) {
      this.#messages = new PacketPlan(faults.messages ?? {}, { seed, scope: "messages", log });
    }
    this.network = new PacketPlan(faults.network ?? {}, { seed, scope: "network", log });
    if (wants("turns", faults.crash ?? faults.slow)) scheduler.gate = new TurnFaults(faults, { seed, log }).before;
    if (wants("alarms", faults.clock)) {
      const tell = (ms: number) => {
        for (const { events } of options.systems.values()) {
          if (events.active) events.emit({ type: "fault.injected", pid: "<0.0.0>", fault: "clock", ms });
        }
      };
      clock.beforeAlarm = clockFaults(faults.clock ?? { rate: 0 }, { clock, seed, log, tell });
    }
  }

  /** What was injected so far. */
  get injected(): readonly Fault[] {
    return this.#log.injected;
  }

  /** Carries the messages of a System from now on. */
  join(checkpoint: Checkpoint, system: string): void {
    const plan = this.#messages;
    if (plan === undefined) return;
    const { messages = {} } = this.#faults;
    checkpoint.add(new Courier(checkpoint, { plan, faults: messages, replays: this.#log.replays, system }));
  }

  /** When the copies of the next packet arrive; `undefined` for at once. Whoever was to get it is told what is injected. */
  packet(link: Link): readonly number[] | undefined {
    const fate = this.network.fate(link, { nowMs: this.#options.clock.now() });
    if (fate === undefined) return undefined;
    const { systems } = this.#options;
    const { events } = systems.get(link.to) ?? systems.values().next().value!;
    for (const { kind: fault, ms } of events.active ? fate.faults : []) {
      events.emit({ type: "fault.injected", pid: "<0.0.0>", fault, ...link, ...(ms === undefined ? {} : { ms }) });
    }
    return fate.atMs;
  }
}
