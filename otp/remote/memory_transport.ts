import { ArgumentError, checkOptions } from "../argument_error.ts";
import type { Alarm, Clock } from "../environment.ts";
import type { NetworkFaults } from "../faults/packet_faults.ts";
import type { Link } from "../faults/partition.ts";
import type { ExitReason } from "../processes/exit_reason.ts";
import { type PacketPost, PlannedPost } from "./packet_post.ts";
import type { Transport, TransportListener } from "./transport.ts";

/** What a network in memory is made of. */
export interface MemoryNetworkOptions {
  /** Where delays come from: that of a System, so that virtual time counts. */
  clock: Clock;
  /** What goes wrong with packets: loss, delay, duplication, reordering, partitions. @default nothing */
  faults?: NetworkFaults;
  /** Decides over what goes wrong by chance: the same seed, the same fate of the same packets. @default {0} */
  seed?: number;
  /** Who decides and brings instead; a simulation has its own (`Simulation.network`). @default by `faults` and `seed` */
  post?: PacketPost;
}

/** How two nodes are kept apart. */
export interface PartOptions {
  /** Whether only what the first sends to the second is lost, and it still hears that one. @default {false} */
  oneWay?: boolean;
}

/**
 * A network within one program, for tests and simulations. What goes wrong in it is data ({@linkcode NetworkFaults}), decided
 * by a seed; partitions can also be made by hand. What is sent is cloned, as on every other way.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer, RealClock, System } from "@superlearner/otp";
 * import { connect, MemoryNetwork } from "@superlearner/otp/remote";
 *
 * const Echo = GenServer.define({ name: "Echo", init: () => 0, calls: { say: (state, text: string) => [text, state] } });
 * await using one = new System();
 * await using other = new System();
 * await one.start(Echo, { name: "echo" });
 *
 * // Every packet takes 1 ms, and one in ten comes twice.
 * const faults = { delay: { meanMs: 1, spread: "fixed" }, duplicate: 0.1 } as const;
 * const network = new MemoryNetwork({ clock: new RealClock(), faults });
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
  readonly #post: PacketPost;
  readonly #ends = new Set<MemoryEnd>();

  /**
   * Makes a network in which everybody reaches everybody, as far as the faults let them.
   *
   * @throws {ArgumentError} If the faults are none.
   */
  constructor(options: MemoryNetworkOptions) {
    const { clock, faults = {}, seed = 0, post = new PlannedPost(faults, { clock, seed }) } = checkOptions(
      "make a MemoryNetwork",
      options,
    );
    this.#clock = clock;
    this.#post = post;
  }

  /** A way between two nodes: one end for each. */
  pair(one: string, other: string): [Transport, Transport] {
    const end = (link: Link) =>
      new MemoryEnd({ link, clock: this.#clock, post: this.#post, closed: (closed) => this.#ends.delete(closed) });
    const [first, second] = [end({ from: one, to: other }), end({ from: other, to: one })];
    first.other = second;
    second.other = first;
    this.#ends.add(first).add(second);
    return [first, second];
  }

  /** From now on nothing gets through between two nodes; neither is told. */
  part(one: string, other: string, options: PartOptions = {}): void {
    const { oneWay = false } = checkOptions("part two nodes", options);
    checkNames("part two nodes", [one, other]);
    this.#post.part({ from: one, to: other });
    if (!oneWay) this.#post.part({ from: other, to: one });
  }

  /** From now on it does again. */
  heal(one: string, other: string): void {
    checkNames("heal two nodes", [one, other]);
    this.#post.heal({ from: one, to: other });
    this.#post.heal({ from: other, to: one });
  }

  /** Breaks all ways to a node; both sides are told, as by a socket that is closed. */
  cut(node: string, reason: ExitReason = "noconnection"): void {
    for (const end of [...this.#ends]) if (end.link.from === node || end.link.to === node) end.broken(reason);
  }
}

function checkNames(action: string, names: readonly unknown[]): void {
  for (const value of names) {
    if (typeof value !== "string") throw new ArgumentError(action, { rule: "a node is named by a text", value });
  }
}

interface EndParts {
  /** The way out. */
  readonly link: Link;
  readonly clock: Clock;
  readonly post: PacketPost;
  readonly closed: (end: MemoryEnd) => void;
}

/** One end of a way. */
class MemoryEnd implements Transport {
  readonly kind = "memory";
  readonly moves = true;
  readonly link: Link;
  other: MemoryEnd | undefined;
  readonly #parts: EndParts;
  readonly #early: unknown[] = [];
  /** What is under way to this end, and until when. */
  readonly #underWay = new Map<Alarm, number>();
  #listener: TransportListener | undefined;
  #closed = false;

  constructor(parts: EndParts) {
    this.link = parts.link;
    this.#parts = parts;
  }

  open(listener: TransportListener): void {
    this.#listener = listener;
    for (const data of this.#early.splice(0)) queueMicrotask(() => this.#arrived(data));
  }

  send(data: unknown, parts: readonly Transferable[]): void {
    const sent = structuredClone(data, { transfer: [...parts] });
    if (this.#closed) return;
    const { clock, post } = this.#parts;
    for (const atMs of post.fate(this.link) ?? [clock.now()]) this.other!.#comesAt(atMs, sent);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const alarm of this.#underWay.keys()) alarm.cancel();
    this.#underWay.clear();
    this.#parts.closed(this);
  }

  broken(reason: ExitReason): void {
    if (this.#closed) return;
    this.close();
    this.#listener?.closed(reason);
  }

  #comesAt(atMs: number, data: unknown): void {
    if (this.#closed) return;
    const { clock, post } = this.#parts;
    const bring = () => post.bring(this.other!.link, () => this.#arrived(data));
    const nowMs = clock.now();
    // One whose time has come as well, and whose alarm is next, was sent before.
    if (atMs <= nowMs && ![...this.#underWay.values()].some((each) => each <= nowMs)) return bring();
    const alarm = clock.setAlarm(atMs, () => {
      this.#underWay.delete(alarm);
      bring();
    });
    this.#underWay.set(alarm, atMs);
  }

  #arrived(data: unknown): void {
    if (this.#closed) return;
    if (this.#listener === undefined) this.#early.push(data);
    else this.#listener.received(data);
  }
}
