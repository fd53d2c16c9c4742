/**
 * CPU profiles of what a test does, to be opened in Chrome's DevTools, VS Code or speedscope.
 *
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { hotspots, profile } from "@superlearner/supertester/profiling";
 *
 * const { result, profile: taken } = await profile(() => [3, 1, 2].toSorted());
 * assertEquals(result, [1, 2, 3]);
 * assertEquals(hotspots(taken, 5).length <= 5, true); // the functions that took most of the time
 * ```
 *
 * The profiler is V8's, in this isolate (`node:inspector`), so it needs no flag and no permission but the one to write the
 * file. Of workers and subprocesses it sees nothing, and in a simulation it shows what the code costs, not the virtual time
 * that it takes.
 *
 * @module
 */

export {
  type CallFrame,
  checkCpuProfile,
  type CpuProfile,
  type Hotspot,
  hotspots,
  type ProfileNode,
} from "./cpu_profile.ts";
export { profile, type Profiled, type ProfileOptions } from "./profile.ts";
