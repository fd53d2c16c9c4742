import { ArgumentError, type ExitReason, type Pid } from "@superlearner/otp";
import { Chronicle } from "../chronicle/chronicle.ts";
import { checkTarget, pidOf, type Target } from "./target.ts";

/** Something in the life of a process, or of its successors: it is there, it has died, another is in its place. */
export type LifeEvent =
  | { readonly type: "alive"; readonly pid: Pid; readonly atMs: number }
  | { readonly type: "exited"; readonly pid: Pid; readonly atMs: number; readonly reason: ExitReason }
  | { readonly type: "restarted"; readonly pid: Pid; readonly atMs: number; readonly from: Pid };

/** The life of a process, followed through restarts. Made by {@linkcode lifecycle}. */
export class Lifecycle implements AsyncIterableIterator<LifeEvent>, Disposable {
  readonly #coming: LifeEvent[] = [];
  readonly #listening: Disposable;
  readonly #chronicle: Chronicle;
  readonly #now: () => number;
  #current: Pid;
  #isDead = false;
  #over = false;
  #wake = () => {};

  /** @internal */
  constructor(target: Target, pid: Pid) {
    const { system } = target;
    this.#chronicle = Chronicle.of(system);
    this.#now = () => system.now();
    this.#current = pid;
    if (system.isAlive(pid)) this.#tell({ type: "alive", pid, atMs: this.#now() });
    else if (this.#chronicle.exitOf(pid) === undefined) {
      this.#isDead = true; // before anybody looked
      this.#tell({ type: "exited", pid, atMs: this.#now(), reason: "noproc" });
    }
    this.#listening = this.#chronicle.listen(() => this.#look());
    this.#look();
  }

  /** What has happened and was not taken yet, oldest first. */
  get waiting(): readonly LifeEvent[] {
    return [...this.#coming];
  }

  /** The next event; ends when this is disposed of. */
  async next(): Promise<IteratorResult<LifeEvent, undefined>> {
    for (;;) {
      if (this.#over) return { done: true, value: undefined };
      const event = this.#coming.shift();
      if (event !== undefined) return { done: false, value: event };
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
  }

  /** Follows no more, as a loop that is left does. */
  return(): Promise<IteratorResult<LifeEvent, undefined>> {
    this[Symbol.dispose]();
    return Promise.resolve({ done: true, value: undefined });
  }

  /** Itself. */
  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Follows no more. */
  [Symbol.dispose](): void {
    this.#over = true;
    this.#listening[Symbol.dispose]();
    this.#wake();
  }

  /** More than one may have happened since the last look: each was written down. */
  #look(): void {
    for (;;) {
      const exit = this.#isDead ? undefined : this.#chronicle.exitOf(this.#current);
      if (exit !== undefined) {
        this.#isDead = true;
        this.#tell({ type: "exited", pid: exit.pid, atMs: exit.time, reason: exit.reason });
      }
      const next = this.#chronicle.nextOf(this.#current);
      if (next === undefined) return;
      this.#tell({ type: "restarted", pid: next, atMs: this.#now(), from: this.#current });
      this.#current = next;
      this.#isDead = false;
    }
  }

  #tell(event: LifeEvent): void {
    this.#coming.push(event);
    this.#wake();
  }
}

/**
 * Follows a process from now on: its deaths with their reasons, and who a supervisor has put in its place, as often as that
 * happens. For a loop that is left when it has seen enough, or until it is disposed of.
 *
 * Whose end nobody has seen exited with `noproc`.
 *
 * @throws {ArgumentError} If it is a name that nobody has.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer, Supervisor, System } from "@superlearner/otp";
 * import { lifecycle } from "@superlearner/supertester";
 *
 * const Worker = GenServer.define({ name: "Worker", init: () => 0 });
 * await using system = new System();
 * await system.start(Supervisor.define({ children: [Worker.child({ name: "worker" })] }));
 * const life = lifecycle(system.whereis(Worker, "worker"));
 * system.exit("worker", "kill");
 * const seen: string[] = [];
 * for await (const { type } of life) if (seen.push(type) === 3) break;
 * assertEquals(seen, ["alive", "exited", "restarted"]);
 * ```
 */
export function lifecycle(target: Target): Lifecycle {
  const action = "follow a process";
  const pid = pidOf(checkTarget(action, target));
  if (pid === undefined) throw new ArgumentError(action, { rule: "somebody has that name", value: target.toString() });
  return new Lifecycle(target, pid);
}
