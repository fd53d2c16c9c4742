import {
  type ChildSpec,
  type Down,
  GenServer,
  type Pid,
  type Self,
  type ServerDefinition,
  Supervisor,
  type SupervisorDefinition,
  type SupervisorRef,
} from "@superlearner/otp";
import { Directory } from "./directory.ts";
import { History, type Post } from "./history.ts";
import { Moderator } from "./moderator.ts";
import { spin } from "./spin.ts";
import { User } from "./user.ts";

/** What a room keeps. */
export interface RoomState {
  /** Its name. */
  readonly room: string;
  /** Who is in it, by process. */
  readonly members: ReadonlyMap<Pid, string>;
  /** How many posts it has passed on since it opened. */
  readonly posts: number;
  /** How many posts it found in the history when it opened. */
  readonly found: number;
}

/** What {@linkcode RoomServer} answers. */
export type RoomCalls = {
  /** The names of those who are in the room. */
  members: (state: RoomState) => [readonly string[], RoomState];
};

/** What {@linkcode RoomServer} is told. */
export type RoomCasts = {
  /** Somebody comes in. */
  join: (state: RoomState, who: { pid: Pid; name: string }, self: Self) => RoomState;
  /** Somebody says something. */
  post: (state: RoomState, said: { from: string; text: string }, self: Self) => RoomState;
  /** Never comes back. */
  spin: (state: RoomState, payload: undefined, self: Self) => RoomState;
};

/** The name under which the server of a room is found. */
export function roomName(room: string): string {
  return `room:${room}`;
}

/** The name under which the moderator of a room is found. */
export function moderatorName(room: string): string {
  return `moderator:${room}`;
}

/** Passes on what is said in a room. It watches its members, so one that dies is a member no more. */
export const RoomServer: ServerDefinition<RoomState, [room: string], RoomCalls, RoomCasts> = GenServer.define({
  name: "RoomServer",
  async init(this: Self, room: string): Promise<RoomState> {
    const posts = await History.at(this, "history").call("recent", room);
    Directory.at(this, "directory").cast("opened", { pid: this.pid, name: room });
    return { room, members: new Map(), posts: 0, found: posts.length };
  },
  calls: { members: (state) => [[...state.members.values()], state] },
  casts: {
    join: (state, { pid, name }, self) => {
      if (state.members.has(pid)) return state;
      self.monitor(pid);
      return { ...state, members: new Map(state.members).set(pid, name) };
    },
    post: (state, { from, text }, self) => {
      const post: Post = { room: state.room, from, text };
      History.at(self, "history").cast("keep", post);
      Moderator.at(self, moderatorName(state.room)).cast("check", post);
      for (const pid of state.members.keys()) User.at(self, pid).cast("hear", post);
      return { ...state, posts: state.posts + 1 };
    },
    spin,
  },
  handleInfo: (state, message) => {
    const members = new Map(state.members);
    members.delete((message as Down).pid as Pid);
    return { ...state, members };
  },
});

/**
 * A room: its server and its moderator, which make no sense without each other. Under `one_for_all` both start afresh
 * when one has died.
 */
export const Room: SupervisorDefinition<[room: string]> = Supervisor.define({
  name: "Room",
  strategy: "one_for_all",
  maxRestarts: 3,
  maxSeconds: 5,
  children: (room: string) => [
    RoomServer.child({ id: "server", args: [room], name: roomName(room) }),
    Moderator.child({ id: "moderator", args: [room], name: moderatorName(room) }),
  ],
});

/** How a room is opened. */
export function roomChild(room: string): ChildSpec<SupervisorRef> {
  return Room.child({ id: room, args: [room], name: room });
}
