/** A circuit breaker: after some failures in a row nobody is let through for a while, then one, and then all again. */
import {
  type Down,
  GenServer,
  type Host,
  type Pid,
  type Ref,
  Supervisor,
  type SupervisorDefinition,
  System,
} from "@superlearner/otp";

/** How a breaker behaves. */
export interface BreakerOptions {
  /** So many failures in a row open it. */
  readonly failures: number;
  /** How long it stays open, in milliseconds. */
  readonly openMs: number;
}

/** Closed counts failures; open lets nobody through; half open lets one through, whose trial ends with it. */
interface State {
  readonly options: BreakerOptions;
  readonly is: "closed" | "open" | "half open";
  readonly failed: number;
  readonly trial: { readonly pid: Pid | undefined; readonly ref: Ref | undefined } | undefined;
}

/** Thrown in place of what was not tried. */
export class CircuitOpenError extends Error {
  override readonly name: string = "CircuitOpenError";
}

const Breaker = GenServer.define({
  name: "Breaker",
  init: (options: BreakerOptions): State => ({ options, is: "closed", failed: 0, trial: undefined }),
  calls: {
    is: (state) => [state.is, state],
    mayTry: (state, _: undefined, self) => {
      if (state.is !== "half open" || state.trial !== undefined) return [state.is === "closed", state];
      const { pid } = self.from;
      const trial = { pid, ref: pid === undefined ? undefined : self.monitor(pid) };
      return [true, { ...state, trial }];
    },
    report: (state, went: "well" | "badly", self) => {
      const { options, trial } = state;
      const ofTrial = trial !== undefined && trial.pid === self.from.pid;
      if (state.is !== "closed" && !ofTrial) return [state.is, state]; // it began before the breaker opened
      if (trial?.ref !== undefined) self.demonitor(trial.ref, { flush: true });
      const failed = went === "well" ? 0 : state.failed + 1;
      const opens = failed >= options.failures || (ofTrial && went === "badly");
      if (opens) self.sendAfter(self.pid, "half open", { delayMs: options.openMs });
      const next: State = { options, is: opens ? "open" : "closed", failed, trial: undefined };
      return [next.is, next];
    },
  },
  handleInfo: (state, message): State => {
    if (message === "half open") return { ...state, is: "half open" };
    // Whoever made the trial has died of it: the next may try.
    return (message as Down).ref === state.trial?.ref ? { ...state, trial: undefined } : state;
  },
});

/** A breaker under its supervisor; one that has crashed begins closed. */
export function breakerTree(options: BreakerOptions): SupervisorDefinition<[]> {
  return Supervisor.define({
    strategy: "one_for_one",
    children: [Breaker.child({ name: "breaker", args: [options] })],
  });
}

/** How it stands: `"closed"`, `"open"` or `"half open"`. */
export function stateOf(host: Host): Promise<string> {
  return Breaker.at(host, "breaker").call("is");
}

/** Does something, unless it has failed too often of late. @throws {CircuitOpenError} If it was not tried. */
export async function guarded<Value>(host: Host, action: () => Promise<Value> | Value): Promise<Value> {
  const breaker = Breaker.at(host, "breaker");
  if (!await breaker.call("mayTry")) throw new CircuitOpenError("Cannot try: it has failed too often of late");
  try {
    const value = await action();
    await breaker.call("report", "well");
    return value;
  } catch (error) {
    await breaker.call("report", "badly");
    throw error;
  }
}

if (import.meta.main) {
  await using system = new System();
  await system.start(breakerTree({ failures: 2, openMs: 50 }));
  const me = system.attach();
  let up = false;
  const fetchIt = () => {
    if (!up) throw new Error("the service is down");
    return "data";
  };
  const ask = async () => {
    const answer = await guarded(me, fetchIt).catch((error: Error) => `${error.name}: ${error.message}`);
    console.log(answer, "-- the breaker is", await stateOf(me));
  };
  for (let i = 0; i < 3; i++) await ask();
  up = true;
  system.sendAfter(me.pid, "later", { delayMs: 60 });
  await me.receive();
  for (let i = 0; i < 2; i++) await ask();
}
