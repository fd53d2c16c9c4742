import { nameText, type ProcessName } from "../processes/via.ts";
import { behaviours, type Definition } from "../behaviours/definition.ts";
import { ArgumentError } from "../processes/errors.ts";
import { type Host, runtimeOf } from "../processes/host.ts";
import { deepFreeze } from "../processes/message_policy.ts";
import type { Pid } from "../processes/pid.ts";
import { type Behaviour, DEAD, type Process, READY } from "../processes/process.ts";
import type { Runtime } from "../processes/runtime.ts";
import { livingProcess, livingServer, request, type SysOptions } from "./sys_request.ts";

/** How the code of a server is changed. */
export interface ChangeCodeOptions extends SysOptions {
  /** The definition it is to run from now on; its `codeChange` makes the new state. */
  definition: Definition<unknown, never>;
  /** Handed to `codeChange` as it is. */
  extra?: unknown;
  /** The version that `codeChange` is told the state is of. @default the `version` of the definition it runs */
  oldVersion?: unknown;
  /**
   * Whether what this System starts from the old definition from now on, restarts by a supervisor included, runs the new
   * one, as with Erlang's code server. @default {true}
   */
  forStarts?: boolean;
  /**
   * Whether the server goes back to an earlier definition. That cannot know what came after it: so the `codeChange` of the
   * one that runs makes the state, and is told `{ down: version }` of the earlier one, as in Erlang. @default {false}
   */
  down?: boolean;
}

/** How a change of code is prepared. */
export interface PrepareCodeOptions extends ChangeCodeOptions {
  /** Makes what `codeChange` gets of the state, so that what that does to it is not done to the state. @default the state itself */
  copy?: (state: unknown) => unknown;
  /** Makes the new state in the place of `codeChange`. @default none */
  convert?: (state: unknown) => unknown;
}

/** A change of code that is prepared: the new state is there, and nothing has been changed. */
export interface PreparedCode {
  /** The new state. */
  readonly state: unknown;
  /** Whether it can be made now: not where the process is dead or has gone on meanwhile. */
  readonly valid: boolean;
  /** Exchanges state and code, at once, where it is valid; gives whether it was. */
  commit(): boolean;
}

/** Puts another definition in the place of the one that a suspended server runs, and converts the state. */
export async function changeCode(host: Host, to: Pid | ProcessName, options: ChangeCodeOptions): Promise<void> {
  await prepared(host, to, { options, then: (change) => change.keep() });
}

/** Makes the new state that a suspended server would have with another definition. */
export async function prepareCode(
  host: Host,
  to: Pid | ProcessName,
  options: PrepareCodeOptions,
): Promise<PreparedCode> {
  return await prepared(host, to, { options, then: (change) => change, dropsLate: true });
}

/** Whether a process runs this very definition now. */
export function runs(host: Host, to: Pid | ProcessName, definition: object): boolean {
  return livingProcess(host, { to, action: "look at the code of" }).behaviour === behaviours.get(definition);
}

/** Two definitions of the same behaviour. */
export interface ChangeStartsOptions {
  /** The one that is not to run any more. */
  from: Definition<unknown, never>;
  /** The one that runs in its place. */
  to: Definition<unknown, never>;
}

/** What is started from one definition from now on runs another one. */
export function changeStarts(host: Host, { from, to }: ChangeStartsOptions): void {
  const [behaviour, next] = [behaviours.get(from), behaviours.get(to)];
  const refuse = (rule: string, value: unknown): never => {
    throw new ArgumentError("change what is started", { rule, value });
  };
  if (behaviour === undefined) return refuse("from is the definition of a server, an agent or a state machine", from);
  if (next === undefined) return refuse("to is the definition of a server, an agent or a state machine", to);
  if (next.name !== behaviour.name) refuse(`to is of the same behaviour, ${behaviour.name}`, next.name);
  upgrade(runtimeOf(host), runtimeOf(host).codeOf(behaviour), next);
}

/** What a change is prepared for. */
interface Preparation<Value> {
  readonly options: PrepareCodeOptions;
  /** Runs in the turn of the process. */
  readonly then: (change: Change) => Value;
  /** Whether the server goes on without it when its time is over. @default {false} */
  readonly dropsLate?: boolean;
}

async function prepared<Value>(
  host: Host,
  to: Pid | ProcessName,
  { options, then, dropsLate = false }: Preparation<Value>,
): Promise<Value> {
  const action = "change the code of";
  const refuse = (rule: string, value: unknown): never => {
    throw new ArgumentError(`${action} ${nameText(to)}`, { rule, value });
  };
  const definition = options?.definition as object | undefined;
  const next = typeof definition === "object" && definition !== null ? behaviours.get(definition) : undefined;
  if (next === undefined) refuse("the new definition is one of a server, an agent or a state machine", definition);
  const { behaviour, suspended } = livingServer(host, { to, action });
  if (!suspended) refuse("the process is suspended", to);
  if (next!.name !== behaviour.name) {
    refuse(`the new definition is of the same behaviour, ${behaviour.name}`, next!.name);
  }
  return await request(host, to, {
    name: "changeCode",
    action,
    options,
    dropsLate,
    run: (process) => {
      if (!process.suspended) refuse("the process is suspended", to);
      const state = newState(process, next!, options);
      if (!(state instanceof Promise)) return then(new Change(process, { next: next!, state, options }));
      return state.then((value) => then(new Change(process, { next: next!, state: value, options })));
    },
  });
}

function newState(process: Process, next: Behaviour, options: PrepareCodeOptions): unknown {
  const { runtime, behaviour } = process;
  const { extra, down = false, copy, convert } = options;
  const state = copy === undefined ? process.state : copy(process.state);
  if (convert !== undefined) {
    const checked = (made: unknown) => (next.checkState?.(process, made), made);
    const made = convert(state);
    return made instanceof Promise ? made.then(checked) : checked(made);
  }
  const maker = down ? behaviour : next;
  if (maker.codeChange === undefined) return state;
  const older = down ? { down: next.version } : behaviour.version;
  const outer = runtime.current;
  runtime.current = process;
  try {
    return maker.codeChange(state, { oldVersion: "oldVersion" in options ? options.oldVersion : older, extra });
  } finally {
    runtime.current = outer;
  }
}

/** What is to be exchanged. */
interface ChangeParts {
  readonly next: Behaviour;
  readonly state: unknown;
  readonly options: ChangeCodeOptions;
}

class Change implements PreparedCode {
  readonly state: unknown;
  readonly #process: Process;
  readonly #next: Behaviour;
  readonly #forStarts: boolean;
  /** What the process had done when this was prepared: whoever has done more since has another state. */
  readonly #handled: number;
  readonly #before: unknown;

  constructor(process: Process, { next, state, options: { forStarts = true } }: ChangeParts) {
    this.state = state;
    this.#process = process;
    this.#next = next;
    this.#forStarts = forStarts;
    this.#handled = process.handled;
    this.#before = process.state;
  }

  get valid(): boolean {
    const { phase, suspended, handled, state } = this.#process;
    return phase === READY && suspended && handled === this.#handled && state === this.#before;
  }

  commit(): boolean {
    const { valid } = this;
    if (valid) this.keep();
    return valid;
  }

  /** Within the turn of the process, where nothing can have happened meanwhile but its death. */
  keep(): void {
    const process = this.#process;
    const { runtime, behaviour } = process;
    const next = this.#next;
    if (process.phase === DEAD) return;
    process.state = runtime.freezes ? deepFreeze(this.state) : this.state;
    process.behaviour = next;
    next.adopt?.(process);
    if (this.#forStarts) upgrade(runtime, behaviour, next);
    if (!runtime.events.active) return;
    const { module, version } = next;
    runtime.events.emit({
      type: "code.changed",
      pid: process.pid,
      module,
      ...(version === undefined ? {} : { version }),
    });
  }
}

function upgrade(runtime: Runtime, from: Behaviour, to: Behaviour): void {
  if (from === to) return;
  const upgrades = runtime.upgrades ??= new Map();
  upgrades.delete(to); // what is newest has nothing newer, also where it was older before
  upgrades.set(from, to);
}
