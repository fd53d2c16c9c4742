import { checkOptions } from "../argument_error.ts";
import { StateMachineBehaviour } from "../behaviours/state_machine_loop.ts";
import { Redaction } from "../presenting/redaction.ts";
import { type Host, runtimeOf } from "../processes/host.ts";
import { presentable } from "../processes/status_parts.ts";
import type { Pid } from "../processes/pid.ts";
import { nameText } from "../processes/via.ts";
import { DEAD, type Placement, type Process, STARTING } from "../processes/process.ts";
import { DynamicState, placeOf } from "../supervision/dynamic_state.ts";
import { SupervisorState } from "../supervision/supervisor_state.ts";
import type { FullChildSpec } from "../supervision/child_spec.ts";
import type { AutoShutdown, Restart, Strategy } from "../supervision/restart_policy.ts";
import { graftedBelow, type Told } from "./graft.ts";
import { escapeId, graftedNodes, placeIn } from "./grafted_processes.ts";
import { memoryOf, placementOf, type ProcessStatus, statusOf } from "./process_info.ts";

/** What a supervisor is set to. */
export interface SupervisorFacts {
  /** Who is restarted with a child that died. */
  readonly strategy: Strategy;
  /** Restarts allowed within the window. */
  readonly maxRestarts: number;
  /** The window, in seconds. */
  readonly maxSeconds: number;
  /** Whether the end of significant children ends it. */
  readonly autoShutdown: AutoShutdown;
  /** Whether its children come and go. */
  readonly dynamic: boolean;
  /** Restarts it has done since it started. */
  readonly childRestarts: number;
  /** Restarts within the window now; at `maxRestarts` the next one ends it. */
  readonly recentRestarts: number;
}

/** A mailbox with a limit. */
export interface MailboxFacts {
  /** How many messages may wait. */
  readonly max: number;
  /** Messages dropped or rejected so far. */
  readonly dropped: number;
  /** Whether it loses messages now. */
  readonly overloaded: boolean;
}

/** A place in a supervision tree, and who is in it. The place outlives its processes: a restart changes `pid` alone. */
export interface TreeNode {
  /** Ids from the root to here, joined by `/` (in an id `~1`, and `~` is `~0`, as RFC 6901 has it); outlives restarts. */
  readonly place: string;
  /** The id of the child in its supervisor. */
  readonly id: string;
  /** Who is there now. */
  readonly pid: Pid | undefined;
  /** The registered name. */
  readonly name: string | undefined;
  /**
   * What it is doing; `dead` until its supervisor deals with that, `starting` also while its `init` still runs,
   * `restarting` between two tries, `stopped` where nobody is to be there.
   */
  readonly status: ProcessStatus | "restarting" | "stopped";
  /** What it is. */
  readonly type: "worker" | "supervisor";
  /** `"GenServer"`, `"Supervisor"`, … */
  readonly behaviour: string;
  /** The user's module. */
  readonly module: string;
  /** When its supervisor restarts it; `undefined` at the root. */
  readonly restart: Restart | undefined;
  /** How often whoever is in this place was restarted by the supervisor. */
  readonly restarts: number;
  /** Messages that wait. */
  readonly mailboxLength: number;
  /** Messages handled by who is there now. */
  readonly handled: number;
  /** Estimated bytes of who is there now; 0 where they were not to be counted. */
  readonly memory: number;
  /** Where it runs; absent for a process of this isolate. */
  readonly placement?: Placement;
  /** That another System has told of it, and when; absent for what this System sees itself. */
  readonly told?: Told;
  /** What its mailbox has room for; absent where there is no limit. */
  readonly mailbox?: MailboxFacts;
  /** The state of a GenStateMachine, as `formatStatus` shows it; absent where that is no name. */
  readonly machineState?: string;
  /** What it is set to, if it is a supervisor. */
  readonly supervisor: SupervisorFacts | undefined;
  /** Its children in start order; below a process that keeps another System those of that, see `graft`. */
  readonly children: readonly TreeNode[];
}

/** What is looked at. */
export interface TreeOptions {
  /** Whether memory is estimated, which walks through every state. @default {true} */
  memory?: boolean;
}

/** The child of a supervisor, of either kind. */
interface Place {
  readonly id: string;
  readonly spec: FullChildSpec;
  readonly process: Process | null;
  readonly starting: boolean;
  readonly restarting: boolean;
  readonly restarts: number;
}

/**
 * The supervision trees of a System, without asking any process: each supervisor that is no other one's child is a root.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer, Supervisor, supervisionTree, System } from "@superlearner/otp";
 *
 * const Clerk = GenServer.define({ name: "Clerk", init: () => 0 });
 * await using system = new System();
 * await system.start(Supervisor.define({ name: "Office", children: [Clerk.child({ id: "anna" })] }), { name: "office" });
 *
 * const [office] = supervisionTree(system);
 * assertEquals(office?.children.map(({ place }) => place), ["office/anna"]);
 * ```
 */
export function supervisionTree(host: Host, options: TreeOptions = {}): TreeNode[] {
  const { memory = true } = checkOptions("show the supervision tree", options);
  const supervisors = [...runtimeOf(host).processes.values()].filter(isSupervisor);
  const children = new Set<Process>();
  for (const each of supervisors) {
    for (const { process } of placesOf(each)) if (process !== null) children.add(process);
  }
  return supervisors.filter((process) => !children.has(process) && !isStartedBySupervisor(process)).map((process) => {
    const id = process.name ?? process.pid;
    return nodeOf({ process, id, place: escapeId(id), memory });
  });
}

/** Whether it is about to be a child: its supervisor waits for its start. */
function isStartedBySupervisor({ parent, phase }: Process): boolean {
  return phase === STARTING && !!parent?.process && isSupervisor(parent.process);
}

const SUPERVISORS: ReadonlySet<string> = new Set(["Supervisor", "DynamicSupervisor", "PartitionSupervisor"]);

/** Whether a process is a supervisor of any kind. */
export function isSupervisor(process: Process): boolean {
  return SUPERVISORS.has(process.behaviour.name);
}

/** What a node is made from. */
interface NodeParts {
  readonly process: Process | null;
  readonly id: string;
  readonly place: string;
  readonly memory: boolean;
  readonly child?: Place;
}

function nodeOf({ process, id, place, memory, child }: NodeParts): TreeNode {
  const places = process === null ? [] : placesOf(process);
  const vacancy = child?.starting ? "starting" : child?.restarting ? "restarting" : "stopped";
  return {
    place,
    id,
    pid: process === null || process.phase === DEAD ? undefined : process.pid,
    name: process?.name ?? (child?.spec.name === undefined ? undefined : nameText(child.spec.name)),
    status: process === null ? vacancy : statusOf(process),
    type: process === null ? child?.spec.type ?? "worker" : isSupervisor(process) ? "supervisor" : "worker",
    behaviour: process?.behaviour.name ?? (child?.spec.type === "supervisor" ? "Supervisor" : "GenServer"),
    module: process?.behaviour.module ?? child?.spec.module ?? "",
    restart: child?.spec.restart,
    restarts: child?.restarts ?? 0,
    mailboxLength: process?.length ?? 0,
    handled: process?.handled ?? 0,
    memory: process === null || !memory ? 0 : memoryOf(process),
    ...(process === null ? {} : { ...placementOf(process), ...mailboxFacts(process), ...machineState(process) }),
    supervisor: process === null ? undefined : factsOf(process),
    children: [
      ...places.map((each) =>
        nodeOf({ process: each.process, id: each.id, place: placeIn(place, each.id), memory, child: each })
      ),
      ...(process === null ? [] : graftsOf(process, place)),
    ],
  };
}

function graftsOf({ runtime, pid, phase }: Process, place: string): TreeNode[] {
  const grafted = phase === DEAD ? undefined : graftedBelow(runtime, pid);
  return grafted === undefined ? [] : graftedNodes(grafted, (id) => placeIn(place, id));
}

function mailboxFacts({ limit }: Process): Pick<TreeNode, "mailbox"> {
  const facts = limit === null ? null : limit.facts;
  if (facts === null) return {};
  const { max, dropped, overloaded } = facts;
  return { mailbox: { max, dropped, overloaded } };
}

/** Longer names are no names, but texts. */
const LONGEST_NAME = 60;

function machineState(process: Process): Pick<TreeNode, "machineState"> {
  if (!(process.behaviour instanceof StateMachineBehaviour) || process.state === undefined) return {};
  const shown = presentable(process, { state: process.state }).state as { readonly state?: unknown } | null | undefined;
  const name = shown?.state;
  return typeof name === "string" && name.length <= LONGEST_NAME ? { machineState: REDACTION.text(name) } : {};
}

const REDACTION = /* @__PURE__ */ new Redaction();

function placesOf({ state }: Process): Place[] {
  if (state instanceof SupervisorState) {
    return state.children.all.map((child) => ({ id: child.spec.id, ...child }));
  }
  if (!(state instanceof DynamicState)) return [];
  return state.all.sort((one, other) => one.number - other.number).map((child) => ({
    id: placeOf(child),
    spec: child.spec,
    process: child.process,
    starting: child.process === null && !child.restarting,
    restarting: child.restarting,
    restarts: child.restarts,
  }));
}

function factsOf({ state, runtime }: Process): SupervisorFacts | undefined {
  const dynamic = state instanceof DynamicState;
  if (!dynamic && !(state instanceof SupervisorState)) return undefined;
  const { maxRestarts, maxSeconds } = state.settings;
  return {
    strategy: dynamic ? "one_for_one" : state.settings.strategy,
    maxRestarts,
    maxSeconds,
    autoShutdown: dynamic ? "never" : state.settings.autoShutdown,
    dynamic,
    childRestarts: state.restarts,
    recentRestarts: state.history.recent(runtime.clock.now(), maxSeconds),
  };
}
