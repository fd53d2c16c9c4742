import { ArgumentError, type ExitReason, type SystemEvent } from "@superlearner/otp";
import { Chronicle } from "../chronicle/chronicle.ts";
import { checkTarget, pidOf, type Target } from "../waiting/target.ts";
import { treeOf } from "../waiting/tree_ready.ts";
import { type ChaosFault, faultOf } from "./fault.ts";
import { checkCounts, checkOptions } from "./_options.ts";

/** Which starts fail. */
export interface FailStartsOptions {
  /** The id of the child. @default any */
  child?: string;
  /** The user's module of the child, for a DynamicSupervisor, whose new children have no id yet. @default any */
  module?: string;
  /** How many starts from now on. @default {1} */
  times?: number;
  /** What they fail with, as if `init` had. @default {"chaos"} */
  reason?: ExitReason;
}

/**
 * Lets the next starts of a supervisor's children fail, restarts included, as if their `init` had; until it is disposed of.
 * A restart that fails is tried again, and each try counts against the restart intensity.
 *
 * @throws {ArgumentError} If it is no ref, or an option is none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer, Supervisor } from "@superlearner/otp";
 * import { assertResilient, failStarts, isolated } from "@superlearner/supertester";
 *
 * const Till = GenServer.define({ name: "Till", init: () => 0 });
 * const Shop = Supervisor.define({ maxRestarts: 3, children: [Till.child({ id: "till", name: "till" })] });
 *
 * Deno.test("the till comes up at the third try", isolated(async (t) => {
 *   const shop = await t.start(Shop);
 *   using failing = failStarts(shop, { child: "till", times: 2 });
 *   t.system.exit("till", "kill");
 *   await assertResilient(shop);
 *   assertEquals(failing.struck, 2);
 * }));
 * ```
 */
export function failStarts(supervisor: Target, options: FailStartsOptions = {}): ChaosFault {
  const action = "let starts fail";
  checkOptions(action, { options, keys: ["child", "module", "times", "reason"] });
  const { child, module, times = 1, reason = "chaos" } = options;
  checkCounts(action, { times });
  const { system } = checkTarget(action, supervisor);
  if (system.preemptive) {
    throw new ArgumentError(action, { rule: "the System is not pre-emptive", value: "a pre-emptive one" });
  }
  if (reason === "normal") throw new ArgumentError(action, { rule: "the reason is that of a failure", value: reason });
  let struck = 0;
  const isMeant = (event: SystemEvent & { type: "process.started" }) => {
    const pid = pidOf(supervisor);
    if (pid === undefined || event.parent !== pid || module !== undefined && event.module !== module) return false;
    if (child === undefined) return true;
    return treeOf(system, pid)?.children.some(({ id, status }) => id === child && status === "starting") ?? false;
  };
  // Nobody else has seen the process yet: its supervisor gets this as the answer of the start.
  const listening = Chronicle.of(system).listen((event) => {
    if (event.type !== "process.started" || struck >= times || !isMeant(event)) return;
    struck++;
    system.exit(event.pid, reason);
  });
  return faultOf({
    systems: [system],
    pid: pidOf(supervisor) ?? "<0.0.0>",
    reason: `failing starts of ${child ?? module ?? "children"}`,
    struck: () => struck,
    off: () => listening[Symbol.dispose](),
  });
}
