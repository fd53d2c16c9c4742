import type { ChildSpec } from "../behaviours/definition.ts";
import type { LooseSpec } from "../behaviours/gen_server_types.ts";
import { tellUnhandled } from "../behaviours/gen_server_loop.ts";
import { Outcome, stop } from "../behaviours/outcome.ts";
import { refusalIn } from "../behaviours/start.ts";
import { reasonOf } from "../processes/exit_reason.ts";
import type { ExitMessage } from "../processes/messages.ts";
import { Shared } from "../processes/message_policy.ts";
import type { Pid } from "../processes/pid.ts";
import type { Process } from "../processes/process.ts";
import { processOf, type Self } from "../processes/self.ts";
import type { Child } from "./_children.ts";
import { drive, type Steps } from "./_steps.ts";
import { pidOf, type SupervisorSettings, SupervisorState, type Verdict } from "./supervisor_state.ts";
import { completeChildSpec, completeChildSpecs, givenSpec } from "./child_spec.ts";
import type { Answer } from "./errors.ts";

/** A child as `whichChildren` lists it. */
export interface ChildInfo {
  /** Its id; `undefined` for children of a DynamicSupervisor. */
  readonly id: string | undefined;
  /** Its process; `undefined` if it has none, `"restarting"` between two tries. */
  readonly pid: Pid | "restarting" | undefined;
  /** What it is. */
  readonly type: "worker" | "supervisor";
  /** The user's modules. */
  readonly modules: readonly string[];
}

/** How many children a supervisor has. */
export interface ChildCounts {
  /** Specifications, running or not. */
  readonly specs: number;
  /** Children with a living process. */
  readonly active: number;
  /** Those that are supervisors, running or not. */
  readonly supervisors: number;
  /** Those that are workers, running or not. */
  readonly workers: number;
}

/** A supervisor is a server like any other; this is what it does. */
export function supervisorServer(name: string, options: {
  readonly settings: SupervisorSettings;
  readonly children: (...args: readonly unknown[]) => readonly ChildSpec[] | Outcome<never>;
  readonly makeState?: (process: Process) => SupervisorState;
}): LooseSpec {
  const { settings, children, makeState = (process) => new SupervisorState(process, settings) } = options;
  const at = (state: unknown) => state as SupervisorState;
  return {
    name,
    trapExit: true,
    init(this: Self, ...args: readonly unknown[]) {
      let specs;
      try {
        const given = processOf(this).runtime.guarded(() => children(...args), processOf(this));
        if (given instanceof Outcome && (given.kind === "stop" || refusalIn(given) !== undefined)) return given;
        specs = completeChildSpecs(given as readonly ChildSpec[], settings.autoShutdown);
      } catch (error) {
        return stop(reasonOf(error));
      }
      const state = makeState(processOf(this));
      processOf(this).state = state; // so that the tree can be seen while it starts
      return then(
        drive(state.process, state.startAll(specs)),
        (verdict) => verdict === undefined ? state : stop(verdict.reason),
      );
    },
    calls: {
      startChild: (state, given) => answer(at(state), startChild(at(state), (given as Shared<ChildSpec>).value)),
      terminateChild: (state, id) => answer(at(state), terminateChild(at(state), id as string)),
      restartChild: (state, id) => answer(at(state), restartChild(at(state), id as string)),
      deleteChild: (state, id) => [new Shared(deleteChild(at(state), id as string)), state],
      getChildSpec: (
        state,
        which,
      ) => [new Shared(tell(at(state), which as string, ({ spec }) => givenSpec(spec))), state],
      whichChild: (state, which) => [new Shared(tell(at(state), which as string, info)), state],
      whichChildren: (state) => [at(state).children.all.map(info), state],
      countChildren: (state) => [count(at(state).children.all), state],
    },
    casts: {
      tryAgain: (state, id) => follow(state, drive(at(state).process, at(state).tryAgain(id as string))),
    },
    handleInfo: (state, message) => {
      const { children } = at(state);
      const exit = message as Partial<ExitMessage> | null;
      if (typeof exit !== "object" || exit === null || exit.type !== "EXIT") {
        tellUnhandled(at(state).process, message);
        return state;
      }
      const child = children.of(exit.pid!);
      // Somebody else's exit, or a forged message: a supervisor takes neither seriously.
      if (child === undefined || child.process!.exitReason === undefined) return state;
      return follow(state, drive(at(state).process, at(state).childDied(child, child.process!.exitReason)));
    },
    terminate: (state) => drive(at(state).process, at(state).stopAll()),
  };
}

/** The next state, or the end, after a death was dealt with. */
export function follow(state: unknown, verdict: Verdict | Promise<Verdict>): unknown {
  if (verdict === undefined) return state; // what is usual must not pay for the rest
  return then(verdict, (each) => each === undefined ? state : stop(each.reason, state));
}

function* startChild(state: SupervisorState, given: ChildSpec): Steps<Answer<Pid | undefined>> {
  let spec;
  try {
    spec = completeChildSpec(given, state.settings.autoShutdown);
  } catch (error) {
    return { error: reasonOf(error) };
  }
  const present = state.children.get(spec.id);
  if (present?.process) return { error: { already_started: present.process.pid } };
  if (present !== undefined) return { error: "already_present" };
  const child = state.children.add(spec);
  const failure = yield* state.start(child);
  if (failure === undefined) return { ok: pidOf(child) };
  state.children.remove(child);
  return { error: failure };
}

function* terminateChild(state: SupervisorState, id: string): Steps<Answer<true>> {
  const child = state.children.get(id);
  if (child === undefined) return { error: "not_found" };
  child.restarting = false;
  yield* state.stop(child);
  if (child.spec.restart === "temporary") state.children.remove(child);
  return { ok: true };
}

function* restartChild(state: SupervisorState, id: string): Steps<Answer<Pid | undefined>> {
  const child = state.children.get(id);
  if (child === undefined) return { error: "not_found" };
  if (child.restarting) return { error: "restarting" };
  if (child.process !== null) return { error: "running" };
  const failure = yield* state.start(child);
  return failure === undefined ? { ok: pidOf(child) } : { error: failure };
}

function deleteChild(state: SupervisorState, id: string): Answer<true> {
  const child = state.children.get(id);
  if (child === undefined) return { error: "not_found" };
  if (child.restarting) return { error: "restarting" };
  if (child.process !== null) return { error: "running" };
  state.children.remove(child);
  return { ok: true };
}

/** Something of a child that is known by its id, or by its pid. */
function tell<Value>(state: SupervisorState, which: string, of: (child: Child) => Value): Answer<Value> {
  const child = state.children.get(which) ?? state.children.of(which as Pid);
  return child === undefined ? { error: "not_found" } : { ok: of(child) };
}

function info({ spec, process, restarting }: Child): ChildInfo {
  return { id: spec.id, pid: restarting ? "restarting" : process?.pid, type: spec.type, modules: [spec.module] };
}

function count(children: readonly Child[]): ChildCounts {
  const supervisors = children.filter(({ spec }) => spec.type === "supervisor").length;
  return {
    specs: children.length,
    active: children.filter(({ process }) => process !== null && process.exitReason === undefined).length,
    supervisors,
    workers: children.length - supervisors,
  };
}

/** Replies with what steps give. Passes unchanged, since a reason may hold what cannot be copied. */
export function answer<Value>(state: { readonly process: Process }, steps: Steps<Value>): unknown {
  return reply(drive(state.process, steps), state);
}

/** Replies with a value, now or later. */
export function reply(value: unknown, state: unknown): unknown {
  return value instanceof Promise ? value.then((each) => [new Shared(each), state]) : [new Shared(value), state];
}

function then<Value, Next>(value: Value | Promise<Value>, next: (value: Value) => Next): Next | Promise<Next> {
  return value instanceof Promise ? value.then(next) : next(value);
}
