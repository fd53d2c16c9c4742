import { ArgumentError, type Pid } from "@superlearner/otp";
import { checkKnownOptions, isPlainObject, optionsFor } from "../limits/check_options.ts";
import { checkFunctions, checkPaths } from "../limits/check_values.ts";
import type { ChangeFrom } from "../versions/version.ts";
import { checkActor } from "./acting.ts";

/** A server whose state is to be changed, as the host's `codeChange` is told. */
export interface ChangedServer {
  /** Who. */
  readonly pid: Pid;
  /** Its registered name, or that of its definition. */
  readonly name: string;
  /** The number of the version it goes to. */
  readonly to: number;
}

/**
 * Makes on the host the state that a server has in the next version, of a copy of the one it has. `from` is the version that the
 * state is of; on the way back `{ down: version }`, as on Erlang.
 */
export type HostCodeChange = (from: ChangeFrom, state: unknown, server: ChangedServer) => unknown;

/** What a version takes the place of another with. */
export interface ExchangeLimits {
  /**
   * Makes the new states on the host, from data. What it gives may be a promise; the servers wait meanwhile, so all of them have to
   * be made within `pauseMs`.
   *
   * @default the `codeChange` of the definitions makes them in the sandbox; where there is none, states stay as they are
   */
  readonly codeChange?: HostCodeChange;
  /** Who wants it, for the history and the audit log. @default {"host"} */
  readonly by?: string;
  /**
   * How long a server may be kept waiting for others, and the `codeChange` of all of them may take together, in milliseconds. What
   * takes longer is dropped, and the version that ran goes on at once. Each turn in which modules are loaded anew, and each of an
   * `upgrade`, has to end in that time as well, and in that of a turn (`turnMs`): all else in their thread waits meanwhile. A larger
   * one lets those in that take longer.
   *
   * Code that spins can be ended only with all that is in its realm, so the next version is tried in one of its own first, where
   * nobody hears or answers it: it is loaded, its timers due at once; its `upgrade` is called; and its `codeChange` makes states of
   * copies. One that spins is refused there. What is not found there ends the sandbox by `turnMs`: what spins after the host has
   * answered, or because of what only the running version has; a `codeChange` on a state that cannot cross, on one of very many or
   * large ones (256 Ki characters, or what is copied in 8 ms, is tried), or on the way back.
   *
   * @default {50}
   */
  readonly pauseMs?: number;
  /** How long each phase may take: loading, and until all servers are between two messages. In milliseconds. @default {5000} */
  readonly timeoutMs?: number;
}

/** What is reloaded: exactly one of `files`, `module`, `dir` and `modules`. */
export interface ReloadOptions extends ExchangeLimits {
  /** Modules by path, in the place of those of the same path; `null` takes one away. All others stay as they are. */
  readonly files?: Readonly<Record<string, string | Uint8Array | null>>;
  /** One module, read from the host's disk, in the place of the one of its name. All others stay as they are. */
  readonly module?: string | URL;
  /** All modules, read from a directory. */
  readonly dir?: string | URL;
  /**
   * All modules, JavaScript that was compiled before and is taken as it is: for a sandbox whose source is `{ modules }`, which takes
   * nothing else.
   */
  readonly modules?: Readonly<Record<string, string>>;
  /** Whether `files` are all there are: those that are not among them are taken away. @default {false} */
  readonly only?: boolean;
}

/**
 * How {@linkcode Sandbox.rollback} goes back. A `codeChange` in the sandbox has to look at the `down` of `{ down: version }`, which
 * is its first argument then: one that does not is refused, for it would go up; also where what it does is right both ways.
 */
export type RollbackOptions = ExchangeLimits;

/** What came of a reload. */
export interface Reloaded {
  /** The number of the version that runs. */
  readonly version: number;
  /** The number of the version that ran before; the same where nothing was another. */
  readonly from: number;
  /** The modules that were loaded anew: those with another text, and those that import them. */
  readonly modules: readonly string[];
  /** The servers that run it, those that were running before, with their state. */
  readonly servers: readonly { readonly pid: Pid; readonly name: string }[];
  /** How long these servers waited, in milliseconds. No other did. */
  readonly pausedMs: number;
  /** Cycles of imports: legal, and told. Known where there is a compiler. */
  readonly cycles: readonly (readonly string[])[];
}

/** What there is to say of how a version takes the place of another. */
export const OF_EXCHANGE: Readonly<Record<keyof ExchangeLimits, true>> = {
  codeChange: true,
  by: true,
  pauseMs: true,
  timeoutMs: true,
};

const OF_RELOAD: Readonly<Record<keyof ReloadOptions, true>> = {
  files: true,
  module: true,
  dir: true,
  modules: true,
  only: true,
  ...OF_EXCHANGE,
};

/** Gives options back if they have the right form. @throws {ArgumentError} If not. */
export function checkReload(action: string, options: RollbackOptions): RollbackOptions {
  return checkExchange(action, checkKnownOptions(action, options, OF_EXCHANGE));
}

/** The same for what is reloaded. @throws {ArgumentError} */
export function checkReloadOptions(action: string, options: ReloadOptions): ReloadOptions {
  const checked = checkExchange(action, checkKnownOptions(action, options, OF_RELOAD));
  const { files, module, dir, modules, only = false } = checked;
  const given = [files, module, dir, modules].filter((each) => each !== undefined);
  const isByPath = [files, modules].every((each) => each === undefined || isPlainObject(each));
  if (given.length !== 1 || !isByPath) {
    const rule = "what is reloaded is one of files, module, dir and modules";
    throw new ArgumentError(action, { rule, value: options });
  }
  checkPaths(action, { module, dir });
  if (typeof only !== "boolean") throw new ArgumentError(action, { rule: "only is true or false", value: only });
  return checked;
}

/** Those of some options that are about the exchange. @throws {ArgumentError} If one has not the right form. */
export function exchangeOf(action: string, options: ExchangeLimits): ExchangeLimits {
  return checkExchange(action, optionsFor<ExchangeLimits>(OF_EXCHANGE, options));
}

function checkExchange<Options extends ExchangeLimits>(action: string, options: Options): Options {
  const { codeChange, by, pauseMs = 50, timeoutMs = 5000 } = options;
  checkFunctions(action, { codeChange });
  checkActor(action, by);
  for (const [name, value] of Object.entries({ pauseMs, timeoutMs })) {
    if (typeof value === "number" && value > 0) continue;
    throw new ArgumentError(action, { rule: `${name} is a number of milliseconds above 0`, value });
  }
  return options;
}
