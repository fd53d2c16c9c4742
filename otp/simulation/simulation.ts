import { checkOptions } from "../argument_error.ts";
import { SeededRandom } from "../environment.ts";
import { chanceOf } from "../faults/chance.ts";
import type { Fault } from "../faults/fault_log.ts";
import { ArgumentError } from "../processes/errors.ts";
import { runtimeOf } from "../processes/host.ts";
import { silentLogger } from "../processes/reporter.ts";
import { connect, type Connection } from "../remote/connection.ts";
import { MemoryNetwork } from "../remote/memory_transport.ts";
import { System, type SystemOptions, type SystemStopOptions } from "../system.ts";
import { busyProcesses } from "./_busy.ts";
import { Checkpoint } from "./_checkpoint.ts";
import { observe, watchedRandom } from "./_observing.ts";
import { type PendingCall, pendingCalls } from "./pending_calls.ts";
import { DeadlockError, ReplayError } from "./errors.ts";
import { fifo as plainFifo } from "./fifo.ts";
import { Guests } from "./_guests.ts";
import { Injector } from "./_injector.ts";
import { PacketTurns } from "./_packet_turns.ts";
import { randomWalk } from "./random_walk.ts";
import { checkSeed, checkSlack, formatRun, isStrategyName, parseRun, type RunRecord } from "./run_line.ts";
import type { SimulatedConnectOptions, SimulatedSystemOptions, SimulationOptions } from "./simulation_options.ts";
import { movesTime, type SimulationUntilOptions } from "./simulation_options.ts";
import { LivelockError, SimulationScheduler } from "./simulation_scheduler.ts";
import { VirtualClock } from "./virtual_clock.ts";

/**
 * Systems in virtual time, with an order of turns that comes from a seed: the same seed, the same run. All of them share
 * one clock and one list of choices.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Simulation } from "@superlearner/otp/simulation";
 *
 * await using simulation = new Simulation({ seed: 7 });
 * const me = simulation.system.attach();
 * simulation.system.sendAfter(me.pid, "an hour later", { delayMs: 3_600_000 });
 * await simulation.advance(3_600_000);
 * assertEquals(await me.receive(), "an hour later");
 * ```
 */
export class Simulation implements AsyncDisposable {
  /** The first System. */
  readonly system: System;
  /** Their time. */
  readonly clock: VirtualClock = new VirtualClock();
  /** Their order of turns. */
  readonly scheduler: SimulationScheduler;
  /** The ways between them, with what goes wrong there; partitions can be made by hand as well. */
  readonly network: MemoryNetwork;
  /** What decides the order of turns. */
  readonly seed: number;
  readonly #systems = new Map<string, System>();
  readonly #checkpoints = new Map<string, Checkpoint>();
  readonly #common: Required<SimulatedSystemOptions>;
  readonly #maxSteps: number;
  readonly #strategy: string;
  readonly #slackMs: number | undefined;
  #strict: boolean;
  readonly #injector: Injector;
  /** Whoever waits for something while time is moved by another; `null` while nobody moves it. */
  #guests: Guests | null = null;
  /** Until when alarms may go off too early; no alarm may while no time moves. */
  #horizon = -Infinity;

  /**
   * Makes a System that nothing has happened in yet.
   *
   * @throws {ArgumentError} If the line, the schedule, the faults or another option is none.
   */
  constructor(options: SimulationOptions = {}) {
    const { schedule = "", strategy = randomWalk(), maxSteps = 1_000_000, name = "", replay } = checkOptions(
      "make a Simulation",
      options,
    );
    const record = typeof replay === "string" ? parseRun(replay) : replay;
    const { fifo = schedule !== "" || record !== undefined, messages = "freeze", logger = silentLogger } = options;
    if (!isStrategyName(strategy.name)) {
      throw new ArgumentError("make a Simulation", {
        rule: "a strategy's name is of lower-case letters, digits, dots and hyphens",
        value: strategy.name,
      });
    }
    const slackMs = record === undefined ? options.slackMs : record.slackMs;
    this.seed = checkSeed(record?.seed ?? options.seed ?? 0, "make a Simulation");
    this.#slackMs = slackMs === undefined ? undefined : checkSlack(slackMs, "make a Simulation");
    this.#strict = record !== undefined && (options.strict ?? true);
    this.#maxSteps = maxSteps;
    this.#common = { messages, logger };
    this.#strategy = record?.strategy ?? (fifo ? plainFifo() : strategy).name;
    const choices = record?.choices ?? (schedule === "" ? [] : schedule.split("."))
      .map((choice) => choice === "" ? NaN : Number(choice));
    const random = new SeededRandom(this.seed);
    this.scheduler = new SimulationScheduler({ random, strategy, choices, fifo, maxSteps });
    this.#injector = new Injector(options.faults ?? {}, {
      seed: this.seed,
      clock: this.clock,
      scheduler: this.scheduler,
      systems: this.#systems,
      ...(record === undefined ? {} : { given: record.faults }),
    });
    this.network = new MemoryNetwork({ clock: this.clock, post: new PacketTurns(this.scheduler, this.#injector) });
    if (this.#slackMs !== undefined) this.#letAlarmsRace(this.#slackMs);
    this.system = this.#add(name, new SeededRandom(this.seed + 1), {});
  }

  /** All Systems by name, the first one first. */
  get systems(): ReadonlyMap<string, System> {
    return this.#systems;
  }

  /**
   * Adds another System: a node of its own, with the same clock, whose turns are chosen among those of all.
   *
   * @throws {ArgumentError} If the name is none, or taken.
   */
  addSystem(name: string, options: SimulatedSystemOptions = {}): System {
    if (typeof name !== "string" || !/^[^<>#:\s]+$/.test(name)) {
      throw new ArgumentError("add a System", {
        rule: "its name is a text without spaces, <, >, # and :",
        value: name,
      });
    }
    if (this.#systems.has(name)) {
      throw new ArgumentError("add a System", { rule: "each has its own name", value: name });
    }
    return this.#add(name, chanceOf(this.seed, "system", name), checkOptions("add a System", options));
  }

  /**
   * Connects two Systems over {@linkcode Simulation.network}, and gives both ends; again, after they have lost each other.
   * Where packets take their time, so does this: {@linkcode Simulation.until} lets it pass.
   *
   * @throws {ArgumentError} If there is no System of that name, the name is none for a node, or an option is none.
   * @throws {CallError} If the two cannot reach each other, or one still takes itself for connected with the other.
   *
   * @example
   * ```ts
   * import { assertEquals, assertRejects } from "@std/assert";
   * import { CallError, GenServer } from "@superlearner/otp";
   * import { Simulation } from "@superlearner/otp/simulation";
   *
   * const Echo = GenServer.define({ name: "Echo", init: () => 0, calls: { say: (n, text: string) => [text, n] } });
   *
   * await using simulation = new Simulation({ name: "a", faults: { network: { delay: { meanMs: 20 } } } });
   * const b = simulation.addSystem("b");
   * await b.start(Echo, { name: "echo" });
   * const [there] = await simulation.until(simulation.connect("a", "b", { silenceMs: 3000, heartbeatMs: 1000 }));
   *
   * const echo = Echo.at(simulation.system, (await simulation.until(there.whereis("echo")))!);
   * assertEquals(await simulation.until(echo.call("say", "hello")), "hello");
   *
   * simulation.network.part("a", "b");
   * const asked = echo.call("say", "anybody?");
   * const error = await assertRejects(() => simulation.until(asked), CallError);
   * assertEquals(error.reason, "noconnection");
   * ```
   */
  async connect(one: string, other: string, options: SimulatedConnectOptions = {}): Promise<[Connection, Connection]> {
    checkOptions("connect two Systems", options);
    const hosts = [one, other].map((name) => {
      const system = this.#systems.get(name);
      if (system !== undefined) return system;
      throw new ArgumentError("connect two Systems", { rule: "both are of this simulation, by name", value: name });
    });
    const ways = this.network.pair(one, other);
    const end = (at: 0 | 1) => connect(hosts[at]!, { ...options, node: [one, other][at]!, transport: ways[at] });
    return await Promise.all([end(0), end(1)]);
  }

  /** This run so far, on one line: given to another simulation as `replay`, with the same code, it is run again. */
  get line(): string {
    return formatRun(this.record);
  }

  /** This run so far, as data. */
  get record(): RunRecord {
    return {
      seed: this.seed,
      strategy: this.#strategy,
      choices: [...this.scheduler.choices],
      faults: [...this.#injector.injected],
      ...(this.#slackMs === undefined ? {} : { slackMs: this.#slackMs }),
    };
  }

  /** The calls that somebody waits for at this moment, the oldest of each System first. */
  get calls(): PendingCall[] {
    return [...this.#checkpoints].flatMap(([name, { calls }]) => pendingCalls(calls, name));
  }

  /** The processes that are in the middle of something, and of what: `"<0.3.0> (bank) in call get"`. */
  get busy(): string[] {
    return busyProcesses(this.#systems);
  }

  /** What was injected so far. */
  get faults(): readonly Fault[] {
    return this.#injector.injected;
  }

  /**
   * The choices made so far on one line: given to another simulation of the same seed, they make it run the same way.
   * Zeros at the end are left out.
   */
  get schedule(): string {
    const { choices } = this.scheduler;
    return choices.slice(0, choices.findLastIndex((choice) => choice !== 0) + 1).join(".");
  }

  /**
   * What happens to the next packet between two Systems, for a transport of one's own to ask: after how many milliseconds
   * each copy arrives, and none if it is lost. By the `network` faults. May be handed on as it is.
   */
  readonly fate = (from: string, to: string): readonly number[] => {
    const nowMs = this.clock.now();
    return this.#injector.packet({ from, to })?.map((atMs) => Math.max(0, atMs - nowMs)) ?? [0];
  };

  /**
   * Waits until nothing is left to do at this moment of virtual time. Code that {@linkcode Simulation.until} waits for may
   * use it as well, and `advance` too: time stands still until it has gone on.
   *
   * @throws {LivelockError} If that does not come.
   * @throws {ReplayError} If the run that is replayed cannot be followed.
   */
  settle(): Promise<void> {
    return this.#asGuest(() => this.#settle());
  }

  async #settle(): Promise<void> {
    const { scheduler } = this;
    scheduler.allowMore();
    do {
      await scheduler.rest();
      scheduler.check();
      if (this.#strict && scheduler.departure !== undefined) {
        this.#strict = false; // told once; it can be stopped all the same
        throw new ReplayError(scheduler.departure);
      }
      if (scheduler.livelocked) throw this.#livelock("settle");
    } while (!scheduler.idle);
  }

  /**
   * Moves virtual time, alarm by alarm, and lets everything finish in between.
   *
   * @throws {LivelockError} If there is no end to what happens at one moment.
   * @throws {ReplayError} If the run that is replayed cannot be followed.
   */
  advance(ms: number): Promise<void> {
    return this.#asGuest(() => this.#advance(ms));
  }

  async #advance(ms: number): Promise<void> {
    if (typeof ms !== "number") {
      throw new ArgumentError("move the clock", { rule: "it goes forward by finite milliseconds", value: ms });
    }
    const { clock, scheduler } = this;
    let moment = clock.now();
    let steps = scheduler.steps;
    await this.#within(clock.now() + ms, () =>
      clock.advance(ms, async () => {
        await this.#settle();
        if (clock.now() !== moment) [moment, steps] = [clock.now(), scheduler.steps];
        else if (scheduler.steps - steps > this.#maxSteps) throw this.#livelock("advance");
      }));
    await this.#settle();
  }

  /**
   * Moves virtual time as far as a promise needs to settle, and gives what it gives. Code that itself says `settle`,
   * `advance`, `until` or `external` is given as a function, so that this knows of it from its first line on.
   *
   * @throws {DeadlockError} If nothing is left to do and it has not.
   * @throws {LivelockError} If there is no end to what happens.
   */
  until<Value>(
    promise: PromiseLike<Value> | (() => PromiseLike<Value>),
    options: SimulationUntilOptions = {},
  ): Promise<Value> {
    return this.#asGuest(() => this.#until(promise, movesTime(options)));
  }

  /**
   * Lets the code that {@linkcode Simulation.until} waits for wait for something outside: a file, a request, a native
   * timer. Virtual time stands still meanwhile. Code that itself moves time is given as a function.
   */
  external<Value>(promise: PromiseLike<Value> | (() => PromiseLike<Value>)): Promise<Value> {
    return this.#asGuest(async () => await (typeof promise === "function" ? promise() : promise));
  }

  async #until<Value>(promise: PromiseLike<Value> | (() => PromiseLike<Value>), moves: boolean): Promise<Value> {
    let done = false;
    let settled: Promise<Value> | undefined;
    const begin = () => {
      settled = (async () => await (typeof promise === "function" ? promise() : promise))().finally(() => done = true);
      settled.catch(() => {}); // it is awaited below, once it is done
    };
    if (!await this.#drive("wait", () => done, begin, moves)) {
      throw new DeadlockError(busyProcesses(this.#systems), { nextTimerMs: this.clock.nextAlarm });
    }
    return await settled!;
  }

  /**
   * Stops the Systems, last added first; time goes on as far as that needs.
   *
   * @throws {LivelockError} If the shutdown has no end.
   */
  stop(options: SystemStopOptions = {}): Promise<void> {
    return this.#asGuest(() => this.#stop(options));
  }

  async #stop(options: SystemStopOptions): Promise<void> {
    for (const system of [...this.#systems.values()].reverse()) {
      let done = false;
      const stopped = system.stop(options).finally(() => done = true);
      await this.#drive("stop", () => done);
      await stopped;
    }
  }

  /** Stops the Systems; see {@linkcode Simulation.stop}. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  #add(name: string, random: SystemOptions["random"] & object, options: SimulatedSystemOptions): System {
    const scheduler = this.scheduler.join(name);
    const chance = this.scheduler.observes ? watchedRandom(random, this.scheduler) : random;
    const system = new System({ ...this.#common, ...options, clock: this.clock, random: chance, scheduler });
    const runtime = runtimeOf(system);
    const checkpoint = new Checkpoint(runtime);
    this.#checkpoints.set(name, checkpoint);
    if (this.scheduler.observes) observe(checkpoint, this.scheduler, name);
    this.#injector.join(checkpoint, name);
    this.#systems.set(name, system);
    return system;
  }

  /** Does something while another moves time, which waits for it; or where nobody does. */
  #asGuest<Value>(work: () => Promise<Value>): Promise<Value> {
    return this.#guests === null ? work() : this.#guests.host(work);
  }

  /** Moves time, alarm by alarm, until something is done. False if nothing is left before, or time is another's to move. */
  async #drive(action: string, done: () => boolean, begin?: () => void, moves = true): Promise<boolean> {
    const { clock, scheduler } = this;
    const steps = scheduler.steps;
    const outer = this.#guests;
    const guests = this.#guests = new Guests();
    const rest = async () => {
      for (await this.#settle(); guests.present; await this.#settle()) await guests.gone();
    };
    try {
      begin?.();
      await this.#within(Infinity, async () => {
        let alarms = 0; // one that sets the next, without a turn of anybody, has no end either
        for (await rest(); !done() && moves && clock.nextAlarm !== undefined; await rest()) {
          if (alarms++ + scheduler.steps - steps > this.#maxSteps) throw this.#livelock(action);
          clock.fireNext();
        }
      });
    } finally {
      this.#guests = outer;
    }
    return done();
  }

  async #within(horizon: number, run: () => Promise<void>): Promise<void> {
    const outer = this.#horizon;
    this.#horizon = horizon;
    try {
      await run();
    } finally {
      this.#horizon = outer;
    }
  }

  #letAlarmsRace(slackMs: number): void {
    const { clock } = this;
    this.scheduler.racing = {
      due: () => {
        const next = clock.nextAlarm;
        return next !== undefined && next <= this.#horizon && next <= clock.now() + slackMs;
      },
      fire: () => clock.fireNext(),
    };
  }

  #livelock(action: string): LivelockError {
    return new LivelockError(`Cannot ${action}: more than ${this.#maxSteps} turns at ${this.clock.now()} ms`);
  }
}
