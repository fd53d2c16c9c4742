import { nameText, type ProcessName } from "../processes/via.ts";
import { behaviours, type Definition } from "../behaviours/definition.ts";
import { ArgumentError } from "../processes/errors.ts";
import type { Host } from "../processes/host.ts";
import { deepFreeze } from "../processes/message_policy.ts";
import type { Pid } from "../processes/pid.ts";
import { type Behaviour, DEAD, type Process } from "../processes/process.ts";
import { livingServer, request, type SysOptions } from "./sys_request.ts";

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
}

/** Puts another definition in the place of the one that a suspended server runs, and converts the state. */
export async function changeCode(host: Host, to: Pid | ProcessName, options: ChangeCodeOptions): Promise<void> {
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
  await request(host, to, {
    name: "changeCode",
    action,
    options,
    run: (process) => {
      if (!process.suspended) refuse("the process is suspended", to);
      return change(process, next!, options);
    },
  });
}

function change(process: Process, next: Behaviour, options: ChangeCodeOptions): void | Promise<void> {
  const { runtime, behaviour } = process;
  const { extra, forStarts = true } = options;
  const oldVersion = "oldVersion" in options ? options.oldVersion : behaviour.version;
  const keep = (state: unknown) => {
    process.state = runtime.freezes ? deepFreeze(state) : state;
    process.behaviour = next;
    next.adopt?.(process);
    if (forStarts && next !== behaviour) {
      const upgrades = runtime.upgrades ??= new Map();
      upgrades.delete(next); // what is newest has nothing newer, also where it was older before
      upgrades.set(behaviour, next);
    }
    if (!runtime.events.active) return;
    const { module, version } = next;
    runtime.events.emit({
      type: "code.changed",
      pid: process.pid,
      module,
      ...(version === undefined ? {} : { version }),
    });
  };
  if (next.codeChange === undefined) return keep(process.state);
  const outer = runtime.current;
  runtime.current = process;
  try {
    const state = next.codeChange(process.state, { oldVersion, extra });
    if (!(state instanceof Promise)) return keep(state);
    return state.then((value) => {
      if (process.phase !== DEAD) keep(value);
    });
  } finally {
    runtime.current = outer;
  }
}
