/** The leader of a group: whoever has the name leads; when it dies, one of the others takes over. */
import {
  ArgumentError,
  type Down,
  GenServer,
  type Host,
  type Pid,
  type Self,
  silentLogger,
  Supervisor,
  type SupervisorDefinition,
  System,
} from "@superlearner/otp";

/** How a member sees the group. */
export interface View {
  /** Its number. */
  readonly member: number;
  /** Whom it takes for the leader; itself, if it leads. */
  readonly leader: Pid | undefined;
  /** How often it has done what only the leader does. */
  readonly ticks: number;
}

interface State extends View {
  readonly everyMs: number;
  readonly onTick: (member: number) => void;
}

/** What a group is made of. */
export interface GroupOptions {
  /** How many members. */
  readonly size: number;
  /** How often the leader does its duty, in milliseconds. */
  readonly everyMs: number;
  /** The duty. */
  readonly onTick: (member: number) => void;
}

/** A name belongs to one process, and is free when that dies: there are never two leaders, and never none for long. */
const LEADER = "leader";

const Member = GenServer.define({
  name: "Member",
  init: (member: number, { everyMs, onTick }: GroupOptions) => {
    const state: State = { member, everyMs, onTick, leader: undefined, ticks: 0 };
    return GenServer.ok(state, { continue: "elect" }); // not in `init`: those who live already are first
  },
  handleContinue: (state, _elect: string, self) => elect(state, self),
  calls: { view: (state): [View, State] => [state, state] },
  handleInfo: (state, message, self): State => {
    if ((message as Down).type === "DOWN") return elect(state, self);
    state.onTick(state.member);
    return { ...state, ticks: state.ticks + 1 };
  },
});

/** Takes the name, or watches whoever has it. */
function elect(state: State, self: Self): State {
  try {
    self.register(LEADER);
    self.sendInterval(self.pid, "tick", { delayMs: state.everyMs });
    return { ...state, leader: self.pid };
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    self.monitor(LEADER); // it may be gone again by now: then the answer is a DOWN as well
    return { ...state, leader: self.system.whereis(LEADER) };
  }
}

/** The group under its supervisor: whoever crashes comes back, and leads if nobody else does. */
export function groupTree(options: GroupOptions): SupervisorDefinition<[]> {
  const members = Array.from({ length: options.size }, (_, i) => Member.child({ id: `${i}`, args: [i, options] }));
  return Supervisor.define({ name: "Group", strategy: "one_for_one", maxRestarts: 1000, children: members });
}

/** Who leads now. */
export function leader(system: System): Pid | undefined {
  return system.whereis(LEADER);
}

/** How a member sees the group. */
export function viewOf(host: Host, member: Pid): Promise<View> {
  return Member.at(host, member).call("view");
}

if (import.meta.main) {
  await using system = new System({ logger: silentLogger });
  const me = system.attach();
  const onTick = (member: number) => me.send(me.pid, member);
  await system.start(groupTree({ size: 3, everyMs: 10, onTick }));
  for (let i = 0; i < 3; i++) {
    const pid = leader(system)!;
    const { member } = await viewOf(system, pid);
    console.log(`member ${member} leads; it does its duty:`, await me.receive((each) => each === member));
    console.log("  and crashes");
    system.exit(pid, "boom");
    while (leader(system) === undefined) await me.receive(undefined, { timeoutMs: 1 });
  }
  const last = await viewOf(system, leader(system)!);
  console.log(`member ${last.member} leads in the end`);
}
