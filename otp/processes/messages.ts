import type { ExitReason } from "./exit_reason.ts";
import type { Pid, Ref } from "./pid.ts";

/** What a monitor sends when the watched process is gone; Erlang's `{'DOWN', Ref, process, Pid, Reason}`. */
export interface Down {
  /** `"DOWN"`, or the `tag` the monitor was made with. */
  readonly type: "DOWN";
  /** The monitor. */
  readonly ref: Ref;
  /** Who is gone: the pid that was watched, or the plain name. */
  readonly pid: Pid | string;
  /** Why; `"noproc"` if it was not alive when the monitor was set. */
  readonly reason: ExitReason;
}

/** An exit signal that reached a process which traps exits; Erlang's `{'EXIT', Pid, Reason}`. */
export interface ExitMessage {
  /** Discriminant. */
  readonly type: "EXIT";
  /** Whose exit, or who sent the signal. */
  readonly pid: Pid;
  /** Why. */
  readonly reason: ExitReason;
}

/** What a timer made by `startTimer` sends; Erlang's `{timeout, Ref, Message}`. */
export interface TimerMessage<Message = unknown> {
  /** Discriminant. */
  readonly type: "timeout";
  /** The timer. */
  readonly ref: Ref;
  /** What it was asked to send. */
  readonly message: Message;
}

/** What a GenServer's own time-out gives to `handleInfo`. */
export interface IdleTimeout {
  /** Discriminant. */
  readonly type: "timeout";
}
