import { type ExitReason, formatReason, type Pid, type System } from "@superlearner/otp";

/** What the chaos does to a process. */
export interface Strike {
  /** Whom. */
  readonly pid: Pid;
  /** What it dies of, if it dies of that: the reason as text. */
  readonly text: string;
  /** Whether a signal was sent; else it is to fail by itself, and may not. */
  readonly sent: boolean;
}

/** A fault is on, or was taken off. */
export interface FaultNote {
  /** Which of both. */
  readonly event: "fault" | "heal";
  /** Whom it befalls; `<0.0.0>` where that is nobody in particular. */
  readonly pid: string;
  /** What it is. */
  readonly reason: string;
}

type Listener = (told: Strike | FaultNote) => void;

const listeners = new WeakMap<System, Set<Listener>>();

/** Hears of all that chaos does in a System, whichever part of it: whoever counts must know its own. */
export function listenToChaos(system: System, listener: Listener): Disposable {
  const all = listeners.get(system) ?? new Set();
  listeners.set(system, all.add(listener));
  return { [Symbol.dispose]: () => void all.delete(listener) };
}

/** Sends an exit signal on behalf of the chaos. */
export function strike(system: System, { pid, reason }: { pid: Pid; reason: ExitReason }): void {
  tell(system, { pid, text: formatReason(reason === "kill" ? "killed" : reason), sent: true });
  system.exit(pid, reason);
}

/** Says that a process is about to fail because of the chaos. */
export function tellFailure(system: System, { pid, text }: { pid: Pid; text: string }): void {
  tell(system, { pid, text, sent: false });
}

/** Says that a fault is on, or was taken off. */
export function tellFault(system: System, note: FaultNote): void {
  tell(system, note);
}

function tell(system: System, told: Strike | FaultNote): void {
  for (const listener of listeners.get(system) ?? []) listener(told);
}
