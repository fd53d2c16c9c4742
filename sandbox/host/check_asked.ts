import { ArgumentError, type Definition, type Pid, type Self } from "@superlearner/otp";
import { checkKnownOptions } from "../limits/check_options.ts";
import type { SandboxCallOptions, SandboxRunOptions } from "./sandbox_info.ts";

const OF_CALL: Readonly<Record<keyof SandboxCallOptions, true>> = { payload: true, timeoutMs: true };
const OF_RUN: Readonly<Record<keyof SandboxRunOptions, true>> = { timeoutMs: true };

/** Gives back whom something is asked of, if it can be one. @throws {ArgumentError} If not. */
export function checkProcess(action: string, to: Pid | string): Pid | string {
  if (typeof to === "string" && to !== "") return to;
  const rule = "a process is known by a pid or a name that is not empty";
  throw new ArgumentError(action, { rule, value: to });
}

/** Gives the options of a call or a cast back. @throws {ArgumentError} If they are none, or the kind is none. */
export function checkCall(
  action: string,
  { to, kind, options }: { readonly to: Pid | string; readonly kind: string; readonly options: SandboxCallOptions },
): SandboxCallOptions {
  checkProcess(action, to);
  checkText(action, "kind", kind);
  checkTimeout(action, checkKnownOptions(action, options, OF_CALL));
  return options;
}

/** What is run, and with what. */
export interface AskedRun {
  /** The name of the function. */
  readonly name: string;
  /** What it is called with. */
  readonly args: readonly unknown[];
  /** How. */
  readonly options: SandboxRunOptions;
}

/** Gives back what is run if it can be. @throws {ArgumentError} If not. */
export function checkRun(action: string, run: AskedRun): AskedRun {
  checkText(action, "name", run.name);
  if (!Array.isArray(run.args)) throw new ArgumentError(action, { rule: "args is a list", value: run.args });
  checkTimeout(action, checkKnownOptions(action, run.options, OF_RUN));
  return run;
}

/** Gives back who is to be told of a death. @throws {ArgumentError} If it is no process. */
export function checkWatcher(action: string, watcher: Self): Self {
  if (typeof (watcher as Partial<Self> | null | undefined)?.monitor === "function") return watcher;
  throw new ArgumentError(action, { rule: "the watcher is a process of the host: its self", value: watcher });
}

/** Gives a definition back if it is one. @throws {ArgumentError} If not. */
export function checkDefinition<Ref>(action: string, definition: Definition<Ref, never>): Definition<Ref, never> {
  if (typeof (definition as Partial<Definition<Ref, never>> | null | undefined)?.at === "function") return definition;
  throw new ArgumentError(action, { rule: "a definition is what define() has given", value: definition });
}

function checkText(action: string, what: string, value: unknown): void {
  if (typeof value !== "string") throw new ArgumentError(action, { rule: `${what} is a text`, value });
}

function checkTimeout(action: string, { timeoutMs }: { readonly timeoutMs?: number }): void {
  if (timeoutMs === undefined || (typeof timeoutMs === "number" && timeoutMs >= 0)) return;
  throw new ArgumentError(action, { rule: "timeoutMs is a number of milliseconds from 0 up", value: timeoutMs });
}
