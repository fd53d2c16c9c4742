import { ArgumentError, System } from "@superlearner/otp";
import { injectFaults, Simulation } from "@superlearner/otp/simulation";
import { type ChaosFault, faultOf, type FaultParts } from "./fault.ts";
import { type Chosen, whoOf } from "./message_faults.ts";
import { checkOptions } from "./_options.ts";

/** Who is kept apart. */
export interface PartitionOptions {
  /** The one side: Systems of a simulation by name, or processes of a System. */
  a: Chosen;
  /** The other side. @default for Systems all others; for processes it is to be said */
  b?: Chosen;
  /** Whether only what `a` sends to `b` is lost. @default {false} */
  oneWay?: boolean;
}

/** Sides that are apart. */
type Parted = Pick<FaultParts, "struck" | "off">;

const partitions = new WeakMap<object, Set<ChaosFault>>();

/**
 * Keeps Systems of a simulation, or two groups of processes of one System, apart until it is healed or disposed of. Between
 * Systems, calls, links and monitors end with `noconnection` as soon as the silence is noticed; between processes, calls
 * time out. What was sent meanwhile never comes.
 *
 * @throws {ArgumentError} If a side is none.
 *
 * @example
 * ```ts
 * import { assertEquals, assertRejects } from "@std/assert";
 * import { CallError, GenServer } from "@superlearner/otp";
 * import { isolated, partition } from "@superlearner/supertester";
 *
 * const Till = GenServer.define({ name: "Till", init: () => 0, calls: { total: (sum) => [sum, sum] } });
 *
 * Deno.test("the clerk is cut off", isolated(async (t) => {
 *   await t.start(Till, { name: "till" });
 *   const clerk = t.attach({ name: "clerk" });
 *   const till = Till.at(clerk, "till");
 *   {
 *     using _apart = partition(t.system, { a: "clerk", b: "till" });
 *     await assertRejects(() => till.call("total"), CallError, "no reply within 5000 ms");
 *   }
 *   assertEquals(await till.call("total"), 0);
 * }, { clock: "virtual" }));
 * ```
 */
export function partition(where: System | Simulation, options: PartitionOptions): ChaosFault {
  const action = "make a partition";
  checkOptions(action, { options, keys: ["a", "b", "oneWay"] });
  if (typeof options.oneWay !== "undefined" && typeof options.oneWay !== "boolean") {
    throw new ArgumentError(action, { rule: "oneWay is true or false", value: options.oneWay });
  }
  const made = where instanceof Simulation ? partSystems(where, options) : partProcesses(where, options);
  const all = partitions.get(where) ?? new Set();
  partitions.set(where, all);
  const fault = faultOf({
    systems: where instanceof Simulation ? where.systems.values() : [where],
    reason: "partition",
    struck: made.struck,
    off: () => {
      all.delete(fault);
      made.off();
    },
  });
  all.add(fault);
  return fault;
}

/** Heals every partition of a System, or of the Systems of a simulation, that {@linkcode partition} has made. */
export function heal(where: System | Simulation): void {
  for (const fault of [...partitions.get(where) ?? []]) fault.heal();
}

function partProcesses(system: System, { a, b, oneWay = false }: PartitionOptions): Parted {
  const action = "make a partition";
  if (!(system instanceof System)) {
    throw new ArgumentError(action, { rule: "it is in a System or a Simulation", value: system });
  }
  for (const [name, value] of Object.entries({ a, b })) {
    if (value === undefined) throw new ArgumentError(action, { rule: `${name} says which processes`, value });
  }
  const [one, other] = [whoOf(a), whoOf(b!)];
  const there = injectFaults(system, { loss: 1, from: one, to: other });
  const back = oneWay ? undefined : injectFaults(system, { loss: 1, from: other, to: one });
  return {
    struck: () => there.injected.length + (back?.injected.length ?? 0),
    off: () => {
      there[Symbol.dispose]();
      back?.[Symbol.dispose]();
    },
  };
}

/** How many partitions part a way, so that healing one leaves the others. */
const ways = new WeakMap<Simulation, Map<string, number>>();

function partSystems(simulation: Simulation, { a, b, oneWay = false }: PartitionOptions): Parted {
  const names = [...simulation.systems.keys()];
  const sideOf = (name: string, side: Chosen): string[] => {
    const given = typeof side === "string" ? [side] : side;
    if (Array.isArray(given) && given.length > 0 && given.every((each) => names.includes(each))) return given;
    throw new ArgumentError("make a partition", {
      rule: `${name} is Systems of the simulation by name, of ${names.map((each) => `"${each}"`).join(", ")}`,
      value: side,
    });
  };
  const left = sideOf("a", a);
  const right = b === undefined ? names.filter((each) => !left.includes(each)) : sideOf("b", b);
  const links = left.flatMap((from) => right.flatMap((to) => oneWay ? [[from, to]] : [[from, to], [to, from]])) as [
    string,
    string,
  ][];
  const parted = ways.get(simulation) ?? new Map<string, number>();
  ways.set(simulation, parted);
  for (const [from, to] of links) {
    parted.set(`${from}>${to}`, (parted.get(`${from}>${to}`) ?? 0) + 1);
    simulation.network.part(from, to, { oneWay: true });
  }
  return {
    struck: () => links.length,
    off: () => {
      for (const [from, to] of links) parted.set(`${from}>${to}`, parted.get(`${from}>${to}`)! - 1);
      for (const [from, to] of links) {
        simulation.network.heal(from, to);
        // That heals both ways, and knows of no other partition.
        for (const way of [[from, to], [to, from]] as const) {
          if ((parted.get(`${way[0]}>${way[1]}`) ?? 0) > 0) simulation.network.part(...way, { oneWay: true });
        }
      }
    },
  };
}
