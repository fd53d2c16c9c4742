/** Stages for the tests: they write down what they are asked for and what they get. */
import { sys, type System } from "../../mod.ts";
import { Consumer, Producer, type StageDefinition } from "../stage.ts";
import type { StageState } from "../mod.ts";
import type { StageRef } from "../stage_ref.ts";
import type { BufferOptions, SubscribeOptions } from "../stage_types.ts";
import type { DispatcherFactory } from "../dispatcher.ts";

type None = Record<never, never>;

/** A producer that counts, and its log of demands. */
export interface Counting {
  readonly definition: StageDefinition<never, number, [], None, CountingCasts>;
  readonly demands: number[];
}

/** What a counting producer can be told. */
export interface CountingCasts {
  /** Emits the next so many, wanted or not. */
  emit: (next: number, count: number) => [number[], number];
  /** Dies of an error. */
  fail: (next: number) => [number[], number];
}

/** How a counting producer differs. */
export interface CountingOptions {
  /** Emits nothing when it is asked. @default {false} */
  idle?: boolean;
  demand?: "forward" | "accumulate";
  buffer?: BufferOptions;
  dispatcher?: DispatcherFactory<number>;
}

const upFrom = (next: number, count: number) => Array.from({ length: count }, (_, i) => next + i);

/** A producer of 0, 1, 2, … */
export function counting(options: CountingOptions = {}): Counting {
  const { idle = false, ...rest } = options;
  const demands: number[] = [];
  const definition = Producer.define({
    name: "Counting",
    init: () => 0,
    ...rest,
    handleDemand: (next: number, demand: number): [number[], number] => {
      demands.push(demand);
      return idle ? [[], next] : [upFrom(next, demand), next + demand];
    },
    casts: {
      emit: (next: number, count: number): [number[], number] => [upFrom(next, count), next + count],
      fail: (_next: number): [number[], number] => {
        throw new Error("told to fail");
      },
    },
    handleInfo: (next: number, message: unknown): [number[], number] => {
      demands.push(message as number);
      return [[], next];
    },
  });
  return { definition, demands };
}

/** A consumer that keeps what it gets, and asks only when it is told. */
export interface Collecting {
  readonly definition: StageDefinition<number, never, [], None, None>;
  /** Each batch that was handled. */
  readonly batches: number[][];
  /** All events that were handled. */
  readonly seen: number[];
}

/** A consumer that writes down what it gets; with a gate it waits for it before each batch. */
export function collecting(gate?: () => Promise<unknown> | undefined): Collecting {
  const batches: number[][] = [];
  const definition = Consumer.define({
    name: "Collecting",
    init: () => 0,
    handleEvents: (count: number, events: readonly number[]) => {
      batches.push([...events]);
      const wait = gate?.();
      return wait === undefined ? count + events.length : wait.then(() => count + events.length);
    },
  });
  return {
    definition,
    batches,
    get seen() {
      return batches.flat();
    },
  };
}

/** Starts a consumer and subscribes it, without an end of either ending the other. */
export async function subscribed(
  system: System,
  { definition }: Pick<Collecting, "definition">,
  to: StageRef<never, number, None, CountingCasts>,
  options: SubscribeOptions = {},
): Promise<StageRef<number, never, None, None>> {
  const consumer = await system.start(definition);
  await consumer.subscribe(to, options);
  return consumer;
}

/** The figures of a stage. */
export function figuresOf(system: System, stage: { readonly pid: `<${string}.${number}.0>` | undefined }): StageState {
  return sys.getState(system, stage.pid!) as unknown as StageState;
}
