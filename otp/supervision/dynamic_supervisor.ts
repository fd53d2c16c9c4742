import { ServerBehaviour, tellUnhandled } from "../behaviours/gen_server_loop.ts";
import type { LooseSpec } from "../behaviours/gen_server_types.ts";
import { type ChildSpec, startables } from "../behaviours/definition.ts";
import { ProcessDefinition } from "../behaviours/process_definition.ts";
import { checkTarget } from "../behaviours/server_ref.ts";
import { startServer } from "../behaviours/start.ts";
import { ArgumentError } from "../processes/errors.ts";
import { reasonOf } from "../processes/exit_reason.ts";
import type { Host } from "../processes/host.ts";
import type { ExitMessage } from "../processes/messages.ts";
import { Shared } from "../processes/message_policy.ts";
import type { Pid } from "../processes/pid.ts";
import type { ProcessName } from "../processes/via.ts";
import { processOf, type Self } from "../processes/self.ts";
import { givenSpec } from "./child_spec.ts";
import { type DynamicChild, type DynamicSettings, DynamicState } from "./dynamic_state.ts";
import type { Answer } from "./errors.ts";
import { drive } from "./_steps.ts";
import { answer, type ChildCounts, type ChildInfo, follow, reply } from "./supervisor_server.ts";
import { checkSettings } from "./supervisor.ts";
import { AnySupervisorRef } from "./supervisor_ref.ts";

/** A DynamicSupervisor: starts empty, and is given its children one by one. */
export interface DynamicSupervisorSpec {
  /** The name people read. @default {"DynamicSupervisor"} */
  name?: string;
  /** How many restarts within `maxSeconds` are allowed, over all children. @default {3} */
  maxRestarts?: number;
  /** The window of `maxRestarts`, in seconds. @default {5} */
  maxSeconds?: number;
  /** How many children there may be. @default {Infinity} */
  maxChildren?: number;
  /**
   * Arguments that come before each child's own, at start and at every restart. The types of `Definition.child` know
   * nothing of them: there, `args` that are only the rest are `args: [rest] as never`.
   *
   * @default {[]}
   */
  extraArguments?: readonly unknown[];
}

/** A running DynamicSupervisor. */
export class DynamicSupervisorRef extends AnySupervisorRef {
  /**
   * Stops a child for good; one that is between two tries is known by the pid it had last.
   *
   * @throws {ChildError} `"not_found"` if the process is not its child.
   */
  async terminateChild(pid: Pid): Promise<void> {
    await this.demand("terminateChild", { action: "terminate", child: pid });
  }
}

/** A DynamicSupervisor that can be started. */
export class DynamicSupervisorDefinition extends ProcessDefinition<DynamicSupervisorRef, readonly []> {
  /** A supervisor is one. */
  readonly type = "supervisor";

  /** @internal */
  constructor(spec: DynamicSupervisorSpec) {
    const { maxRestarts, maxSeconds } = checkSettings(spec, "DynamicSupervisor");
    const { name = "DynamicSupervisor", maxChildren = Infinity, extraArguments = [] } = spec;
    super(name);
    if (!Array.isArray(extraArguments)) {
      throw new ArgumentError(`define the supervisor ${name}`, {
        rule: "extraArguments is a list",
        value: extraArguments,
      });
    }
    if (maxChildren !== Infinity && !(Number.isInteger(maxChildren) && maxChildren >= 0)) {
      throw new ArgumentError(`define the supervisor ${name}`, {
        rule: "maxChildren is a whole number from 0 up, or Infinity",
        value: maxChildren,
      });
    }
    const server = dynamicServer(name, { maxRestarts, maxSeconds, maxChildren, extraArguments });
    const behaviour = new ServerBehaviour("DynamicSupervisor", server);
    startables.set(this, (runtime, options) => startServer(runtime, behaviour, options));
  }

  /** A supervisor of this kind, by pid or by registered name. */
  at(host: Host, to: Pid | ProcessName): DynamicSupervisorRef {
    checkTarget(to);
    return new DynamicSupervisorRef(host, to);
  }
}

/**
 * A supervisor for children that come and go: rooms, sessions, connections. All are restarted by themselves, there is no
 * order among them, and at a shutdown all stop at the same time.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { DynamicSupervisor, GenServer, System } from "@superlearner/otp";
 *
 * const Room = GenServer.define({ name: "Room", init: (topic: string) => topic, calls: { topic: (topic) => [topic, topic] } });
 * const Rooms = DynamicSupervisor.define({ name: "Rooms", maxChildren: 100 });
 *
 * await using system = new System();
 * const rooms = await system.start(Rooms);
 * const lobby = await rooms.startChild(Room.child({ args: ["lobby"] }));
 * assertEquals(await lobby.call("topic"), "lobby");
 * ```
 *
 * Not for children that are known when the program is written and start in an order: that is a {@linkcode Supervisor}. Nor
 * for finding one again: it has no ids, so give them `via` names of a Registry.
 *
 * **Guarantees.** As a Supervisor's with `one_for_one`; all children share one window of restarts, and each stops within a
 * `shutdown` time of its own. What a start fails with is its caller's, and nothing is kept of it.
 *
 * **Limits.** It starts one child after the other, so an `init` that waits holds up the next: several under a
 * PartitionSupervisor do not wait for each other.
 */
export const DynamicSupervisor: {
  /** Defines a DynamicSupervisor. */
  define(spec?: DynamicSupervisorSpec): DynamicSupervisorDefinition;
} = { define: (spec = {}) => new DynamicSupervisorDefinition(spec) };

function dynamicServer(name: string, settings: DynamicSettings): LooseSpec {
  const at = (state: unknown) => state as DynamicState;
  return {
    name,
    trapExit: true,
    init(this: Self) {
      return new DynamicState(processOf(this), settings);
    },
    calls: {
      startChild: (state, given) => {
        try {
          return reply(at(state).start(at(state).complete((given as Shared<ChildSpec>).value)), state);
        } catch (error) {
          return [new Shared({ error: reasonOf(error) }), state];
        }
      },
      terminateChild: (state, pid) => answer(at(state), at(state).terminate(pid as Pid)),
      getChildSpec: (state, pid) => [new Shared(tell(at(state), pid as Pid, ({ spec }) => givenSpec(spec))), state],
      whichChild: (state, pid) => [new Shared(tell(at(state), pid as Pid, info)), state],
      whichChildren: (state) => [at(state).all.map(info), state],
      countChildren: (state) => [count(at(state)), state],
    },
    casts: {
      tryAgain: (state, key) => follow(state, at(state).tryAgain(key as number | Pid)),
    },
    handleInfo: (state, message) => {
      const exit = message as Partial<ExitMessage> | null;
      if (typeof exit !== "object" || exit === null || exit.type !== "EXIT") {
        tellUnhandled(at(state).process, message);
        return state;
      }
      const child = at(state).of(exit.pid!);
      const reason = child?.process?.exitReason;
      if (child === undefined || reason === undefined) return state;
      return follow(state, at(state).died(child, reason));
    },
    terminate: (state) => drive(at(state).process, at(state).stopAll()),
  };
}

function tell<Value>(state: DynamicState, pid: Pid, of: (child: DynamicChild) => Value): Answer<Value> {
  const child = state.of(pid);
  return child === undefined ? { error: "not_found" } : { ok: of(child) };
}

function info({ process, spec }: DynamicChild): ChildInfo {
  return {
    id: undefined,
    pid: process === null ? "restarting" : process.pid,
    type: spec.type,
    modules: [spec.module],
  };
}

function count(state: DynamicState): ChildCounts {
  const children = state.all;
  const supervisors = children.filter(({ spec }) => spec.type === "supervisor").length;
  return {
    specs: children.length,
    active: children.filter(({ process }) => process !== null && process.exitReason === undefined).length,
    supervisors,
    workers: children.length - supervisors,
  };
}
