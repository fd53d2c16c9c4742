/**
 * Processes that live in another System: one wire form, whatever carries it.
 *
 * {@linkcode connect} makes a {@linkcode Connection} of two Systems. From then on a pid of the one (`<there.7.0>`) is good in
 * the other: refs call and cast by it, processes send to it, link with it, monitor it and signal it, as if it were at home.
 *
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer, RealClock, System } from "@superlearner/otp";
 * import { connect, MemoryNetwork } from "@superlearner/otp/remote";
 *
 * const Counter = GenServer.define({
 *   name: "Counter",
 *   init: (start: number) => start,
 *   calls: { next: (count) => [count, count + 1] },
 * });
 *
 * await using one = new System();
 * await using other = new System();
 * const [here, there] = new MemoryNetwork({ clock: new RealClock() }).pair("one", "other");
 * const [connection] = await Promise.all([
 *   connect(one, { node: "one", transport: here }),
 *   connect(other, { node: "other", transport: there, offers: { Counter } }),
 * ]);
 *
 * const pid = await connection.start(one, "Counter", { args: [5] });
 * assertEquals(pid, "<other.1.0>");
 * assertEquals(await Counter.at(one, pid).call("next"), 5);
 * await connection.close();
 * ```
 *
 * ## Guarantees
 *
 * - What one side sends arrives in the order it was sent, once: messages, signals and answers alike. Packets are numbered;
 *   one that comes twice is dropped, one that comes early waits. Where one is lost, or nothing is heard for `silenceMs`, the
 *   connection ends, and the other side is told, if it still hears. So it is order or `noconnection`, never less, over any transport.
 * - When it ends, everything that is tied to the other side fails at once: calls under way with `noconnection`, monitors by a
 *   `DOWN` and links by an exit signal with that reason.
 * - A pid in a message goes on to mean the same process, wherever in plain objects, lists, maps and sets it stands; so does an
 *   alias. Pids of a third node go by way of this one where the other side has it as its `gateway`.
 * - Nothing that the other side sends makes this one crash. What breaks the rules is the event `frame.refused`, and the
 *   connection ends.
 * - No code crosses: a side starts only what the other `offers` by name.
 *
 * ## Limits
 *
 * - Messages are what `structuredClone` takes; what cannot be sent is an `ArgumentError` at the sender (a call rejects with it).
 *   {@linkcode transfer} moves buffers and streams where the transport can.
 * - Both sides of a partition notice it, each in its own time: for a while one may take the other for connected, which then
 *   refuses a new connection (`node_refused`). A call that fails with `noconnection` may have been handled.
 * - A System that stops closes its connections. One that ended is not made again by itself, and a message to a node that is not connected is dropped.
 * - Nodes trust each other, as Erlang's do: whoever is connected may send, and signal, to any pid.
 * - What is known here of a process elsewhere is its stand-in; {@linkcode Connection.inspect} asks its own System.
 *   `System.isAlive` knows only those that somebody here has to do with. `sys` suspends the stand-in: messages wait here.
 * - A `send` from here to a name there is `connection.send(name, …)`; nobody there, nothing happens, as in Erlang.
 * - A process that starts another over a connection, linked, hears of a start that fails by its error alone.
 *
 * ## Trying it
 *
 * {@linkcode MemoryNetwork} is a network within one program, with seeded faults and partitions. In a simulation
 * (`Simulation.connect` of `@superlearner/otp/simulation`) a run of several Systems over it is one line that repeats it.
 *
 * ## A transport of one's own
 *
 * Is one file: {@linkcode Transport} has four members, may lose and reorder, and is tried by the same suite as all others
 * (`transport_suite.ts` in the repository).
 *
 * @module
 */

export type { Spread } from "../faults/chance.ts";
export type { DelayFault, NetworkFaults, PacketFaults, ReorderFault } from "../faults/packet_faults.ts";
export type { Cut, Link, PartitionFault } from "../faults/partition.ts";
export { connect, type Connection } from "./connection.ts";
export type { ConnectOptions, Offers, RemoteStartOptions } from "./connect_options.ts";
export type { RemoteInfo } from "./_incoming.ts";
export { MemoryNetwork, type MemoryNetworkOptions, type PartOptions } from "./memory_transport.ts";
export { lastNumberOf, numberAfter } from "./numbering.ts";
export type { PacketPost } from "./packet_post.ts";
export { transfer } from "./transfer.ts";
export type { Transport, TransportListener } from "./transport.ts";
export * from "./wire.ts";
