/**
 * Processes in workers and subprocesses: their own thread or program, their own rights, and an end that comes from outside.
 *
 * What a definition does stays the same; where it runs is said when it is placed. Whoever calls, casts, links, monitors or
 * supervises does so as ever.
 *
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Supervisor, System } from "@superlearner/otp";
 * import { placed } from "@superlearner/otp/workers";
 * import { Primes } from "./testdata/primes.ts";
 *
 * const FarPrimes = placed(Primes, {
 *   placement: "worker",
 *   module: new URL("./testdata/primes.ts", import.meta.url),
 *   permissions: "none",
 *   maxTurnMs: 1000,
 * });
 *
 * await using system = new System();
 * await system.start(Supervisor.define({ children: [FarPrimes.child({ name: "primes" })] }));
 * assertEquals(await system.whereis(FarPrimes, "primes").call("below", 1000), 168);
 * ```
 *
 * ## When
 *
 * For work that keeps a core busy ({@linkcode WorkerPool} uses all of them), for code that may hang, and for code that is
 * to be allowed less than the program. Not for what mostly waits: a local process costs a thousandth, and a call to it
 * is a hundred times as quick. Not for hostile code: a worker shares the memory of the program.
 *
 * | | local | `"worker"` | `"process"` |
 * | --- | --- | --- | --- |
 * | start | microseconds | 40 ms | 55 ms |
 * | a call and its reply | 1 µs | 0.15 ms | 0.4 ms |
 * | memory | below 1 KB | 12 MB | a program's own, 60 MB |
 * | buffers can be moved | they are shared | yes | no, copied |
 * | streams, ports | they are shared | moved by `transfer` | refused, as blobs and keys are |
 * | a loop in a handler, `init` | holds everything up | dies of `turn_limit` | dies of `turn_limit` |
 * | a loop after an `await` | holds everything up | dies; its thread cannot be stopped | dies, and is killed |
 * | runs out of memory | ends the program | ends the program | ends it alone |
 *
 * (Measured with Deno 2.9.6 on Linux, 2 busy cores; yours differ. `deno test` checks the types of each module that is placed in a
 * worker, once, which takes seconds.)
 *
 * ## What it dies of
 *
 * `"turn_limit"`, when one message or `init` took longer than `maxTurnMs` (it is stopped where it is, as
 * `@superlearner/otp/preemption` does it), or the place gave no sign of life; `{ module_not_loaded }` with the error;
 * `"worker_exited"` when a worker left by itself (`self.close()`, `Deno.exit()`),
 * `{ exit_status }` or `{ exit_signal }` of a subprocess; `{ error: { name: "NotCapable", … } }` for what it may not do; any
 * error that nobody caught there. All arrive within milliseconds, by links, monitors and the calls under way; with its
 * end the place is gone, and a supervisor makes a new one.
 *
 * What a placed process has started there is as anywhere: a child that spins dies of `turn_limit` alone, and the placed
 * supervisor starts it again. Loading a module is limited by the `timeoutMs` of the start, and by nothing else.
 *
 * Where a worker's thread could not be stopped that is the event `worker.unstoppable` and a warning: `terminate()` does not end
 * a loop in this Deno. It keeps a core busy, and the program then ends by `Deno.exit` only. Where that must not be, place it
 * in a process.
 *
 * ## What has to hold
 *
 * - The module exports the definition. It is loaded with the rights of the program, and evaluated with its own; what it
 *   imports by a computed name needs the right to be read.
 * - Rights of a worker are Deno's `--unstable-worker-options` (or `"unstable": ["worker-options"]` in `deno.json`), and never
 *   more than the program's; to start a subprocess takes the right to run.
 * - Messages are what `structuredClone` takes; pids in them go on to mean the same process; `transfer` of
 *   `@superlearner/otp/remote` moves buffers and streams instead of copying them. What is sent while a `"copy"` System
 *   clones first is copied.
 * - A ref to a placed supervisor can ask and stop, but not `startChild`: functions do not cross the wall.
 * - A placed process can talk to any process whose pid it was given, also one of another place, by way of this program.
 * - Time inside is the machine's: a simulation does not reach into a worker.
 *
 * @module
 */

export { noteUnstoppable, type UnstoppableWorker, unstoppableWorkers } from "./unstoppable.ts";
export { placed, PlacedDefinition } from "./placed.ts";
export type { PlaceOptions } from "./place_options.ts";
export type { PermissionList, Permissions, Right } from "./permissions.ts";
export { WorkerPool, WorkerPoolDefinition, WorkerPoolRef, type WorkerPoolSpec } from "./worker_pool.ts";
