import { checkOptions } from "../argument_error.ts";
import { die } from "./exit.ts";
import { type ExitReason, reasonOf } from "./exit_reason.ts";
import { link } from "./links.ts";
import { checkMailbox, limitMailbox, type MailboxOptions } from "./mailbox_limit.ts";
import { type Behaviour, BUSY, type Process, READY, STARTING } from "./process.ts";
import { forgetReceive, Receiver, runReceiver } from "./receive.ts";
import type { Runtime } from "./runtime.ts";
import { ArgumentError } from "./errors.ts";
import { nameText, type ProcessName, registerVia } from "./via.ts";

/** The body of a process. When it returns, the process dies `normal`; what it throws is the reason of its crash. */
export type Spawned = (self: Receiver) => unknown;

/** How a function is spawned. */
export interface SpawnOptions extends MailboxOptions {
  /** Registers the process under this name before it runs. */
  name?: ProcessName;
  /** Shown as the process's module. @default the function's name */
  label?: string;
}

/** How the runtime spawns: with a parent, and linked to it where asked. */
export interface SpawnInside extends SpawnOptions {
  readonly parent: Process | null;
  readonly link?: boolean;
}

/** A spawned function; a value for each, since the function is what it is. */
export class FunctionBehaviour implements Behaviour {
  readonly name: string = "spawn";
  readonly module: string;
  readonly #body: (self: never) => unknown;
  #started = false;

  constructor(body: (self: never) => unknown, label: string) {
    this.#body = body;
    this.module = label;
  }

  run(process: Process): boolean {
    if (this.#started) return runReceiver(process);
    this.#started = true;
    process.phase = BUSY;
    const self = this.selfOf(process);
    process.self = self;
    try {
      const result = this.#body(self as never);
      if (result instanceof Promise) {
        result.then((value) => this.returned(process, value), (error) => die(process, reasonOf(error)));
      } else this.returned(process, result);
    } catch (error) {
      die(process, reasonOf(error));
    }
    return process.phase === READY; // it receives already, and what is in the mailbox has not been looked at
  }

  exited(process: Process, _reason: ExitReason): void {
    forgetReceive(process);
  }

  /** What the function gets. */
  protected selfOf(process: Process): Receiver {
    return new Receiver(process);
  }

  /** The function is done. */
  protected returned(process: Process, _value: unknown): void {
    die(process, "normal");
  }
}

/** Makes the process of a function; it runs when the scheduler gives it a turn. */
export function spawnFunction(runtime: Runtime, body: Spawned, options: SpawnInside): Process {
  if (typeof body !== "function") throw new ArgumentError("spawn", { rule: "the body is a function", value: body });
  checkSpawn(runtime, options);
  return startFunction(runtime, new FunctionBehaviour(body, labelOf(body, options)), options);
}

/** How people know a function. */
export function labelOf(body: { readonly name: string }, { label }: SpawnOptions): string {
  return label ?? (body.name || "function");
}

/** Throws unless a function may be spawned so. */
export function checkSpawn(runtime: Runtime, options: SpawnOptions): void {
  const { name } = options;
  if (name !== undefined) runtime.checkFree(name, `spawn as "${nameText(name)}"`);
  checkMailbox("spawn", options);
}

/** Makes the process of a function whose behaviour is there already. */
export function startFunction(runtime: Runtime, behaviour: FunctionBehaviour, options: SpawnInside): Process {
  const { parent, name } = options;
  const process = createAs(runtime, behaviour, { parent, name });
  limitMailbox(process, options);
  const starting = process.phase === STARTING; // or dead, of what a listener did
  if (options.link === true && parent !== null) link(process, parent);
  if (starting && process.phase === STARTING) process.phase = READY;
  process.wake();
  return process;
}

/** A process whose code is outside: it takes part in the System with a pid and a mailbox until it is closed. */
export function attachOutside(runtime: Runtime, options: SpawnOptions): Receiver {
  checkOptions("attach", options);
  const behaviour: Behaviour = {
    name: "attached",
    module: options.label ?? "outside",
    run: runReceiver,
    exited: forgetReceive,
  };
  const { name } = options;
  if (name !== undefined) runtime.checkFree(name, `attach as "${nameText(name)}"`);
  checkMailbox("attach", options);
  const process = createAs(runtime, behaviour, { parent: null, name });
  limitMailbox(process, options);
  if (process.phase === STARTING) process.phase = BUSY;
  return process.self = new Receiver(process);
}

/** Makes a process with a name of either kind. */
function createAs(
  runtime: Runtime,
  behaviour: Behaviour,
  options: { parent: Process | null; name: ProcessName | undefined },
): Process {
  const { parent, name } = options;
  if (typeof name !== "object") return runtime.create(behaviour, { parent, name: name ?? null });
  const process = runtime.create(behaviour, { parent, name: null });
  if (registerVia(process, name)) return process;
  throw new ArgumentError("name a process", { rule: "a name belongs to one process", value: nameText(name) });
}
