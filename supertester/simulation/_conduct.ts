import { DeadlockError, LivelockError, type Simulation } from "@superlearner/otp/simulation";
import { CleanupStack } from "../isolation/cleanup_stack.ts";
import { callCycle, cycleKey, describeCycle } from "./_call_cycles.ts";
import type { Guide } from "./_guide.ts";
import { invariantCheck } from "./_invariants.ts";
import { Watch } from "./_watch.ts";
import { FailedRun, type RunFailure, thrownFailure } from "./failure.ts";
import { type NamedCheck, SimContext, type SimulatedBody } from "./sim_context.ts";
import type { Settings } from "./simulated_options.ts";

/** What a run is led with. */
export interface Conducting {
  readonly guide: Guide;
  readonly body: SimulatedBody;
  readonly settings: Settings;
  /** Told whenever something happens that may concern anybody: a process came or went, a name was given. */
  readonly heard?: () => void;
  /** Told at each rest. */
  readonly rested?: () => void;
}

/** What came of a run. */
export interface Conducted {
  readonly failure: RunFailure | undefined;
  /** Whether virtual time has moved. */
  readonly timed: boolean;
  /** What the test has given. */
  readonly value: unknown;
  /** Whether something outside was waited for, as was declared. */
  readonly external: boolean;
}

/** Leads one run of a test from its first line to the verdict; the Systems still run afterwards. */
export async function conduct(simulation: Simulation, parts: Conducting): Promise<Conducted> {
  const run = new Run(simulation, parts);
  await run.lead();
  return { failure: run.failure, timed: run.alarms > 0, value: run.value, external: run.external };
}

class Run {
  failure: RunFailure | undefined;
  alarms = 0;
  value: unknown;
  external = false;
  readonly #simulation: Simulation;
  readonly #parts: Conducting;
  readonly #broken = Promise.withResolvers<never>();
  readonly #sim: SimContext;
  readonly #plans = {
    always: [] as NamedCheck[],
    eventually: [] as NamedCheck[],
    final: [] as NamedCheck[],
    cleanups: new CleanupStack(),
    cleans: false,
  };

  constructor(simulation: Simulation, parts: Conducting) {
    this.#simulation = simulation;
    this.#parts = parts;
    const { guide, settings, heard = null, rested } = parts;
    const { scheduler, clock } = simulation;
    this.#broken.promise.catch(() => {});
    const watch = new Watch(settings, (failure) => this.#fail(failure));
    watch.heard = heard;
    for (const [name, system] of simulation.systems) watch.follow(system, name);
    const outer = scheduler.between;
    const before = clock.beforeAlarm;
    clock.beforeAlarm = () => {
      this.alarms++;
      guide.progress();
      if (!settings.allow.cycles && !guide.over) this.#lookForCycle();
      before?.();
    };
    const invariants = invariantCheck(this.#plans.always, (failure) => this.#fail(failure));
    const between = async (resting: boolean) => {
      await outer?.(resting);
      if (resting) rested?.();
      if (!guide.over) await invariants();
    };
    if (rested !== undefined) scheduler.between = between;
    this.#sim = new SimContext({
      simulation,
      plans: this.#plans,
      pick: (count) => guide.pick(count),
      exhaustive: settings.strategy === "exhaustive",
      allow: (who) => watch.allow(who),
      progress: () => guide.progress(),
      external: () => void (this.external = true),
      watch: () => void (scheduler.between = between),
    });
  }

  async lead(): Promise<void> {
    const { guide, body } = this.#parts;
    await this.#attempt("thrown", async () => this.value = await body(this.#sim));
    guide.fair = true; // nothing is left to do at this moment: until comes back at a rest
    await this.#suffix();
    for (const { name, check } of this.#plans.final) {
      await this.#attempt("final", async () => this.#expect("final", name, await check()), name);
    }
    this.#lookAtTheEnd();
    guide.over = true;
    guide.failure = undefined;
    await this.#cleanUp();
  }

  /** Time goes on until what is to hold in the end holds, and whoever waits for an answer has one or has given up. */
  async #suffix(): Promise<void> {
    const { clock } = this.#simulation;
    const end = clock.now() + this.#parts.settings.patienceMs;
    const open = new Map(this.#plans.eventually.map((each) => [each, undefined as unknown]));
    const { unanswered } = this.#parts.settings.allow; // else an answer may still be on its way
    const waits = () => this.#simulation.calls.some(({ timeoutMs }) => !unanswered || timeoutMs !== Infinity);
    const drive = async () => {
      for (;;) {
        await this.#simulation.settle();
        for (const each of open.keys()) {
          try {
            const holds = await each.check();
            if (holds === true || holds === undefined) open.delete(each);
            else open.set(each, `the check gave ${String(holds)}`);
          } catch (error) { // it may hold later
            if (error instanceof FailedRun) throw error;
            open.set(each, error instanceof Error ? `${error.name}: ${error.message}` : String(error));
          }
        }
        const next = clock.nextAlarm;
        if ((open.size === 0 && !waits()) || next === undefined || next > end) return;
        await this.#simulation.advance(Math.max(0, next - clock.now()));
      }
    };
    if (open.size === 0 && this.#simulation.calls.length === 0) return;
    await this.#attempt("eventually", drive);
    for (const [{ name }, why] of open) {
      this.#fail({
        kind: "eventually",
        message: `${name} does not hold at ${clock.now()} ms of virtual time: ${why}`,
        signature: `eventually ${name}`,
      });
    }
  }

  #lookAtTheEnd(): void {
    if (this.failure !== undefined || this.#parts.settings.allow.unanswered) return;
    const [call] = this.#simulation.calls;
    if (call !== undefined) {
      const { caller = "code outside", callerName, serverName, server, kind, replied } = call;
      const who = callerName === undefined ? caller : `${caller} (${callerName})`;
      this.#fail({
        kind: "unanswered",
        message: `A call is unanswered at the end: ${who} waits for "${kind}" of ${server} (${serverName})` +
          (replied ? "; the answer was lost" : ""),
        signature: `unanswered ${callerName} ${kind} ${serverName}`,
      });
    }
    const [busy] = this.#simulation.busy;
    if (busy !== undefined) {
      this.#fail({
        kind: "unanswered",
        message: `A process is in the middle of something that does not come: ${busy}`,
        signature: `unanswered ${busy.replace(/^\S+ /, "")}`,
      });
    }
  }

  #lookForCycle(): void {
    const { calls, busy } = this.#simulation;
    if (calls.length < 2) return;
    const stuck = busy.map((each) => each.slice(0, each.indexOf(" ")));
    const cycle = callCycle(calls.filter(({ caller }) => caller !== undefined && stuck.includes(caller)));
    if (cycle === undefined) return;
    this.#fail({
      kind: "deadlock",
      message: `Deadlock: a circle of calls\n  ${describeCycle(cycle)}`,
      signature: `deadlock ${cycleKey(cycle)}`,
    });
    throw new FailedRun(this.failure!);
  }

  #fail(failure: RunFailure): void {
    const { guide } = this.#parts;
    if (this.failure !== undefined || guide.over) return;
    this.failure = failure;
    const error = new FailedRun(failure);
    guide.failure = { error };
    this.#broken.reject(error);
  }

  #expect(kind: "final", name: string, holds: unknown): void {
    if (holds === undefined || holds === true) return;
    this.#fail({
      kind,
      message: `${name} does not hold: the check gave ${String(holds)}`,
      signature: `${kind} ${name}`,
    });
  }

  async #attempt(kind: RunFailure["kind"], work: () => unknown, what = ""): Promise<void> {
    if (this.failure !== undefined) return;
    try {
      await this.#simulation.until(() => Promise.race([(async () => await work())(), this.#broken.promise]));
    } catch (error) {
      this.#fail(this.#failureOf(kind, error, what));
    }
  }

  #failureOf(kind: RunFailure["kind"], error: unknown, what: string): RunFailure {
    if (error instanceof FailedRun) return error.failure;
    if (error instanceof LivelockError) {
      return { kind: "livelock", message: `Livelock: ${error.message}`, signature: "livelock", error };
    }
    if (!(error instanceof DeadlockError)) return thrownFailure(kind, error, { of: what });
    const { calls, busy } = this.#simulation;
    const cycle = callCycle(calls);
    if (cycle !== undefined) {
      const message = `Deadlock: a circle of calls\n  ${describeCycle(cycle)}`;
      return { kind: "deadlock", message, signature: `deadlock ${cycleKey(cycle)}` };
    }
    const waits = calls.map(({ caller = "code outside", server, serverName, kind }) =>
      `\n  ${caller} waits for "${kind}" of ${server} (${serverName})`
    );
    return {
      kind: "deadlock",
      message: "Deadlock: nothing is left to do, at any time, and the test waits" + waits.join("") +
        (busy.length === 0 ? "" : `\n  in the middle of something: ${busy.join(", ")}`),
      signature: `deadlock ${calls.map(({ kind, serverName }) => `${kind}>${serverName}`)} ${
        busy.map((each) => each.replace(/^\S+ /, ""))
      }`,
    };
  }

  async #cleanUp(): Promise<void> {
    if (!this.#plans.cleans) return;
    const errors = await this.#simulation.until(() => this.#plans.cleanups.run()).catch((error: unknown) => [error]);
    for (const error of errors) {
      const failure = thrownFailure("thrown", error, { of: "clean-up" });
      this.failure = this.failure === undefined
        ? failure
        : { ...this.failure, message: `${this.failure.message}\nThen the clean-up failed: ${failure.message}` };
    }
  }
}
