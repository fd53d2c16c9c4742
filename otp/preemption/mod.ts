/**
 * A handler that never comes back, and the rest of the program lives on. For Deno alone: the core knows nothing of it.
 *
 * JavaScript runs to completion: `for (;;);` in one handler, or a regular expression that never ends, and no process, no
 * timer and no request of the isolate has a turn any more. With this scheduler such a handler is stopped where it is. Its
 * process dies with the reason `turn_limit`, as if it had been killed; whoever is linked to it, watches it or waits for
 * its answer is told, and its supervisor starts it again.
 *
 * ```ts
 * import { assertEquals, assertRejects } from "@std/assert";
 * import { CallError, GenServer, silentLogger, Supervisor, System } from "@superlearner/otp";
 * import { preemptiveScheduler } from "@superlearner/otp/preemption";
 *
 * const Search = GenServer.define({
 *   name: "Search",
 *   init: () => ({ searches: 0 }),
 *   calls: {
 *     matches: ({ searches }, { pattern, text }: { pattern: string; text: string }) => [
 *       new RegExp(pattern).test(text), // may take for ever
 *       { searches: searches + 1 },
 *     ],
 *   },
 * });
 *
 * await using system = new System({ scheduler: preemptiveScheduler({ maxTurnMs: 50 }), logger: silentLogger });
 * await system.start(Supervisor.define({ children: [Search.child({ name: "search" })] }));
 * const search = system.whereis(Search, "search");
 * const restarted = new Promise((resolve) => system.events.subscribe(resolve, { types: ["child.restarted"] }));
 * const evil = { pattern: "^(a+)+$", text: "a".repeat(40) + "!" };
 * const error = await assertRejects(() => search.call("matches", evil), CallError);
 * assertEquals(error.reason, "turn_limit");
 * await restarted;
 * assertEquals(await search.call("matches", { pattern: "b", text: "abc" }), true);
 * ```
 *
 * **What holds**
 *
 * - A handler, an `init`, a supervisor's start function, the test of a `receive` and the first stretch of a spawned
 *   function end by themselves or are stopped. Not before `maxTurnMs`, and at the latest when twice that and a slice are
 *   over (with more than a second, when that, one second and a slice are).
 * - Each handler has that time for itself, however long those before it took.
 * - No `terminate`, `catch` or `finally` of stopped code runs: what does not come back is not asked to clean up. The crash
 *   report shows the message it was at, and the state before it, which is the last one that any handler gave.
 * - An `init` that is stopped is a start that failed with `turn_limit`; its supervisor goes on.
 * - The System is whole afterwards, wherever the stop struck: also in the middle of a `send`, a `spawn` or an `exit` of the
 *   handler. No other process, call, timer or event is lost, or comes twice.
 * - `process.preempted` tells of it on the event stream, before the `process.exited`.
 *
 * **What it costs.** Arming the limit takes about 10 µs for each run of turns, and for each `init`: nothing where many messages
 * are handled in a run, 10 µs more for a call that is alone in its turn of the event loop. Long runs are timed by a thread
 * of their own, which rests when nothing runs.
 *
 * **What differs with it.** Listeners of the event stream, loggers and abort signals hear of what happens in a run when the
 * run is over, in order, some milliseconds later. So they are never stopped, and their time is nobody's turn.
 *
 * **What it cannot do**
 *
 * - Code after an `await` runs outside any turn, and is not stopped. Nor is code that belongs to no process: an HTTP
 *   handler, a listener, a timer of your own.
 * - A browser has nothing to stop code with. There, and in a worker that is to be thrown away whole, use a worker.
 * - What was stopped in the middle of something of its own, or of a library's, leaves that as it is: what several
 *   processes share as an object can be torn. Share messages instead.
 * - It is no wall against malice: who wants to can take the memory of the whole program.
 * - A program that stands still for longer than `maxTurnMs`, or a second, at the very moment when a run ends can lose promises: the
 *   thread that stops code strikes too late then, and Deno (2.9.6) does not take that back. The System goes on, with a
 *   warning; of code outside, what was due at that moment is lost.
 * - Time is the clock's: a machine that stands still for longer than `maxTurnMs` in the middle of a message looks like a
 *   handler that does.
 *
 * @module
 */

export { type PreemptionOptions, preemptiveScheduler } from "./preemption.ts";
