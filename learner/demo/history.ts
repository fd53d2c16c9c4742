import { GenServer, type ServerDefinition } from "@superlearner/otp";

/** One thing that somebody said. */
export interface Post {
  /** The room it was said in. */
  readonly room: string;
  /** Who said it. */
  readonly from: string;
  /** What. */
  readonly text: string;
}

/** The last posts of each room, oldest first. */
export type HistoryState = ReadonlyMap<string, readonly Post[]>;

/** What {@linkcode History} answers. */
export type HistoryCalls = {
  /** The last posts of a room. */
  recent: (state: HistoryState, room: string) => [readonly Post[], HistoryState];
};

/** What {@linkcode History} is told. */
export type HistoryCasts = {
  /** Keeps a post; the oldest of its room goes when there are too many. */
  keep: (state: HistoryState, post: Post) => HistoryState;
};

/** How many posts of a room are kept. */
export const KEPT_POSTS = 50;

/**
 * Remembers what was said. It does little and so has little to crash of: what must survive the crash of a room is kept
 * here, in a process of its own that is started before all others.
 */
export const History: ServerDefinition<HistoryState, [], HistoryCalls, HistoryCasts> = GenServer.define({
  name: "History",
  init: () => new Map(),
  calls: { recent: (state, room) => [state.get(room) ?? [], state] },
  casts: {
    keep: (state, post) => {
      const posts = [...state.get(post.room) ?? [], post].slice(-KEPT_POSTS);
      return new Map(state).set(post.room, posts);
    },
  },
});
