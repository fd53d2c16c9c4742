import { effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { type Alarm, type Clock, type Pid, RealClock, type Subscription, type TreeNode } from "@superlearner/otp";
import type { Inspection, Source } from "../sources/source.ts";
import type { TreeModel } from "./tree_model.ts";

/** What is known of the selected process. */
export interface Inspected {
  /** Whose facts these are. */
  readonly pid: Pid;
  /** The facts; `undefined` until they are there, or where nothing is known. */
  readonly inspection: Inspection | undefined;
  /** Why there are none, for people. */
  readonly problem: string | undefined;
}

/**
 * Keeps the facts of the selected process fresh: asked for when it is selected, and again when the stream says that it has
 * handled something, but not more often than once in a while.
 */
export class InspectionModel implements Disposable {
  readonly #source: Source;
  readonly #tree: TreeModel;
  readonly #clock: Clock;
  readonly #everyMs: number;
  readonly #inspected: Signal<Inspected | undefined> = signal(undefined);
  readonly #stop: () => void;
  readonly #subscription: Subscription;
  #pid: Pid | undefined;
  #seen = "";
  #askedAt = -Infinity;
  #alarm: Alarm | undefined;

  /** Follows the selection of a tree. */
  constructor(tree: TreeModel, options: { everyMs?: number; clock?: Clock } = {}) {
    const { everyMs = 1000, clock = new RealClock() } = options;
    this.#source = tree.source;
    this.#tree = tree;
    this.#clock = clock;
    this.#everyMs = everyMs;
    this.#stop = effect(() => {
      const node = tree.node(tree.selected.value);
      this.#look(
        node?.pid,
        node === undefined
          ? ""
          : `${node.pid} ${node.handled} ${node.status} ${node.mailboxLength} ${handledInside(node)}`,
      );
    });
    this.#subscription = this.#source.subscribe({
      event: (event) => {
        if ("pid" in event && event.pid === this.#pid && event.type !== "child.started") this.#soon();
      },
    });
  }

  /** What is known of the selected process; `undefined` where none is selected. */
  get inspected(): ReadonlySignal<Inspected | undefined> {
    return this.#inspected;
  }

  /** Asks now. */
  async refresh(): Promise<void> {
    const pid = this.#pid;
    if (pid === undefined) return;
    this.#askedAt = this.#clock.now();
    const answer = await this.#source.inspect(pid).then(
      (inspection) => ({ inspection, problem: inspection === undefined ? `${pid} is gone` : undefined }),
      (error) => ({ inspection: undefined, problem: error instanceof Error ? error.message : String(error) }),
    );
    if (this.#pid === pid) this.#inspected.value = { pid, ...answer };
  }

  /** Stops following. */
  [Symbol.dispose](): void {
    this.#pid = undefined;
    this.#stop();
    this.#subscription.unsubscribe();
    this.#alarm?.cancel();
  }

  #look(pid: Pid | undefined, seen: string): void {
    if (pid !== this.#pid) {
      this.#pid = pid;
      this.#askedAt = -Infinity;
      // While a place is empty, between two processes, the facts of the one before stay readable.
      if (this.#tree.selected.peek() === undefined) this.#inspected.value = undefined;
    }
    if (seen === this.#seen) return;
    this.#seen = seen;
    if (pid !== undefined) this.#soon();
  }

  #soon(): void {
    if (this.#alarm !== undefined) return;
    const waitMs = Math.max(0, this.#askedAt + this.#everyMs - this.#clock.now());
    this.#alarm = this.#clock.setAlarm(this.#clock.now() + waitMs, () => {
      this.#alarm = undefined;
      void this.refresh();
    });
  }
}

/** What the processes have handled that run within this one: who keeps a sandbox has other facts when that was busy. */
function handledInside({ children, placement }: TreeNode): number {
  if (placement !== undefined) return 0;
  const handled = (node: TreeNode): number => node.children.reduce((sum, one) => sum + handled(one), node.handled);
  return children.reduce((sum, one) => one.placement === undefined ? sum : sum + handled(one), 0);
}
