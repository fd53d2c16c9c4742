import { NoProcessError } from "../processes/errors.ts";
import { unwatch, watch, type Watcher } from "../processes/links.ts";
import { DEAD, type Process } from "../processes/process.ts";

/** One who holds a lock, or waits for it. Gives it back when its process dies. */
class Turn implements Watcher {
  readonly owner: Process | null;
  readonly #leave: (turn: Turn) => void;
  readonly #come: PromiseWithResolvers<void> = Promise.withResolvers();

  constructor(owner: Process | null, leave: (turn: Turn) => void) {
    this.owner = owner;
    this.#leave = leave;
    if (owner !== null) watch(owner, this);
  }

  get come(): Promise<void> {
    return this.#come.promise;
  }

  begin(): void {
    this.#come.resolve();
  }

  fail(error: Error): void {
    this.#come.reject(error);
  }

  end(): void {
    if (this.owner !== null && this.owner.phase !== DEAD) unwatch(this.owner, this);
    this.#leave(this);
  }

  down(): void {
    this.#leave(this);
  }
}

/** The locks of a Registry: under each key one function runs, and the others wait in the order they came. */
export class RegistryLocks implements Watcher {
  readonly #queues = new Map<unknown, Turn[]>();
  readonly #process: Process;
  #watches = false;

  constructor(process: Process) {
    this.#process = process;
  }

  /** How many keys are locked. */
  get size(): number {
    return this.#queues.size;
  }

  /** Runs a function when nobody else does under this key. */
  async hold<Result>(canonical: unknown, options: {
    owner: Process | null;
    body: () => Result | Promise<Result>;
  }): Promise<Result> {
    const { owner, body } = options;
    if (owner !== null && owner.phase === DEAD) return await new Promise<never>(() => {});
    if (!this.#watches) watch(this.#process, this);
    this.#watches = true;
    const turn = new Turn(owner, (left) => this.#leave(canonical, left));
    const queue = this.#queues.get(canonical);
    if (queue !== undefined) queue.push(turn);
    else {
      this.#queues.set(canonical, [turn]);
      turn.begin();
    }
    await turn.come;
    try {
      return await body();
    } finally {
      turn.end();
    }
  }

  /** The Registry is dead: nobody's turn comes any more. */
  down(): void {
    for (const queue of this.#queues.values()) {
      for (const turn of queue.slice(1)) turn.fail(new NoProcessError("wait for a lock of", this.#process.pid));
    }
    this.#queues.clear();
  }

  #leave(canonical: unknown, turn: Turn): void {
    const queue = this.#queues.get(canonical);
    const place = queue?.indexOf(turn) ?? -1;
    if (queue === undefined || place < 0) return;
    queue.splice(place, 1);
    if (queue.length === 0) this.#queues.delete(canonical);
    else if (place === 0) queue[0]!.begin();
  }
}
