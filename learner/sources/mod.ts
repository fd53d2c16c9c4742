/**
 * Where a widget's data comes from: a System in this page ({@linkcode LocalSource}), or one on a server
 * ({@linkcode RemoteSource}). Both keep one contract, {@linkcode Source}.
 *
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer, Supervisor, System } from "@superlearner/otp";
 * import { LocalSource } from "@superlearner/learner/sources";
 *
 * const Clerk = GenServer.define({ name: "Clerk", init: () => "free" });
 * await using system = new System();
 * await system.start(Supervisor.define({ name: "Office", children: [Clerk.child({ name: "anna" })] }), { name: "office" });
 *
 * using source: LocalSource = new LocalSource(system);
 * const [office] = source.forest;
 * const inspection = await source.inspect(office!.children[0]!.pid!);
 * assertEquals(inspection?.state, '"free"');
 * ```
 *
 * @module
 */

export {
  type CounterRow,
  diffForest,
  type FlatForest,
  type FlatNode,
  flatten,
  type ForestPatch,
  ForestStore,
  wholePatch,
} from "./forest_patch.ts";
export { LIFECYCLE, type LifecycleType } from "./lifecycle.ts";
export { LocalSource, type LocalSourceOptions } from "./local_source.ts";
export { RemoteSource, type RemoteSourceOptions } from "./remote_source.ts";
export { type ShowOptions, showValue } from "./show_value.ts";
export type {
  Connection,
  ConnectionStatus,
  Inspection,
  KillOptions,
  LifecycleEvent,
  ShownMessage,
  Source,
  SourceListener,
} from "./source.ts";
export { HEARTBEAT_MS, type SnapshotMessage } from "./wire.ts";
