import type { System, SystemEvent } from "@superlearner/otp";
import { Chronicle } from "../chronicle/chronicle.ts";
import { atCaller } from "../presenting/at_caller.ts";
import { startDeadline } from "./deadline.ts";

/** What a look finds: what was waited for, or nothing yet. */
export type Found<Value> = { readonly value: Value } | undefined;

/** How a wait goes on. */
export interface WaitPlan<Value> {
  /** How long, in milliseconds of System time. */
  readonly timeoutMs: number;
  /** Looks: once at the beginning, without an event, then after each one. What it throws ends the wait. */
  look(event?: SystemEvent): Found<Value>;
  /** The error of a wait that was in vain. */
  expired(): Error;
  /** Which function the test has called: the stack of a wait in vain begins above it. */
  readonly above?: (...args: never[]) => unknown;
}

/** Waits for something that events bring about. The base of every wait: it looks, then listens, and never asks again. */
export async function waitUntil<Value>(system: System, plan: WaitPlan<Value>): Promise<Value> {
  try {
    return await begin(system, plan);
  } catch (error) {
    // What a timer or an event throws knows nothing of the line that waits.
    throw error instanceof Error ? atCaller(error, plan.above ?? waitUntil) : error;
  }
}

function begin<Value>(system: System, plan: WaitPlan<Value>): Promise<Value> {
  const { promise, resolve, reject } = Promise.withResolvers<Value>();
  const chronicle = Chronicle.of(system);
  let over = false;
  const end = (tell: () => void) => {
    if (over) return;
    over = true;
    listening?.[Symbol.dispose]();
    deadline?.[Symbol.dispose]();
    tell();
  };
  const attempt = (event?: SystemEvent) => {
    if (over) return;
    try {
      const found = plan.look(event);
      if (found !== undefined) end(() => resolve(found.value));
    } catch (error) {
      end(() => reject(error));
    }
  };
  let listening: Disposable | undefined;
  let deadline: Disposable | undefined;
  attempt();
  if (over) return promise;
  const expire = () => end(() => reject(plan.expired()));
  if (plan.timeoutMs === 0) expire();
  else {
    listening = chronicle.listen(attempt);
    deadline = startDeadline(system.clock, plan.timeoutMs, expire);
  }
  return promise;
}
