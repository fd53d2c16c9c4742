import {
  ArgumentError,
  type ChildArguments,
  type ChildOptions,
  type Definition,
  type EventFilter,
  listProcesses,
  type Pid,
  type ProcessName,
  type ProcessRef,
  type Receiver,
  ROOT_PID,
  SeededRandom,
  type SpawnOptions,
  type StartOptions,
  Supervisor,
  System,
  type SystemEvent,
} from "@superlearner/otp";
import { Simulation } from "@superlearner/otp/simulation";
import { Chronicle } from "../chronicle/chronicle.ts";
import { settle, settleBy } from "../chronicle/settling.ts";
import {
  type Captured,
  captureEvents,
  type EventHarness,
  observeEvents,
  type ObserveOptions,
} from "../observing/event_harness.ts";
import type { EventPattern } from "../observing/event_pattern.ts";
import { TestLog } from "../observing/test_log.ts";
import { nameTest } from "../results/test_names.ts";
import { checkTarget, pidOf, processRef, type Target } from "../waiting/target.ts";
import { type Lifecycle, lifecycle } from "../waiting/lifecycle.ts";
import { CleanupStack } from "./cleanup_stack.ts";
import { checkIsolation, isolationModes, type IsolationOptions } from "./isolation_options.ts";
import { HostWatch } from "./contamination.ts";
import { LeakError, leaksOf } from "./leaks.ts";
import { stopProcess } from "./stop_process.ts";
import { foreignIn, type IsolationReport } from "./verify_isolation.ts";

/** How a test starts a process. */
export interface TestStartOptions<Args extends readonly unknown[]> extends StartOptions<Args> {
  /** Puts it under a supervisor of its own that restarts it so, without limit. @default no supervisor */
  restart?: NonNullable<ChildOptions<Args>["restart"]>;
}

/** The options of `t.start`: to be given, with `args`, where `init` cannot do without arguments. */
export type TestStartArguments<Args extends readonly unknown[]> = [] extends Args ? [options?: TestStartOptions<Args>]
  : [Args] extends [never] ? [options?: TestStartOptions<Args>]
  : [options: TestStartOptions<Args> & { args: Args }];

/** What the runner of a test gives: as much of `Deno.TestContext` as is used. */
export interface Runner {
  /** The name of the test. */
  readonly name: string;
  /** Runs a part of the test under a name of its own. */
  step?(name: string, body: (runner: Runner) => void | Promise<void>): Promise<boolean>;
}

/**
 * The world of one test: a System of its own, with its names, time, chance and log, and all that is undone when the test is
 * over. {@linkcode isolated} makes one for a `Deno.test`; `createContext` for any other runner.
 */
export class TestContext implements AsyncDisposable {
  /** The name of the test; empty where that is not known. */
  readonly name: string;
  /** Where chance comes from. */
  readonly seed: number;
  /** The System. Nothing in it is shared with another test. */
  readonly system: System;
  /** What has happened in it. */
  readonly chronicle: Chronicle;
  /** Its log: kept, and shown where the test fails. */
  readonly log: TestLog;
  readonly #options: IsolationOptions;
  readonly #runner: Runner | undefined;
  readonly #simulation: Simulation | undefined;
  readonly #cleanups = new CleanupStack();
  readonly #subscriptions: number;
  readonly #host: HostWatch;
  readonly #own = new Set<Pid>();
  #over: Promise<void> | undefined;

  /** @internal */
  constructor(options: IsolationOptions & { runner?: Runner }) {
    const { runner, ...rest } = options;
    const { clock = "real", seed = 0, order = "fifo", messages = "freeze", trace = true } = checkIsolation(rest);
    this.#options = rest;
    this.#runner = runner;
    const logger = this.log = new TestLog();
    this.#host = new HostWatch(rest.mode ?? "basic");
    this.name = runner?.name ?? "";
    this.seed = seed;
    if (clock === "virtual") {
      const simulation = this.#simulation = new Simulation({ seed, fifo: order === "fifo", messages, logger });
      this.system = simulation.system;
      settleBy(this.system, () => simulation.settle());
    } else this.system = new System({ random: new SeededRandom(seed), messages, logger });
    nameTest(this.system, this.name);
    this.chronicle = new Chronicle(this.system, { messages: trace, sites: true });
    this.system.events.keepsStacks = true;
    this.#subscriptions = this.system.events.subscriptions.length;
  }

  /** How long the test may take, in milliseconds of System time. */
  get timeoutMs(): number {
    const { timeoutMs, mode = "basic", clock } = this.#options;
    return timeoutMs ?? (clock === "virtual" ? Infinity : isolationModes[mode].timeoutMs);
  }

  /**
   * Starts a server or a tree, and waits until it is up. It is stopped with the test, before what was started earlier; its
   * parent lives until then.
   *
   * @throws {StartError} If it does not come up.
   */
  async start<Ref extends ProcessRef, Args extends readonly unknown[]>(
    definition: Definition<Ref, Args>,
    ...rest: TestStartArguments<NoInfer<Args>>
  ): Promise<Ref> {
    const [{ restart, ...options } = {}] = rest as [options?: TestStartOptions<Args>];
    if (restart !== undefined) return await this.#startSupervised(definition, { ...options, restart });
    const start = this.system.start as (of: typeof definition, options: StartOptions<Args>) => Promise<Ref>;
    const ref = await start.call(this.system, definition, options);
    this.track(ref);
    return ref;
  }

  /** Takes part in the System as a process of the test's own, until the test is over. */
  attach(options?: SpawnOptions): Receiver {
    const me = this.system.attach(options);
    this.#own.add(me.pid);
    this.#cleanups.defer(() => this.system.exit(me.pid, "kill"));
    return me;
  }

  /** A process of any kind, by pid or name. */
  ref(to: Pid | ProcessName): ProcessRef {
    return processRef(this.system, to);
  }

  /** Stops a process with the test that was not started by it. */
  track(target: Target): void {
    const pid = pidOf(checkTarget("track a process", target));
    if (pid === undefined) return;
    this.#own.add(pid);
    this.#cleanups.defer(() => this.#stop(pid));
  }

  /** Stops processes now, one after the other: in order, and by force where that takes more than 5 seconds. */
  async stop(...targets: Target[]): Promise<void> {
    for (const target of targets) {
      const pid = pidOf(checkTarget("stop a process", target));
      if (pid !== undefined) await this.#stop(pid);
    }
  }

  /** Disposes of something when the test is over, before what came earlier. */
  use<Resource extends Disposable | AsyncDisposable>(resource: Resource): Resource {
    return this.#cleanups.use(resource);
  }

  /** Does something when the test is over, before what came earlier, whatever has failed. */
  defer(cleanup: () => unknown): void {
    this.#cleanups.defer(cleanup);
  }

  /** Waits until nothing is left to do in the System without time passing. */
  settle(): Promise<void> {
    return settle(this.system);
  }

  /**
   * Lets virtual time pass, and everything finish that belongs to it.
   *
   * @throws {ArgumentError} If time is real here.
   */
  async advance(ms: number): Promise<void> {
    if (this.#simulation !== undefined) return await this.#simulation.advance(ms);
    throw new ArgumentError("let time pass", { rule: 'the clock of the test is "virtual"', value: "real" });
  }

  /** Waits for something from outside the System; virtual time stands still meanwhile. */
  async external<Value>(promise: PromiseLike<Value> | (() => PromiseLike<Value>)): Promise<Value> {
    if (this.#simulation !== undefined) return await this.#simulation.external(promise);
    return await (typeof promise === "function" ? promise() : promise);
  }

  /** Observes events until the test is over: all, or those that a pattern means. */
  events(pattern?: EventPattern, options?: ObserveOptions): EventHarness {
    return this.use(observeEvents(this.system, pattern, options));
  }

  /** Runs a function and gives the events that it brings about, until nothing is left to do. */
  capture<Value>(
    body: () => Value | PromiseLike<Value>,
    options?: ObserveOptions & { pattern?: EventPattern },
  ): Promise<Captured<Value>> {
    return captureEvents(this.system, body, options);
  }

  /** Follows a process through its deaths and restarts until the test is over. */
  lifecycle(target: Target): Lifecycle {
    return this.use(lifecycle(target));
  }

  /** Looks whether all that the System holds was started by way of this context, as it is now. */
  verifyIsolation(): IsolationReport {
    return foreignIn(this.system, { own: this.#own, chronicle: this.chronicle });
  }

  /** Hears of events until the test is over. */
  listen(listener: (event: SystemEvent) => void, filter?: EventFilter): void {
    this.use(this.system.events.subscribe(listener, filter));
  }

  /**
   * Runs a part of the test under a name of its own, where the runner knows such.
   *
   * @throws {ArgumentError} If it does not.
   */
  async step(name: string, body: () => void | Promise<void>): Promise<boolean> {
    const step = this.#runner?.step;
    if (step === undefined) {
      throw new ArgumentError("run a step", { rule: "the runner gives its own context to the test", value: this.name });
    }
    return await this.external(() => step.call(this.#runner, name, async () => await this.run(body)));
  }

  /** Runs code in the time of the test: where that is virtual, it goes on while the code waits. */
  async run<Value>(body: () => Value | PromiseLike<Value>): Promise<Value> {
    if (this.#simulation === undefined) return await body();
    const advance = this.#over === undefined ? this.#options.advance ?? "auto" : "auto"; // the clean-up has its time
    return await this.#simulation.until(async () => await body(), { advance });
  }

  /**
   * Undoes everything, last first, then looks for what is left.
   *
   * @throws {LeakError} If a process, a timer or a subscription was left behind.
   * @throws {ContaminationError} If the mode is `contamination`, and something of the host was changed.
   * @throws {AggregateError} If more than one thing went wrong.
   */
  [Symbol.asyncDispose](): Promise<void> {
    return this.#over ??= this.#dispose();
  }

  async #dispose(): Promise<void> {
    const { system } = this;
    const errors = await this.run(async () => {
      const thrown = await this.#cleanups.run();
      // What was started past this context belongs to the System, and goes with it.
      const roots = listProcesses(system).filter(({ parent }) => parent === ROOT_PID).map(({ pid }) => pid);
      for (const pid of roots.reverse()) await this.#stop(pid);
      return thrown;
    });
    const leaks = this.#options.leaks === "ignore"
      ? []
      : leaksOf(system, { chronicle: this.chronicle, subscriptions: this.#subscriptions });
    if (leaks.length > 0) errors.push(new LeakError(leaks));
    // In virtual time the simulation waits for it as well: the end of a stop is beyond what is driven by that.
    await (this.#simulation ?? system).stop({ timeoutMs: 100, limitMs: 5000 });
    this.chronicle[Symbol.dispose]();
    const contamination = this.#host.end();
    if (contamination !== undefined) errors.push(contamination);
    if (errors.length === 1) throw errors[0];
    if (errors.length > 1) throw new AggregateError(errors, errors.map(String).join("\n"));
  }

  async #stop(pid: Pid): Promise<void> {
    if (this.system.isAlive(pid)) await stopProcess(this.system, pid);
  }

  async #startSupervised<Ref extends ProcessRef, Args extends readonly unknown[]>(
    definition: Definition<Ref, Args>,
    options: TestStartOptions<Args>,
  ): Promise<Ref> {
    const { link: _link, timeoutMs, ...rest } = options;
    const described = { ...rest, ...(timeoutMs === undefined ? {} : { startTimeoutMs: timeoutMs }) };
    const child = definition.child(...[described] as unknown as ChildArguments<Args>);
    const supervisor = await this.system.start(Supervisor.define({
      name: `Supervisor of ${definition.name}`,
      maxRestarts: Number.MAX_SAFE_INTEGER,
      children: [child],
    }));
    this.track(supervisor);
    const [first] = await supervisor.whichChildren();
    return definition.at(this.system, options.name ?? first!.pid!);
  }
}
