import { startables } from "../behaviours/definition.ts";
import { type Started, StartFailure } from "../behaviours/start.ts";
import {
  findProcess,
  listProcesses,
  type ProcessInfo,
  processInfo,
  visibleState,
} from "../introspection/process_info.ts";
import { CallEnvelope, CAST, Envelope, SYSTEM } from "../processes/envelope.ts";
import { die, signalExit } from "../processes/exit.ts";
import { type ExitReason, reasonOf } from "../processes/exit_reason.ts";
import { link, unlink } from "../processes/links.ts";
import { type Pid, ROOT_PID } from "../processes/pid.ts";
import { DEAD, type Process } from "../processes/process.ts";
import type { Session } from "./session.ts";
import { nodesOf } from "./nodes.ts";
import { nodeOf } from "./translation.ts";
import {
  type Address,
  type AskFrame,
  type CallFrame,
  type CastFrame,
  type DownFrame,
  type ExitFrame,
  type Frame,
  type LinkFrame,
  type StartedProcess,
  type StartFrame,
  WireError,
} from "./wire.ts";

/** What is known of a process of another node. */
export interface RemoteInfo {
  /** What its own System knows of it. */
  readonly info: ProcessInfo;
  /** Its state; `undefined` where that cannot be sent. */
  readonly state: unknown;
}

/** Does what the other side says. */
export class Incoming {
  readonly #line: Session;

  constructor(line: Session) {
    this.#line = line;
  }

  /** Does what one frame says. @throws {WireError} If it may not say that. */
  hear(frame: Frame): void {
    const line = this.#line;
    switch (frame.type) {
      case "hello":
        return line.greeted(frame.node);
      case "bye":
        return line.lost(frame.reason);
      case "call":
        return this.#call(frame);
      case "reply":
        return line.answered(frame.id, { value: frame.value });
      case "failed":
        return line.answered(frame.id, { reason: frame.reason });
      case "cast":
        return this.#cast(frame);
      case "send":
        return this.#send(frame.to, frame.message);
      case "exit":
      case "stop":
        return this.#exit(frame);
      case "link":
      case "unlink":
        return this.#link(frame);
      case "monitor": {
        const process = this.#find(frame.to);
        if (process !== null) return line.watchFor(process);
        return line.sayReason({ type: "down", pid: frame.to, reason: "noproc" });
      }
      case "demonitor":
        return line.unwatch(frame.to);
      case "down":
        return this.#down(frame);
      case "start":
        return this.#start(frame);
      default:
        return this.#ask(frame);
    }
  }

  /** Whom a frame is for: never an error, since the other side cannot know who has died. */
  #find(to: Address): Process | null {
    const { runtime } = this.#line;
    if (!to.startsWith("<")) return runtime.names.get(to) ?? null;
    return runtime.processes.get(to as Pid) ?? null;
  }

  /** A process of the other side, or one behind it; it cannot speak for ours. */
  #foreign(from: Pid, rule: string): Pid {
    if (nodeOf(from) !== "0") return from;
    throw new WireError(rule);
  }

  #call({ id, to, kind, payload, from }: CallFrame): void {
    const line = this.#line;
    const caller = from === undefined ? null : line.standIn(this.#foreign(from, "who calls is of another node"));
    const target = this.#find(to);
    if (target === null) return line.say({ type: "failed", id, reason: "noproc" });
    const call = new CallEnvelope(kind, payload, { caller, server: to, timeoutMs: Infinity });
    call.abroad = true;
    call.resolve = (value) => line.say({ type: "reply", id, value }, value);
    call.reject = (error) => {
      // Where it is dead for all others when a call fails of that, so it is on the other side: the `down` fails the call.
      if (target.phase === DEAD && line.watches(target)) return;
      line.sayReason({ type: "failed", id, reason: failureOf(error) });
    };
    target.deliver(call);
  }

  #cast({ to, kind, payload }: CastFrame): void {
    this.#find(to)?.deliver(new Envelope(CAST, kind, payload));
  }

  #send(to: Address, message: unknown): void {
    const { runtime } = this.#line;
    if (to.startsWith("<") || to.startsWith("#") || runtime.names.has(to)) runtime.send(to, message);
  }

  #exit({ type, to, from, reason }: ExitFrame): void {
    const target = this.#find(to);
    if (from !== ROOT_PID) this.#foreign(from, "who sends an exit signal is of another node");
    if (target === null) return;
    if (type === "exit") signalExit(target, { from, reason, linked: false });
    else target.deliver(new Envelope(SYSTEM, "stop", { reason }));
  }

  #link({ type, from, to }: LinkFrame): void {
    const line = this.#line;
    this.#foreign(from, "who links is of another node");
    const target = this.#find(to);
    if (target === null) return;
    const standIn = type === "link" ? line.standIn(from, { monitored: true }) : nodesOf(line.runtime).known(from);
    if (standIn === undefined) return;
    line.hearing = true; // the other side has it already
    if (type === "link") link(target, standIn);
    else unlink(target, standIn);
    line.hearing = false;
  }

  #down({ pid, reason }: DownFrame): void {
    const line = this.#line;
    const standIn = nodesOf(line.runtime).known(pid);
    if (standIn === undefined) return;
    if (standIn.behaviour.line !== line) throw new WireError("who is dead is of the node that says so");
    standIn.behaviour.told = true;
    die(standIn, reason);
  }

  #start({ id, what, args, timeoutMs = Infinity, from, link: isLinked }: StartFrame): void {
    const line = this.#line;
    const { offers, runtime } = line;
    const parent = from === undefined ? null : line.standIn(this.#foreign(from, "who starts is of another node"), {
      monitored: true,
    });
    const startable = Object.hasOwn(offers, what) ? startables.get(offers[what]!) : undefined;
    if (startable === undefined) return line.sayReason({ type: "failed", id, reason: { not_offered: what } });
    const answer = (started: Started) => {
      if (started instanceof StartFailure) return line.sayReason({ type: "failed", id, reason: started.reason });
      line.watchFor(started);
      if (parent === null) runtime.keep(started);
      // Not before: what becomes of the start is told by the answer alone.
      if (isLinked && parent !== null) link(started, parent);
      const { pid, behaviour: { name: behaviour, module, kinds = { calls: [], casts: [] } } } = started;
      line.say({ type: "reply", id, value: { pid, behaviour, module, ...kinds } satisfies StartedProcess });
    };
    const started = startable(runtime, { parent, link: false, led: isLinked, name: undefined, args, timeoutMs });
    if (started instanceof Promise) started.then(answer);
    else answer(started);
  }

  #ask({ type, id, of }: AskFrame): void {
    const line = this.#line;
    const { system, names } = line.runtime;
    const answer = (value: unknown) => line.say({ type: "reply", id, value });
    if (type === "ping") return answer(null);
    if (type === "lookup") return answer(typeof of === "string" ? names.get(of)?.pid ?? null : null);
    if (type === "list") return answer(listProcesses(system).filter(({ told }) => told === undefined).map(sendable));
    const process = of === undefined ? undefined : findProcess(system, of as Pid);
    if (process === undefined) return answer(null);
    const info = sendable(processInfo(system, process.pid)!);
    try {
      answer({ info, state: visibleState(process) });
    } catch { // a state that cannot be sent
      answer({ info, state: undefined });
    }
  }
}

function failureOf(error: unknown): ExitReason {
  const { reason } = error as { readonly reason?: ExitReason };
  return reason ?? reasonOf(error);
}

/** Without what may not be sendable: the message under way is the program's own. */
function sendable(info: ProcessInfo): ProcessInfo {
  const { currentMessage } = info;
  return currentMessage === undefined ? info : { ...info, currentMessage: { ...currentMessage, message: undefined } };
}
