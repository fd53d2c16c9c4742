/** Servers to be measured. */
import { GenServer, type Self, type ServerDefinition } from "@superlearner/otp";

/** How often it was asked, and what it keeps. */
export interface Kept {
  readonly count: number;
  readonly kept: readonly Uint8Array[];
}

/** What it answers. */
export interface KeeperCalls {
  readonly next: (state: Kept) => readonly [number, Kept];
  readonly keep: (state: Kept, size: number) => readonly [number, Kept];
  readonly swap: (state: Kept, size: number) => readonly [number, Kept];
  readonly work: (state: Kept, ms: number, self: Self) => Promise<readonly [number, Kept]>;
}

/** What it can be told. */
export interface KeeperCasts {
  readonly note: (state: Kept, text: string) => Kept;
  readonly crash: (state: Kept) => Kept;
}

/** Counts, and keeps what it is told to keep. */
export const Keeper: ServerDefinition<Kept, [], KeeperCalls, KeeperCasts> = GenServer.define({
  name: "Keeper",
  init: (): Kept => ({ count: 0, kept: [] }),
  calls: {
    next: (state: Kept) => [state.count, { ...state, count: state.count + 1 }] as const,
    keep: (state: Kept, size: number) => [size, { ...state, kept: [...state.kept, new Uint8Array(size)] }] as const,
    /** Keeps a buffer, and lets go of the one before. */
    swap: (state: Kept, size: number) => [size, { ...state, kept: [new Uint8Array(size)] }] as const,
    /** Takes as long as it is told, in System time. */
    work: async (state: Kept, ms: number, self: Self) => {
      await self.sleep(ms);
      return [ms, state] as const;
    },
  },
  casts: {
    note: (state: Kept, _text: string): Kept => ({ ...state, count: state.count + 1 }),
    crash: (_state: Kept): Kept => {
      throw new Error("Broken");
    },
  },
});
