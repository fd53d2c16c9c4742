import { die } from "./exit.ts";
import { type ExitReason, reasonOf } from "./exit_reason.ts";
import { link } from "./links.ts";
import { type Behaviour, BUSY, type Process, READY, STARTING } from "./process.ts";
import { forgetReceive, Receiver, runReceiver } from "./receive.ts";
import type { Runtime } from "./runtime.ts";
import { ArgumentError } from "./errors.ts";

/** The body of a process. When it returns, the process dies `normal`; what it throws is the reason of its crash. */
export type Spawned = (self: Receiver) => unknown;

/** How a function is spawned. */
export interface SpawnOptions {
  /** Registers the process under this name before it runs. */
  name?: string;
  /** Shown as the process's module. @default the function's name */
  label?: string;
}

/** How the runtime spawns: with a parent, and linked to it where asked. */
export interface SpawnInside extends SpawnOptions {
  readonly parent: Process | null;
  readonly link?: boolean;
}

/** A spawned function; a value for each, since the function is what it is. */
class FunctionBehaviour implements Behaviour {
  readonly name = "spawn";
  readonly module: string;
  readonly #body: Spawned;
  #started = false;

  constructor(body: Spawned, label: string) {
    this.#body = body;
    this.module = label;
  }

  run(process: Process): boolean {
    if (this.#started) return runReceiver(process);
    this.#started = true;
    process.phase = BUSY;
    const self = new Receiver(process);
    process.self = self;
    try {
      const result = this.#body(self);
      if (result instanceof Promise) {
        result.then(() => die(process, "normal"), (error) => die(process, reasonOf(error)));
      } else die(process, "normal");
    } catch (error) {
      die(process, reasonOf(error));
    }
    return process.phase === READY; // it receives already, and what is in the mailbox has not been looked at
  }

  exited(process: Process, _reason: ExitReason): void {
    forgetReceive(process);
  }
}

/** Makes the process of a function; it runs when the scheduler gives it a turn. */
export function spawnFunction(runtime: Runtime, body: Spawned, options: SpawnInside): Process {
  const { name, label, parent } = options;
  if (typeof body !== "function") throw new ArgumentError("spawn", { rule: "the body is a function", value: body });
  if (name !== undefined) runtime.checkFree(name, `spawn as "${name}"`);
  const behaviour = new FunctionBehaviour(body, label ?? (body.name || "function"));
  const process = runtime.create(behaviour, { parent, name: name ?? null });
  const starting = process.phase === STARTING; // or dead, of what a listener did
  if (options.link === true && parent !== null) link(process, parent);
  if (starting && process.phase === STARTING) process.phase = READY;
  process.wake();
  return process;
}

/** A process whose code is outside: it takes part in the System with a pid and a mailbox until it is closed. */
export function attachOutside(runtime: Runtime, options: SpawnOptions): Receiver {
  const behaviour: Behaviour = {
    name: "attached",
    module: options.label ?? "outside",
    run: runReceiver,
    exited: forgetReceive,
  };
  if (options.name !== undefined) runtime.checkFree(options.name, `attach as "${options.name}"`);
  const process = runtime.create(behaviour, { parent: null, name: options.name ?? null });
  if (process.phase === STARTING) process.phase = BUSY;
  return process.self = new Receiver(process);
}
