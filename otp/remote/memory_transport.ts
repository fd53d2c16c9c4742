import type { Alarm, Clock, Random } from "../environment.ts";
import { ArgumentError } from "../processes/errors.ts";
import type { ExitReason } from "../processes/exit_reason.ts";
import type { Transport, TransportListener } from "./transport.ts";

/**
 * What happens to one packet: after how many milliseconds each copy of it arrives. `[0]` is as it should be, `[]` a loss,
 * `[0, 5]` comes twice, and a longer delay than that of the next one is overtaken.
 */
export type Fate = readonly number[];

/** Decides over each packet. Chance is an argument, so that a seed repeats it. */
export type FateOf = (from: string, to: string, random: Random) => Fate;

/** How likely what is, for {@linkcode faults}. */
export interface FaultOptions {
  /** The part of the packets that is lost, 0 to 1. @default {0} */
  loss?: number;
  /** The part of the packets that comes twice, 0 to 1. @default {0} */
  duplication?: number;
  /** The shortest delay in milliseconds. @default {0} */
  minDelayMs?: number;
  /** The longest delay in milliseconds; packets overtake each other within it. @default {minDelayMs} */
  maxDelayMs?: number;
}

/** Seeded faults: each packet is lost, doubled and delayed by chance. */
export function faults(options: FaultOptions): FateOf {
  const { loss = 0, duplication = 0, minDelayMs = 0, maxDelayMs = minDelayMs } = options;
  for (const [name, part] of Object.entries({ loss, duplication })) {
    if (part >= 0 && part <= 1) continue;
    throw new ArgumentError("describe faults", { rule: `${name} is from 0 to 1`, value: part });
  }
  if (!(minDelayMs >= 0 && maxDelayMs >= minDelayMs)) {
    throw new ArgumentError("describe faults", { rule: "delays are milliseconds from 0 up", value: maxDelayMs });
  }
  return (_from, _to, random) => {
    const delay = () => minDelayMs + Math.floor(random.next() * (maxDelayMs - minDelayMs + 1));
    if (random.next() < loss) return [];
    return random.next() < duplication ? [delay(), delay()] : [delay()];
  };
}

/** What a network in memory is made of. */
export interface MemoryNetworkOptions {
  /** Where delays come from: that of a System, so that virtual time counts. */
  clock: Clock;
  /** Where chance comes from. */
  random: Random;
  /** What happens to each packet. @default everything arrives at once */
  fate?: FateOf;
}

const ARRIVES: Fate = [0];

/**
 * A network within one program, for tests and simulations: loss, delay, duplication and reordering by a seed, partitions by
 * hand. What is sent is cloned, as on every other way.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer, RealClock, RealRandom, System } from "@superlearner/otp";
 * import { connect, MemoryNetwork } from "@superlearner/otp/remote";
 *
 * const Echo = GenServer.define({ name: "Echo", init: () => 0, calls: { say: (state, text: string) => [text, state] } });
 * await using one = new System();
 * await using other = new System();
 * await one.start(Echo, { name: "echo" });
 *
 * const network = new MemoryNetwork({ clock: new RealClock(), random: new RealRandom() });
 * const [there, here] = network.pair("one", "other");
 * await using _there = (await Promise.all([
 *   connect(one, { node: "one", transport: there }),
 *   connect(other, { node: "other", transport: here }),
 * ]))[1];
 *
 * const pid = await _there.whereis("echo");
 * assertEquals(pid, "<one.1.0>");
 * assertEquals(await Echo.at(other, pid!).call("say", "hello"), "hello");
 * ```
 */
export class MemoryNetwork {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #fate: FateOf;
  readonly #parted = new Set<string>();
  readonly #ends: MemoryEnd[] = [];

  /** Makes a network in which everybody reaches everybody. */
  constructor(options: MemoryNetworkOptions) {
    this.#clock = options.clock;
    this.#random = options.random;
    this.#fate = options.fate ?? (() => ARRIVES);
  }

  /** A way between two nodes: one end for each. */
  pair(one: string, other: string): [Transport, Transport] {
    const first = new MemoryEnd(one, (data, to) => this.#carry({ from: one, to: other, data }, to));
    const second = new MemoryEnd(other, (data, to) => this.#carry({ from: other, to: one, data }, to));
    first.other = second;
    second.other = first;
    this.#ends.push(first, second);
    return [first, second];
  }

  /** From now on nothing gets through between two nodes; neither is told. */
  part(one: string, other: string): void {
    this.#parted.add(`${one}|${other}`).add(`${other}|${one}`);
  }

  /** From now on it does again. */
  heal(one: string, other: string): void {
    this.#parted.delete(`${one}|${other}`);
    this.#parted.delete(`${other}|${one}`);
  }

  /** Breaks all ways to a node; both sides are told, as by a socket that is closed. */
  cut(node: string, reason: ExitReason = "noconnection"): void {
    for (const end of this.#ends) {
      if (end.node !== node && end.other?.node !== node) continue;
      end.broken(reason);
      end.other?.broken(reason);
    }
  }

  #carry(packet: { from: string; to: string; data: unknown }, end: MemoryEnd): void {
    const { from, to, data } = packet;
    if (this.#parted.has(`${from}|${to}`)) return;
    for (const delayMs of this.#fate(from, to, this.#random)) {
      if (delayMs <= 0) queueMicrotask(() => end.arrived(data));
      else end.arriveAt(this.#clock, delayMs, data);
    }
  }
}

/** One end of a way. */
class MemoryEnd implements Transport {
  readonly kind = "memory";
  readonly moves = true;
  readonly node: string;
  other: MemoryEnd | undefined;
  readonly #carry: (data: unknown, to: MemoryEnd) => void;
  readonly #early: unknown[] = [];
  readonly #alarms = new Set<Alarm>();
  #listener: TransportListener | undefined;
  #closed = false;

  constructor(node: string, carry: (data: unknown, to: MemoryEnd) => void) {
    this.node = node;
    this.#carry = carry;
  }

  open(listener: TransportListener): void {
    this.#listener = listener;
    for (const data of this.#early.splice(0)) queueMicrotask(() => this.arrived(data));
  }

  send(data: unknown, parts: readonly Transferable[]): void {
    const sent = structuredClone(data, { transfer: [...parts] });
    if (!this.#closed) this.#carry(sent, this.other!);
  }

  close(): void {
    this.#closed = true;
    for (const alarm of this.#alarms) alarm.cancel();
    this.#alarms.clear();
  }

  arrived(data: unknown): void {
    if (this.#closed) return;
    if (this.#listener === undefined) this.#early.push(data);
    else this.#listener.received(data);
  }

  arriveAt(clock: Clock, delayMs: number, data: unknown): void {
    const alarm = clock.setAlarm(clock.now() + delayMs, () => {
      this.#alarms.delete(alarm);
      this.arrived(data);
    });
    this.#alarms.add(alarm);
  }

  broken(reason: ExitReason): void {
    if (this.#closed) return;
    this.close();
    this.#listener?.closed(reason);
  }
}
