import type { Pid, Subscription, SystemEvent, TreeNode } from "@superlearner/otp";
import { Listeners } from "../sources/listeners.ts";
import { diffForest, flatten } from "../sources/forest_patch.ts";
import type { LifecycleType } from "../sources/lifecycle.ts";
import type { Connection, Inspection, KillOptions, LifecycleEvent, Source, SourceListener } from "../sources/source.ts";

type Body<Event> = Event extends { sequence: number } ? Omit<Event, "sequence" | "time"> : never;

/** A source that shows and tells what a test wants, and remembers what it was asked for. */
export class FakeSource implements Source {
  readonly listeners: Listeners = new Listeners();
  readonly asked: string[] = [];
  forest: readonly TreeNode[];
  connection: Connection = { status: "live", heardAt: 1000, retryAt: undefined, problem: undefined };
  clockOffset = 1_000_000;
  time = 0;
  inspection: Inspection | undefined;
  problem: string | undefined;
  #sequence = 0;

  constructor(forest: readonly TreeNode[] = []) {
    this.forest = forest;
  }

  show(forest: readonly TreeNode[]): void {
    const patch = diffForest(flatten(this.forest), flatten(forest)) ?? { nodes: [], counters: [] };
    this.forest = forest;
    this.listeners.forest(forest, patch);
  }

  tell(body: Body<Extract<SystemEvent, { type: LifecycleType }>>): void {
    this.listeners.event({ ...body, sequence: ++this.#sequence, time: this.time } as LifecycleEvent);
  }

  say(connection: Partial<Connection>): void {
    this.connection = { ...this.connection, ...connection };
    this.listeners.connection(this.connection);
  }

  subscribe(listener: SourceListener): Subscription {
    return this.listeners.add(listener);
  }

  inspect(pid: Pid): Promise<Inspection | undefined> {
    return this.#do(`inspect ${pid}`).then(() => this.inspection);
  }

  kill(pid: Pid, { force = false }: KillOptions = {}): Promise<void> {
    return this.#do(force ? `kill ${pid} by force` : `kill ${pid}`);
  }

  restart(place: string): Promise<void> {
    return this.#do(`restart ${place}`);
  }

  suspend(pid: Pid): Promise<void> {
    return this.#do(`suspend ${pid}`);
  }

  resume(pid: Pid): Promise<void> {
    return this.#do(`resume ${pid}`);
  }

  cast(pid: Pid, kind: string): Promise<void> {
    return this.#do(`cast ${kind} to ${pid}`);
  }

  [Symbol.dispose](): void {
    this.listeners.clear();
  }

  #do(what: string): Promise<void> {
    this.asked.push(what);
    return this.problem === undefined ? Promise.resolve() : Promise.reject(new Error(this.problem));
  }
}
