import { checkOptions } from "../argument_error.ts";
import { checkTimeout } from "../behaviours/start.ts";
import type { ProcessInfo } from "../introspection/process_info.ts";
import type { CallEnvelope } from "../processes/envelope.ts";
import { ArgumentError } from "../processes/errors.ts";
import { die } from "../processes/exit.ts";
import { type ExitReason, shortReason } from "../processes/exit_reason.ts";
import { type Host, ownerOf } from "../processes/host.ts";
import type { Pid, Ref } from "../processes/pid.ts";
import { type Process, READY } from "../processes/process.ts";
import type { Runtime } from "../processes/runtime.ts";
import { CallsUnderWay } from "./_calls.ts";
import { Heartbeat } from "./_heartbeat.ts";
import { Incoming, type RemoteInfo } from "./_incoming.ts";
import { type Answer, Requests } from "./_requests.ts";
import { sendableReason } from "./_sendable_reason.ts";
import { Watched } from "./_watched.ts";
import type { ConnectOptions, Offers, RemoteStartOptions } from "./connect_options.ts";
import type { Connection } from "./connection.ts";
import { nodesOf } from "./nodes.ts";
import { type Line, RemoteBehaviour, type RemoteProcess, standInWith } from "./remote_process.ts";
import { Sequencer } from "./sequencer.ts";
import { partsToMove } from "./transfer.ts";
import { Translation } from "./translation.ts";
import type { Transport } from "./transport.ts";
import { type Frame, isNodeName, readPacket, type StartedProcess, WIRE_VERSION, WireError } from "./wire.ts";

const KNOWN = "a process is known by a pid or a name that is not empty";

/** What the other side would take for a breach of the form, and end the connection. */
function checkText(action: string, value: unknown, rule: string): void {
  if (typeof value !== "string" || value === "") throw new ArgumentError(action, { rule, value });
}

/** What only the runtime may say of a connection. */
interface InsideOptions extends ConnectOptions {
  /** The name that the other side must have. */
  readonly peer?: string;
  /** Called when the other side is gone, before anybody else hears of it. */
  readonly lost?: (reason: ExitReason) => void;
}

/** What stands behind a connection: numbers and reads the packets, and knows who waits for what. */
export class Session implements Connection, Line {
  /** The insides of this System. */
  readonly runtime: Runtime;
  /** The name of this System on the wire. */
  readonly node: string;
  /** */
  readonly offers: Offers;
  /** */
  hearing = false;
  readonly #transport: Transport;
  readonly #gateway: boolean;
  readonly #silenceMs: number;
  readonly #timeoutMs: number;
  readonly #translation: Translation;
  readonly #sequencer = new Sequencer<Frame>();
  readonly #calls = new CallsUnderWay();
  readonly #requests = new Requests(() => this.peer);
  readonly #watched = new Watched((pid, reason) => this.sayReason({ type: "down", pid, reason }));
  readonly #heartbeat: Heartbeat;
  readonly #patience: Heartbeat;
  readonly #incoming: Incoming = new Incoming(this);
  readonly #opened: PromiseWithResolvers<this> = Promise.withResolvers();
  readonly #onLost: (reason: ExitReason) => void;
  #peer: string | undefined;
  #state: "opening" | "open" | "closed" = "opening";
  #sent = 0;
  #lastId = 0;
  #heardAt: number;
  #gapAtBeat = false;
  #closing: void | Promise<void> = undefined;

  /** */
  constructor(runtime: Runtime, options: InsideOptions) {
    const { node, transport, offers = {}, gateway = false, lost = () => {} } = checkOptions("connect", options);
    const { timeoutMs = 5000, heartbeatMs = 5000, silenceMs = 15_000 } = options;
    if (!isNodeName(node)) {
      throw new ArgumentError("connect", { rule: "a node is named by letters, digits, _ @ . and -", value: node });
    }
    for (const each of [timeoutMs, heartbeatMs, silenceMs]) checkTimeout("connect", each);
    this.runtime = runtime;
    this.node = node;
    this.offers = offers;
    this.#transport = transport;
    this.#gateway = gateway;
    this.#silenceMs = silenceMs;
    this.#timeoutMs = timeoutMs;
    this.#peer = options.peer;
    this.#onLost = lost;
    this.#translation = new Translation(node);
    this.#heardAt = runtime.clock.now();
    this.#heartbeat = new Heartbeat(runtime, heartbeatMs, () => this.#beat());
    this.#patience = new Heartbeat(runtime, timeoutMs, () => this.#giveUp("timeout"));
    this.#opened.promise.catch(() => {}); // nobody need wait for it
    transport.open({ received: (data) => this.#received(data), closed: (reason) => this.lost(reason) });
    const nodes = nodesOf(runtime);
    nodes.opened(this);
    if (this.#peer !== undefined) nodes.add(this, { gateway });
    this.say({ type: "hello", node });
    this.#patience.start();
  }

  /** The name of the other System. */
  get peer(): string {
    return this.#peer ?? "?";
  }

  /** What connects the two: `"memory"`, `"worker"`, `"process"`, … */
  get kind(): string {
    return this.#transport.kind;
  }

  /** Whether the other side can be reached, as far as is known. */
  get alive(): boolean {
    return this.#state === "open";
  }

  /** Settled when the other side has said who it is. */
  get opened(): Promise<this> {
    return this.#opened.promise;
  }

  /** Starts something that the other side offers, and gives its pid. @throws {StartError} If it does not start. */
  async start(host: Host, what: string, options: RemoteStartOptions = {}): Promise<Pid> {
    const owner = ownerOf(host);
    checkText("start a process of another node", what, "what is offered has a name that is not empty");
    const { args = [], timeoutMs = Infinity } = checkOptions(`start ${what}`, options);
    if (!Array.isArray(args)) throw new ArgumentError(`start ${what}`, { rule: "args is a list", value: args });
    checkTimeout(`start ${what}`, timeoutMs);
    return (await this.requestStart(owner, { ...options, what })).pid;
  }

  /** The pid under a name on the other side; `undefined` if nobody has it. @throws {ArgumentError} If it can be no name. */
  async whereis(name: string): Promise<Pid | undefined> {
    checkText("look up a name", name, KNOWN);
    const id = ++this.#lastId;
    const found = await this.#request(id, "look up a name", { type: "lookup", id, of: name });
    return found as Pid | null ?? undefined;
  }

  /** What is known there of one of its processes, its state included; `undefined` if it is dead. */
  async inspect(pid: Pid): Promise<RemoteInfo | undefined> {
    checkText("inspect a process", pid, KNOWN);
    const id = ++this.#lastId;
    const found = await this.#request(id, "inspect a process", { type: "inspect", id, of: pid });
    return found as RemoteInfo | null ?? undefined;
  }

  /** What is known there of all its processes. */
  async list(): Promise<ProcessInfo[]> {
    const id = ++this.#lastId;
    return await this.#request(id, "list processes", { type: "list", id }) as ProcessInfo[];
  }

  /** Asks for a sign of life, and gives how long it took, in milliseconds. */
  async ping(): Promise<number> {
    const { clock } = this.runtime;
    const asked = clock.now();
    const id = ++this.#lastId;
    await this.#request(id, "ping", { type: "ping", id });
    return clock.now() - asked;
  }

  /** Sends a message to a process of the other side, by pid or name. Where nobody is there, nothing happens. */
  send(to: Pid | string, message: unknown): void {
    checkText("send to another node", to, KNOWN);
    this.say({ type: "send", to, message: this.runtime.pass(message) }, message);
  }

  /** Ends it in order. Here and there it is as if the other side were gone: `"noconnection"`. */
  async close(): Promise<void> {
    if (this.#state !== "closed") {
      this.sayReason({ type: "bye", reason: "normal" });
      this.#end("normal", this.#state === "open");
    }
    await this.#closing;
  }

  /** Ends it; see {@linkcode Connection.close}. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** The other side is gone: everything that is tied to it fails with `noconnection`. */
  lost(reason: ExitReason): void {
    if (this.#state === "closed") return;
    const wasOpen = this.#state === "open";
    this.#state = "closed"; // whoever is told now cannot say anything any more
    this.#onLost(reason);
    this.#end(reason, wasOpen);
  }

  /** */
  say(frame: Frame, payload?: unknown): void {
    if (this.#state === "closed") return;
    const packet = { otp: WIRE_VERSION, n: this.#sent + 1, frame: this.#translation.out(frame) };
    try {
      this.#transport.send(packet, partsToMove(payload));
      this.#sent++;
    } catch (cause) {
      const refused = new ArgumentError("send to another node", {
        rule: "a message is what structuredClone takes, and what is moved is still there",
        value: payload,
      });
      refused.cause = cause;
      throw refused;
    }
  }

  /** */
  sayReason(frame: Frame & { readonly reason: ExitReason }): void {
    try {
      this.say(frame);
    } catch {
      try {
        const canSend = this.#transport.canSend?.bind(this.#transport);
        this.say({ ...frame, reason: sendableReason(frame.reason, canSend) } as Frame);
      } catch { // of a way that takes less than most
        this.say({ ...frame, reason: shortReason(frame.reason) } as Frame);
      }
    }
  }

  /** */
  ask(behaviour: RemoteBehaviour, call: CallEnvelope): number {
    const id = ++this.#lastId;
    this.#calls.add(id, behaviour, call);
    return id;
  }

  /** Asks the other side to start something. */
  requestStart(
    owner: Process | null,
    options: RemoteStartOptions & { readonly what: string },
  ): Promise<StartedProcess> {
    const { what, args = [], link = true, timeoutMs = Infinity } = options;
    const id = ++this.#lastId;
    if (owner !== null) this.watchFor(owner);
    return this.#request(id, `start ${what}`, {
      type: "start",
      id,
      what,
      args,
      link,
      ...(timeoutMs === Infinity ? {} : { timeoutMs }),
      ...(owner === null ? {} : { from: owner.pid }),
    }) as Promise<StartedProcess>;
  }

  /** An answer has come. */
  answered(id: number, answer: Answer): void {
    const call = this.#calls.take(id);
    if (call === undefined) this.#requests.settle(id, answer);
    else if ("reason" in answer) this.runtime.failCall(call, answer.reason);
    else this.runtime.answer(call, answer.value);
  }

  /** */
  watchFor(process: Process): void {
    this.#watched.add(process);
  }

  /** Whether the other side will be told of the death of this process. */
  watches(process: Process): boolean {
    return this.#watched.has(process);
  }

  /** The other side does not want to be told any more. */
  unwatch(pid: Pid): void {
    this.#watched.delete(pid);
  }

  /** */
  standIn(pid: Pid, options: { readonly monitored?: boolean } = {}): RemoteProcess {
    const nodes = nodesOf(this.runtime);
    const known = nodes.known(pid);
    if (known !== undefined) return known;
    const made = this.#stand({ pid });
    nodes.keep(made);
    if (!options.monitored) this.say({ type: "monitor", to: pid });
    return made;
  }

  /** */
  through(alias: Ref): RemoteProcess {
    return this.#stand({ pid: "<0.0.0>", to: alias });
  }

  /** */
  drop(process: RemoteProcess): void {
    nodesOf(this.runtime).drop(process);
  }

  /** The other side says who it is. */
  greeted(node: string): void {
    if (this.#state !== "opening") throw new WireError("hello comes once");
    const nodes = nodesOf(this.runtime);
    const expected = this.#peer ?? node;
    if (expected !== node || node === this.node || (this.#peer === undefined && nodes.has(node))) {
      this.sayReason({ type: "bye", reason: { node_refused: node } });
      return this.lost({ node_refused: node });
    }
    this.#patience.stop();
    this.#heartbeat.start();
    if (this.#peer === undefined) {
      this.#peer = node;
      nodes.add(this, { gateway: this.#gateway });
    }
    this.#state = "open";
    const { events } = this.runtime;
    if (events.active) events.emit({ type: "node.up", node, kind: this.kind });
    this.#opened.resolve(this);
  }

  #stand(facts: { readonly pid: Pid; readonly to?: Ref }): RemoteProcess {
    const made = standInWith(new RemoteBehaviour(this, facts), null);
    made.phase = READY;
    return made;
  }

  #request(id: number, action: string, frame: Frame): Promise<unknown> {
    if (this.#state === "closed") return Promise.reject(this.#requests.error(action, "noconnection"));
    return this.#requests.add(id, action, () => this.say(frame, "args" in frame ? frame.args : undefined));
  }

  #received(data: unknown): void {
    if (this.#state === "closed") return;
    this.#heardAt = this.runtime.clock.now();
    try {
      const { n, frame } = readPacket(data);
      for (const each of this.#sequencer.accept(n, frame)) this.#hear(each);
    } catch (error) {
      return this.#refuse((error as Partial<WireError>).rule ?? String(error));
    }
    if (this.#sequencer.overflowing) this.#giveUp("loss");
  }

  #hear(frame: Frame): void {
    if (this.#state === "closed") return;
    if (this.#state === "opening" && frame.type !== "hello" && frame.type !== "bye") {
      throw new WireError("hello comes first");
    }
    this.#incoming.hear(this.#translation.in(frame));
  }

  /** Whatever the other side says hurts nobody here; but with whom cannot be talked nobody shall wait for. */
  #refuse(rule: string): void {
    const { events } = this.runtime;
    if (events.active) events.emit({ type: "frame.refused", node: this.peer, rule });
    this.#giveUp("bad_frame");
  }

  /** The other side may hear it, and need not find out by itself. */
  #giveUp(reason: ExitReason): void {
    try {
      this.sayReason({ type: "bye", reason });
    } catch { /* of a way that is broken */ }
    this.lost(reason);
  }

  /** A gap that is still there at the next beat is a loss; so is a silence that is too long. */
  #beat(): void {
    const { gap } = this.#sequencer;
    const silent = this.runtime.clock.now() - this.#heardAt > this.#silenceMs;
    if (silent || (gap && this.#gapAtBeat)) return this.#giveUp(silent ? "silence" : "loss");
    this.#gapAtBeat = gap;
    this.say({ type: "ping", id: ++this.#lastId });
  }

  #end(reason: ExitReason, wasOpen: boolean): void {
    const { runtime } = this;
    this.#state = "closed";
    this.#heartbeat.stop();
    this.#patience.stop();
    const nodes = nodesOf(runtime);
    nodes.remove(this);
    this.#closing = this.#transport.close();
    if (this.#closing instanceof Promise) {
      const left = this.#closing.catch(() => {}).then(() => void runtime.leftovers.delete(left));
      runtime.leftovers.add(left);
    }
    this.#watched.clear();
    if (wasOpen && runtime.events.active) {
      runtime.events.emit({ type: "node.down", node: this.peer, kind: this.kind, reason });
    }
    for (const standIn of nodes.of(this)) {
      standIn.behaviour.told = true;
      die(standIn, "noconnection");
    }
    this.#requests.fail("noconnection");
    this.#opened.reject(this.#requests.error("connect", reason, this.#timeoutMs));
  }
}
