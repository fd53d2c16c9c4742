import {
  CallError,
  type ExitReason,
  type Host,
  isNormalExit,
  type Pid,
  type Receiver,
  type Self,
  type System,
} from "../mod.ts";
import { Inflow } from "./_inflow.ts";
import { cancel, isStageMessage } from "./protocol.ts";
import type { Source, SubscribeOptions } from "./stage_types.ts";

/** How events are read in a loop. `maxDemand` and `minDemand` say how far the producer may be ahead. */
export type StreamOptions = Omit<SubscribeOptions, "cancel" | "demand">;

/** What a process that reads gets. */
type Arrived =
  | { readonly events: readonly unknown[] }
  | { readonly over: ExitReason };

/** Reads the events of a producer: as a process of its own, which begins with the first read and ends with the last. */
export async function* streamOf<Event>(
  host: Host,
  producer: { readonly pid: Pid | undefined; toString(): string },
  options: StreamOptions,
): AsyncGenerator<Event, void, undefined> {
  const system: System = "system" in host ? (host as Self).system : host as System;
  const me = system.attach({ label: "toAsyncIterable" });
  try {
    const inflow = new Inflow(me);
    const source = { ...options, cancel: "temporary", to: producer.pid ?? producer.toString() } as Source<unknown>;
    const subscription = inflow.subscribe(source);
    try {
      while (true) {
        const arrived = await arrival(me, subscription.ref);
        if ("over" in arrived) {
          if (isNormalExit(arrived.over)) return;
          throw new CallError(arrived.over, { server: producer.toString(), kind: "events", timeoutMs: Infinity });
        }
        for (const delivery of inflow.receive(subscription.ref, arrived.events)) {
          yield* delivery.events as Event[];
          inflow.handled(delivery);
        }
      }
    } finally {
      cancel(me, subscription);
    }
  } finally {
    me.sendExit(me.pid, "normal");
  }
}

async function arrival(me: Receiver, ref: string): Promise<Arrived> {
  while (true) {
    const message = await me.receive<{ ref?: string; type?: string; reason?: ExitReason }>();
    if (message?.ref !== ref) continue;
    if (isStageMessage(message)) {
      if (message.$stage === "events") return { events: message.events };
      if (message.$stage === "cancelled") return { over: message.reason };
    } else if (message.type === "DOWN") return { over: message.reason! };
  }
}
