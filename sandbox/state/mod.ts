/**
 * What processes know, kept and carried over: schemas with versions, export and import, snapshots.
 *
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer, System } from "@superlearner/otp";
 * import { exportState, importState, Snapshots, StateSchema, systemStates } from "@superlearner/sandbox/state";
 *
 * const cart = new StateSchema({
 *   versions: {
 *     1: { items: { type: "array", items: { type: "string" } } },
 *     2: { items: { type: "map", items: { type: "integer" } } },
 *   },
 *   steps: [{
 *     from: 1,
 *     to: 2,
 *     migrate: ({ items }) => ({ items: new Map((items as string[]).map((name) => [name, 1])) }),
 *   }],
 * });
 * const snapshots = new Snapshots(await Deno.makeTempDir());
 *
 * {
 *   await using system = new System();
 *   await system.start(GenServer.define({ name: "Cart", init: () => ({ items: ["tea"] }) }), { name: "cart" });
 *   await snapshots.save(await exportState(systemStates(system), { version: 1, schemas: { cart } }));
 * }
 * // later, after a crash, with newer code
 * await using system = new System();
 * await system.start(GenServer.define({ name: "Cart", init: () => ({ items: new Map() }) }), { name: "cart" });
 * const { state } = await snapshots.latest("system");
 * await importState(systemStates(system), state, { version: 2, schemas: { cart } });
 * assertEquals(await systemStates(system).getState("cart"), { items: new Map([["tea", 1]]) });
 * ```
 *
 * **Schemas** say what a state is in each version: fields, which must be there, defaults, what is in objects, arrays, maps and
 * sets. Steps lead from a version to another, up or down; the shortest way is taken, each step works on a copy and is checked.
 * Steps are code of the host: what a guest brings for its own state runs in its sandbox.
 *
 * **Import** changes all processes or none: everything is migrated and checked before the first takes its state, and where one
 * does not take it, the others take back what they had.
 *
 * **Snapshots** are written under another name, handed to the disk and renamed, with a checksum; the newest that is whole is
 * found after a crash. Kept are all values that can cross a wall: dates, big integers, maps, sets, bytes, errors; no functions.
 *
 * **Limits**: each state is taken between two messages of its process, but they are not of one moment among each other while
 * messages are under way. A snapshot of the last moment before the machine lost power may be the one before.
 *
 * @module
 */

export { type MigrateOptions, type MigrationStep, StateSchema, type StateSchemaSpec } from "./state_schema.ts";
export type { Field, Fields, FieldType } from "./fields.ts";
export type { FieldChange, FieldChanges } from "./field_changes.ts";
export { StateError, type StateFailure, type StateProblem } from "./state_error.ts";
export {
  type ExportedState,
  exportState,
  type ExportStateOptions,
  importState,
  type ImportStateOptions,
  type StateHolder,
  type StateSchemas,
} from "./exported_state.ts";
export { systemStates, type SystemStatesOptions } from "./system_states.ts";
export { describeState, inspectState, type StateFacts } from "./describe_state.ts";
export { type LatestSnapshot, type SnapshotInfo, Snapshots, type SnapshotsOptions } from "./snapshots.ts";
export { snapshotEvery, type SnapshotEveryOptions } from "./snapshot_every.ts";
