import { ArgumentError } from "../processes/errors.ts";
import { type Host, ownerOf, runtimeOf } from "../processes/host.ts";
import { Shared } from "../processes/message_policy.ts";
import type { Pid } from "../processes/pid.ts";
import type { Self } from "../processes/self.ts";
import type { StatusParts } from "../processes/status_parts.ts";
import type { ProcessName } from "../processes/via.ts";
import type { System } from "../system.ts";
import { behaviours, startables } from "./definition.ts";
import { ProcessDefinition } from "./process_definition.ts";
import { ServerBehaviour } from "./gen_server_loop.ts";
import type { Awaitable, CallOptions, LooseSpec } from "./gen_server_types.ts";
import { noreply, ok } from "./outcome.ts";
import { checkTarget, ServerRef, type StopServerOptions } from "./server_ref.ts";
import { startServer } from "./start.ts";

/** An agent that can be started under a supervisor. */
export interface AgentSpec<State, Args extends readonly unknown[]> {
  /** The name people read. @default {"Agent"} */
  name?: string;
  /** Makes the first state from the arguments of the start. May be asynchronous; whoever starts the agent waits for it. */
  init: (this: Self, ...args: Args) => Awaitable<State>;
  /** Which version of the state this is; told to the `codeChange` of another. @default none */
  version?: string | number;
  /** Makes, of the state that another version left, one that this version's functions understand; see `sys.changeCode`. */
  codeChange?: (oldVersion: unknown, state: never, extra: never) => Awaitable<State>;
  /** Hides what is not for everybody's eyes in `sys.getStatus`, `sys.log`, traces and crash reports. */
  formatStatus?: (status: StatusParts<State>) => StatusParts;
}

/** How an agent is started from a function. */
export interface AgentOptions {
  /** Registers the process under this name before the first state is made. */
  name?: ProcessName;
  /** How long the first state may take, in milliseconds; then the process is killed. @default {Infinity} */
  timeoutMs?: number;
  /** Whether a process that starts an agent is linked to it. @default {true} */
  link?: boolean;
}

/** The calls and casts of every agent: each brings the function that is to run. */
interface Calls {
  readonly get: (state: never, run: Shared<unknown>) => [unknown, never];
  readonly update: (state: never, run: Shared<unknown>) => [undefined, never];
  readonly getAndUpdate: (state: never, run: Shared<unknown>) => [unknown, never];
}
interface Casts {
  readonly cast: (state: never, run: Shared<unknown>) => never;
}

/**
 * A running agent. The functions run in its process, one after the other, also those that are asynchronous: the next
 * begins when the one before is done. Each gets the state, and the agent's `self`.
 */
export class AgentRef<State> {
  readonly #server: ServerRef<Calls, Casts>;

  /** @internal */
  constructor(host: Host, to: Pid | ProcessName) {
    this.#server = new ServerRef(host, to);
  }

  /** The System it belongs to. */
  get system(): System {
    return this.#server.system;
  }

  /** The process it means now; `undefined` for a name that nobody has, or a process that is dead. */
  get pid(): Pid | undefined {
    return this.#server.pid;
  }

  /** Whether a process is alive behind it. */
  get alive(): boolean {
    return this.#server.alive;
  }

  /**
   * Gives what a function makes of the state, which stays as it is.
   *
   * @throws {CallError} If there is no reply: nobody there, too late, or the agent died, of the function for example.
   */
  get<Reply>(read: (state: State, self: Self) => Awaitable<Reply>, options?: CallOptions): Promise<Reply> {
    return this.#server.call("get", wrap(read, "get from an agent"), options) as Promise<Reply>;
  }

  /**
   * Replaces the state by what a function makes of it, and waits until that is done.
   *
   * @throws {CallError} If there is no reply.
   */
  update(change: (state: State, self: Self) => Awaitable<State>, options?: CallOptions): Promise<void> {
    return this.#server.call("update", wrap(change, "update an agent"), options);
  }

  /**
   * Gives the first and keeps the second of what a function makes of the state: `[reply, state]`. Anything else is a crash
   * of the agent, `bad_return_value`.
   *
   * @throws {CallError} If there is no reply.
   */
  getAndUpdate<Reply>(
    change: (state: State, self: Self) => Awaitable<readonly [Reply, State]>,
    options?: CallOptions,
  ): Promise<Reply> {
    return this.#server.call("getAndUpdate", wrap(change, "update an agent"), options) as Promise<Reply>;
  }

  /** Replaces the state by what a function makes of it, and waits for nothing. Where nobody is alive, nothing happens. */
  cast(change: (state: State, self: Self) => Awaitable<State>): void {
    this.#server.cast("cast", wrap(change, "cast to an agent"));
  }

  /**
   * Asks the agent to stop, behind what it already has to do, and waits until it is dead.
   *
   * @throws {CallError} If nobody is there, it takes too long, or it dies of something else.
   */
  stop(options: StopServerOptions = {}): Promise<void> {
    return this.#server.stop(options);
  }

  /** Prints as the agent's pid or name. */
  toString(): string {
    return this.#server.toString();
  }
}

/** An agent that can be started: what {@linkcode Agent} `define` gives. */
export class AgentDefinition<State, Args extends readonly unknown[]> extends ProcessDefinition<AgentRef<State>, Args> {
  /** An agent is a worker. */
  readonly type = "worker";

  /** @internal */
  constructor(spec: AgentSpec<State, Args>) {
    const { name = "Agent", init, version, codeChange, formatStatus } = spec ?? {};
    if (typeof name !== "string" || name === "") {
      throw new ArgumentError("define an agent", { rule: "name is a text", value: name });
    }
    if (typeof init !== "function") {
      throw new ArgumentError(`define the agent ${name}`, { rule: "init is a function", value: init });
    }
    const given = Object.entries({ version, codeChange, formatStatus }).filter(([, value]) => value !== undefined);
    for (const [key, value] of given) {
      const valid = key === "version"
        ? typeof value === "string" || typeof value === "number"
        : typeof value === "function";
      if (valid) continue;
      const rule = key === "version" ? "version is a text or a number" : `${key} is a function`;
      throw new ArgumentError(`define the agent ${name}`, { rule, value });
    }
    super(name);
    const server = agentServer(name, init as unknown as LooseSpec["init"]);
    const behaviour = new ServerBehaviour("Agent", { ...server, ...Object.fromEntries(given) });
    behaviours.set(this, behaviour);
    startables.set(this, (runtime, options) => startServer(runtime, behaviour, options));
  }

  /** An agent of this kind, by pid or by registered name. */
  at(host: Host, to: Pid | ProcessName): AgentRef<State> {
    checkTarget(to);
    return new AgentRef(host, to);
  }
}

/**
 * A process that holds a state and nothing else: whoever uses it brings the functions. For what several processes share
 * and change, where a server with calls of its own would only say `get` and `put`.
 *
 * Not where the state has rules to keep: those belong in one place, which is a `GenServer`. And not for work: while a
 * function runs nobody else is served, so what takes long runs in a `Task`, and its result is brought.
 *
 * Functions cannot be copied, so they pass as they are, also in a System that copies messages, and share what they close
 * over with who wrote them; replies pass as every message does. What `get` gives in a System that shares is the state
 * itself, which nobody may change.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Agent, Supervisor, System } from "@superlearner/otp";
 *
 * const Settings = Agent.define({ name: "Settings", init: (theme: string = "light") => ({ theme, opened: 0 }) });
 *
 * await using system = new System();
 * await system.start(Supervisor.define({ children: [Settings.child({ args: ["dark"], name: "settings" })] }));
 * const settings = system.whereis(Settings, "settings");
 * await settings.update((state) => ({ ...state, opened: state.opened + 1 }));
 * assertEquals(await settings.get(({ theme, opened }) => `${theme} ${opened}`), "dark 1");
 *
 * const counter = await Agent.start(system, () => 5);
 * assertEquals(await counter.getAndUpdate((count) => [count, count + 1]), 5);
 * ```
 */
export const Agent: {
  /** Defines an agent, to be started by itself or by a supervisor; the type of its state is inferred from `init`. */
  define<State, Args extends readonly unknown[] = []>(spec: AgentSpec<State, Args>): AgentDefinition<State, Args>;
  /**
   * Starts an agent whose first state a function makes, and waits until it is there.
   *
   * @throws {StartError} If the function fails or takes too long, or the name is taken.
   */
  start<State>(
    host: Host,
    init: (this: Self) => Awaitable<State>,
    options?: AgentOptions,
  ): Promise<AgentRef<State>>;
} = {
  define: (spec) => new AgentDefinition(spec),
  start: (host, init, options = {}) => {
    runtimeOf(host); // refuses what is no host
    const definition = new AgentDefinition({ init });
    return ownerOf(host) === null ? (host as System).start(definition, options) : definition.start(host, options);
  },
};

function wrap(run: unknown, action: string): Shared<unknown> {
  if (typeof run === "function") return new Shared(run);
  throw new ArgumentError(action, { rule: "what is to run is a function", value: run });
}

/** A function that an agent was brought, and what it is to run on. */
function run(state: unknown, shared: unknown, self: Self): unknown {
  const { value } = shared as Shared<(state: unknown, self: Self) => unknown>;
  return value(state, self);
}

function after(result: unknown, next: (value: unknown) => unknown): unknown {
  return result instanceof Promise ? result.then(next) : next(result);
}

/** The server behind an agent. What is kept goes into an outcome or a pair, so that no state is taken for anything else. */
function agentServer(name: string, init: LooseSpec["init"]): LooseSpec {
  return {
    name,
    init(...args) {
      return after(init.call(this, ...args), (state) => ok(state));
    },
    calls: {
      get: (state, shared, self) => after(run(state, shared, self), (reply) => [reply, state]),
      update: (state, shared, self) => after(run(state, shared, self), (next) => [undefined, next]),
      getAndUpdate: run, // what is no pair, the loop refuses
    },
    casts: { cast: (state, shared, self) => after(run(state, shared, self), (next) => noreply(next)) },
    handleInfo: (state) => noreply(state), // an agent is for its functions; what else comes is dropped
  };
}
