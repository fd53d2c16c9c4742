import {
  type Alarm,
  type Clock,
  formatReason,
  GenServer,
  type MessageInfo,
  NoProcessError,
  type Pid,
  processInfo,
  RealClock,
  type ServerDefinition,
  type Subscription,
  supervisionTree,
  Supervisor,
  sys,
  type System,
  type TreeNode,
} from "@superlearner/otp";
import { Listeners } from "./listeners.ts";
import { diffForest, flatten, ForestStore } from "./forest_patch.ts";
import { LIFECYCLE } from "./lifecycle.ts";
import { showValue } from "./show_value.ts";
import type {
  Connection,
  Inspection,
  KillOptions,
  LifecycleEvent,
  ShownMessage,
  Source,
  SourceListener,
} from "./source.ts";

/** How a {@linkcode LocalSource} looks at its System. */
export interface LocalSourceOptions {
  /** The shortest time between two looks, in milliseconds: what changes meanwhile is seen with the next. @default {250} */
  everyMs?: number;
  /** How soon after an event it looks, in milliseconds, where the last look is long ago. @default {16} */
  soonMs?: number;
  /**
   * How often it looks when nothing seems to happen, in milliseconds: messages make no events, so counters must be
   * looked at. `Infinity` never looks but after events. @default {1000}
   */
  idleMs?: number;
  /** Whose alarms it uses. @default the machine's clock */
  clock?: Clock;
}

/** Any supervisor with children that have ids, to be spoken to by its pid. */
const ANY_SUPERVISOR = Supervisor.define({ name: "any" });
/** Any server; what it knows is looked up. */
const ANY_SERVER = GenServer.define({ name: "any", init: () => 0 }) as unknown as ServerDefinition<
  0,
  [],
  Record<never, never>,
  { [kind: string]: () => 0 }
>;

/**
 * A System in this page as a source. It listens and looks only while somebody listens to it.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Supervisor, System } from "@superlearner/otp";
 * import { LocalSource } from "@superlearner/learner/sources";
 *
 * await using system = new System();
 * await system.start(Supervisor.define({ name: "Office" }), { name: "office" });
 * using source = new LocalSource(system);
 * assertEquals(source.forest.map(({ place }) => place), ["office"]);
 * ```
 */
export class LocalSource implements Source {
  readonly #system: System;
  readonly #listeners = new Listeners();
  readonly #store = new ForestStore();
  readonly #clock: Clock;
  readonly #everyMs: number;
  readonly #soonMs: number;
  readonly #idleMs: number;
  #subscription: Subscription | undefined;
  #alarm: (Alarm & { readonly atMs: number }) | undefined;
  #lookedAt = -Infinity;
  #closed = false;

  /** Makes a source of a System. */
  constructor(system: System, options: LocalSourceOptions = {}) {
    const { everyMs = 250, soonMs = 16, idleMs = 1000, clock = new RealClock() } = options;
    this.#system = system;
    this.#everyMs = everyMs;
    this.#soonMs = soonMs;
    this.#idleMs = idleMs;
    this.#clock = clock;
  }

  /** The supervision trees; looked up afresh where nobody listens. */
  get forest(): readonly TreeNode[] {
    if (this.#subscription === undefined && !this.#closed) this.#refresh();
    return this.#store.forest;
  }

  /** Always live, until it is closed. */
  get connection(): Connection {
    const status = this.#closed ? "closed" : "live";
    return { status, heardAt: this.#system.wallTime(), retryAt: undefined, problem: undefined };
  }

  /** From System time to milliseconds since 1970. */
  get clockOffset(): number {
    return this.#system.wallTime() - this.#system.now();
  }

  /** Listens; with the first listener it begins to look. */
  subscribe(listener: SourceListener): Subscription {
    const subscription = this.#listeners.add(listener, () => this.#listeners.size === 0 && this.#rest());
    if (!this.#closed && this.#subscription === undefined) {
      this.#refresh();
      this.#subscription = this.#system.events.subscribe((event) => this.#happened(event as LifecycleEvent), {
        types: LIFECYCLE,
      });
      this.#lookIn(this.#idleMs);
    }
    return subscription;
  }

  /** What is known of a process. */
  // deno-lint-ignore require-await -- so that it throws as the other sources do
  async inspect(pid: Pid): Promise<Inspection | undefined> {
    const known = processInfo(this.#system, pid);
    if (known === undefined) return undefined;
    const { currentMessage, exitReason, ...info } = known;
    return {
      info,
      currentMessage: currentMessage === undefined ? undefined : showMessage(currentMessage),
      exitReason: exitReason === undefined ? undefined : formatReason(exitReason),
      state: known.placement === undefined
        ? showValue(sys.getStatus(this.#system, pid).state)
        : `known in ${known.placement.node} only`,
    };
  }

  /** Kills a process; here none is protected. */
  // deno-lint-ignore require-await -- so that it throws as the other sources do
  async kill(pid: Pid, _options: KillOptions = {}): Promise<void> {
    const known = processInfo(this.#system, pid);
    if (known === undefined || known.status === "dead") throw new NoProcessError("kill", pid);
    this.#system.exit(pid, "kill");
  }

  /** Stops a child and starts it again. */
  async restart(place: string): Promise<void> {
    const flat = flatten(supervisionTree(this.#system));
    const node = flat.get(place);
    const parent = [...flat.values()].find(({ children }) => children.includes(place));
    const refuse = (rule: string): never => {
      throw new Error(`Cannot restart ${place}: ${rule}`);
    };
    if (node === undefined) return refuse("no such place is in the tree");
    if (parent?.pid === undefined) return refuse("nobody above it could start it again");
    if (node.restart === "temporary") return refuse("a temporary child is never started again");
    if (parent.supervisor?.dynamic) {
      return node.pid === undefined ? refuse("it is not running") : await this.kill(node.pid);
    }
    const supervisor = ANY_SUPERVISOR.at(this.#system, parent.pid);
    if (node.pid !== undefined) await supervisor.terminateChild(node.id);
    await supervisor.restartChild(node.id);
  }

  /** Lets a process wait. */
  // deno-lint-ignore require-await -- so that it throws as the other sources do
  async suspend(pid: Pid): Promise<void> {
    sys.suspend(this.#system, pid);
  }

  /** Lets a process go on. */
  // deno-lint-ignore require-await -- so that it throws as the other sources do
  async resume(pid: Pid): Promise<void> {
    sys.resume(this.#system, pid);
  }

  /** Tells a server something. */
  // deno-lint-ignore require-await -- so that it throws as the other sources do
  async cast(pid: Pid, kind: string): Promise<void> {
    const info = this.#system.isAlive(pid) ? processInfo(this.#system, pid) : undefined;
    if (info === undefined) throw new NoProcessError(`cast "${kind}" to`, pid);
    if (!info.casts.includes(kind)) throw new Error(`Cannot cast "${kind}" to ${pid}: it does not know that kind`);
    ANY_SERVER.at(this.#system, pid).cast(kind);
  }

  /** Ends it: nothing is listened to or looked at any more. The System goes on. */
  [Symbol.dispose](): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#rest();
    this.#listeners.connection(this.connection);
    this.#listeners.clear();
  }

  #happened(event: LifecycleEvent): void {
    this.#listeners.event(event);
    this.#lookIn(Math.max(this.#soonMs, this.#lookedAt + this.#everyMs - this.#clock.now()));
  }

  #lookIn(delayMs: number): void {
    const atMs = this.#clock.now() + delayMs;
    if (this.#subscription === undefined || atMs === Infinity) return;
    if (this.#alarm !== undefined && this.#alarm.atMs <= atMs) return;
    this.#alarm?.cancel();
    const alarm = this.#clock.setAlarm(atMs, () => {
      this.#alarm = undefined;
      this.#lookIn(this.#refresh() ? this.#everyMs : this.#idleMs);
    });
    this.#alarm = { atMs, cancel: () => alarm.cancel() };
  }

  /** Looks, and tells whether anything was different. */
  #refresh(): boolean {
    this.#lookedAt = this.#clock.now();
    const patch = diffForest(this.#store.flat, flatten(supervisionTree(this.#system)));
    if (patch === undefined) return false;
    this.#listeners.forest(this.#store.apply(patch), patch);
    return true;
  }

  #rest(): void {
    this.#subscription?.unsubscribe();
    this.#subscription = undefined;
    this.#alarm?.cancel();
    this.#alarm = undefined;
  }
}

function showMessage({ form, kind, message }: MessageInfo): ShownMessage {
  return { form, kind, text: showValue(message, { pretty: false, length: 500 }) };
}
