import { StartFailure } from "../behaviours/start.ts";
import { CAST, SignalEnvelope } from "../processes/envelope.ts";
import type { ExitReason } from "../processes/exit_reason.ts";
import type { Pid } from "../processes/pid.ts";
import { DEAD, type Process } from "../processes/process.ts";
import { type Child, Children } from "./_children.ts";
import { startChild } from "./_start_child.ts";
import { type Steps, wait } from "./_steps.ts";
import { tellSupervision } from "./_telling.ts";
import type { FullChildSpec } from "./child_spec.ts";
import { RestartHistory } from "./restart_history.ts";
import { type AutoShutdown, decideRestart, type Strategy } from "./restart_policy.ts";
import { stopChild } from "./shutdown.ts";

/** The settings of a supervisor, complete. */
export interface SupervisorSettings {
  readonly strategy: Strategy;
  readonly maxRestarts: number;
  readonly maxSeconds: number;
  readonly autoShutdown: AutoShutdown;
}

/** What a supervisor does after it dealt with a death: go on, or end with this reason. */
export type Verdict = { readonly reason: ExitReason } | undefined;

/** A running supervisor: executes what the restart policy decides. */
export class SupervisorState {
  readonly settings: SupervisorSettings;
  readonly children: Children = new Children();
  readonly process: Process;
  /** When restarts happened, within the window. */
  readonly history: RestartHistory = new RestartHistory();
  /** Restarts of children since it started. */
  restarts = 0;

  constructor(process: Process, settings: SupervisorSettings) {
    this.process = process;
    this.settings = settings;
  }

  /** Starts all children in order. Where one fails, those before it are stopped in reverse. */
  *startAll(specs: readonly FullChildSpec[]): Steps<Verdict> {
    for (const spec of specs) {
      const child = this.children.add(spec);
      const failure = yield* this.start(child);
      if (this.process.phase === DEAD) return undefined;
      if (failure === undefined) continue;
      yield* this.stopAll();
      return { reason: { shutdown: { failed_to_start_child: { id: spec.id, reason: failure } } } };
    }
    return undefined;
  }

  /** Starts the process of a child. Returns why it failed, if it did; `ignore` is no failure. */
  *start(child: Child): Steps<ExitReason | undefined> {
    const failure = yield* this.#fill(child);
    if (failure !== undefined) return failure;
    tellSupervision(this.process, {
      type: "child.started",
      pid: this.process.pid,
      child: child.spec.id,
      childPid: pidOf(child),
    });
    return undefined;
  }

  /** Stops all children, last started first, each dead before the next is asked. */
  *stopAll(): Steps<void> {
    for (const child of this.children.all.reverse()) yield* this.stop(child);
  }

  /** Stops one child by its own rule. Its place stays, and the process in it until it is dead. */
  *stop(child: Child): Steps<void> {
    const { process } = child;
    const reason = process === null ? undefined : yield* wait(stopChild(this.process, process, child.spec.shutdown));
    this.children.occupy(child, null);
    if (reason === undefined) return;
    const { id, restart } = child.spec;
    const removed = restart === "temporary";
    tellSupervision(this.process, {
      type: "child.stopped",
      pid: this.process.pid,
      child: id,
      childPid: process?.pid,
      reason,
      removed,
    });
  }

  /** A child has died by itself. */
  *childDied(child: Child, reason: ExitReason): Steps<Verdict> {
    const { strategy, autoShutdown } = this.settings;
    const { id } = child.spec;
    const oldPid = child.process?.pid;
    const plan = decideRestart({ strategy, autoShutdown, children: this.children.facts, id, reason });
    this.children.occupy(child, null);
    if (plan.kind === "restart") return yield* this.#restart(child, { plan, reason, oldPid });
    const { remove: removed } = plan;
    tellSupervision(this.process, {
      type: "child.stopped",
      pid: this.process.pid,
      child: id,
      childPid: oldPid,
      reason,
      removed,
    });
    if (plan.remove) this.children.remove(child);
    return plan.kind === "shutdown" ? { reason: "shutdown" } : undefined;
  }

  /** A restart had failed; its next try has its turn now. */
  *tryAgain(id: string): Steps<Verdict> {
    const child = this.children.get(id);
    if (child === undefined || !child.restarting) return undefined; // deleted or started by hand meanwhile
    const { strategy } = this.settings;
    const plan = decideRestart({
      strategy,
      autoShutdown: "never",
      children: this.children.facts,
      id,
      reason: "killed",
    });
    if (plan.kind !== "restart") return undefined;
    return yield* this.#restart(child, { plan, reason: "restarting", oldPid: undefined });
  }

  *#restart(
    dead: Child,
    { plan, reason, oldPid }: {
      plan: { readonly stop: readonly string[]; readonly start: readonly string[] };
      reason: ExitReason;
      oldPid: Pid | undefined;
    },
  ): Steps<Verdict> {
    const { maxRestarts, maxSeconds } = this.settings;
    if (this.history.add(this.process.runtime.clock.now(), this.settings)) {
      tellSupervision(this.process, {
        type: "supervisor.gave_up",
        pid: this.process.pid,
        child: dead.spec.id,
        maxRestarts,
        maxSeconds,
      });
      return { reason: "shutdown" };
    }
    this.restarts++;
    const before = new Map<Child, Pid | undefined>([[dead, oldPid]]);
    for (const id of plan.stop) {
      const child = this.children.get(id)!;
      before.set(child, child.process?.pid);
      yield* this.stop(child);
      if (this.process.phase === DEAD) return undefined;
      if (child.spec.restart === "temporary") this.children.remove(child);
    }
    for (const id of plan.start) {
      const child = this.children.get(id);
      if (child === undefined || child.process !== null) continue;
      const failure = yield* this.#fill(child);
      if (this.process.phase === DEAD) return undefined;
      if (failure !== undefined) return this.#postpone(child, failure);
      child.restarts++;
      tellSupervision(this.process, {
        type: "child.restarted",
        pid: this.process.pid,
        child: id,
        oldPid: before.get(child),
        childPid: pidOf(child),
        restarts: child.restarts,
        reason,
        cause: dead.spec.id,
      });
    }
    return undefined;
  }

  /** A restart failed, and will be tried again. */
  #postpone(child: Child, reason: ExitReason): Verdict {
    child.restarting = true;
    tellSupervision(this.process, { type: "child.failed", pid: this.process.pid, child: child.spec.id, reason });
    tryAgainSoon(this.process, child.spec.id);
    return undefined;
  }

  *#fill(child: Child): Steps<ExitReason | undefined> {
    child.starting = true;
    const started = yield* wait(startChild(this.process, child.spec));
    child.starting = false;
    if (!(started instanceof StartFailure)) this.children.occupy(child, started);
    else if (started.reason !== "ignore") return started.reason;
    else {
      this.children.occupy(child, null);
      if (child.spec.restart === "temporary") this.children.remove(child);
    }
    return undefined;
  }
}

/**
 * Asks a supervisor to try a restart again: in a message of its own, so that it answers in between, and after all who are
 * runnable have had a turn, since only they can change what made it fail.
 */
export function tryAgainSoon(supervisor: Process, place: string | number): void {
  queueMicrotask(() => {
    if (supervisor.phase !== DEAD) supervisor.deliver(new SignalEnvelope(CAST, "tryAgain", place));
  });
}

/** The process that is in a place now; a function, since TypeScript does not see that steps fill it. */
export function pidOf(child: Child): Pid | undefined {
  return child.process?.pid;
}
