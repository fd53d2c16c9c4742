import type { CallContext, ExitReason, Outcome, Self } from "../mod.ts";
import type { DispatcherFactory } from "./dispatcher.ts";
import type { StageSubscription } from "./protocol.ts";
import type { BufferOptions, Cancellation, Source, SubscribeOptions } from "./stage_types.ts";

/** Which of the three a stage is. */
export type Kind = "producer" | "producer_consumer" | "consumer";

/** A handler whose types were checked where the stage was defined. */
export type Loose = (state: unknown, payload: unknown, self: CallContext) => unknown;

/** A stage as the code that runs it sees it: the types were checked where it was defined. */
export interface LooseStage {
  readonly name: string;
  readonly init: (this: Self, ...args: readonly unknown[]) => unknown;
  readonly handleSubscribe?: (
    ...all: [state: unknown, subscription: StageSubscription, self: Self, options: SubscribeOptions]
  ) => unknown;
  readonly handleCancel?: (state: unknown, cancellation: Cancellation, self: Self) => unknown;
  readonly handleDemand?: (state: unknown, demand: number, self: Self) => unknown;
  readonly handleEvents?: (
    ...all: [state: unknown, events: readonly unknown[], self: Self, from: StageSubscription]
  ) => unknown;
  readonly handleInfo?: (state: unknown, message: unknown, self: Self) => unknown;
  readonly terminate?: (state: unknown, reason: ExitReason, self: Self) => unknown;
  readonly trapExit?: boolean;
  readonly subscribeTo?: (self: Self, ...args: readonly unknown[]) => readonly Source<unknown>[];
  readonly calls?: { readonly [kind: string]: Loose };
  readonly casts?: { readonly [kind: string]: Loose };
  readonly dispatcher?: DispatcherFactory<unknown>;
  readonly buffer?: BufferOptions;
  readonly demand?: "forward" | "accumulate";
}

/** An outcome of any handler. */
export type AnyOutcome = Outcome<unknown, unknown>;
