import { AssertionError } from "@std/assert";
import { checkLinearizable, type HistoryEntry, historyText, type Model } from "../linearizability/linearizability.ts";
import { atCaller } from "../presenting/at_caller.ts";
import {
  ArgumentError,
  type Definition,
  type Pid,
  type Random,
  type Receiver,
  type Spawned,
  type SpawnOptions,
  type StartArguments,
  type System,
} from "@superlearner/otp";
import type { CleanupStack } from "../isolation/cleanup_stack.ts";
import type { Connection } from "@superlearner/otp/remote";
import type { SimulatedConnectOptions, Simulation, Who } from "@superlearner/otp/simulation";

/** A condition: it holds where the check gives `true` or nothing, and is broken by anything else and by what is thrown. */
export type Check = () => unknown;

/** A condition and what people call it. */
export interface NamedCheck {
  readonly name: string;
  readonly check: Check;
}

/** What the conditions and clean-ups of one run are. */
export interface Plans {
  readonly always: NamedCheck[];
  readonly eventually: NamedCheck[];
  readonly final: NamedCheck[];
  readonly cleanups: CleanupStack;
  /** Whether there is anything to clean up. */
  cleans: boolean;
}

/** What a context is made of. */
export interface SimContextParts {
  readonly simulation: Simulation;
  readonly plans: Plans;
  /** One of so many. */
  readonly pick: (count: number) => number;
  /** Whether everything that can be chosen is tried: no number between 0 and 1 can be. */
  readonly exhaustive: boolean;
  /** A process may crash. */
  readonly allow: (who: Who) => void;
  /** The test goes on. */
  readonly progress: () => void;
  /** Something outside is waited for, as was declared. */
  readonly external: () => void;
  /** An invariant was added. */
  readonly watch: () => void;
}

/** How fine the numbers of {@linkcode SimContext.random} are: one of so many. */
const FINE = 2 ** 20;

/**
 * What a simulated test has: Systems in virtual time, of which one run among many is on. Whatever it awaits of them is
 * part of the run; time goes on by itself where nothing else is left to do.
 */
export class SimContext {
  /** The first System. */
  readonly system: System;
  /** Chance of the test's own, part of the run's choices; not for `strategy: "exhaustive"`, which has `choose`. */
  readonly random: Random;
  readonly #parts: SimContextParts;

  /** @internal */
  constructor(parts: SimContextParts) {
    this.#parts = parts;
    this.system = parts.simulation.system;
    this.random = {
      next: () => {
        if (parts.exhaustive) {
          throw new ArgumentError("draw a random number", { rule: "an exhaustive search tries all of sim.choose(n)" });
        }
        return parts.pick(FINE) / FINE;
      },
    };
  }

  /** The simulation of this run, for what this has no word for. */
  get simulation(): Simulation {
    return this.#parts.simulation;
  }

  /** The ways between the Systems: `sim.network.part("a", "b")`. */
  get network(): Simulation["network"] {
    return this.simulation.network;
  }

  /** The seed of this run. */
  get seed(): number {
    return this.simulation.seed;
  }

  /** Virtual time, in milliseconds. */
  now(): number {
    return this.simulation.clock.now();
  }

  /** A System by its name. @throws {ArgumentError} If `nodes` has no such name. */
  node(name: string): System {
    const { systems } = this.simulation;
    const found = systems.get(name);
    if (found !== undefined) return found;
    throw new ArgumentError("find a node", { rule: `it is one of ${[...systems.keys()].join(", ")}`, value: name });
  }

  /** Connects two Systems by name, and gives both ends. */
  connect(one: string, other: string, options: SimulatedConnectOptions = {}): Promise<[Connection, Connection]> {
    return this.simulation.connect(one, other, options);
  }

  /**
   * Starts a server or a supervision tree in the first System.
   *
   * @throws {StartError} If it does not come up.
   */
  start<Ref extends { readonly pid: Pid | undefined }, Args extends readonly unknown[]>(
    definition: Definition<Ref, Args>,
    ...options: StartArguments<NoInfer<Args>>
  ): Promise<Ref> {
    return this.system.start(definition, ...options);
  }

  /** Starts a process from a function in the first System. */
  spawn(body: Spawned, options: SpawnOptions = {}): Pid {
    return this.system.spawn(body, options);
  }

  /** Lets the test itself take part in the first System as a process. */
  attach(options: SpawnOptions = {}): Receiver {
    return this.system.attach(options);
  }

  /** Waits until nothing is left to do at this moment of virtual time. */
  settle(): Promise<void> {
    this.#parts.progress();
    return this.simulation.settle();
  }

  /** Lets so many milliseconds of virtual time pass, and everything finish that they bring about. */
  advance(ms: number): Promise<void> {
    this.#parts.progress();
    return this.simulation.advance(ms);
  }

  /**
   * What must hold at all times: looked at after every turn, from the next on. It looks (`sys.getState`, a variable); it must not
   * ask a process, which would take turns of its own. Where it gives a promise, that must be settled without any turn.
   */
  always(check: Check): void;
  /** The same under a name. */
  always(name: string, check: Check): void;
  always(name: string | Check, check?: Check): void {
    this.#parts.plans.always.push(named("invariant", name, check, this.#parts.plans.always.length));
    this.#parts.watch();
  }

  /**
   * What must come to hold after the test, where everybody has their turns in order (no strategy holds anybody back any
   * more) and virtual time goes on for `patienceMs` at most. It may ask processes.
   */
  eventually(check: Check): void;
  /** The same under a name. */
  eventually(name: string, check: Check): void;
  eventually(name: string | Check, check?: Check): void {
    this.#parts.plans.eventually.push(named("eventually", name, check, this.#parts.plans.eventually.length));
  }

  /** What must hold when the test is over and nothing is left to do at that moment. It may ask processes. */
  final(check: Check): void;
  /** The same under a name. */
  final(name: string, check: Check): void;
  final(name: string | Check, check?: Check): void {
    this.#parts.plans.final.push(named("final", name, check, this.#parts.plans.final.length));
  }

  /**
   * One of `count` possibilities, from 0 up: a choice of the run like that of the next turn, so it is searched, shrunk (0
   * is the plainest) and replayed.
   *
   * @throws {ArgumentError} If the count is no whole number from 1 up.
   */
  choose(count: number): number;
  /** One of these. */
  choose<Value>(values: readonly Value[]): Value;
  choose<Value>(what: number | readonly Value[]): number | Value {
    const count = typeof what === "number" ? what : what.length;
    if (!Number.isInteger(count) || count < 1) {
      throw new ArgumentError("choose", { rule: "one of a whole number of possibilities, 1 or more", value: count });
    }
    const picked = this.#parts.pick(count);
    return typeof what === "number" ? picked : what[picked]!;
  }

  /**
   * Makes sure that a history of what clients did could have been one operation after the other, of a model: each took
   * effect at one moment between its call and its answer.
   *
   * @throws {AssertionError} If no order explains it, with the history.
   * @throws {UndecidedError} If the history is too long or too wide to be decided.
   */
  linearizable<State, Operation, Reply>(
    history: readonly HistoryEntry<Operation, Reply>[],
    model: Model<State, Operation, Reply>,
  ): void {
    if (checkLinearizable(history, model).linearizable) return;
    throw atCaller(
      new AssertionError(`No order of one operation after the other gives these answers\n${historyText(history)}`),
      this.linearizable,
    );
  }

  /** Waits for something outside the simulation, which would otherwise be a foreign await. Virtual time stands still. */
  external<Value>(promise: PromiseLike<Value>): Promise<Value> {
    this.#parts.external();
    return this.simulation.external(promise);
  }

  /** Lets these processes crash without failing the run: a pid, a name, a module, a list or a test. */
  allowCrash(who: Who): void {
    this.#parts.allow(who);
  }

  /** Does something when the run is over, last said first, also where it has failed. */
  defer(cleanup: () => unknown): void {
    this.#cleanups.defer(cleanup);
  }

  /** Disposes of something when the run is over. */
  use<Value extends Disposable | AsyncDisposable>(value: Value): Value {
    return this.#cleanups.use(value);
  }

  get #cleanups(): CleanupStack {
    this.#parts.plans.cleans = true;
    return this.#parts.plans.cleanups;
  }
}

function named(kind: string, name: string | Check, check: Check | undefined, at: number): NamedCheck {
  const [called, does] = typeof name === "function" ? [name.name || `${at + 1}`, name] : [name, check];
  if (typeof does === "function") return { name: `${kind} "${called}"`, check: does };
  throw new ArgumentError(`add an ${kind} condition`, { rule: "it is a function", value: does });
}

/** A simulated test: what it gives does not matter, but where two runs are compared. */
export type SimulatedBody = (sim: SimContext) => unknown;
