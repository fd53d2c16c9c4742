import { type Fault, FaultLog } from "../faults/fault_log.ts";
import { PacketPlan } from "../faults/packet_plan.ts";
import { ArgumentError } from "../processes/errors.ts";
import { type Host, runtimeOf } from "../processes/host.ts";
import { Checkpoint } from "./_checkpoint.ts";
import { Courier } from "./_courier.ts";
import { checkFaults, type MessageFaults } from "./fault_options.ts";
import { checkSeed } from "./run_line.ts";

/** How faults are injected into a System that runs. */
export interface InjectOptions {
  /** Decides. @default {0} */
  seed?: number;
}

/** Faults of messages that are on; dispose of them to take them off. */
export interface InjectedFaults extends Disposable {
  /** What was injected so far, each counted by the message it befell. */
  readonly injected: readonly Fault[];
}

/**
 * Lets messages between processes be lost, late, doubled and overtaken from now on, in any System that runs, also in real
 * time; by the same rules as the `messages` faults of a simulation, whose line does not know of these. Several may be on at
 * once: what one brings goes on to the next, in the order they came. Without `reorder`, messages of one sender to one
 * receiver stay in order.
 *
 * Taken off, what is under way arrives at once, in order. What was lost stays lost; a call without a time-out that is
 * behind it fails with `noconnection`, and never waits for ever.
 *
 * @throws {ArgumentError} If the faults or an option are none, or the System's scheduler is pre-emptive.
 *
 * @example
 * ```ts
 * import { assertEquals, assertRejects } from "@std/assert";
 * import { CallError, GenServer, System } from "@superlearner/otp";
 * import { injectFaults } from "@superlearner/otp/simulation";
 *
 * const Echo = GenServer.define({ name: "Echo", init: () => 0, calls: { say: (n, text: string) => [text, n] } });
 * await using system = new System();
 * const echo = await system.start(Echo);
 * {
 *   using faults = injectFaults(system, { loss: 1, to: "Echo", outside: true });
 *   await assertRejects(() => echo.call("say", "hello", { timeoutMs: 1 }), CallError, "no reply");
 *   assertEquals(faults.injected, [{ kind: "loss", scope: "messages", at: 1 }]);
 * }
 * assertEquals(await echo.call("say", "hello"), "hello");
 * ```
 */
export function injectFaults(system: Host, faults: MessageFaults, options: InjectOptions = {}): InjectedFaults {
  if (typeof faults !== "object" || faults === null) {
    throw new ArgumentError("inject faults", { rule: "they are an object", value: faults });
  }
  checkFaults({ messages: faults });
  const seed = checkSeed(options.seed ?? 0, "inject faults");
  const runtime = runtimeOf(system);
  if (runtime.guard !== null) {
    throw new ArgumentError("inject faults", { rule: "the System is not pre-emptive", value: "a pre-emptive one" });
  }
  const log = new FaultLog();
  const plan = new PacketPlan(faults, { seed, scope: "messages", log });
  const checkpoint = Checkpoint.of(runtime);
  const courier = new Courier(checkpoint, { plan, faults, replays: false, system: "" });
  checkpoint.add(courier);
  let on = true;
  return {
    get injected() {
      return [...log.injected];
    },
    [Symbol.dispose]() {
      if (!on) return;
      on = false;
      courier.stop();
      checkpoint.remove(courier);
    },
  };
}
