import type { ProcessInfo } from "../introspection/process_info.ts";
import { type Host, runtimeOf } from "../processes/host.ts";
import type { Pid } from "../processes/pid.ts";
import type { RemoteInfo } from "./_incoming.ts";
import type { ConnectOptions, RemoteStartOptions } from "./connect_options.ts";
import { Session } from "./session.ts";

/**
 * A System that is connected with another. Over it the processes of each can be talked to from the other, by pid, as if
 * they lived there: call, cast, send, link, monitor, exit signals; see {@linkcode connect}.
 */
export interface Connection extends AsyncDisposable {
  /** The name of this System on the wire. */
  readonly node: string;
  /** The name of the other System. */
  readonly peer: string;
  /** What connects the two: `"memory"`, `"worker"`, `"process"`, … */
  readonly kind: string;
  /** Whether the other side can be reached, as far as is known. */
  readonly alive: boolean;
  /** Starts something that the other side offers, and gives its pid. @throws {StartError} If it does not start. */
  start(host: Host, what: string, options?: RemoteStartOptions): Promise<Pid>;
  /**
   * The pid under a name on the other side; `undefined` if nobody has it.
   *
   * @throws {CallError} If it cannot be reached.
   * @throws {ArgumentError} If it can be no name.
   */
  whereis(name: string): Promise<Pid | undefined>;
  /**
   * What is known there of one of its processes, its state included; `undefined` if it is dead.
   *
   * @throws {CallError} If the other side cannot be reached.
   */
  inspect(pid: Pid): Promise<RemoteInfo | undefined>;
  /** What is known there of all its processes. @throws {CallError} If the other side cannot be reached. */
  list(): Promise<ProcessInfo[]>;
  /** Asks for a sign of life, and gives how long it took, in milliseconds. @throws {CallError} If none comes. */
  ping(): Promise<number>;
  /** Sends a message to a process of the other side, by pid or name. Where nobody is there, nothing happens. */
  send(to: Pid | string, message: unknown): void;
  /** Ends it in order. Here and there it is as if the other side were gone: `"noconnection"`. */
  close(): Promise<void>;
}

/**
 * Connects a System with another over a transport, and waits until the other side has said who it is.
 *
 * @throws {CallError} If it does not, or has a name that is taken.
 * @throws {ArgumentError} If an option is none.
 */
export function connect(host: Host, options: ConnectOptions): Promise<Connection> {
  return new Session(runtimeOf(host), options).opened;
}
