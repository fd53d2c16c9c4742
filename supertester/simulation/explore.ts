import { RealClock } from "@superlearner/otp";
import { fifo, pct, pos, randomWalk, type StrategyPlan } from "@superlearner/otp/simulation";
import { exhaustWithin } from "./_bounded.ts";
import type { SimulatedBody } from "./sim_context.ts";
import { exhaust } from "./_exhaust.ts";
import { steerBy } from "./_guide.ts";
import { investigate } from "./_investigate.ts";
import { runOnce, type RunOutcome, type RunSpec } from "./_run.ts";
import { selfCheck } from "./_self_check.ts";
import { counted, type Exploration, grouped, searchSummary } from "./exploration.ts";
import type { RunFailure } from "./failure.ts";
import { portfolioOf } from "./portfolio.ts";
import { parseToken } from "./replay_token.ts";
import { type Settings, settle, type SimulatedOptions } from "./simulated_options.ts";

/** One passing run of so many is run again, to see whether it is the same. */
const CHECK_EVERY = 100;

/**
 * Runs a test under many orders of turns and gives what came of it; {@linkcode simulated} makes a `Deno.test` of it.
 * Stops at the first run that fails, makes that as small as it gets, and says how to have it again.
 *
 * @throws {ArgumentError} If an option is none, or a `replay` is no token.
 *
 * @example
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import { GenServer } from "@superlearner/otp";
 * import { explore } from "@superlearner/supertester";
 *
 * const Account = GenServer.define({
 *   name: "Account",
 *   init: () => 0,
 *   calls: { balance: (balance) => [balance, balance] },
 *   casts: { set: (_balance, to: number) => to },
 * });
 *
 * const { found } = await explore(async (sim) => {
 *   const account = await sim.start(Account, { name: "account" });
 *   for (const amount of [10, 20]) {
 *     sim.spawn(async (self) => {
 *       const mine = Account.at(self, "account");
 *       mine.cast("set", await mine.call("balance") + amount);
 *     });
 *   }
 *   sim.final("no deposit is lost", async () => await account.call("balance") === 30);
 * });
 * assertEquals(found?.failure.kind, "final");
 * assert(found?.token?.startsWith("v1.")); // another `explore` with `replay: found.token` runs it again
 * ```
 */
export async function explore(
  body: SimulatedBody,
  options: SimulatedOptions & { /** The name of the test, for its token. @default {""} */ name?: string } = {},
): Promise<Exploration> {
  const { name = "", ...rest } = options;
  const settings = settle(rest);
  if (options.replay !== undefined) return await replay(body, { settings, name, token: options.replay });
  return await new Explorer(body, settings, name).explore();
}

class Explorer {
  readonly #body: SimulatedBody;
  readonly #settings: Settings;
  readonly #name: string;
  readonly #clock = new RealClock();
  readonly #until: number;
  #steps = 0;

  constructor(body: SimulatedBody, settings: Settings, name: string) {
    this.#body = body;
    this.#settings = settings;
    this.#name = name;
    this.#until = this.#clock.now() + settings.timeBudgetMs;
  }

  async explore(): Promise<Exploration> {
    if (this.#settings.strategy === "exhaustive") return await this.#exhaust();
    const { seed } = this.#settings;
    let runs = 0;
    while (this.#more(runs)) {
      const spec = this.#specOf(runs++);
      const outcome = await runOnce(this.#body, spec);
      this.#steps = Math.max(this.#steps, outcome.steps);
      const failed = outcome.failure !== undefined ? outcome : await this.#check(outcome, runs, spec);
      if (failed === undefined) continue;
      const found = await this.#investigate(failed, runs);
      return this.#result({ passed: false, seed, runs, summary: `run ${grouped(runs)} failed`, found });
    }
    return this.#result({ passed: true, seed, runs, summary: counted(runs, "run") });
  }

  async #exhaust(): Promise<Exploration> {
    const { seed, bound } = this.#settings;
    const [body, settings] = [this.#body, this.#settings];
    const limits = {
      more: (runs: number) => this.#more(runs),
      ran: ({ steps }: RunOutcome) => void (this.#steps = Math.max(this.#steps, steps)),
    };
    const search = bound === undefined
      ? await exhaust(body, settings, limits)
      : await exhaustWithin(bound, { body, settings, limits });
    const { runs, schedules, complete, failed } = search;
    const summary = searchSummary(search, bound);
    const trouble = search.trouble ??
      (complete || bound !== undefined || failed !== undefined ? undefined : unfinished(summary));
    const outcome = failed ?? (trouble === undefined ? undefined : await runOnce(body, { settings, seed, by: "fifo" }));
    if (outcome === undefined) return this.#result({ passed: true, seed, runs, schedules, complete, summary });
    const found = await this.#investigate(trouble === undefined ? outcome : { ...outcome, failure: trouble }, runs);
    return this.#result({ passed: false, seed, runs, schedules, complete, summary, found });
  }

  /** Runs a passing run again, now and then: whether it is the same, and waits for nothing outside. */
  async #check(outcome: RunOutcome, run: number, spec: RunSpec): Promise<RunOutcome | undefined> {
    if ((run - 1) % CHECK_EVERY !== 0) return undefined;
    const { record, external } = outcome;
    const failure = await selfCheck(this.#body, { ...spec, record, external, quick: run > 1 });
    return failure === undefined ? undefined : { ...outcome, failure };
  }

  #investigate(outcome: RunOutcome, run: number) {
    return investigate(this.#body, { settings: this.#settings, name: this.#name, outcome, run });
  }

  #more(runs: number): boolean {
    return runs < this.#settings.runs && (runs === 0 || this.#clock.now() < this.#until);
  }

  #specOf(run: number): RunSpec {
    const { seed, strategy, depth } = this.#settings;
    const measured = { depth, steps: Math.max(1, this.#steps) };
    const plan = strategy === "portfolio" ? portfolioOf(run, measured) : planOf(strategy, measured);
    return {
      settings: this.#settings,
      seed: seed + run,
      by: plan.name,
      steer: (random) => steerBy(plan, random),
    };
  }

  #result(more: Partial<Exploration> & Pick<Exploration, "passed" | "seed" | "runs" | "summary">): Exploration {
    return { schedules: undefined, complete: false, found: undefined, steps: this.#steps, ...more };
  }
}

async function replay(
  body: SimulatedBody,
  how: { settings: Settings; name: string; token: string },
): Promise<Exploration> {
  const { name } = how;
  const { run, marks } = parseToken(how.token);
  const { seed, strategy: by, choices, faults } = run;
  const settings = { ...how.settings, slackMs: run.slackMs };
  const spec = { settings, seed, by, choices, faults, marks, traces: true };
  const outcome = await runOnce(body, spec);
  const { left, steps } = outcome;
  const base = { seed, runs: 1, schedules: undefined, complete: false, steps };
  const failure = left === undefined ? outcome.failure : leaving(left.step, left.choice, outcome.failure);
  if (failure === undefined) return { ...base, passed: true, summary: "1 run, replayed", found: undefined };
  const found = await investigate(body, {
    settings,
    name,
    outcome: { ...outcome, failure },
    run: 1,
    replayed: how.token,
  });
  return { ...base, passed: false, summary: "the replayed run failed", found };
}

function leaving(step: number, choice: number, failure: RunFailure | undefined): RunFailure {
  return {
    kind: "left",
    message: `The run left the recorded schedule at step ${step} (choice ${choice}): the test or what it tests has ` +
      "changed since the token was printed, so this is another run" +
      (failure === undefined ? "; it passed" : `; it failed: ${failure.message}`),
    signature: "left",
  };
}

function unfinished(summary: string): RunFailure {
  return {
    kind: "incomplete",
    message: `The search is not complete: ${summary}. Make the scenario smaller, give it more runs, or a bound: ` +
      "bound: 2 tries every run with two turns out of order",
    signature: "incomplete",
  };
}

function planOf(strategy: Settings["strategy"], measured: { depth: number; steps: number }): StrategyPlan {
  if (typeof strategy !== "string") return strategy;
  if (strategy === "fifo") return fifo();
  if (strategy === "pct") return pct(measured);
  return strategy === "pos" ? pos() : randomWalk();
}
