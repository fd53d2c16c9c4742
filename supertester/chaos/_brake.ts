import { type Pid, sys, type System } from "@superlearner/otp";

const brakes = new WeakMap<System, Map<Pid, number>>();

/** Holds a process between two messages, until all who hold it have let go: one who does must not free it from another. */
export function holdProcess(system: System, pid: Pid): Disposable {
  const holds = brakes.get(system) ?? new Map<Pid, number>();
  brakes.set(system, holds);
  holds.set(pid, (holds.get(pid) ?? 0) + 1);
  sys.suspend(system, pid);
  let holding = true;
  return {
    [Symbol.dispose]() {
      if (!holding) return;
      holding = false;
      const left = holds.get(pid)! - 1;
      if (left > 0) return void holds.set(pid, left);
      holds.delete(pid);
      if (system.isAlive(pid)) sys.resume(system, pid);
    },
  };
}
