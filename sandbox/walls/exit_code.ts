import type { WallEnd } from "./wall.ts";

/** Signals of who ends itself: V8, where it cannot go on. */
const ABORTS: readonly string[] = ["SIGTRAP", "SIGABRT", "SIGILL", "SIGSEGV", "SIGBUS"];
/** The same as exit codes, where a shell or Deno has made them of the signal. */
const ABORT_CODES: readonly number[] = [132, 133, 134, 135, 139];

/** What the end of a subprocess means, that was not ended from here: who did it, V8, the system or an operator, or itself. */
export function endOf({ code, signal }: Pick<Deno.CommandStatus, "code" | "signal">, errors: string): WallEnd {
  if (signal !== null ? ABORTS.includes(signal) : ABORT_CODES.includes(code)) {
    const what = signal ?? `exit code ${code}`;
    if (/out of memory|heap limit/i.test(errors)) return { exit: `V8 ran out of heap (${what})`, limit: "heapMb" };
    const [, why] = /^# Fatal error.*\n(?:# .*\n)?# ?(.*)$/m.exec(errors) ?? [];
    return { exit: `V8 gave up (${what})${why ? `: ${why}` : ""}` };
  }
  if (signal === "SIGKILL") return { exit: "it was killed from outside (SIGKILL), by an operator or the system" };
  if (signal === "SIGXCPU") return { exit: "the system's limit of CPU time (SIGXCPU)" };
  if (signal !== null) return { exit: `it was ended from outside (${signal})` };
  if (code === 3) return { exit: `its worker failed${errors === "" ? "" : `: ${errors.trim().slice(-200)}`}` };
  if (code === 4) return { exit: "its worker left" };
  return { exit: `it left with exit code ${code}` };
}
