/** Publish and subscribe: rooms as topics, members that come back after any crash, and one that is too slow for the talk. */
import {
  DynamicSupervisor,
  GenServer,
  type Host,
  type Pid,
  silentLogger,
  Supervisor,
  type SupervisorDefinition,
  System,
} from "@superlearner/otp";
import { Broadcast, type Published } from "@superlearner/otp/stages";

/** What is said in a room. */
export interface Said {
  readonly by: string;
  readonly text: string;
}

type Rooms = { readonly [room: string]: Said };

const Talk = Broadcast.define<Rooms>({ name: "Talk", slow: "skip" });

const Member = GenServer.define({
  name: "Member",
  maxMailbox: 100, // who cannot follow misses something, and delays nobody
  async init(name: string, room: string) {
    await Talk.at(this, "talk").subscribe(this.pid, room); // at each start, so that a restarted one is back
    const heard: readonly string[] = [];
    return { name, room, heard };
  },
  calls: { heard: (state) => [state.heard, state] },
  casts: {
    say: (state, text: string, self) => {
      Talk.at(self, "talk").broadcastFrom(state.room, { by: state.name, text }, { from: self.pid });
      return state;
    },
  },
  handleInfo: (state, message) => {
    const { by, text } = (message as Published<Rooms>).message;
    return { ...state, heard: [...state.heard, `${by}: ${text}`] };
  },
});

const Members = DynamicSupervisor.define({ name: "Members", maxRestarts: 100 });

/** The talk, and its members after it: a talk that was restarted knows nobody, so they are started again with it. */
export function talkTree(
  members: readonly { readonly name: string; readonly room: string }[],
): SupervisorDefinition<[]> {
  return Supervisor.define({
    strategy: "rest_for_one",
    maxRestarts: 100,
    children: [
      Talk.child({ name: "talk" }),
      ...members.map(({ name, room }) => Member.child({ id: name, name, args: [name, room] })),
      Members.child({ name: "guests" }),
    ],
  });
}

/** Lets a guest in. It is let go by the supervisor of guests, or goes by itself. */
export async function letIn(host: Host, guest: { name: string; room: string }): Promise<Pid> {
  const { name, room } = guest;
  const spec = Member.child({ name, args: [name, room], restart: "transient" });
  return (await Members.at(host, "guests").startChild(spec)).pid!;
}

/** Says something in the room of a member. */
export function say(host: Host, member: string, said: { text: string }): void {
  Member.at(host, member).cast("say", said.text);
}

/** What a member has heard since it was last started. */
export function heardBy(host: Host, member: string): Promise<readonly string[]> {
  return Member.at(host, member).call("heard");
}

if (import.meta.main) {
  await using system = new System({ logger: silentLogger });
  const members = [{ name: "ann", room: "tea" }, { name: "bob", room: "tea" }, { name: "cid", room: "dance" }];
  await system.start(talkTree(members));
  await letIn(system, { name: "dan", room: "tea" });
  say(system, "ann", { text: "is there tea?" });
  await heardBy(system, "ann");
  for (const name of ["ann", "bob", "cid", "dan"]) console.log(name, "has heard", await heardBy(system, name));
  const back = Promise.withResolvers<void>();
  using _ = system.events.subscribe((event) => "child" in event && event.child === "Members" && back.resolve(), {
    types: ["child.restarted"],
  });
  system.exit("talk", "kill");
  await back.promise;
  say(system, "bob", { text: "what was that?" });
  await heardBy(system, "bob");
  console.log("after a crash: ann has heard", await heardBy(system, "ann"));
}
