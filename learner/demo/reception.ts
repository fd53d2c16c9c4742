import {
  DynamicSupervisor,
  type DynamicSupervisorDefinition,
  GenServer,
  type Self,
  type ServerDefinition,
  StartError,
} from "@superlearner/otp";
import { roomChild } from "./room.ts";
import { User, userChild } from "./user.ts";

/** The rooms that are always open. */
export const ROOMS: readonly string[] = ["lobby", "music", "random"];
/** Who may come. */
export const NAMES: readonly string[] = [
  "ada",
  "alan",
  "barbara",
  "donald",
  "edsger",
  "grace",
  "joe",
  "katherine",
  "leslie",
  "margaret",
  "mike",
  "robert",
];
/** How many may be there at a time. */
export const MOST_USERS = 7;

/** Where rooms live; each is a small tree of its own. */
export const Rooms: DynamicSupervisorDefinition = DynamicSupervisor.define({
  name: "Rooms",
  maxRestarts: 5,
  maxSeconds: 10,
});

/** Where users live. None knows another, so none is restarted for another. */
export const Users: DynamicSupervisorDefinition = DynamicSupervisor.define({
  name: "Users",
  maxRestarts: 10,
  maxSeconds: 10,
  maxChildren: MOST_USERS,
});

/** What the reception keeps. */
export interface ReceptionState {
  /** How many have come so far. */
  readonly welcomed: number;
  /** How many have left. */
  readonly left: number;
}

/** What {@linkcode Reception} answers. */
export type ReceptionCalls = {
  /** How many have come and left; answered when the rooms are open. */
  figures: (state: ReceptionState) => [ReceptionState, ReceptionState];
  /** Lets somebody in; `undefined` if the house is full. */
  enter: (state: ReceptionState, payload: undefined, self: Self) => Promise<[string | undefined, ReceptionState]>;
  /** Sees somebody out; `undefined` if nobody of that name is there. */
  leave: (state: ReceptionState, name: string, self: Self) => Promise<[string | undefined, ReceptionState]>;
};

/**
 * Opens the rooms and lets people in and out. It is started after the supervisors it fills: when one of those had to be
 * started again, empty, the reception is started again as well and fills it.
 */
export const Reception: ServerDefinition<ReceptionState, [], ReceptionCalls, Record<never, never>> = GenServer.define({
  name: "Reception",
  init: () => GenServer.ok<ReceptionState>({ welcomed: 0, left: 0 }, { continue: "open" }),
  calls: {
    figures: (state: ReceptionState): [ReceptionState, ReceptionState] => [state, state],
    enter: async (state, _payload, self): Promise<[string | undefined, ReceptionState]> => {
      const free = NAMES.filter((name) => self.system.whereis(name) === undefined);
      const name = free[Math.floor(self.random() * free.length)];
      if (NAMES.length - free.length >= MOST_USERS || name === undefined) return [undefined, state];
      await Users.at(self, "users").startChild(userChild(name));
      return [name, { ...state, welcomed: state.welcomed + 1 }];
    },
    leave: async (state, name: string, self): Promise<[string | undefined, ReceptionState]> => {
      if (self.system.whereis(name) === undefined) return [undefined, state];
      return [await User.at(self, name).call("leave"), { ...state, left: state.left + 1 }];
    },
  },
  handleContinue: async (state, _open: string, self) => {
    for (const room of ROOMS) await openRoom(room, self);
    return state;
  },
});

async function openRoom(room: string, self: Self): Promise<void> {
  try {
    await Rooms.at(self, "rooms").startChild(roomChild(room));
  } catch (error) {
    // Only this process was started again, and the rooms are still open.
    if (!(error instanceof StartError && "already_started" in Object(error.reason))) throw error;
  }
}
