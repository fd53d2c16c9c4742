import type { Pid, Ref } from "../processes/pid.ts";
import type { Process } from "../processes/process.ts";
import type { ForeignProcesses } from "../processes/process_table.ts";
import type { Runtime } from "../processes/runtime.ts";
import type { RemoteProcess } from "./remote_process.ts";
import { nodeOf } from "./translation.ts";

/** A way to another node, whether or not that has said who it is. */
export interface Closable {
  /** Ends it in order. */
  close(): Promise<void>;
}

/** A node that can be reached. */
export interface Reachable extends Closable {
  /** Its name. */
  readonly peer: string;
  /** Makes a stand-in for one of its processes, and asks to be told when that one is dead. */
  standIn(pid: Pid): RemoteProcess;
  /** What stands for one of its aliases. */
  through(alias: Ref): RemoteProcess;
}

const nodes = new WeakMap<Runtime, Nodes>();

/** The other nodes of a System. */
export function nodesOf(runtime: Runtime): Nodes {
  let found = nodes.get(runtime);
  if (found === undefined) {
    nodes.set(runtime, found = new Nodes(() => runtime.count()));
    runtime.processes.foreign = found;
  }
  return found;
}

/** The nodes that a System is connected with, and those of their processes that somebody here has to do with. */
export class Nodes implements ForeignProcesses {
  readonly #reachable = new Map<string, Reachable>();
  readonly #processes = new Map<Pid, RemoteProcess>();
  /** Where pids of nodes go that are not known here. */
  #gateway: Reachable | null = null;
  readonly #open = new Set<Closable>();
  readonly #counted: () => void;
  #names = 0;
  #owned = 0;

  /** @param counted Called when there is one more that was started from here, or one less. */
  constructor(counted: () => void) {
    this.#counted = counted;
  }

  /** A name that no node of this System has had. */
  nextName(kind: string): string {
    return `${kind}-${++this.#names}`;
  }

  /** Whether a node of this name is connected. */
  has(node: string): boolean {
    return this.#reachable.has(node);
  }

  /** A way was opened. */
  opened(way: Closable): void {
    this.#open.add(way);
  }

  /** A node can be reached. */
  add(node: Reachable, options: { gateway: boolean }): void {
    this.#reachable.set(node.peer, node);
    if (options.gateway) this.#gateway ??= node;
  }

  /** It cannot be reached any more. */
  remove(node: Reachable): void {
    this.#open.delete(node);
    if (this.#reachable.get(node.peer) === node) this.#reachable.delete(node.peer);
    if (this.#gateway === node) this.#gateway = null;
  }

  /** A stand-in is there. */
  keep(process: RemoteProcess): void {
    this.#processes.set(process.pid, process);
    if (process.behaviour.owned) this.#count(1);
  }

  /** It is gone. */
  drop(process: RemoteProcess): void {
    if (this.#processes.get(process.pid) !== process) return;
    this.#processes.delete(process.pid);
    if (process.behaviour.owned) this.#count(-1);
  }

  /** The stand-in of a process, if there is one. */
  known(pid: Pid): RemoteProcess | undefined {
    return this.#processes.get(pid);
  }

  /** All stand-ins of a node's processes. */
  of(node: Reachable): RemoteProcess[] {
    return [...this.#processes.values()].filter(({ behaviour }) => behaviour.line === node);
  }

  get(pid: Pid): RemoteProcess | undefined {
    return this.#processes.get(pid) ?? this.#lineTo(pid)?.standIn(pid);
  }

  through(alias: Ref): RemoteProcess | undefined {
    return this.#lineTo(alias)?.through(alias);
  }

  get owned(): number {
    return this.#owned;
  }

  leave(): void {
    for (const way of [...this.#open]) void way.close();
  }

  *values(): Generator<Process, void, undefined> {
    for (const process of this.#processes.values()) if (process.behaviour.owned) yield process;
  }

  #count(more: number): void {
    this.#owned += more;
    this.#counted();
  }

  #lineTo(identity: unknown): Reachable | undefined {
    const node = typeof identity === "string" ? nodeOf(identity) : undefined;
    if (node === undefined || node === "0") return undefined;
    return this.#reachable.get(node) ?? this.#gateway ?? undefined;
  }
}
