import { equal } from "@std/assert";
import { type ExitReason, formatReason, isNormalExit, type Pid } from "@superlearner/otp";
import { Chronicle } from "../chronicle/chronicle.ts";
import { restarted, type RestartedOptions } from "../waiting/restarted.ts";
import { checkTarget, pidOf, type Target } from "../waiting/target.ts";
import { WaitError } from "../waiting/wait_error.ts";
import { called } from "../waiting/called.ts";
import { failing } from "./failing.ts";

/**
 * Makes sure that a process is alive; by name, that somebody is.
 *
 * @throws {AssertionError} If it is dead, with what it died of and what it did last.
 *
 * @example
 * ```ts
 * import { System } from "@superlearner/otp";
 * import { assertAlive, assertDead, processRef } from "@superlearner/supertester";
 *
 * await using system = new System();
 * const worker = processRef(system, system.spawn(() => new Promise(() => {})));
 * assertAlive(worker);
 * system.exit(worker.pid!, "kill");
 * assertDead(worker);
 * ```
 */
export function assertAlive(target: Target): void {
  const { alive, system } = checkTarget("assert that a process is alive", target);
  Chronicle.of(system); // from now on it is known who dies of what
  if (!alive) throw failing({ target, above: assertAlive }, `Expected ${called(target)} to be alive, but it is dead`);
}

/** What a dead process is expected to have died of. */
export interface DeadOptions {
  /** The reason, compared by value; `"crash"` for any that is not in order. @default any */
  reason?: ExitReason;
}

/**
 * Makes sure that a process is dead; by name, that nobody has it.
 *
 * @throws {AssertionError} If it is alive, or died of something else.
 */
export function assertDead(target: Target, options: DeadOptions = {}): void {
  const { alive, system } = checkTarget("assert that a process is dead", target);
  const chronicle = Chronicle.of(system);
  if (alive) throw failing({ target, above: assertDead }, `Expected ${called(target)} to be dead, but it is alive`);
  if (!("reason" in options)) return;
  const pid = pidOf(target);
  const found = pid === undefined ? undefined : chronicle.exitOf(pid)?.reason;
  const wanted = options.reason as ExitReason;
  if (found !== undefined && (wanted === "crash" ? !isNormalExit(found) : equal(found, wanted))) return;
  const died = found === undefined ? "nobody saw what it died of" : `it exited with ${formatReason(found)}`;
  throw failing(
    { target, above: assertDead },
    `Expected ${called(target)} to have exited with ${formatReason(wanted)}, but ${died}`,
  );
}

/**
 * Makes sure that another process is in the place of one, or comes there in time, and gives its pid.
 *
 * @throws {AssertionError} If it is not restarted.
 *
 * @example
 * ```ts
 * import { GenServer, Supervisor, System } from "@superlearner/otp";
 * import { assertRestarted } from "@superlearner/supertester";
 *
 * const Worker = GenServer.define({ name: "Worker", init: () => 0 });
 * await using system = new System();
 * await system.start(Supervisor.define({ children: [Worker.child({ name: "worker" })] }));
 * const worker = system.whereis(Worker, "worker");
 * const from = worker.pid!;
 * system.exit("worker", "kill");
 * await assertRestarted(worker, { from });
 * ```
 */
export async function assertRestarted(target: Target, options: RestartedOptions = {}): Promise<Pid> {
  try {
    return await restarted(target, options);
  } catch (error) {
    if (!(error instanceof WaitError)) throw error;
    const [reason] = error.message.replace(/^.*? to be restarted: /s, "").split("\n");
    throw failing({ target, above: assertRestarted }, `Expected ${called(target)} to be restarted, but ${reason}`);
  }
}
