/**
 * Record and replay: the traffic of a live System goes to a file of lines, and is replayed in virtual time against the same
 * code or changed code, up to the first difference.
 *
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer, System } from "@superlearner/otp";
 * import { record, replay } from "@superlearner/supertester/recording";
 *
 * const till = (vat: number) =>
 *   GenServer.define({
 *     name: "Till",
 *     init: () => ({ total: 0 }),
 *     calls: { total: (state) => [state.total, state] },
 *     casts: { sell: ({ total }, price: number) => ({ total: total + price * (1 + vat) }) },
 *   });
 *
 * await using system = new System();
 * const shop = await system.start(till(0.5), { name: "till" });
 * const recording = record(system);
 * shop.cast("sell", 10);
 * await shop.call("total");
 * const text = recording.stop();
 *
 * const same = await replay(text, { start: (system) => system.start(till(0.5), { name: "till" }) });
 * assertEquals(same.divergence, undefined);
 *
 * const changed = await replay(text, { start: (system) => system.start(till(1), { name: "till" }) });
 * assertEquals(changed.divergence?.what, "state");
 * assertEquals([changed.divergence?.expected, changed.divergence?.actual], [{ total: 15 }, { total: 20 }]);
 * ```
 *
 * **What is recorded**: of each server (GenServer, Agent, state machine) its state when it is first seen at work, then all
 * that it is told, answers and becomes. Values keep their kind: dates, big integers, maps, sets, cycles, typed arrays and errors
 * come back as they were; what cannot be written (a function, an object of a class) is said to be missing, and a replay of
 * that server is refused. Secrets are redacted before anything is written.
 *
 * **What is replayed**: only what came from outside, at its time; what servers tell each other, and their timers, come about
 * again by themselves. So a replay is that of a whole: start all that was at work. Servers are known by their names; one
 * without by its module and place in the order.
 *
 * **Limits**: where several servers raced in the recorded run, a replay takes them in the order of what came in. What a server
 * asks of the world outside is not recorded: bring it in through messages.
 *
 * @module
 */
export { type Divergence, DivergenceError, replay, type ReplayOptions, type ReplayReport } from "./replay.ts";
export { record, type Recorder, type RecordOptions } from "./record.ts";
export {
  type GapLine,
  type HeadLine,
  type InLine,
  type OutLine,
  readRecording,
  type RecordedLine,
  RecordingError,
  type ServerLine,
} from "./recording.ts";
