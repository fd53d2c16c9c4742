import { checkOptions } from "../argument_error.ts";
import { checkTimeout } from "../behaviours/start.ts";
import { ArgumentError } from "../processes/errors.ts";
import { MOST_TURN_MS } from "../preemption/preemption.ts";
import { checkPermissions, type Permissions } from "./permissions.ts";

/** Where a process runs, and what it may do there. */
export interface PlaceOptions {
  /**
   * `"worker"`: a thread of its own in this program; starts in some 40 ms. `"process"`: a program of its own, which the operating
   * system can stop whatever it does; starts in some 55 ms.
   */
  placement: "worker" | "process";
  /** The module that exports the definition: `new URL("./counter.ts", import.meta.url)`. */
  module: URL | string;
  /** The name under which the module exports it. @default the definition's name */
  export?: string;
  /** What it may do; never more than this program. @default {"none"} */
  permissions?: Permissions;
  /**
   * How long one message, or `init`, may take without an `await`, in milliseconds; then the process dies with
   * `"turn_limit"`: at the latest when it has taken as long again, or a second more. `Infinity` for no limit: then a loop is
   * never noticed. @default {5000}
   */
  maxTurnMs?: number;
  /**
   * How long it may give no sign of life beyond the time when a message would have been stopped, in milliseconds, as in a
   * loop after an `await`, which cannot be stopped inside; then it dies with `"turn_limit"` as well. @default {5000}
   */
  silenceMs?: number;
  /** How long a worker that was ended may take to be gone, in milliseconds; then it is told as unstoppable. @default {1000} */
  graceMs?: number;
  /** Of a subprocess: the limit of its heap in megabytes; memory outside the heap is not limited. @default V8's own */
  heapMb?: number;
  /** Of a subprocess: its whole environment. @default {{}} */
  env?: Readonly<Record<string, string>>;
  /** Of a subprocess: whether it may download modules that are not cached, and use npm's. @default {false} */
  remote?: boolean;
}

/** Options with every default in its place. */
export interface Place extends Required<Omit<PlaceOptions, "heapMb" | "module">> {
  readonly module: string;
  readonly heapMb: number | undefined;
}

const PLACEMENTS: readonly unknown[] = ["worker", "process"];

/** Checks the options and fills in the defaults. @throws {ArgumentError} If one is none. */
export function completePlace(name: string, options: PlaceOptions): Place {
  const action = `place ${name}`;
  const refuse = (rule: string, value: unknown): never => {
    throw new ArgumentError(action, { rule, value });
  };
  checkOptions(action, options);
  const { placement, maxTurnMs = 5000, silenceMs = 5000, graceMs = 1000 } = options;
  const { permissions = "none", heapMb, env = {}, remote = false } = options;
  if (!PLACEMENTS.includes(placement)) refuse('placement is "worker" or "process"', placement);
  const module = urlOf(options.module) ?? refuse("module is a URL: new URL(…, import.meta.url)", options.module);
  const exported = options.export ?? name;
  if (typeof exported !== "string" || exported === "") refuse("export is a name", exported);
  for (const [what, value] of Object.entries({ maxTurnMs, silenceMs, graceMs })) {
    checkTimeout(`${action} (${what})`, value);
  }
  if (maxTurnMs < 1 || (maxTurnMs > MOST_TURN_MS && maxTurnMs !== Infinity)) {
    refuse(`maxTurnMs is a number of milliseconds from 1 to ${MOST_TURN_MS}, or Infinity`, maxTurnMs);
  }
  if (heapMb !== undefined && !(Number.isInteger(heapMb) && heapMb > 0)) refuse("heapMb is a whole number", heapMb);
  if (placement === "worker" && heapMb !== undefined) refuse("only a subprocess has a limit of its heap", heapMb);
  checkPermissions(action, permissions);
  return { placement, module, export: exported, permissions, maxTurnMs, silenceMs, graceMs, heapMb, env, remote };
}

function urlOf(module: unknown): string | undefined {
  if (module instanceof URL) return module.href;
  return typeof module === "string" && URL.canParse(module) ? new URL(module).href : undefined;
}
