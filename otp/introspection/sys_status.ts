import { nameText, type ProcessName } from "../processes/via.ts";
import { NoProcessError } from "../processes/errors.ts";
import { type Host, runtimeOf } from "../processes/host.ts";
import { type Pid, ROOT_PID } from "../processes/pid.ts";
import { unshared } from "../processes/message_policy.ts";
import { presentable } from "../processes/status_parts.ts";
import { DEAD } from "../processes/process.ts";
import { findProcess, visibleState } from "./process_info.ts";
import { installedOn } from "./sys_install.ts";
import { logOf } from "./sys_log.ts";
import { Counter } from "./sys_statistics.ts";

/** What is switched on for a process. */
export interface DebugStatus {
  /** How many traces run. */
  readonly traces: number;
  /** How many entries its log keeps; `undefined` where the log is off. */
  readonly logLimit: number | undefined;
  /** Whether its statistics are on. */
  readonly statistics: boolean;
  /** The ids of its debug functions. */
  readonly functions: readonly string[];
}

/** The status of a server, as Erlang's `sys:get_status` gives it. */
export interface ServerStatus {
  /** Who. */
  readonly pid: Pid;
  /** Its registered name. */
  readonly name: string | undefined;
  /** `"GenServer"`, `"Supervisor"`, … */
  readonly behaviour: string;
  /** The user's module. */
  readonly module: string;
  /** The version of the definition it runs. */
  readonly version: string | number | undefined;
  /** Whether it takes messages; `dead`, of one of the last that crashed. */
  readonly status: "running" | "suspended" | "dead";
  /** Who started it; `<0.0.0>` for code outside any process. */
  readonly parent: Pid;
  /** Its state between two messages, as `formatStatus` shows it. */
  readonly state: unknown;
  /** The message it is handling, as `formatStatus` shows it; `undefined` between two messages. */
  readonly message: unknown;
  /** Messages that wait. */
  readonly mailboxLength: number;
  /** What is switched on for it. */
  readonly debug: DebugStatus;
}

/** The status of a server, read without its help. */
export function getStatus(host: Host, to: Pid | ProcessName): ServerStatus {
  const process = runtimeOf(host).find(to) ?? findProcess(host, to as Pid);
  if (process === undefined) throw new NoProcessError("read the status of", nameText(to));
  const { pid, name, behaviour, parent, debug, current } = process;
  const parts = { state: visibleState(process), ...(current === null ? {} : { message: unshared(current.payload) }) };
  const { state, message } = presentable(process, parts);
  return {
    pid,
    name: name ?? undefined,
    behaviour: behaviour.name,
    module: behaviour.module,
    version: behaviour.version,
    status: process.phase === DEAD ? "dead" : process.suspended ? "suspended" : "running",
    parent: parent?.pid ?? ROOT_PID,
    state,
    message,
    mailboxLength: process.length,
    debug: {
      traces: debug?.traces ?? 0,
      logLimit: logOf(process)?.limit,
      statistics: debug?.observers.has(Counter) ?? false,
      functions: installedOn(process),
    },
  };
}
