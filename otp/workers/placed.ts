import { checkOptions } from "../argument_error.ts";
import { type ChildArguments, type ChildSpec, type Definition, startables } from "../behaviours/definition.ts";
import type { StartArguments } from "../behaviours/definition.ts";
import { startFrom } from "../behaviours/process_definition.ts";
import { ArgumentError } from "../processes/errors.ts";
import type { Host } from "../processes/host.ts";
import type { Pid } from "../processes/pid.ts";
import type { ProcessName } from "../processes/via.ts";
import { completePlace, type PlaceOptions } from "./place_options.ts";
import { startPlaced } from "./start_placed.ts";

/** A definition whose processes run in a worker or a subprocess of their own; see {@linkcode placed}. */
export class PlacedDefinition<Ref, Args extends readonly unknown[]> implements Definition<Ref, Args> {
  /** The name people read. */
  readonly name: string;
  /** Whether its processes are supervisors. */
  readonly type: "worker" | "supervisor";
  readonly #definition: Definition<Ref, Args>;

  /** @internal */
  constructor(definition: Definition<Ref, Args>, options: PlaceOptions) {
    if (typeof definition !== "object" || definition === null || !startables.has(definition)) {
      throw new ArgumentError("place a definition", {
        rule: "it is a definition (GenServer.define, Supervisor.define)",
        value: definition,
      });
    }
    const { name, type } = definition;
    const place = completePlace(name, options);
    this.name = name;
    this.type = type;
    this.#definition = definition;
    startables.set(this, (runtime, start) => startPlaced(runtime, place, { name, type, start }));
  }

  /**
   * Starts a process, in a worker or subprocess that is made for it, and waits until its `init` is done.
   *
   * @throws {StartError} If it does not come up: the module cannot be loaded, `init` fails, takes too long or says ignore.
   */
  async start(host: Host, ...[options = {}]: StartArguments<Args>): Promise<Ref> {
    return this.at(host, await startFrom(this, host, options));
  }

  /** A process of this kind, by pid or by registered name. */
  at(host: Host, to: Pid | ProcessName): Ref {
    return this.#definition.at(host, to);
  }

  /** How a supervisor starts one. */
  child(...[options = {}]: ChildArguments<Args>): ChildSpec<Ref> {
    return {
      id: this.name,
      ...checkOptions("describe a child", options),
      start: this as unknown as Definition<Ref, readonly never[]>,
    };
  }
}

/**
 * The same definition, to be run somewhere else: each process that is started of it gets a Deno worker, or a subprocess, of
 * its own, with its own rights. Everything else is as ever: refs, calls, casts, links, monitors, supervision.
 *
 * The definition is exported by a module, which is loaded there; this program needs it for its types alone.
 *
 * @throws {ArgumentError} If it is no definition, or an option is none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { System } from "@superlearner/otp";
 * import { placed } from "@superlearner/otp/workers";
 * import { Primes } from "./testdata/primes.ts";
 *
 * const FarPrimes = placed(Primes, { placement: "worker", module: new URL("./testdata/primes.ts", import.meta.url) });
 *
 * await using system = new System();
 * const primes = await system.start(FarPrimes);
 * assertEquals(await primes.call("below", 100), 25);
 * ```
 */
export function placed<Ref, Args extends readonly unknown[]>(
  definition: Definition<Ref, Args>,
  options: PlaceOptions,
): PlacedDefinition<Ref, Args> {
  return new PlacedDefinition(definition, options);
}
