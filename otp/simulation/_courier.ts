import type { Alarm } from "../environment.ts";
import type { Fault } from "../faults/fault_log.ts";
import type { Fate, PacketPlan } from "../faults/packet_plan.ts";
import { CALL, CallEnvelope, Envelope } from "../processes/envelope.ts";
import type { ExitReason } from "../processes/exit_reason.ts";
import { unwatch, watch } from "../processes/links.ts";
import { DEAD, type Process } from "../processes/process.ts";
import type { Runtime } from "../processes/runtime.ts";
import type { Carrier, Checkpoint } from "./_checkpoint.ts";
import { type MessageFaults, testOf, type Who } from "./fault_options.ts";

/** What a courier is made of. */
export interface CourierOptions {
  /** Decides. */
  readonly plan: PacketPlan;
  readonly faults: MessageFaults;
  /** Whether the plan holds the faults of a run before: then it alone knows whom they concern. */
  readonly replays: boolean;
  /** Stands before the names of processes. */
  readonly system: string;
}

/** Carries the messages of one System, by a plan of what goes wrong with them. */
export class Courier implements Carrier {
  readonly #checkpoint: Checkpoint;
  readonly #runtime: Runtime;
  readonly #options: CourierOptions;
  readonly #from: (process: Process | null) => boolean;
  readonly #to: (process: Process | null) => boolean;
  readonly #kinds: (kind: string) => boolean;
  /** How many are under way on a link. */
  readonly #busy = new Map<string, number>();
  readonly #underWay = new Set<Carried>();
  /** Calls without a time-out of which something is lost: they would wait for ever. */
  readonly #lost = new Map<CallEnvelope, () => void>();

  constructor(checkpoint: Checkpoint, options: CourierOptions) {
    this.#checkpoint = checkpoint;
    this.#runtime = checkpoint.runtime;
    this.#options = options;
    const { from, to, kind, outside = false } = options.faults;
    this.#from = senderTest(from, outside);
    this.#to = senderTest(to, outside);
    this.#kinds = kind === undefined
      ? () => true
      : (each) => each === kind || kind.includes(each) && typeof kind !== "string";
  }

  /** Brings what is under way, in order, and gives up what is lost: nothing is decided any more. */
  stop(): void {
    const left = [...this.#underWay].sort((one, other) => one.atMs - other.atMs);
    this.#underWay.clear();
    this.#busy.clear();
    for (const { alarm, arrive } of left) {
      alarm.cancel();
      arrive();
    }
    for (const [call, forget] of this.#lost) {
      forget();
      this.#runtime.failCall(call, "noconnection");
    }
    this.#lost.clear();
  }

  takes(process: Process, envelope: Envelope): boolean {
    const call = envelope.type === CALL ? envelope as CallEnvelope : null;
    const sender = call === null ? this.#runtime.current : call.caller;
    if (isElsewhere(sender)) return false;
    const trip = { sender, receiver: process, kind: envelope.kind };
    const fate = this.#fate(trip);
    if (fate === undefined) return false;
    const forget = call === null ? () => {} : failWith(process, (reason) => this.#runtime.failCall(call, reason));
    if (call !== null && fate.atMs.length === 0) this.#lose(call, forget);
    fate.atMs.forEach((atMs, copy) => {
      const carried = copy === 0 ? envelope : copyOf(envelope);
      this.#carry(trip, atMs, () => {
        if (copy === 0) forget();
        if (process.phase !== DEAD) this.#checkpoint.arrive(this, process, carried);
        else if (call !== null) this.#runtime.failCall(call, "noproc");
      });
    });
    return true;
  }

  takesReply(call: CallEnvelope, reply: unknown): boolean {
    const sender = this.#runtime.find(call.server);
    if (isElsewhere(sender) || isElsewhere(call.caller)) return false;
    const trip = { sender, receiver: call.caller, kind: call.kind };
    const fate = this.#fate(trip);
    if (fate === undefined) return false;
    const passed = this.#runtime.pass(reply);
    call.replied = true;
    const forget = sender === null ? () => {} : failWith(sender, (reason) => this.#runtime.failCall(call, reason));
    const [atMs] = fate.atMs; // a second one would be dropped
    if (atMs === undefined) this.#lose(call, forget);
    else {
      this.#carry(trip, atMs, () => {
        forget();
        this.#checkpoint.arriveReply(this, call, passed);
      });
    }
    return true;
  }

  /** What happens to a message; `undefined` where it goes its way as ever. */
  #fate(trip: Trip): Fate | undefined {
    const { plan, replays } = this.#options;
    const { sender, receiver } = trip;
    const nowMs = this.#runtime.clock.now();
    const spared = !replays && !(this.#from(sender) && this.#to(receiver) && this.#kinds(trip.kind));
    const link = { from: this.#nameOf(sender), to: this.#nameOf(receiver) };
    const fate = plan.fate(link, { nowMs, spared });
    for (const fault of fate?.faults ?? []) this.#tell(fault, trip);
    if (fate === undefined && this.#busy.has(this.#keyOf(trip))) return { faults: [], atMs: [nowMs] };
    return fate;
  }

  #carry(trip: Trip, atMs: number, arrive: () => void): void {
    const { clock } = this.#runtime;
    const key = this.#keyOf(trip);
    if (atMs <= clock.now() && !this.#busy.has(key)) return arrive();
    this.#busy.set(key, (this.#busy.get(key) ?? 0) + 1);
    const alarm = clock.setAlarm(atMs, () => {
      this.#underWay.delete(carried);
      const left = this.#busy.get(key)! - 1;
      if (left === 0) this.#busy.delete(key);
      else this.#busy.set(key, left);
      arrive();
    });
    const carried: Carried = { atMs, alarm, arrive };
    this.#underWay.add(carried);
  }

  #lose(call: CallEnvelope, forget: () => void): void {
    if (call.timeoutMs === Infinity) this.#lost.set(call, forget);
  }

  #tell({ kind: fault, ms }: Fault, { sender, receiver, kind }: Trip): void {
    const { events } = this.#runtime;
    if (!events.active) return;
    events.emit({
      type: "fault.injected",
      pid: receiver?.pid ?? "<0.0.0>",
      fault,
      ...(sender === null ? {} : { from: sender.pid }),
      ...(kind === "" ? {} : { kind }),
      ...(ms === undefined ? {} : { ms }),
    });
  }

  #keyOf({ sender, receiver }: Trip): string {
    return `${sender?.pid}>${receiver?.pid}`;
  }

  /** The same in every run, as far as there is such a name. */
  #nameOf(process: Process | null): string {
    return process === null ? "" : this.#options.system + (process.name ?? process.pid);
  }
}

/** A message or reply under way. */
interface Carried {
  readonly atMs: number;
  readonly alarm: Alarm;
  readonly arrive: () => void;
}

/** The test of who sends, or is to get, a message. Nobody is code outside any process. */
function senderTest(who: Who | undefined, outside: boolean): (process: Process | null) => boolean {
  const test = testOf(who);
  const meant = outside && who === undefined;
  return (process) => process === null ? meant : test(process) || meant && process.behaviour.name === "attached";
}

interface Trip {
  readonly sender: Process | null;
  readonly receiver: Process | null;
  readonly kind: string;
}

/** Whether a process is a stand-in: what goes wrong between Systems is another plan. */
function isElsewhere(process: Process | null): boolean {
  return process !== null && process.behaviour.elsewhere !== undefined;
}

/** Tells when a process dies while something of it is under way: a caller watches its server. */
function failWith(process: Process, fail: (reason: ExitReason) => void): () => void {
  const watcher = { down: (_: Process, reason: ExitReason) => fail(reason) };
  watch(process, watcher);
  return () => unwatch(process, watcher);
}

/** The same message once more; nobody waits for the second answer to a call. */
function copyOf(envelope: Envelope): Envelope {
  const { type, kind, payload } = envelope;
  if (type !== CALL) return new Envelope(type, kind, payload);
  const { caller, server, timeoutMs } = envelope as CallEnvelope;
  const copy = new CallEnvelope(kind, payload, { caller, server, timeoutMs });
  copy.settled = true;
  return copy;
}
