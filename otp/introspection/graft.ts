import { ArgumentError } from "../argument_error.ts";
import { type Host, runtimeOf } from "../processes/host.ts";
import type { Pid } from "../processes/pid.ts";
import type { Runtime } from "../processes/runtime.ts";
import type { ProcessInfo } from "./process_info.ts";
import type { TreeNode } from "./supervision_tree.ts";

/** That something is known from what another System has told, not from a look at it. */
export interface Told {
  /** When it was told, in time of this System: milliseconds. */
  readonly at: number;
  /** Whether the other System was asked again and did not answer in time. */
  readonly overdue: boolean;
}

/** What another System has told of itself last. Its pids are as this System writes them: `<node.N.0>`. */
export interface GraftReport extends Told {
  /** Its supervision trees. */
  readonly trees: readonly TreeNode[];
  /** Its processes. */
  readonly processes: readonly ProcessInfo[];
}

/** Where the tree of another System comes from. */
export interface GraftSource {
  /** The name of that System, as its pids have it. */
  readonly node: string;
  /** How it is reached, for people: `"sandbox"`. */
  readonly kind: string;
  /** What it has told last; `undefined` before the first time. Whoever looks is waiting: it asks nobody. */
  report(): GraftReport | undefined;
}

/** A tree of another System that is shown in this one, until it is disposed of. */
export interface Graft extends Disposable {
  /** Tells the event stream that another report has come, and is different. */
  changed(): void;
}

/** What is grafted in each System, by the process it hangs below. */
const grafts = new WeakMap<Runtime, Map<Pid, GraftSource>>();

/**
 * Shows the processes of another System below a process of this one, wherever this System is looked at: in
 * `supervisionTree`, `listProcesses` and `processInfo`. They are shown as they were told last; what is shown so has `told`.
 * For packages that keep Systems on the other side of a wall.
 *
 * @throws {ArgumentError} If there is something below that process already.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer, graft, listProcesses, Supervisor, System } from "@superlearner/otp";
 *
 * const Keeper = GenServer.define({ name: "Keeper", init: () => 0 });
 * await using far = new System();
 * far.spawn(() => new Promise(() => {}), { name: "worker" });
 * const processes = listProcesses(far).map((info) => ({ ...info, pid: "<far.1.0>" as const }));
 *
 * await using system = new System();
 * const keeper = await system.start(Keeper);
 * using _graft = graft(system, keeper.pid!, {
 *   node: "far",
 *   kind: "example",
 *   report: () => ({ at: system.now(), overdue: false, trees: [], processes }),
 * });
 * assertEquals(listProcesses(system).map(({ pid, name }) => [pid, name]), [["<0.1.0>", undefined], ["<far.1.0>", "worker"]]);
 * ```
 */
export function graft(host: Host, below: Pid, source: GraftSource): Graft {
  const runtime = runtimeOf(host);
  let known = grafts.get(runtime);
  if (known === undefined) grafts.set(runtime, known = new Map());
  if (known.has(below)) {
    throw new ArgumentError("show another System", { rule: "nothing hangs below the process yet", value: below });
  }
  const mine = known;
  mine.set(below, source);
  return {
    changed() {
      const { events } = runtime;
      if (!events.active || mine.get(below) !== source) return;
      const processes = source.report()?.processes.length ?? 0;
      events.emit({ type: "graft.changed", pid: below, node: source.node, processes });
    },
    [Symbol.dispose]() {
      if (mine.get(below) === source) mine.delete(below);
    },
  };
}

/** A report, and where it belongs. */
export interface Grafted {
  readonly below: Pid;
  readonly source: GraftSource;
  readonly report: GraftReport;
}

/** What is below one process. */
export function graftedBelow(runtime: Runtime, below: Pid): Grafted | undefined {
  const source = grafts.get(runtime)?.get(below);
  const report = source?.report();
  return source === undefined || report === undefined ? undefined : { below, source, report };
}

/** All that is below living processes. */
export function graftedIn(runtime: Runtime): Grafted[] {
  const known = grafts.get(runtime);
  if (known === undefined) return [];
  return [...known.keys()].filter((below) => runtime.processes.has(below)).flatMap((below) =>
    graftedBelow(runtime, below) ?? []
  );
}
