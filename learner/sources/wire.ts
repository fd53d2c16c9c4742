import type { ForestPatch } from "./forest_patch.ts";

/** How often a server says that it is still there, in milliseconds, where it has nothing else to say. */
export const HEARTBEAT_MS = 10_000;

/**
 * The first message on a line, and the first after a gap: all there is. On the line it is the event `snapshot`; then
 * follow `happened` (a lifecycle event, with its number as id) and `patch` (a change of the forest).
 */
export interface SnapshotMessage {
  /** From System time to milliseconds since 1970. */
  readonly clockOffset: number;
  /** Whether all events since the last one the viewer had seen will follow, or have been sent. */
  readonly resumed: boolean;
  /** The whole forest. */
  readonly patch: ForestPatch;
}
