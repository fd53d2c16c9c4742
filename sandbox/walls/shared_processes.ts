import { ArgumentError } from "@superlearner/otp";
import type { ProcessWallOptions } from "./process_wall.ts";
import { SharedProcess } from "./shared_process.ts";
import type { Wall } from "./wall.ts";

/** The processes that sandboxes share, by name: one for each name, from the first that comes to the last that goes. */
export class SharedProcesses {
  readonly #running = new Map<string, SharedProcess>();

  /** The process of a name, for who watches it; none, where nobody is in one. */
  get(name: string): Pick<SharedProcess, "pid"> | undefined {
    return this.#running.get(name);
  }

  /** A wall in the process of a name. @throws {ArgumentError} If others in it have other limits of memory. */
  open(name: string, options: ProcessWallOptions): Wall {
    this.check(name, options);
    return (this.#running.get(name) ?? this.#start(name, options)).open();
  }

  /** Sees that one may come to the process of a name. @throws {ArgumentError} If others in it have other limits of memory. */
  check(name: string, { heapMb, memoryMb }: Pick<ProcessWallOptions, "heapMb" | "memoryMb">): void {
    const known = this.#running.get(name);
    if (known !== undefined && (known.memory.heapMb !== heapMb || known.memory.memoryMb !== memoryMb)) {
      const rule = `all that share the process "${name}" have its heapMb and memoryMb, ` +
        `which are ${known.memory.heapMb} and ${known.memory.memoryMb}`;
      throw new ArgumentError("share a process", { rule, value: { heapMb, memoryMb } });
    }
  }

  #start(name: string, options: ProcessWallOptions): SharedProcess {
    const process: SharedProcess = new SharedProcess({
      ...options,
      name,
      left: () => {
        if (this.#running.get(name) === process) this.#running.delete(name);
      },
    });
    this.#running.set(name, process);
    return process;
  }
}
