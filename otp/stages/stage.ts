import { checkOptions } from "./_check_options.ts";
import {
  ArgumentError,
  type ChildArguments,
  type ChildSpec,
  type Definition,
  type Host,
  type Pid,
  type Self,
  ServerDefinition,
  type ServerSpec,
  type StartArguments,
} from "../mod.ts";
import type { Kind, Loose, LooseStage } from "./_loose.ts";
import { Stage, type StageState } from "./_stage.ts";
import { drive } from "./_steps.ts";
import { isStageMessage } from "./protocol.ts";
import { StageRef } from "./stage_ref.ts";
import type {
  CallsOf,
  ConsumerSpec,
  ProducerConsumerSpec,
  ProducerSpec,
  Resubscription,
  Source,
} from "./stage_types.ts";

/** A stage that can be started, or be the child of a supervisor, like any server. */
export class StageDefinition<In, Out, Args extends readonly unknown[], Calls, Casts>
  extends ServerDefinition<StageState, Args, Calls, Casts> {
  /** @internal */
  constructor(kind: Kind, spec: LooseStage) {
    checkStage(kind, spec);
    super(serverOf(kind, spec) as unknown as ServerSpec<StageState, Args, Calls, Casts>);
  }

  /**
   * Starts a stage and waits until its `init` is done.
   *
   * @throws {StartError} If `init` fails, takes too long or says ignore, or the name is taken.
   */
  override async start(host: Host, ...options: StartArguments<Args>): Promise<StageRef<In, Out, Calls, Casts>> {
    return await super.start(host, ...options) as StageRef<In, Out, Calls, Casts>;
  }

  /** A stage of this kind, by pid or by registered name. */
  override at(host: Host, to: Pid | string): StageRef<In, Out, Calls, Casts> {
    return new StageRef(host, to);
  }

  /** How a supervisor starts one. */
  override child(...[options = {}]: ChildArguments<Args>): ChildSpec<StageRef<In, Out, Calls, Casts>> {
    const start = this as unknown as Definition<StageRef<In, Out, Calls, Casts>, readonly never[]>;
    return { id: this.name, ...checkOptions("describe a child", options), start };
  }
}

/**
 * A stage that emits events, as many as it is asked for.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { System } from "@superlearner/otp";
 * import { Producer } from "@superlearner/otp/stages";
 *
 * const Numbers = Producer.define({
 *   name: "Numbers",
 *   init: (from: number) => from,
 *   handleDemand: (next, demand) => [Array.from({ length: demand }, (_, i) => next + i), next + demand],
 * });
 *
 * await using system = new System();
 * const numbers = await system.start(Numbers, { args: [1] });
 * const seen: number[] = [];
 * for await (const number of numbers.toAsyncIterable({ maxDemand: 10 })) {
 *   if (number > 3) break;
 *   seen.push(number);
 * }
 * assertEquals(seen, [1, 2, 3]);
 * ```
 */
export const Producer: {
  /** Defines a producer. */
  define<
    State,
    Event,
    Args extends readonly unknown[] = [],
    Calls = Record<never, never>,
    Casts = Record<never, never>,
  >(
    spec: ProducerSpec<State, Args, Event, Calls, Casts>,
  ): StageDefinition<never, Event, Args, CallsOf<Calls>, Casts>;
} = { define: (spec) => new StageDefinition("producer", spec as unknown as LooseStage) };

/** A stage that turns events into others. It asks for events only when its own are asked for. */
export const ProducerConsumer: {
  /** Defines a producer-consumer. */
  define<
    State,
    In,
    Event,
    Args extends readonly unknown[] = [],
    Calls = Record<never, never>,
    Casts = Record<never, never>,
  >(
    spec: ProducerConsumerSpec<State, Args, In, Event, Calls, Casts>,
  ): StageDefinition<In, Event, Args, CallsOf<Calls>, Casts>;
} = { define: (spec) => new StageDefinition("producer_consumer", spec as unknown as LooseStage) };

/** A stage that handles events, and asks for more when it has. */
export const Consumer: {
  /** Defines a consumer. */
  define<State, In, Args extends readonly unknown[] = [], Calls = Record<never, never>, Casts = Record<never, never>>(
    spec: ConsumerSpec<State, Args, In, Calls, Casts>,
  ): StageDefinition<In, never, Args, Calls, Casts>;
} = { define: (spec) => new StageDefinition("consumer", spec as unknown as LooseStage) };

const running = new WeakMap<Self, Stage>();

/** The stage that runs in a process, with the state its server has now. */
function stageAt(self: Self, current: unknown): Stage {
  return running.get(self)!.adopt(current);
}

/** A stage as the server that it is. */
function serverOf(kind: Kind, spec: LooseStage): unknown {
  const { name, init, trapExit = false, terminate } = spec;
  const calls: { [kind: string]: Loose } = {
    $subscribe: (state, source, self) => drive(stageAt(self, state).subscribe(source as Source<unknown>)),
    $resubscribe: (state, change, self) => drive(stageAt(self, state).resubscribe(change as Resubscription)),
    $buffered: (state, _, self) => [stageAt(self, state).outflow?.buffer.length ?? 0, state],
  };
  const casts: { [kind: string]: Loose } = {
    $subscribe: (state, source, self) => drive(stageAt(self, state).subscribeLater(source as Source<unknown>)),
    $demand: (state, mode, self) => drive(stageAt(self, state).setDemand(mode as "forward")),
    $mark: (state, message, self) => drive(stageAt(self, state).mark(message)),
  };
  for (const [kind, handler] of Object.entries(spec.calls ?? {})) {
    calls[kind] = (state, payload, self) => drive(stageAt(self, state).call(handler, payload));
  }
  for (const [kind, handler] of Object.entries(spec.casts ?? {})) {
    casts[kind] = (state, payload, self) => drive(stageAt(self, state).cast(handler, payload));
  }
  return {
    name,
    trapExit,
    calls,
    casts,
    init(this: Self, ...args: readonly unknown[]) {
      const stage = new Stage(kind, spec, this);
      running.set(this, stage);
      const begin = (first: unknown) => drive(stage.begin(first, spec.subscribeTo?.(this, ...args) ?? []));
      const first = init.call(this, ...args);
      return first instanceof Promise ? first.then(begin) : begin(first);
    },
    handleInfo: (state: unknown, message: unknown, self: Self) =>
      drive(stageAt(self, state).receive(message, isStageMessage(message) ? message : undefined)),
    ...(terminate === undefined ? {} : {
      terminate: (state: unknown, reason: never, self: Self) => terminate(stageAt(self, state).state, reason, self),
    }),
  };
}

const HANDLERS = {
  producer: ["init", "handleDemand"],
  producer_consumer: ["init", "handleEvents"],
  consumer: ["init", "handleEvents"],
};

function checkStage(kind: Kind, spec: LooseStage): void {
  const refuse = (rule: string, value: unknown): never => {
    throw new ArgumentError(`define a ${kind.replace("_", "-")}`, { rule, value });
  };
  if (typeof spec !== "object" || spec === null) refuse("it is an object", spec);
  const fields = spec as unknown as { [key: string]: unknown };
  for (const key of HANDLERS[kind]) if (typeof fields[key] !== "function") refuse(`${key} is a function`, fields[key]);
  for (const key of ["handleSubscribe", "handleCancel", "handleInfo", "terminate", "subscribeTo", "dispatcher"]) {
    if (fields[key] !== undefined && typeof fields[key] !== "function") refuse(`${key} is a function`, fields[key]);
  }
  const { size = 0, keep = "last" } = spec.buffer ?? {};
  if (size !== Infinity && !(Number.isInteger(size) && size >= 0)) {
    refuse("the size of a buffer is a whole number from 0 up, or Infinity", size);
  }
  if (keep !== "first" && keep !== "last") refuse("a buffer keeps first or last", keep);
  const { demand = "forward" } = spec;
  if (demand !== "forward" && demand !== "accumulate") refuse("demand is forward or accumulate", demand);
  for (const [name, handler] of [...Object.entries(spec.calls ?? {}), ...Object.entries(spec.casts ?? {})]) {
    if (name.startsWith("$")) refuse("kinds of calls and casts that begin with $ are those of stages", name);
    if (typeof handler !== "function") refuse(`the handler of ${name} is a function`, handler);
  }
}
