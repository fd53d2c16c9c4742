import type { CallOptions } from "../behaviours/gen_server_types.ts";
import type { ChildSpec, Definition } from "../behaviours/definition.ts";
import { ServerRef, type StopServerOptions } from "../behaviours/server_ref.ts";
import { CallError, StartError } from "../processes/errors.ts";
import type { ExitReason } from "../processes/exit_reason.ts";
import { type Host, ownerOf, runtimeOf } from "../processes/host.ts";
import { Shared } from "../processes/message_policy.ts";
import type { Pid } from "../processes/pid.ts";
import { nameText, type ProcessName } from "../processes/via.ts";
import { STARTING } from "../processes/process.ts";
import type { ChildCounts, ChildInfo } from "./supervisor_server.ts";
import { type Answer, ChildError } from "./errors.ts";
import type { System } from "../system.ts";

/** The calls of every supervisor, as its ref sees them. */
type Calls = { readonly [kind: string]: (state: never, payload: unknown) => readonly [unknown, unknown] };

/** Supervisors are given time: a child may be slow to start or to stop. */
const PATIENT: CallOptions = { timeoutMs: Infinity };

/**
 * What can be asked of any supervisor, `Supervisor` or `DynamicSupervisor`. Its answers are waited for without limit.
 *
 * A supervisor waits while a child starts, so an `init` that asks its own supervisor would wait for ever: it gets a
 * `CallError` with `"calling_self"` instead. That is noticed before the first `await` of the `init`, and after it through
 * a ref made with its `self`; where it cannot be noticed, `startTimeoutMs` of the child ends it.
 */
export class AnySupervisorRef {
  readonly #host: Host;
  readonly #server: ServerRef<Calls, Record<never, never>>;

  /** @internal */
  constructor(host: Host, to: Pid | ProcessName) {
    this.#host = host;
    this.#server = new ServerRef(host, to);
  }

  /** The System it belongs to. */
  get system(): System {
    return this.#server.system;
  }

  /** The process it means now; `undefined` for a name that nobody has, or a process that is dead. */
  get pid(): Pid | undefined {
    return this.#server.pid;
  }

  /** Whether a process is alive behind it. */
  get alive(): boolean {
    return this.#server.alive;
  }

  /**
   * Starts a child and gives the ref of its process.
   *
   * @throws {StartError} If it does not start: its `init` failed or said ignore, or its id is taken.
   */
  startChild<Ref>(spec: ChildSpec<Ref>): Promise<Ref> {
    return this.#call("startChild", new Shared(spec))
      .then((reply) => this.#refOf(spec, (reply as Shared<Answer<Pid | undefined>>).value));
  }

  #refOf<Ref>(spec: ChildSpec<Ref>, answer: Answer<Pid | undefined>): Ref {
    if ("error" in answer || answer.ok === undefined) {
      const what = nameText(spec?.name ?? spec?.id ?? "a child");
      throw new StartError(what, "error" in answer ? answer.error : "ignore");
    }
    if (typeof spec.start === "function") return answer.ok as unknown as Ref;
    return (spec.start as Definition<Ref, readonly never[]>).at(this.#host, answer.ok);
  }

  /**
   * The specification of a child with every default said.
   *
   * @param which Its id or its pid; of a DynamicSupervisor, the pid.
   * @throws {ChildError} `"not_found"`.
   */
  getChildSpec(which: string): Promise<ChildSpec> {
    return this.demand("getChildSpec", { action: "give the specification of", child: which });
  }

  /**
   * One child with its process, type and module.
   *
   * @param which Its id or its pid; of a DynamicSupervisor, the pid.
   * @throws {ChildError} `"not_found"`.
   */
  whichChild(which: string): Promise<ChildInfo> {
    return this.demand("whichChild", { action: "look for", child: which });
  }

  /** All children with their processes, types and modules. */
  whichChildren(): Promise<ChildInfo[]> {
    return this.#call("whichChildren", undefined) as Promise<ChildInfo[]>;
  }

  /** How many children there are, by kind. */
  countChildren(): Promise<ChildCounts> {
    return this.#call("countChildren", undefined) as Promise<ChildCounts>;
  }

  /** Stops the supervisor with all its children, and waits until they are dead. */
  stop(options: StopServerOptions = {}): Promise<void> {
    return this.#refusal("stop") ?? this.#server.stop(options);
  }

  /** Prints as the supervisor's pid or name. */
  toString(): string {
    return this.#server.toString();
  }

  /** Asks, and gives the answer as data. @internal */
  protected async ask<Value>(kind: string, payload: unknown): Promise<Answer<Value>> {
    return (await this.#call(kind, payload) as Shared<Answer<Value>>).value;
  }

  /** Asks, and gives the value or throws. @internal */
  protected async demand<Value>(kind: string, options: { action: string; child: string }): Promise<Value> {
    const answer = await this.ask<Value>(kind, options.child);
    if ("ok" in answer) return answer.ok;
    throw new ChildError(options.action, { child: options.child, reason: answer.error as ExitReason });
  }

  #call(kind: string, payload: unknown): Promise<unknown> {
    return this.#refusal(kind) ?? this.#server.call(kind, payload, PATIENT);
  }

  /** Refuses a process that is being started by this very supervisor, or on behalf of one that is. */
  #refusal(kind: string): Promise<never> | undefined {
    const { pid } = this;
    let each = ownerOf(this.#host) ?? runtimeOf(this.#host).current;
    for (; each !== null && each.phase === STARTING; each = each.parent?.process ?? null) {
      if (each.parent === null || each.parent.pid !== pid) continue;
      return Promise.reject(new CallError("calling_self", { server: this.toString(), kind, timeoutMs: Infinity }));
    }
    return undefined;
  }
}

/** A supervisor with named children. */
export class SupervisorRef extends AnySupervisorRef {
  /**
   * Stops a child by its own rule; it is not restarted, and its specification stays (a temporary one goes).
   *
   * @throws {ChildError} `"not_found"`.
   */
  async terminateChild(id: string): Promise<void> {
    await this.demand("terminateChild", { action: "terminate", child: id });
  }

  /**
   * Starts a child again that is not running.
   *
   * @throws {ChildError} `"not_found"`, `"running"`, `"restarting"`, or why it did not start.
   */
  restartChild(id: string): Promise<Pid | undefined> {
    return this.demand("restartChild", { action: "restart", child: id });
  }

  /**
   * Removes the specification of a child that is not running.
   *
   * @throws {ChildError} `"not_found"`, `"running"` or `"restarting"`.
   */
  async deleteChild(id: string): Promise<void> {
    await this.demand("deleteChild", { action: "delete", child: id });
  }
}
