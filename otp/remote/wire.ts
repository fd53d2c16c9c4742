/** What crosses the wall between two Systems: one form for every transport. */
import type { ExitReason } from "../processes/exit_reason.ts";
import { isPid, type Pid } from "../processes/pid.ts";

/** The version of the form. Two sides that speak different ones refuse each other. */
export const WIRE_VERSION = 1;

/** A process by pid, registered name or alias, on the side that gets the frame. */
export type Address = string;

/** The first frame of each side: who it is. */
export interface HelloFrame {
  /** Discriminant. */
  readonly type: "hello";
  /** The name of the node. */
  readonly node: string;
}

/** A call; answered by `reply` or `failed` under the same id. */
export interface CallFrame {
  /** Discriminant. */
  readonly type: "call";
  /** Tells it from the sender's other requests. */
  readonly id: number;
  /** Who is asked. */
  readonly to: Address;
  /** The kind of call. */
  readonly kind: string;
  /** What it is asked with. */
  readonly payload?: unknown;
  /** The calling process; none for code outside any process. */
  readonly from?: Pid;
}

/** The answer to a request. */
export interface ReplyFrame {
  /** Discriminant. */
  readonly type: "reply";
  /** Of the request. */
  readonly id: number;
  /** The answer. */
  readonly value?: unknown;
}

/** A request that got no answer. */
export interface FailedFrame {
  /** Discriminant. */
  readonly type: "failed";
  /** Of the request. */
  readonly id: number;
  /** Why. */
  readonly reason: ExitReason;
}

/** A cast. */
export interface CastFrame {
  /** Discriminant. */
  readonly type: "cast";
  /** Who is told. */
  readonly to: Address;
  /** The kind of cast. */
  readonly kind: string;
  /** What it is told. */
  readonly payload?: unknown;
}

/** A plain message. To a name that nobody has it is dropped, as Erlang drops one to `{Name, Node}`. */
export interface SendFrame {
  /** Discriminant. */
  readonly type: "send";
  /** Who gets it. */
  readonly to: Address;
  /** The message. */
  readonly message?: unknown;
}

/** An exit signal that was sent, or a stop that was asked for: `stop` waits for its turn among the messages. */
export interface ExitFrame {
  /** Discriminant. */
  readonly type: "exit" | "stop";
  /** Who gets it. */
  readonly to: Pid;
  /** Who sent it; `<0.0.0>` for the System itself. */
  readonly from: Pid;
  /** What it says. */
  readonly reason: ExitReason;
}

/** A link that was made or taken back by the sender's process `from`. */
export interface LinkFrame {
  /** Discriminant. */
  readonly type: "link" | "unlink";
  /** The process on the sender's side. */
  readonly from: Pid;
  /** The process on the side that gets the frame. */
  readonly to: Pid;
}

/** Asks for one `down` when the process is dead, or takes that back. */
export interface MonitorFrame {
  /** Discriminant. */
  readonly type: "monitor" | "demonitor";
  /** Who is watched. */
  readonly to: Pid;
}

/** A process of the sender's is dead. */
export interface DownFrame {
  /** Discriminant. */
  readonly type: "down";
  /** Who. */
  readonly pid: Pid;
  /** Why; `"noproc"` if nobody was alive when it was asked for. */
  readonly reason: ExitReason;
}

/** Asks the other side to start something that it offers; answered by a {@linkcode StartedProcess}, or `failed`. */
export interface StartFrame {
  /** Discriminant. */
  readonly type: "start";
  /** Tells it from the sender's other requests. */
  readonly id: number;
  /** The name under which it is offered. */
  readonly what: string;
  /** The arguments of its `init`. */
  readonly args: readonly unknown[];
  /** Milliseconds that `init` may take; none for no limit. */
  readonly timeoutMs?: number;
  /** Who starts it; none for code outside any process. */
  readonly from?: Pid;
  /** Whether it is linked to that process. */
  readonly link: boolean;
}

/** Asks for something else: the pid under a name, what is known of a process or of all, or just a sign of life. */
export interface AskFrame {
  /** Discriminant. */
  readonly type: "lookup" | "inspect" | "list" | "ping";
  /** Tells it from the sender's other requests. */
  readonly id: number;
  /** A name for `lookup`, a pid for `inspect`. */
  readonly of?: string;
}

/** The sender leaves, in order. */
export interface ByeFrame {
  /** Discriminant. */
  readonly type: "bye";
  /** Why. */
  readonly reason: ExitReason;
}

/** One thing that is said. */
export type Frame =
  | HelloFrame
  | CallFrame
  | ReplyFrame
  | FailedFrame
  | CastFrame
  | SendFrame
  | ExitFrame
  | LinkFrame
  | MonitorFrame
  | DownFrame
  | StartFrame
  | AskFrame
  | ByeFrame;

/** A frame on its way: numbered, so that what is lost, doubled or overtaken is seen. */
export interface Packet {
  /** The version of the form. */
  readonly otp: typeof WIRE_VERSION;
  /** Rises by one with each packet of a sender, from 1. */
  readonly n: number;
  /** What is said. */
  readonly frame: Frame;
}

/** What a `start` is answered with. */
export interface StartedProcess {
  /** Who. */
  readonly pid: Pid;
  /** `"GenServer"`, `"Supervisor"`, … */
  readonly behaviour: string;
  /** The user's module. */
  readonly module: string;
  /** The kinds of calls it answers. */
  readonly calls: readonly string[];
  /** The kinds of casts it handles. */
  readonly casts: readonly string[];
}

/** Something that came in and is no packet of this form. */
export class WireError extends Error {
  /** Always `"WireError"`. */
  override readonly name: string = "WireError";
  /** The rule that was broken. */
  readonly rule: string;

  /** Makes the error. */
  constructor(rule: string) {
    super(`Cannot read a packet: ${rule}`);
    this.rule = rule;
  }
}

type Check = (value: unknown) => boolean;
type Fields = { readonly [field: string]: readonly [check: Check, rule: string] };

const text: Check = (value) => typeof value === "string" && value !== "";
const id = [(value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0, "a whole number"] as const;
const address = [text, "a pid, a name or an alias"] as const;
const name = [text, "a text"] as const;
const pid = [isPid, "a pid"] as const;
const sender = [(value: unknown) => value === undefined || isPid(value), "a pid, or none"] as const;
const reason = [isReason, "a text or an object"] as const;
const exit = { to: pid, from: pid, reason };
const link = { from: pid, to: pid };
const ask = { id, of: [(value: unknown) => value === undefined || text(value), "a text, or none"] } as const;

const FRAMES: { readonly [Type in Frame["type"]]: Fields } = {
  hello: { node: [isNodeName, "the name of a node"] },
  call: { id, to: address, kind: [(value) => typeof value === "string", "a text"], from: sender },
  reply: { id },
  failed: { id, reason },
  cast: { to: address, kind: [(value) => typeof value === "string", "a text"] },
  send: { to: address },
  exit,
  stop: exit,
  link,
  unlink: link,
  monitor: { to: pid },
  demonitor: { to: pid },
  down: { pid, reason },
  start: {
    id,
    what: name,
    args: [Array.isArray, "a list"],
    timeoutMs: [(value) => value === undefined || typeof value === "number" && value >= 0, "milliseconds, or none"],
    from: sender,
    link: [(value) => typeof value === "boolean", "true or false"],
  },
  lookup: { id }, // a name that can be none is one that nobody has
  inspect: ask,
  list: ask,
  ping: ask,
  bye: { reason },
};

/**
 * Takes what came in for a packet.
 *
 * @throws {WireError} If it is none. Whatever it is, nothing else happens.
 */
export function readPacket(data: unknown): Packet {
  try {
    return checkPacket(data);
  } catch (error) { // also of a proxy or a getter, where a transport hands over objects of the sender's
    throw error instanceof WireError ? error : new WireError("it lets nobody look into it");
  }
}

function checkPacket(data: unknown): Packet {
  if (!isRecord(data)) throw new WireError("it is an object");
  const { otp, n, frame } = data;
  if (otp !== WIRE_VERSION) throw new WireError(`its version is ${WIRE_VERSION}, got ${String(otp).slice(0, 20)}`);
  if (!Number.isSafeInteger(n) || (n as number) < 1) throw new WireError("its number is whole and above 0");
  if (!isRecord(frame)) throw new WireError("its frame is an object");
  const { type } = frame;
  if (typeof type !== "string" || !Object.hasOwn(FRAMES, type)) {
    throw new WireError(`its frame is of a known type, got ${String(type).slice(0, 20)}`);
  }
  for (const [field, [check, rule]] of Object.entries(FRAMES[type as Frame["type"]])) {
    if (!check(frame[field])) throw new WireError(`the ${field} of a frame ${type} is ${rule}`);
  }
  return { otp: WIRE_VERSION, n: n as number, frame: frame as unknown as Frame };
}

/** Whether a text can name a node: it stands in the pids of its processes. */
export function isNodeName(value: unknown): value is string {
  return typeof value === "string" && value !== "0" && value.length <= 255 && isPid(`<${value}.1.0>`);
}

/** Whether an answer is that of a `start`. */
export function isStartedProcess(value: unknown): value is StartedProcess {
  return isRecord(value) && isPid(value["pid"]) && text(value["behaviour"]) && text(value["module"]) &&
    isKinds(value["calls"]) && isKinds(value["casts"]);
}

function isKinds(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

function isReason(value: unknown): value is ExitReason {
  return typeof value === "string" || typeof value === "object" && value !== null;
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
