import { Buffer } from "node:buffer";
import { type Alarm, type Pid, processInfo, type TreeNode } from "@superlearner/otp";
import { connect, type Connection } from "@superlearner/otp/remote";
import { CodecError, decodeOfGuest } from "../guest/codec.ts";
import { Interval } from "../limits/interval.ts";
import { REFUSED_MS, spareMs } from "../limits/limit_periods.ts";
import type { LimitName } from "../limits/limits.ts";
import { guestText, SandboxError, type SandboxFailure } from "../limits/sandbox_error.ts";
import type { Wall } from "../walls/wall.ts";
import type { FromWall, ToWall } from "../walls/wall_protocol.ts";
import { Broker } from "./broker.ts";
import { Consumption, type Excess, type Usage } from "./consumption.ts";
import { stoppedFailure } from "./failure_reason.ts";
import { textOf, thrown } from "./crossing.ts";
import { guestConfig } from "./guest_config.ts";
import { GuestView } from "./guest_view.ts";
import { HostLine } from "./host_line.ts";
import { Intake } from "./intake.ts";
import type { LifeOptions, LimitExcess } from "./life_options.ts";
import { LiveVersions } from "./live_versions.ts";
import { BadPacket, PacketFilter } from "./packet_filter.ts";
import { HOST_NODE } from "./node_name.ts";
import { outputLines } from "./output_lines.ts";
import { setPatientAlarm } from "./patient_alarm.ts";
import { fromGuest } from "./pids_outside.ts";
import { readGuest } from "./read_guest.ts";
import { Requests } from "./requests.ts";
import { Silence } from "./silence.ts";
import { useRefused } from "./use_refused.ts";

/** The only cell of its wall. */
const CELL = 0;
/** After so many outputs the cell is told that it may go on; it may be ahead by twice as many. */
const ACK_EVERY = 8;
/** After what time it is asked for the first time what there is in it, in milliseconds. */
const FIRST_LOOK_MS = 5;
/** How long a guest may take to tell what there is in it, in milliseconds. */
const REPORT_MS = 5000;

/** A sandbox from its start to its end: the wall, the cell in it, and everything that goes through. */
export class Life {
  /** Settled when it is over because of itself, with why. Never, if it was closed from here. */
  readonly failed: Promise<SandboxError>;
  /** What hangs on it all in the guest; `undefined` where the entry started nothing. */
  root: string | undefined;
  /** The highest number in its pids, as far as it has told. */
  lastNumber: number;
  /** What is loaded beside what runs. */
  readonly versions: LiveVersions;
  /** What there is in it, for who looks from outside. */
  readonly view: GuestView;
  readonly #options: LifeOptions;
  readonly #wall: Wall;
  readonly #line: HostLine;
  readonly #filter: PacketFilter;
  readonly #requests: Requests;
  readonly #broker: Broker;
  readonly #up: PromiseWithResolvers<void> = Promise.withResolvers();
  readonly #end: PromiseWithResolvers<SandboxError> = Promise.withResolvers();
  readonly #opened: Promise<Connection>;
  readonly #consumption: Consumption;
  readonly #since: number;
  readonly #intake: Intake;
  readonly #refused = new Interval(REFUSED_MS);
  #outbox: string[] = [];
  /** Outputs that were dealt with, and of which the cell was not told yet. */
  #untold = 0;
  #startAlarm: Alarm | undefined;
  /** A turn has its own limit; who is silent beyond that has got past the watchdog. */
  readonly #silence: Silence;
  #lookAlarm: Alarm | undefined;
  #error: SandboxError | undefined;
  #closing: Promise<boolean> | undefined;

  /** Begins: makes the wall and has the entry loaded. {@linkcode Life.ready} tells when it is up. */
  constructor(options: LifeOptions) {
    const { system, name, limits, grants, modules, entry } = options;
    const { clock } = system;
    this.#options = options;
    this.lastNumber = options.numbersAfter;
    this.failed = this.#end.promise;
    this.#since = clock.now();
    this.#requests = new Requests(clock);
    this.#consumption = new Consumption(limits, () => clock.now());
    this.versions = new LiveVersions({
      name,
      requests: this.#requests,
      post: (message) => this.#post(message),
      tell: (text) => this.#tell(text),
      outside: (value) => fromGuest(value, name),
      wallTime: () => system.wallTime(),
    });
    const asking = { action: `look at ${name}`, what: "its report", timeoutMs: REPORT_MS };
    this.view = new GuestView({ name, clock, ask: () => this.ask(["report"], asking) });
    this.#up.promise.catch(() => {});
    this.#broker = new Broker(grants, { ...options, clock, full: (used) => this.#full(used) });
    this.#filter = new PacketFilter({
      guest: name,
      host: HOST_NODE,
      mostSenders: limits.processes + 1,
      knows: (pid, form, kind) => processInfo(system, pid as Pid)?.[form]?.includes(kind) === true,
    });
    this.#line = new HostLine({
      filter: this.#filter,
      messageBytes: limits.messageBytes,
      now: () => system.wallTime(),
      send: (text) => this.#tell(text),
      left: () => this.#fail({ kind: "crashed", exit: "its System has stopped" }),
      limited: options.limited,
    });
    this.#intake = new Intake({
      line: (text) => this.#heard(text),
      taken: () => this.#taken(),
      told: (message) => this.#told(message),
    });
    this.#wall = options.openWall();
    this.#silence = new Silence({
      clock,
      busyMs: limits.turnMs + spareMs(limits.turnMs),
      ask: () => this.#post(["ping", 0]),
      silent: (ms) => this.#exceed("turnMs", ms),
    });
    const exceeded = () => this.#exceed("startMs", Math.ceil(clock.now() - this.#since));
    this.#startAlarm = setPatientAlarm(clock, { afterMs: limits.startMs, fire: exceeded });
    this.#wall.listen({
      received: (message) => this.#received(message),
      ended: ({ exit, limit, used, shared }) =>
        limit === undefined
          ? this.#fail({ kind: "crashed", exit, ...(shared !== undefined && { shared }) })
          : this.#exceed(limit, used ?? limits[limit]),
    });
    const { turnMs, heapMb, memoryMb } = limits;
    const config = guestConfig({ ...options, granted: grants.granted });
    const endless = { timeoutMs: Infinity, heartbeatMs: Infinity, silenceMs: Infinity };
    this.#opened = connect(system, { node: HOST_NODE, transport: this.#line, ...endless });
    this.#opened.catch((error: unknown) => this.#fail({ kind: "crashed", exit: String(error) }));
    this.#tell('["start"]');
    // In one go: who is woken by a message often takes the processor of who has sent it.
    this.#post(["create", CELL, config, { turnMs, heapMb, memoryMb }, [...modules], entry, this.#said()]);
  }

  /** Waits until the entry has started. @throws {SandboxError} If it does not. */
  async ready(): Promise<void> {
    await this.#up.promise;
  }

  /** The connection with the System of the guest. */
  get connection(): Promise<Connection> {
    return this.#opened;
  }

  /** Why it is over, if it is because of itself. */
  get error(): SandboxError | undefined {
    return this.#error;
  }

  /** What it has used. */
  get usage(): Usage {
    return this.#consumption.usage;
  }

  /** Calls an exported function of the entry. @throws {SandboxError} */
  async run(
    name: string,
    { args, timeoutMs }: { readonly args: readonly unknown[]; readonly timeoutMs: number },
  ): Promise<unknown> {
    const action = `run ${name} of ${this.#options.name}`;
    return fromGuest(await this.ask(["run", name, args], { action, what: name, timeoutMs }), this.#options.name);
  }

  /** The supervision tree of the guest, as its own System tells it. @throws {SandboxError} */
  async tree(timeoutMs: number): Promise<TreeNode[]> {
    const action = `show the tree of ${this.#options.name}`;
    const told = await this.ask(["tree"], { action, what: "the tree", timeoutMs });
    return fromGuest(told, this.#options.name) as TreeNode[];
  }

  /** Ends it from here, with an error for who still waits. Settles when nothing is left; false if a thread could not be stopped. */
  close(reason: SandboxFailure = stoppedFailure(this.#options.name)): Promise<boolean> {
    return this.#closing ??= this.#close(reason);
  }

  async #close(reason: SandboxFailure): Promise<boolean> {
    this.#startAlarm?.cancel();
    this.#silence.end();
    this.#lookAlarm?.cancel();
    this.#intake.close();
    const failure = this.#error?.failure ?? reason;
    this.#up.reject(this.#error ?? new SandboxError(`start ${this.#options.name}`, failure));
    this.#requests.failAll((action) => new SandboxError(action, failure));
    const ended = this.#broker.close();
    const { clock } = this.#options.system;
    const closing = this.#wall.close();
    const endedAt = clock.now();
    this.#line.end();
    await this.#opened.then((connection) => connection.close(), () => {});
    const gone = await closing;
    if (!gone) this.#options.unstoppable(Math.round(clock.now() - endedAt));
    await ended;
    return gone;
  }

  /** Asks the guest for something, and waits for its answer: no longer than `wallMs`. @throws {SandboxError} */
  async ask(
    [kind, ...rest]: readonly [string, ...unknown[]],
    { action, what, timeoutMs }: { action: string; what: string; timeoutMs: number },
  ): Promise<unknown> {
    if (this.#closing !== undefined) {
      throw new SandboxError(action, this.#error?.failure ?? stoppedFailure(this.#options.name));
    }
    const { wallMs } = this.#options.limits;
    const late = timeoutMs <= wallMs ? {} : {
      late: () => {
        const failure = this.#excess("wallMs", wallMs);
        this.#options.limited(failure);
        return new SandboxError(action, failure);
      },
    };
    const options = { action, what, timeoutMs: Math.min(timeoutMs, wallMs), ...late };
    return await this.#requests.ask(options, (id) => {
      const text = textOf(action, [kind, id, ...rest] as never);
      this.#line.checkLength(action, text);
      this.#filter.sent(text);
      this.#tell(text);
    });
  }

  /** Texts that are said in one go leave in one go. */
  #tell(text: string): void {
    this.#consumption.told();
    if (this.#outbox.push(text) > 1) return;
    queueMicrotask(() => {
      const texts = this.#said();
      if (texts.length > 0) this.#post(["in", CELL, texts]);
    });
  }

  /** What is to be said. */
  #said(): readonly string[] {
    const texts = this.#outbox;
    this.#outbox = [];
    return texts;
  }

  #post(message: ToWall): void {
    if (this.#closing === undefined) this.#wall.post(message);
  }

  #received(message: FromWall): void {
    if (this.#closing !== undefined) return;
    this.#silence.heard();
    this.#intake.add(message);
  }

  #told(message: FromWall): void {
    if (this.#closing !== undefined) return;
    switch (message[0]) {
      case "over":
        return this.#exceed(message[2] as LimitName, message[4]);
      case "import_denied":
        this.#options.denied("import", guestText(message[2]));
        return this.#fail({ kind: "import_denied", specifier: message[2], from: message[3] });
      case "unreadable":
        return this.#fail({ kind: "load_failed", module: this.#options.entry, message: guestText(message[2]) });
      case "linked":
      case "not_linked":
        return this.versions.heard(message);
      case "rejection":
        return this.#print("error", "a promise was rejected, and nobody awaits it");
      case "sample":
        this.#over(this.#consumption.sampled({ heapBytes: message[1], externalBytes: message[2], cpuMs: message[3] }));
        return this.#options.measured(this.usage);
    }
  }

  #taken(): void {
    if (++this.#untold < ACK_EVERY) return;
    this.#post(["taken", CELL, this.#untold]);
    this.#untold = 0;
  }

  #heard(text: string): void {
    if (this.#closing !== undefined) return;
    if (this.#over(this.#consumption.heard(Buffer.byteLength(text)))) return;
    try {
      this.#hear(decodeOfGuest(JSON.parse(text)));
    } catch (error) {
      // Whatever it is, it is of what the guest said: outside of here it would end the host.
      if (error instanceof SyntaxError) this.#violated("what it says is a list of messages");
      else if (error instanceof BadPacket || error instanceof CodecError || error instanceof RangeError) {
        this.#violated(error.message);
      } else this.#fail({ kind: "crashed", exit: `what it said could not be taken: ${guestText(error)}` });
    }
  }

  #hear(said: unknown): void {
    const message = readGuest(said);
    if (message === undefined) return this.#violated("a message is of a known kind");
    const { denied } = this.#options;
    switch (message[0]) {
      case "frame":
        return this.#line.received(message[1]);
      case "line":
        return this.#print(message[1], message[2]);
      case "loaded":
        return;
      case "beside":
      case "not_beside":
        return this.versions.told(message);
      case "up":
        this.root = message[1] === null ? undefined : fromGuest(message[1], this.#options.name) as string;
        this.#startAlarm?.cancel();
        this.#lookFirst();
        return this.#up.resolve();
      case "failed":
        return this.#fail({ kind: "load_failed", module: this.#options.entry, message: guestText(message[1]) });
      case "crashed":
        return this.#fail({ kind: "crashed", exit: guestText(message[1]) });
      case "done":
        return this.#requests.answer(message[1], message[2]);
      case "threw":
        return this.#requests.fail(message[1], (action) => thrown(action, { name: message[2], message: message[3] }));
      case "use":
        return this.#use(message[1], message[2], message[3]);
      case "denied":
        return denied(guestText(message[1]), guestText(message[2]));
      case "import_denied":
        return denied("import", guestText(message[1]));
      case "usage":
        this.view.stirred();
        this.lastNumber = Math.max(this.lastNumber, message[3]);
        return void this.#over(this.#consumption.counted(message[1], message[2]));
      case "full":
        return this.#full(message[1]);
      case "over":
        return this.#exceed(message[1] as LimitName, message[2]);
    }
  }

  /** What there is in it is asked a moment later: who waits for it goes first. */
  #lookFirst(): void {
    const { clock } = this.#options.system;
    this.#lookAlarm ??= clock.setAlarm(clock.now() + FIRST_LOOK_MS, () => this.view.refresh());
  }

  #use(id: number, capability: string, args: unknown): void {
    const used = capability === "migrate" ? this.versions.migrate(args) : this.#broker.use(capability, args);
    used.then(
      (value) => this.#tell(textOf("answer a guest", ["used", id, value])),
    ).catch((error: unknown) => {
      const { name, message, failure } = useRefused(error);
      if (failure?.kind === "permission_denied") this.#options.denied(failure.permission, guestText(failure.target));
      if (failure?.kind === "limit_exceeded") this.#options.limited(failure);
      this.#tell(textOf("answer a guest", ["refused", id, name, message]));
    });
  }

  #print(level: string, text: string): void {
    if (this.#over(this.#consumption.printed(text))) return;
    for (const line of outputLines(text)) this.#options.printed({ level: guestText(level), text: guestText(line) });
  }

  #over(excess: Excess | undefined): boolean {
    if (excess !== undefined) this.#exceed(excess.limit, excess.used);
    return excess !== undefined;
  }

  /** It goes on, and may ask again and again: it is told now and then. */
  #full(used: number): void {
    if (this.#refused.begins(this.#options.system.now())) this.#options.limited(this.#excess("handles", used));
  }

  #exceed(limit: LimitName, used: number): void {
    this.#fail(this.#excess(limit, used));
  }

  #excess(limit: LimitName, used: number): LimitExcess {
    const { limits, system } = this.#options;
    const value = Object.hasOwn(limits, limit) ? limits[limit] : 0;
    return { kind: "limit_exceeded", limit: guestText(limit), value, used, at: system.wallTime() };
  }

  #violated(rule: string): void {
    this.#fail({ kind: "protocol_violation", rule: guestText(rule) });
  }

  #fail(failure: SandboxFailure): void {
    if (this.#error !== undefined || this.#closing !== undefined) return;
    this.#error = new SandboxError(`run sandbox ${this.#options.name}`, failure);
    if (failure.kind === "limit_exceeded") this.#options.limited(failure);
    void this.close();
    this.#end.resolve(this.#error);
  }
}
