import { ArgumentError, type Pid, type ProcessName, type System } from "@superlearner/otp";
import { Chronicle } from "../chronicle/chronicle.ts";
import { isTelling } from "../presenting/event_text.ts";
import { checkTimeout, type TimeoutOptions } from "./deadline.ts";
import { WaitError } from "./wait_error.ts";
import { waitUntil } from "./wait_until.ts";

/** How a name is waited for. */
export interface NamedOptions extends TimeoutOptions {
  /** Who may not be it: the process that had the name before. @default anybody may */
  not?: Pid;
}

/**
 * Waits until somebody has a name, and gives the pid.
 *
 * @throws {WaitError} If nobody takes it.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { System } from "@superlearner/otp";
 * import { named } from "@superlearner/supertester";
 *
 * await using system = new System();
 * const waiting = named(system, "worker");
 * const pid = system.spawn(() => new Promise(() => {}), { name: "worker" });
 * assertEquals(await waiting, pid);
 * ```
 */
export async function named(system: System, name: ProcessName, options: NamedOptions = {}): Promise<Pid> {
  const timeoutMs = checkTimeout("wait for a name", options);
  if (typeof system?.whereis !== "function") {
    throw new ArgumentError("wait for a name", { rule: "the first argument is a System", value: system });
  }
  const text = typeof name === "string" ? name : String(name?.key);
  return await waitUntil<Pid>(system, {
    timeoutMs,
    above: named,
    look: () => {
      const pid = system.whereis(name);
      return pid === undefined || pid === options.not ? undefined : { value: pid };
    },
    expired: () =>
      new WaitError(`somebody to have the name ${text}`, {
        timeoutMs,
        found: system.names.length === 0 ? "nobody has a name" : `there are ${system.names.slice(0, 20).join(", ")}`,
        events: Chronicle.of(system).events().filter(isTelling).slice(-10),
      }),
  });
}
