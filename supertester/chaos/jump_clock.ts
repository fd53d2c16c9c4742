import { ArgumentError, type Clock, type System } from "@superlearner/otp";
import { tellFault } from "./_signals.ts";

/** A clock that can jump, as that of a simulation. */
interface JumpingClock extends Clock {
  jump(ms: number): void;
}

/**
 * Lets the clock of a System in virtual time jump: forward, as after a sleep of the machine, so that what was due meanwhile
 * is late; or, by less than 0, the time for people back, as when somebody sets a watch. System time never goes back.
 *
 * @throws {ArgumentError} If the clock cannot jump, as that of the machine, or the milliseconds are no finite number.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { isolated, jumpClock } from "@superlearner/supertester";
 *
 * Deno.test("an hour is gone", isolated(async (t) => {
 *   const me = t.attach();
 *   me.sendAfter(me.pid, "tea", { delayMs: 1000 });
 *   jumpClock(t.system, 3_600_000);
 *   assertEquals(await me.receive(), "tea");
 *   assertEquals(t.system.now(), 3_600_000);
 * }, { clock: "virtual" }));
 * ```
 */
export function jumpClock(system: System, ms: number): void {
  const clock: Partial<JumpingClock> | undefined = system?.clock;
  if (typeof clock?.jump !== "function") {
    throw new ArgumentError("let a clock jump", { rule: "it is a System in virtual time", value: clock ?? system });
  }
  clock.jump(ms);
  tellFault(system, { event: "fault", pid: "<0.0.0>", reason: `clock jumps by ${ms} ms` });
}
