import type { Ref } from "../../mod.ts";
import type { Outlet } from "../dispatcher.ts";

/** An outlet that writes down. */
export interface Notes<Event> extends Outlet<Event> {
  readonly sent: [Ref, readonly Event[]][];
  readonly asked: [Ref, number][];
  /** Demand for what was thrown away, and how much was told as lost. */
  readonly demanded: number[];
  readonly losses: number[];
  sentTo(ref: Ref): Event[];
}

/** An outlet that sends nowhere. */
export function outletOf<Event>(): Notes<Event> {
  const sent: [Ref, readonly Event[]][] = [];
  const asked: [Ref, number][] = [];
  const demanded: number[] = [];
  const losses: number[] = [];
  return {
    sent,
    asked,
    demanded,
    losses,
    send: (ref, events) => void sent.push([ref, events]),
    ask: (ref, count) => void asked.push([ref, count]),
    demand: (count) => void demanded.push(count),
    lost: (count) => void losses.push(count),
    sentTo: (ref) => sent.filter(([to]) => to === ref).flatMap(([, events]) => events),
  };
}
