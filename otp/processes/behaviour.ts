import type { Envelope } from "./envelope.ts";
import type { ExitSignal } from "./exit.ts";
import type { ExitReason } from "./exit_reason.ts";
import type { Pid } from "./pid.ts";
import type { Process } from "./process.ts";
import type { StatusParts } from "./status_parts.ts";

/** Where a process runs, if not in this isolate. */
export interface Placement {
  /** The node it is part of, as its pid says. */
  readonly node: string;
  /** How that node is reached: `"worker"`, `"process"`, or the name of a transport. */
  readonly kind: string;
}

/** What a process that runs elsewhere needs to be told of what happens to its stand-in here. */
export interface Elsewhere extends Placement {
  /** Whether it belongs to this System, so that its life is told here; else that is done where it runs. */
  readonly owned: boolean;
  /** An exit signal reached the stand-in. */
  signalled(process: Process, signal: ExitSignal): void;
  /** It was linked to a process of this System. */
  linked(process: Process, other: Process): void;
  /** It was unlinked again. */
  unlinked(process: Process, other: Process): void;
}

/** What a code change is told, beside the state. */
export interface CodeChange {
  /** The version that the state is of. */
  readonly oldVersion: unknown;
  /** Whatever the one who asked for the change gave. */
  readonly extra: unknown;
}

/**
 * What a kind of process does with its turns; GenServer and spawned functions each have one.
 *
 * For `sys` to work with one that holds a state, its `run` does four things: it sets `process.current` while a message is
 * being handled; of a process that is `traced` it says `noteTaken` before and `noteHandled` after that; between two
 * messages it calls `process.settle()` where `process.between` is not `null`, and it gives up its turn where the process
 * is suspended. Its start asks `runtime.codeOf` what it is by now.
 */
export interface Behaviour {
  /** `"GenServer"`, `"Supervisor"`, `"spawn"`. */
  readonly name: string;
  /** The user's module or function. */
  readonly module: string;
  /** Whether an exit of the parent ends it also while it is suspended. @default {false} */
  readonly endsWithParent?: boolean;
  /** Whether `process.state` is the user's own, which `sys` may replace. @default {false} */
  readonly holdsState?: boolean;
  /** Whether its turns run nothing of the user's but what is guarded on its own. @default {false} */
  readonly trusted?: boolean;
  /** The version of the user's code, where it has one. */
  readonly version?: string | number | undefined;
  /** Hides what is not for everybody's eyes. */
  readonly formatStatus?: ((parts: StatusParts) => StatusParts) | undefined;
  /** Makes of the state that another version left one of its own; without it the state is taken over as it is. */
  readonly codeChange?: ((state: unknown, change: CodeChange) => unknown) | undefined;
  /** A process runs this from now on, and held what another version of it had made. */
  adopt?(process: Process): void;
  /** Throws unless a value from outside can stand in the place of the state. */
  checkState?(process: Process, state: unknown): void;
  /** Set where the process is the stand-in of one that runs elsewhere; its number is below zero then. */
  readonly elsewhere?: Elsewhere;
  /** The pid of that process. */
  readonly pid?: Pid;
  /** The kinds of calls and casts it knows, where that is known. */
  readonly kinds?: { readonly calls: readonly string[]; readonly casts: readonly string[] };
  /** Handles at most `budget` messages. Returns whether there is more to do at once. */
  run(process: Process, budget: number): boolean;
  /** Puts in order what others change of it, where that was stopped in the middle. */
  mend?(process: Process): void;
  /** The process is gone; what still waits for it must be told; may be called again where that was stopped. */
  exited(process: Process, reason: ExitReason): void;
}

/** What a process has as its `extra` while it is receptive. */
export interface Taker {
  /** Takes a message past the mailbox, at one go. */
  take(envelope: Envelope): void;
}
