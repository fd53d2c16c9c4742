import type { ExitReason } from "@superlearner/otp";
import { Chronicle } from "../chronicle/chronicle.ts";
import { isTelling } from "../presenting/event_text.ts";
import { called } from "./called.ts";
import { checkTimeout, type TimeoutOptions } from "./deadline.ts";
import { checkTarget, pidOf, type Target } from "./target.ts";
import { WaitError } from "./wait_error.ts";
import { waitUntil } from "./wait_until.ts";

/**
 * Waits until a process is dead, and gives what it died of. One that is dead already is not waited for: its reason if that
 * was seen, which it is from the first wait or assertion of a System on, else `"noproc"`. By name, whoever has the name now
 * is meant.
 *
 * @throws {WaitError} If it lives on.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { System } from "@superlearner/otp";
 * import { exited, processRef } from "@superlearner/supertester";
 *
 * await using system = new System();
 * const worker = processRef(system, system.spawn(async (self) => void await self.receive()));
 * const end = exited(worker);
 * system.send(worker.pid!, "go on");
 * assertEquals(await end, "normal");
 * ```
 */
export async function exited(target: Target, options: TimeoutOptions = {}): Promise<ExitReason> {
  const timeoutMs = checkTimeout("wait for an exit", options);
  const { system } = checkTarget("wait for an exit", target);
  const chronicle = Chronicle.of(system);
  const pid = pidOf(target);
  if (pid === undefined) return "noproc";
  return await waitUntil<ExitReason>(system, {
    timeoutMs,
    above: exited,
    look: () => system.isAlive(pid) ? undefined : { value: chronicle.exitOf(pid)?.reason ?? "noproc" },
    expired: () =>
      new WaitError(`${called(target)} to exit`, {
        timeoutMs,
        events: chronicle.events(pid).filter(isTelling).slice(-10),
      }),
  });
}
