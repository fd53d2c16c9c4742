import { ArgumentError, isPid, type Pid, type ProcessName, type ProcessRef, type System } from "@superlearner/otp";

/** Who is meant: a ref, or whatever else has the same shape. */
export type Target = ProcessRef;

/** Refuses what is no ref. */
export function checkTarget(action: string, target: Target): Target {
  if (typeof target === "object" && target !== null && typeof target.system?.isAlive === "function") return target;
  throw new ArgumentError(action, { rule: "it is a ref, as System.start gives one", value: target });
}

/** The pid of a target: of the one that is alive, or of the dead one that a ref by pid means. */
export function pidOf(target: Target): Pid | undefined {
  const { pid } = target;
  if (pid !== undefined) return pid;
  const text = target.toString();
  return isPid(text) ? text : undefined;
}

/**
 * A process of any kind by pid or name, to be waited for and looked at.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { System } from "@superlearner/otp";
 * import { processRef } from "@superlearner/supertester";
 *
 * await using system = new System();
 * system.spawn(() => new Promise(() => {}), { name: "worker" });
 * assertEquals(processRef(system, "worker").alive, true);
 * ```
 */
export function processRef(system: System, to: Pid | ProcessName): ProcessRef {
  const find = (): Pid | undefined => isPid(to) ? (system.isAlive(to) ? to : undefined) : system.whereis(to);
  return {
    system,
    get pid() {
      return find();
    },
    get alive() {
      return find() !== undefined;
    },
    toString: () => typeof to === "string" ? to : `${to.via}:${String(to.key)}`,
  };
}
