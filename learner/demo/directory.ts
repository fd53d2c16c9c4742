import { type Down, GenServer, type Pid, type Self, type ServerDefinition } from "@superlearner/otp";

/** The rooms that are open, by their server's process. */
export type DirectoryState = ReadonlyMap<Pid, string>;

/** What {@linkcode Directory} answers. */
export type DirectoryCalls = {
  /** The names of the rooms that are open now. */
  rooms: (state: DirectoryState) => [readonly string[], DirectoryState];
};

/** What {@linkcode Directory} is told. */
export type DirectoryCasts = {
  /** A room has opened, for the first time or again. */
  opened: (state: DirectoryState, room: { pid: Pid; name: string }, self: Self) => DirectoryState;
};

/**
 * Knows which rooms are open. Rooms announce themselves when they start, so a directory that lost its state needs its
 * rooms started again: the reason why both stand under `rest_for_one`.
 */
export const Directory: ServerDefinition<DirectoryState, [], DirectoryCalls, DirectoryCasts> = GenServer.define({
  name: "Directory",
  init: () => new Map(),
  calls: { rooms: (state) => [[...state.values()], state] },
  casts: {
    opened: (state, { pid, name }, self) => {
      self.monitor(pid);
      return new Map(state).set(pid, name);
    },
  },
  handleInfo: (state, message) => {
    const open = new Map(state);
    open.delete((message as Down).pid as Pid);
    return open;
  },
});
