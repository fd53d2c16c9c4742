import type { ProcessName } from "../processes/via.ts";
import type { LogEntry } from "../processes/debug.ts";
import type { ExitReason } from "../processes/exit_reason.ts";
import type { Host } from "../processes/host.ts";
import type { Pid } from "../processes/pid.ts";
import type { SysOptions } from "./sys_request.ts";
import {
  changeCode,
  type ChangeCodeOptions,
  changeStarts,
  type ChangeStartsOptions,
  prepareCode,
  type PrepareCodeOptions,
  type PreparedCode,
  runs,
} from "./sys_code.ts";
import { resume, suspend, terminate, type Trace, trace } from "./sys_control.ts";
import { type DebugFunction, install, noDebug, remove } from "./sys_install.ts";
import { log, type LogControl, type LogReading } from "./sys_log.ts";
import { awaitState, getState, replaceState, type ReplaceStateOptions, sync } from "./sys_state.ts";
import { type Statistics, statistics, type StatisticsControl, type StatisticsReading } from "./sys_statistics.ts";
import { getStatus, type ServerStatus } from "./sys_status.ts";

/**
 * Looking into processes and taking hold of them, as Erlang's `sys` does: state, status, suspension, code change, traces,
 * logs, statistics and debug functions. For people and tools; a program that needs it to work is better written without.
 *
 * What only looks (`getState`, `getStatus`, `log`, `statistics`) and what only switches (`suspend`, `resume`, `trace`,
 * `install`) acts at once and without the process's help, so a stuck one answers as well. What changes a server
 * (`replaceState`, `changeCode`), and `awaitState`, has its turn behind the messages that are there, as in Erlang, and
 * gives up after `timeoutMs`; of a suspended server, at once. While nothing is switched on, a message pays nothing for any
 * of it.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer, sys, System } from "@superlearner/otp";
 *
 * const Counter = GenServer.define({
 *   name: "Counter",
 *   version: 1,
 *   init: () => 0,
 *   casts: { add: (count, n: number) => count + n },
 * });
 * const Named = GenServer.define({
 *   name: "Counter",
 *   version: 2,
 *   init: () => ({ count: 0, name: "" }),
 *   casts: { add: (state, n: number) => ({ ...state, count: state.count + n }) },
 *   codeChange: (_oldVersion, count: number, name: string) => ({ count, name }),
 * });
 *
 * await using system = new System();
 * const counter = await system.start(Counter, { name: "counter" });
 * counter.cast("add", 2);
 * assertEquals(await sys.awaitState(system, "counter"), 2);
 *
 * sys.suspend(system, "counter");
 * await sys.changeCode(system, "counter", { definition: Named, extra: "ada" });
 * sys.resume(system, "counter");
 * counter.cast("add", 1);
 * assertEquals(await sys.awaitState(system, "counter"), { count: 3, name: "ada" });
 * ```
 */
export const sys: {
  /**
   * The state of a server between two messages: what its last finished handler gave. Read without its help, so a stuck or
   * crashed server shows it as well.
   *
   * @throws {NoProcessError} If nobody is there, and it is none of the last that crashed.
   * @throws {ArgumentError} If it runs elsewhere, where its state is.
   */
  getState(host: Host, to: Pid | ProcessName): unknown;
  /**
   * The state of a server when it is done with the messages it has by now, as Erlang's `sys:get_state` gives it: what was
   * sent before is in it.
   *
   * @throws {CallError} `"timeout"` if that takes too long.
   * @throws {NoProcessError} If nobody is alive there, or it dies first.
   */
  awaitState(host: Host, to: Pid | ProcessName, options?: SysOptions): Promise<unknown>;
  /**
   * Comes back when a server is done with the messages it has by now, and with what they made it continue with. Any
   * server: a supervisor or a Registry as well.
   *
   * @throws {CallError} `"timeout"` if that takes too long.
   * @throws {NoProcessError} If nobody is alive there, or it dies first.
   * @throws {ArgumentError} If it is a function, which takes messages when it likes, or runs elsewhere.
   */
  sync(host: Host, to: Pid | ProcessName, options?: SysOptions): Promise<void>;
  /**
   * Replaces the state of a server by what a function makes of it, and gives that: behind the messages that are there,
   * between two of them. What the function throws is thrown, and the state stays.
   *
   * @throws {NoProcessError} If nobody is alive there, or it dies first.
   * @throws {ArgumentError} If it has no state of its own to be replaced: a function, a supervisor.
   * @throws {CallError} `"timeout"` if its turn does not come in time.
   */
  replaceState<State>(
    host: Host,
    to: Pid | ProcessName,
    how: ((state: State) => State) | ReplaceStateOptions<State>,
  ): Promise<State>;
  /**
   * The status of a server: who, module, running or suspended, parent, state as `formatStatus` shows it.
   *
   * @throws {NoProcessError} If nobody is there, and it is none of the last that crashed.
   */
  getStatus(host: Host, to: Pid | ProcessName): ServerStatus;
  /**
   * Lets a process finish its message and then wait: its mailbox fills, and it can still be inspected and changed. It
   * still ends when its parent, `stop` or `terminate` tell it to.
   */
  suspend(host: Host, to: Pid | ProcessName): void;
  /** Lets a suspended process go on, with the messages that have come in their order. */
  resume(host: Host, to: Pid | ProcessName): void;
  /**
   * Makes a suspended server run another definition: its `codeChange` makes the new state, and both are exchanged
   * together; from the next message on the new handlers are used. Where `codeChange` fails, its error is thrown, and state
   * and code stay. Other running processes stay as they are; what is started from the old definition later, restarts by a
   * supervisor included, runs the new one unless `forStarts` is false. Refs, closures and types held elsewhere are those
   * of the old definition; `self.trapExit` stays what it is.
   *
   * @throws {ArgumentError} If it is not suspended, or the definition is not of its behaviour.
   * @throws {NoProcessError} If nobody is alive there, or it dies meanwhile.
   */
  changeCode(host: Host, to: Pid | ProcessName, options: ChangeCodeOptions): Promise<void>;
  /**
   * The first half of `changeCode`: makes the new state and changes nothing, so that several servers are changed together or
   * none. Stays valid as long as the server is suspended. A `codeChange` that takes longer than `timeoutMs` is dropped: the
   * server is as it was, and can be resumed.
   *
   * @throws {ArgumentError} If it is not suspended, or the definition is not of its behaviour.
   * @throws {NoProcessError} If nobody is alive there, or it dies meanwhile.
   */
  prepareCode(host: Host, to: Pid | ProcessName, options: PrepareCodeOptions): Promise<PreparedCode>;
  /**
   * What this System starts from one definition from now on, restarts by a supervisor included, runs another one: what
   * `changeCode` does by the way, for a definition of which no process is there.
   *
   * @throws {ArgumentError} If they are not definitions of the same behaviour, that of a server, an agent or a state machine.
   */
  changeStarts(host: Host, options: ChangeStartsOptions): void;
  /**
   * Whether a process runs this very definition by now; another one of the same name is another one.
   *
   * @throws {NoProcessError} If nobody is alive there.
   */
  runs(host: Host, to: Pid | ProcessName, definition: object): boolean;
  /**
   * Tells a server to end with a reason, behind the messages it has; a suspended one at once. Does not wait for it:
   * `ServerRef.stop` does.
   *
   * @throws {ArgumentError} If it is a function, which takes exit signals only.
   */
  terminate(host: Host, to: Pid | ProcessName, reason: ExitReason): void;
  /**
   * Traces a process: its messages become events, received, taken, sent, replied and handled with the new state, until
   * the trace is stopped. The events are read from the System's stream.
   *
   * @throws {NoProcessError} If nobody is alive there.
   */
  trace(host: Host, to: Pid | ProcessName): Trace;
  /**
   * The last things a process did while its log was on, oldest first: `in`, `out`, `reply`, `state`, all as `formatStatus`
   * shows them. When the process crashes its report has them as well.
   */
  log(host: Host, to: Pid | ProcessName, how: LogReading): LogEntry[];
  /**
   * Switches the log of a process: `"on"` keeps 10 entries, `{ limit }` as many, `"off"` none; `"print"` writes them to
   * the System's logger.
   */
  log(host: Host, to: Pid | ProcessName, how: LogControl): void;
  /** What a process did since statistics were switched on; `"no_statistics"` where they are off. */
  statistics(host: Host, to: Pid | ProcessName, how: StatisticsReading): Statistics | "no_statistics";
  /** Switches statistics of a process; `"on"` again goes on counting. */
  statistics(host: Host, to: Pid | ProcessName, how: StatisticsControl): void;
  /**
   * Calls a function for each thing a process does, until it gives `"done"`, throws, or is removed; disposing of what is
   * given removes it.
   *
   * @throws {ArgumentError} If there is one of that id already.
   */
  install<State>(host: Host, to: Pid | ProcessName, debug: DebugFunction<State>): Disposable;
  /** Removes a debug function by its id; where there is none, nothing happens. */
  remove(host: Host, to: Pid | ProcessName, debug: Pick<DebugFunction<unknown>, "id">): void;
  /** Switches off log, statistics and debug functions of a process. A trace ends by whoever began it. */
  noDebug(host: Host, to: Pid | ProcessName): void;
} = {
  getState,
  awaitState,
  sync,
  replaceState,
  getStatus,
  suspend,
  resume,
  changeCode,
  prepareCode,
  changeStarts,
  runs,
  terminate,
  trace,
  log,
  statistics,
  install,
  remove,
  noDebug,
};
