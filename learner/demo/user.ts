import {
  type ChildSpec,
  type Down,
  GenServer,
  type Self,
  type ServerDefinition,
  type ServerRef,
} from "@superlearner/otp";
import { Directory } from "./directory.ts";
import type { Post } from "./history.ts";
import { roomName, RoomServer } from "./room.ts";
import { spin } from "./spin.ts";

/** What a user keeps. */
export interface UserState {
  /** Who it is. */
  readonly name: string;
  /** The room it is in; `undefined` while it looks for one. */
  readonly room: string | undefined;
  /** How often it has spoken. */
  readonly said: number;
  /** The last thing it heard. */
  readonly heard: string | undefined;
}

/** What {@linkcode User} answers. */
export type UserCalls = {
  /** Says goodbye; the user ends, in order. */
  leave: (state: UserState) => ReturnType<typeof GenServer.stop<UserState, string>>;
};

/** What {@linkcode User} is told. */
export type UserCasts = {
  /** Says something in its room. */
  say: (state: UserState, text: string, self: Self) => UserState;
  /** Hears what was said. */
  hear: (state: UserState, post: Post) => UserState;
  /** Never comes back. */
  spin: (state: UserState, payload: undefined, self: Self) => UserState;
};

/** How long a user waits before it looks for a room again. */
const PATIENCE_MS = 400;
/** Sent by a user to itself. */
const LOOK = "look for a room";

/**
 * Somebody in the chat. It has a fault on purpose: it decodes links and does not expect a broken one. Then it crashes,
 * and its supervisor starts it again, as nobody in particular: what it knew is gone.
 */
export const User: ServerDefinition<UserState, [name: string], UserCalls, UserCasts> = GenServer.define({
  name: "User",
  init: (name: string) =>
    GenServer.ok<UserState>({ name, room: undefined, said: 0, heard: undefined }, { continue: LOOK }),
  calls: { leave: (state) => GenServer.stop("normal", state, { reply: `Goodbye, ${state.name}` }) },
  casts: {
    say: (state: UserState, text: string, self: Self) => {
      if (state.room === undefined) return state;
      RoomServer.at(self, roomName(state.room)).cast("post", { from: state.name, text });
      return { ...state, said: state.said + 1 };
    },
    hear: (state: UserState, { from, text }: Post) => {
      const readable = text.includes("://") ? decodeURIComponent(text) : text; // the fault
      return { ...state, heard: `${from}: ${readable}` };
    },
    spin,
  },
  handleContinue: (state: UserState, _look: string, self: Self) => lookForRoom(state, self),
  handleInfo: (state: UserState, message: unknown, self: Self) => {
    if (message === LOOK) return lookForRoom(state, self);
    // The room is gone. Its supervisor opens it again, so there is a room to be found soon.
    if ((message as Down).type === "DOWN") self.sendAfter(self.pid, LOOK, { delayMs: PATIENCE_MS });
    return { ...state, room: undefined };
  },
});

/** How somebody comes into the chat: started again after a crash, gone after a goodbye. */
export function userChild(name: string): ChildSpec<ServerRef<UserCalls, UserCasts>> {
  return User.child({ id: name, args: [name], name, restart: "transient" });
}

async function lookForRoom(state: UserState, self: Self): Promise<UserState> {
  const rooms = await Directory.at(self, "directory").call("rooms");
  const room = rooms[Math.floor(self.random() * rooms.length)];
  if (room === undefined) {
    self.sendAfter(self.pid, LOOK, { delayMs: PATIENCE_MS });
    return state;
  }
  RoomServer.at(self, roomName(room)).cast("join", { pid: self.pid, name: state.name });
  self.monitor(roomName(room));
  return { ...state, room };
}
