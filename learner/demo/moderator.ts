import { GenServer, type ServerDefinition } from "@superlearner/otp";
import type { Post } from "./history.ts";

/** What a moderator keeps. */
export interface ModeratorState {
  /** The room it watches over. */
  readonly room: string;
  /** Posts it has read. */
  readonly checked: number;
  /** How often somebody was asked to be quieter. */
  readonly warnings: ReadonlyMap<string, number>;
}

/** What {@linkcode Moderator} is told. */
export type ModeratorCasts = {
  /** Reads a post. */
  check: (state: ModeratorState, post: Post) => ModeratorState;
};

/** Words that a moderator does not like to see repeated. */
const LOUD = /!{3,}|\b[A-Z]{4,}\b/;

/**
 * Reads along in a room. It has a fault on purpose, one that is often seen in real programs: it takes what people write
 * for a pattern, so that an open bracket makes it crash.
 */
export const Moderator: ServerDefinition<ModeratorState, [room: string], Record<never, never>, ModeratorCasts> =
  GenServer.define({
    name: "Moderator",
    init: (room: string): ModeratorState => ({ room, checked: 0, warnings: new Map() }),
    casts: {
      check: (state: ModeratorState, { from, text }: Post): ModeratorState => {
        const quotesItself = new RegExp(`^${text}.+${text}$`).test(text); // the fault
        const checked = state.checked + 1;
        if (!quotesItself && !LOUD.test(text)) return { ...state, checked };
        return { ...state, checked, warnings: new Map(state.warnings).set(from, (state.warnings.get(from) ?? 0) + 1) };
      },
    },
  });
