import { formatReason, Redaction, type SystemEvent, toJson } from "@superlearner/otp";

const redaction = new Redaction();

/** How long one value is in a line. */
const LONGEST = 120;

/** An event on one line: `12.5 ms  <0.3.0> child.restarted child="a" childPid="<0.9.0>" …`; long values are cut. */
export function eventLine(event: SystemEvent): string {
  const { type, time, sequence: _sequence, ...facts } = event;
  const pid = "pid" in facts ? `${facts.pid} ` : "";
  const rest = Object.entries(facts)
    .filter(([key, value]) => key !== "pid" && value !== undefined)
    .map(([key, value]) => `${key}=${shown(key, value)}`);
  return [`${+time.toFixed(3)} ms `, `${pid}${type}`, ...rest].join(" ");
}

/** Whether an event tells something of a failure: not of who looks on, nor that a message was taken that is handled next. */
export function isTelling({ type }: SystemEvent): boolean {
  return !/^(?:trace|link|monitor)\.|^message\.taken$/.test(type);
}

/** A value on one line, cut where it is long, without what is secret. */
export function shortValue(value: unknown, longest: number = LONGEST): string {
  if (value === undefined) return "undefined";
  const text = JSON.stringify(toJson(value, redaction, { maxDepth: 4, maxItems: 20, maxText: longest }));
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}

function shown(key: string, value: unknown): string {
  if (key === "reason" || key === "failed") {
    const text = formatReason(value as never);
    return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
  }
  return typeof value === "number" ? `${+value.toFixed(3)}` : shortValue(value);
}
