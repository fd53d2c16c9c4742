import { Exit, isPid, type Pid, type Receiver, type ServerRef } from "@superlearner/otp";
import { DeadlockError, LivelockError } from "@superlearner/otp/simulation";
import { measureMailbox } from "../performance/mailbox.ts";
import { counted } from "../simulation/exploration.ts";
import { FailedRun } from "../simulation/failure.ts";
import { summarize } from "../statistics/summary.ts";
import { startDeadline } from "../waiting/deadline.ts";
import { historyOf, ScenarioLog, type StepRecord } from "./history.ts";
import type { AnyOperation, CallOperation } from "./operation.ts";
import { exceeded } from "./scenario_bounds.ts";
import { PhaseFailure, saidBy, type ScenarioPhase } from "./scenario_error.ts";
import type { LooseScenario, RunWorld, ScenarioSubject } from "./scenario_parts.ts";
import type { RunReport, ScenarioMetrics } from "./scenario_report.ts";
import { assertHistory } from "./violation.ts";

/** A server of which the types were checked where the scenario was defined. */
interface LooseServer {
  readonly pid: Pid | undefined;
  call(kind: string, payload: unknown, options: { timeoutMs: number }): Promise<unknown>;
  cast(kind: string, payload: unknown): void;
}

/** The report of a run that never began. */
export const NO_RUN: RunReport = { events: [], metrics: { operations: 0, errors: 0, clients: 0, durationMs: 0 } };

/** How many failed steps a message shows. */
const SHOWN = 5;

/** One run of a scenario, in a world of its own. */
export class ScenarioRun {
  readonly #scenario: LooseScenario;
  readonly #world: RunWorld;
  readonly #log: ScenarioLog;
  readonly #errors: StepRecord[] = [];
  #chaosFailure: PhaseFailure | undefined;
  #mailbox: Pick<ScenarioMetrics, "mailboxPeak" | "died"> = {};
  #durationMs: number | undefined;

  constructor(scenario: LooseScenario, world: RunWorld) {
    this.#scenario = scenario;
    this.#world = world;
    this.#log = new ScenarioLog(() => world.system.now());
  }

  /** What is known of it by now. */
  get report(): RunReport {
    const { events, steps } = this.#log;
    if (events.length === 0) return { ...NO_RUN, metrics: { ...NO_RUN.metrics, ...this.#mailbox } };
    const calls = steps.flatMap(({ operation, invoked, ended }) =>
      operation.does === "call" && ended?.type === "returned" ? [ended.atMs - invoked.atMs] : []
    );
    const metrics: ScenarioMetrics = {
      operations: steps.filter(({ client }) => typeof client === "number").length,
      errors: this.#errors.length,
      clients: this.#scenario.clients.length,
      durationMs: this.#durationMs ?? this.#log.elapsedMs,
      ...(calls.length === 0 ? {} : { callMs: summarize(calls) }),
      ...this.#mailbox,
    };
    return { events, metrics };
  }

  /** Runs it to the verdict; throws what is wrong. What it leaves behind is the world's to clear away. */
  async run(): Promise<void> {
    const { chaos, invariant, cleanup, bounds } = this.#scenario;
    const subject = await this.#setUp();
    if (cleanup !== undefined) {
      this.#world.defer(() => this.#within("cleanup", "The clean-up", () => cleanup(subject)));
    }
    const before = subject.server.pid;
    let failure: unknown;
    const { peak, died } = await measureMailbox(subject.server, async () => {
      try {
        await this.#within("clients", "The clients", () => this.#work(subject));
        await this.#within("run", "Coming to rest", () => this.#world.settle());
      } catch (error) {
        failure = error;
      }
    });
    this.#durationMs = this.#log.elapsedMs;
    this.#mailbox = {
      ...(before === undefined ? {} : { mailboxPeak: peak }),
      ...(died === undefined ? {} : { died: died.reason }),
    };
    if (failure !== undefined) throw failure;
    if (this.#chaosFailure !== undefined) throw this.#chaosFailure;
    this.#judgeErrors();
    this.#judgeHistory(died !== undefined || chaos.length > 0);
    if (invariant !== undefined) await this.#judgeInvariant(() => invariant(subject));
    const missed = exceeded(this.report.metrics, bounds);
    if (missed.length > 0) throw new PhaseFailure("bounds", missed.join("\n"), { kind: "BoundError" });
  }

  async #setUp(): Promise<ScenarioSubject> {
    const { system, seed } = this.#world;
    const given = await this.#within("setup", "The set-up", () => this.#scenario.start(this.#world));
    const { server, context } = (isServer(given) ? { server: given } : Object(given)) as Partial<ScenarioSubject>;
    if (isServer(server)) return { server, context, system, seed };
    throw new PhaseFailure("setup", "The set-up did not give a server, or { server, context }", { kind: "SetupError" });
  }

  /** Lets clients and chaos work, each as a process of its own that nobody is linked to, until all are done. */
  async #work(subject: ScenarioSubject): Promise<void> {
    const { system } = this.#world;
    const running = new Map<Pid, () => void>();
    using _subscription = system.events.subscribe((event) => {
      if (event.type === "process.exited") running.get(event.pid)?.();
    }, { types: ["process.exited"] });
    const ended: Promise<void>[] = [];
    const begin = (label: string, body: (self: Receiver) => unknown) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const pid = system.spawn(body, { label });
      running.set(pid, resolve);
      ended.push(promise);
      this.#world.allowCrash([pid]); // what becomes of it is a failed step
    };
    for (const [client, steps] of this.#scenario.clients.entries()) {
      begin(`client ${client}`, (self) => this.#client(self, { client, steps, subject }));
    }
    for (const [at, chaos] of this.#scenario.chaos.entries()) {
      begin(`chaos ${at}`, (self) => this.#chaos(at, () => chaos(subject, self)));
    }
    await Promise.all(ended);
    for (const record of this.#log.steps) {
      if (record.ended !== undefined) continue;
      this.#failed(record, new Error("Its process died before it was done"));
    }
  }

  async #client(
    self: Receiver,
    { client, steps, subject }: { client: number; steps: readonly AnyOperation[]; subject: ScenarioSubject },
  ): Promise<void> {
    let hadTurn = true;
    for (const [step, operation] of steps.entries()) {
      // Where a call was answered others have had a turn; otherwise they get one now.
      if (!hadTurn) await self.receive(() => false, { timeoutMs: 0 });
      const record = this.#log.begin(operation, { client, step });
      try {
        const reply = await this.#perform(operation, this.#serverFor(self, subject), { self, client, step });
        this.#log.end(record, { type: "returned", reply });
        hadTurn = operation.does === "call";
      } catch (error) {
        this.#failed(record, error);
        if (error instanceof Exit) throw error;
        hadTurn = false;
      }
    }
  }

  async #chaos(at: number, work: () => unknown): Promise<void> {
    const operation: AnyOperation = { does: "custom", kind: "chaos", run: work };
    const record = this.#log.begin(operation, { client: `chaos ${at}`, step: 0 });
    try {
      this.#log.end(record, { type: "returned", reply: await work() });
    } catch (error) {
      this.#failed(record, error);
      if (error instanceof Exit) throw error;
    }
  }

  async #perform(
    operation: AnyOperation,
    server: LooseServer,
    context: { self: Receiver; client: number; step: number },
  ): Promise<unknown> {
    if (operation.does === "custom") return await operation.run(server as never, context);
    const { kind, payload } = operation as CallOperation;
    if (operation.does === "call") return await server.call(kind, payload, { timeoutMs: this.#scenario.callTimeoutMs });
    return server.cast(kind, payload);
  }

  /** The server as a process talks to it; by name where the scenario does, so that it is found after a restart. */
  #serverFor(self: Receiver, { server }: ScenarioSubject): LooseServer {
    const text = server.toString();
    const byName = !isPid(text) && this.#world.system.whereis(text) === server.pid;
    const to = byName ? text : server.pid ?? text;
    return (byName || isPid(to) ? this.#scenario.at(self, to) : server) as unknown as LooseServer;
  }

  #failed(record: StepRecord, error: unknown): void {
    if (record.ended !== undefined) return;
    this.#log.end(record, { type: "failed", error });
    if (typeof record.client === "number") this.#errors.push(record);
    else {this.#chaosFailure ??= new PhaseFailure("chaos", `The ${record.client} failed: ${saidBy(error)}`, {
        cause: error,
      });}
  }

  #judgeErrors(): void {
    const { maxErrors = 0 } = this.#scenario.bounds;
    const errors = this.#errors;
    if (errors.length <= maxErrors) return;
    const lines = errors.slice(0, SHOWN).map(({ client, invoked, ended }) =>
      `  client ${client}, step ${invoked.step}, ${invoked.operation}: ${saidBy(ended!.error)}`
    );
    const cause = errors[0]!.ended!.error;
    throw new PhaseFailure(
      "clients",
      [`${counted(errors.length, "step")} failed, at most ${maxErrors} may:`, ...lines].join("\n"),
      {
        cause,
      },
    );
  }

  #judgeHistory(mayLose: boolean): void {
    const { model, schedule, simulation } = this.#scenario;
    if (model === undefined) return;
    const faults = simulation.faults !== undefined || (schedule?.faults ?? []).length > 0;
    try {
      assertHistory(historyOf(this.#log, { mayLose: mayLose || faults }), model);
    } catch (cause) {
      throw new PhaseFailure("model", (cause as Error).message, { cause });
    }
  }

  async #judgeInvariant(invariant: () => unknown): Promise<void> {
    const holds = await this.#within("invariant", "The invariant", invariant);
    if (holds === true || holds === undefined) return;
    throw new PhaseFailure("invariant", `The invariant does not hold: it gave ${String(holds)}`, { kind: "Broken" });
  }

  /** Does a part of the scenario, within its time. */
  async #within<Value>(phase: ScenarioPhase, what: string, work: () => Value): Promise<Awaited<Value>> {
    const { timeoutMs } = this.#scenario;
    const { promise, reject } = Promise.withResolvers<never>();
    const late = () => {
      const open = phase === "clients" ? this.#log.steps.filter(({ ended }) => ended === undefined) : [];
      const steps = open.map(({ client, invoked }) =>
        `\n  client ${client}, step ${invoked.step}, ${invoked.operation}`
      );
      const message = `${what} took more than ${timeoutMs} ms${steps.join("")}`;
      reject(new PhaseFailure(phase, message, { kind: "Timeout" }));
    };
    using _deadline = startDeadline(this.#world.system.clock, timeoutMs, late);
    try {
      return await Promise.race([(async () => await work())(), promise]);
    } catch (error) {
      if (isOfTheRun(error) || error instanceof PhaseFailure) throw error;
      throw new PhaseFailure(phase, `${what} failed: ${saidBy(error)}`, { cause: error });
    }
  }
}

/** What is thrown by the simulation itself is judged there. */
function isOfTheRun(error: unknown): boolean {
  return error instanceof FailedRun || error instanceof DeadlockError || error instanceof LivelockError;
}

function isServer(value: unknown): value is ServerRef<unknown, unknown> {
  const { call, system }: Partial<ServerRef<unknown, unknown>> = Object(value);
  return typeof call === "function" && typeof system === "object";
}
