import type { TreeUse } from "./process_tree.ts";

/** What is to be started. */
export interface ProgramCommand {
  /** The path of the program. */
  readonly path: string;
  /** Its arguments, each as it is: no shell reads them. */
  readonly args: readonly string[];
  /** All its variables. */
  readonly env: Readonly<Record<string, string>>;
  /** How many processes it may become, where the system can be told so. */
  readonly processes: number;
}

/** The end of a program, as Deno tells it. */
export interface ProgramStatus {
  readonly success: boolean;
  readonly code: number;
  readonly signal: string | null;
}

/** One running program, with all that it has started. */
export interface Confined {
  /** What runs of it, not counted further than `most`. */
  use(most: number): TreeUse;
  /** Sends the program a signal. False where it is not there yet. */
  signal(signal: Deno.Signal): boolean;
  /** Ends it and what it has started. False where the host may not: then the one that it has started itself is to be ended. */
  kill(): boolean;
  /** What is left after its own end is ended as well. */
  sweep(): Promise<void>;
  /** Its end as the program's own. */
  statusOf(status: Deno.CommandStatus): ProgramStatus;
}

/** A way to hold a program with all that it starts, so that it can be ended whole. */
export interface Confinement {
  /**
   * `"namespace"`: nothing that it starts can leave, whatever it does. `"group"`: what leaves the process group is found by a mark
   * in its environment; what cleans that as well is not found.
   */
  readonly kind: "namespace" | "group";
  /** What the host starts, and how it is held once its pid is known. */
  confine(
    command: ProgramCommand,
  ): { readonly command: Omit<ProgramCommand, "processes">; readonly held: (pid: number) => Confined };
}

/**
 * Sends a signal to a process, or with a minus to a group. One that is gone hears nothing. False where the host may not: it takes
 * `--allow-run` without a list.
 */
export function sendSignal(pid: number, signal: Deno.Signal): boolean {
  try {
    Deno.kill(pid, signal);
  } catch (error) {
    return !(error instanceof Deno.errors.NotCapable);
  }
  return true;
}
