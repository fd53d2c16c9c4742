import type { Alarm, Clock } from "@superlearner/otp";
import { PROGRAMS_MS } from "../limits/limit_periods.ts";
import type { Limits } from "../limits/limits.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import type { Program } from "./program.ts";

/** What is watched by. */
export interface ProgramsWatchOptions {
  readonly limits: Limits;
  readonly clock: Clock;
}

const MIB = 2 ** 20;

/** Looks what all programs of a guest use together, while there are any, and has the greatest of them ended where it is too much. */
export class ProgramsWatch {
  readonly #programs: ReadonlyMap<number, Program>;
  readonly #options: ProgramsWatchOptions;
  #alarm: Alarm | undefined;

  /** @param programs Those that there are, as they come and go. */
  constructor(programs: ReadonlyMap<number, Program>, options: ProgramsWatchOptions) {
    this.#programs = programs;
    this.#options = options;
  }

  /** Whether one more may be started. @throws {SandboxError} `limit_exceeded` if not. */
  demandRoom(action: string): void {
    const { limits: { programs }, clock } = this.#options;
    // Each is one at least: where they are too many by that, nobody has to look.
    const least = this.#living().length + 1;
    const used = least > programs
      ? least
      : this.#uses(programs).reduce((sum, { count }) => sum + Math.max(1, count), 1);
    if (used <= programs) return;
    const at = clock.wallTime();
    throw new SandboxError(action, { kind: "limit_exceeded", limit: "programs", value: programs, used, at });
  }

  /** There is one to be watched. */
  begin(): void {
    if (this.#alarm === undefined) this.#wait();
  }

  /** Nothing is watched any more. */
  end(): void {
    this.#alarm?.cancel();
    this.#alarm = undefined;
  }

  #wait(): void {
    const { clock } = this.#options;
    this.#alarm = clock.setAlarm(clock.now() + PROGRAMS_MS, () => this.#look());
  }

  #look(): void {
    this.#alarm = undefined;
    const { programs, memoryMb, wallMs } = this.#options.limits;
    const uses = this.#uses(programs);
    for (const { program, count } of uses) {
      const busyMs = program.busyMs(count);
      if (busyMs >= wallMs) program.exceed("wallMs", Math.round(busyMs));
    }
    const count = uses.reduce((sum, use) => sum + use.count, 0);
    const bytes = uses.reduce((sum, use) => sum + use.bytes, 0);
    const most = (of: "count" | "bytes") => uses.toSorted((one, other) => other[of] - one[of])[0]!.program;
    if (count > programs) most("count").exceed("programs", count);
    else if (bytes > memoryMb * MIB) most("bytes").exceed("memoryMb", Math.ceil(bytes / MIB));
    if (this.#living().length > 0) this.#wait();
  }

  #uses(most: number): { readonly program: Program; readonly count: number; readonly bytes: number }[] {
    return this.#living().map((program) => ({ program, ...program.use(most) }));
  }

  #living(): Program[] {
    return [...this.#programs.values()].filter(({ isOver }) => !isOver);
  }
}
