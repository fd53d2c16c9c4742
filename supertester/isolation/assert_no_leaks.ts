import {
  ArgumentError,
  listProcesses,
  listTimers,
  type Pid,
  processInfo,
  type Ref,
  type SubscriptionInfo,
  type System,
} from "@superlearner/otp";
import { Chronicle } from "../chronicle/chronicle.ts";
import { settle } from "../chronicle/settling.ts";
import { atCaller } from "../presenting/at_caller.ts";
import { type Leak, LeakError, type LeakKind, processLeak, subscriptionLeak, timerLeak } from "./leaks.ts";

/** What is looked for. */
export interface NoLeaksOptions {
  /** Which kinds of things. @default all that a System has: processes, timers, subscriptions, names, monitors */
  kinds?: readonly Exclude<LeakKind, "worker">[];
}

const KINDS: readonly Exclude<LeakKind, "worker">[] = ["process", "timer", "subscription", "name", "monitor"];

/** What there was before. */
interface Census {
  readonly processes: ReadonlySet<Pid>;
  readonly timers: ReadonlySet<Ref>;
  readonly names: ReadonlySet<string>;
  readonly monitors: ReadonlySet<Ref>;
  readonly subscriptions: readonly string[];
}

/**
 * Runs something in a System that lives on, and makes sure that it leaves nothing behind there, once nothing is left to do:
 * no process, also through supervisors that were there before, no timer, no subscription, and of the processes that were
 * there no name and no monitor. Gives what it has given.
 *
 * @throws {LeakError} If it does, with who started it, and where.
 *
 * @example
 * ```ts
 * import { assertRejects } from "@std/assert";
 * import { DynamicSupervisor, GenServer, System } from "@superlearner/otp";
 * import { assertNoLeaks, LeakError } from "@superlearner/supertester";
 *
 * const Session = GenServer.define({ name: "Session", init: () => 0 });
 * await using system = new System();
 * const sessions = await system.start(DynamicSupervisor.define());
 * await assertNoLeaks(system, async () => {
 *   const session = await sessions.startChild(Session.child({ restart: "temporary" }));
 *   await session.stop();
 * });
 * await assertRejects(() => assertNoLeaks(system, () => sessions.startChild(Session.child())), LeakError);
 * ```
 */
export async function assertNoLeaks<Value>(
  system: System,
  fn: () => Value | PromiseLike<Value>,
  options: NoLeaksOptions = {},
): Promise<Value> {
  const { kinds = KINDS } = options;
  const wrong = kinds.find((kind) => !KINDS.includes(kind));
  if (typeof fn !== "function" || wrong !== undefined) {
    const rule = wrong === undefined ? "what is run is a function" : `the kinds are ${KINDS.join(", ")}`;
    throw new ArgumentError("look for leaks", { rule, value: wrong ?? fn });
  }
  const chronicle = Chronicle.of(system);
  const before = take(system);
  const value = await fn();
  await settle(system);
  const leaks = found(system, { chronicle, before }).filter(({ kind }) =>
    (kinds as readonly LeakKind[]).includes(kind)
  );
  if (leaks.length > 0) throw atCaller(new LeakError(leaks, "what was run"), assertNoLeaks);
  return value;
}

function take(system: System): Census {
  const processes = listProcesses(system);
  return {
    processes: new Set(processes.map(({ pid }) => pid)),
    timers: new Set(listTimers(system).map(({ ref }) => ref)),
    names: new Set(system.names),
    monitors: new Set(processes.flatMap(({ monitors }) => monitors.map(({ ref }) => ref))),
    subscriptions: system.events.subscriptions.map(keyOf),
  };
}

/** A new process has its names and monitors: they are not told apart from it. */
function found(system: System, { chronicle, before }: { chronicle: Chronicle; before: Census }): Leak[] {
  const now = listProcesses(system);
  const known = now.filter(({ pid }) => before.processes.has(pid));
  const subscriptions = [...before.subscriptions];
  return [
    ...now.filter(({ pid, behaviour }) => !before.processes.has(pid) && behaviour !== "attached")
      .map((info) => processLeak(info, chronicle)),
    ...listTimers(system).filter(({ ref }) => !before.timers.has(ref)).map(timerLeak),
    ...system.events.subscriptions.filter((each) => {
      const place = subscriptions.indexOf(keyOf(each));
      if (place >= 0) subscriptions.splice(place, 1);
      return place < 0;
    }).map(subscriptionLeak),
    ...system.names.filter((name) => !before.names.has(name)).flatMap((name): Leak[] => {
      const pid = system.whereis(name);
      return pid === undefined || !before.processes.has(pid) ? [] : [{ kind: "name", what: `"${name}" of ${pid}` }];
    }),
    ...known.flatMap(({ pid, monitors }) =>
      monitors.filter(({ ref }) => !before.monitors.has(ref)).map((monitor): Leak => ({
        kind: "monitor",
        what: `of ${pid} on ${monitor.pid} (${processInfo(system, monitor.pid)?.module ?? "dead"})`,
      }))
    ),
  ];
}

function keyOf({ types, pid, stack }: SubscriptionInfo): string {
  return JSON.stringify([types, pid, stack]);
}
