import { ArgumentError } from "../processes/errors.ts";
import type { Host } from "../processes/host.ts";
import type { Pid, Ref } from "../processes/pid.ts";
import { processOf, type Self } from "../processes/self.ts";
import type { ProcessName } from "../processes/via.ts";
import { startables } from "./definition.ts";
import { ProcessDefinition } from "./process_definition.ts";
import { ServerBehaviour } from "./gen_server_loop.ts";
import type { LooseSpec } from "./gen_server_types.ts";
import { ProcessGroupsRef } from "./groups_ref.ts";
import { GroupsState, LISTENER_DOWN } from "./groups_state.ts";
import { checkTarget } from "./server_ref.ts";
import { startServer } from "./start.ts";

/** A scope of process groups. */
export interface ProcessGroupsSpec {
  /** The name people read. @default {"ProcessGroups"} */
  name?: string;
}

/** A scope that can be started: what {@linkcode ProcessGroups} `define` gives. */
export class ProcessGroupsDefinition<Group> extends ProcessDefinition<ProcessGroupsRef<Group>, readonly []> {
  /** A scope is a worker. */
  readonly type = "worker";

  /** @internal */
  constructor(spec: ProcessGroupsSpec) {
    if (typeof spec !== "object" || spec === null || Array.isArray(spec)) {
      throw new ArgumentError("define process groups", { rule: "it is an object", value: spec });
    }
    const { name = "ProcessGroups" } = spec;
    if (typeof name !== "string" || name === "") {
      throw new ArgumentError("define process groups", { rule: "name is a text", value: name });
    }
    super(name);
    const behaviour = new ServerBehaviour("ProcessGroups", groupsServer(name));
    startables.set(this, (runtime, options) => startServer(runtime, behaviour, options));
  }

  /** A scope of this kind, by pid or by registered name. A process that monitors makes one with its `self`. */
  at(host: Host, to: Pid | ProcessName): ProcessGroupsRef<Group> {
    checkTarget(to);
    return new ProcessGroupsRef(host, to);
  }
}

/**
 * Named groups of processes: Erlang's `pg`. Who wants to reach all, some or one of a kind asks for the members and sends
 * to them; who wants to know of each that comes and goes monitors the group.
 *
 * A group is there as long as it has members, and its name is any data, equal by structure as the keys of a Registry. A
 * process joins as many groups as it likes, by itself or put in by another, and the same one several times. It leaves
 * when it dies: soon, when the scope has its turn. Scopes know nothing of each other; each is a process under its own
 * name. Should it crash, its groups are gone, and the members, which are not linked to it, have to join again.
 *
 * Not for a value beside each member, or for names that only one may have: that is a Registry.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { type GroupChange, ProcessGroups, System } from "@superlearner/otp";
 *
 * const Groups = ProcessGroups.define<string>({ name: "Groups" });
 *
 * await using system = new System();
 * const groups = await system.start(Groups, { name: "pg" });
 * const worker = system.spawn(() => new Promise(() => {}));
 * groups.join("workers", worker);
 *
 * const me = system.attach();
 * const { ref, pids } = Groups.at(me, "pg").monitor("workers");
 * assertEquals(pids, [worker]);
 * system.exit(worker, "kill");
 * const change: GroupChange = await me.receive();
 * assertEquals(change, { type: "leave", ref, group: "workers", pids: [worker] });
 * assertEquals(groups.getMembers("workers"), []);
 * ```
 */
export const ProcessGroups: {
  /** Defines a scope. The type of its groups is given: `ProcessGroups.define<string>()`. */
  define<Group = unknown>(spec?: ProcessGroupsSpec): ProcessGroupsDefinition<Group>;
} = { define: (spec = {}) => new ProcessGroupsDefinition(spec) };

/** The only messages of a scope are the `DOWN`s of members and listeners. */
function groupsServer(name: string): LooseSpec {
  return {
    name,
    init(this: Self) {
      return new GroupsState(processOf(this));
    },
    mend: (state) => (state as GroupsState).mend(),
    handleInfo: (state, message) => {
      const groups = state as GroupsState;
      const down = message as { type?: unknown; ref?: Ref; pid?: Pid } | null;
      if (typeof down !== "object" || down === null) return state;
      if (down.type === LISTENER_DOWN) groups.listeners.delete(down.ref!);
      else if (down.type === "DOWN" && groups.members.get(down.pid!)?.ref === down.ref) groups.memberDown(down.pid!);
      return state;
    },
  };
}
