import { type System, whenIdle } from "@superlearner/otp";

const settlers = new WeakMap<System, () => Promise<void>>();

/** Says how a System is waited for whose time is virtual. */
export function settleBy(system: System, settle: () => Promise<void>): void {
  settlers.set(system, settle);
}

/**
 * Waits until nothing is left to do in a System without time passing: no message waits, no handler is under way. In real
 * time a function that waits for something else than a message is not waited for.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer, System } from "@superlearner/otp";
 * import { settle } from "@superlearner/supertester";
 *
 * const lines: string[] = [];
 * const Log = GenServer.define({ name: "Log", init: () => 0, casts: { write: (n, line: string) => n + lines.push(line) } });
 * await using system = new System();
 * (await system.start(Log)).cast("write", "hello");
 * await settle(system);
 * assertEquals(lines, ["hello"]);
 * ```
 */
export function settle(system: System): Promise<void> {
  return settlers.get(system)?.() ?? whenIdle(system);
}
