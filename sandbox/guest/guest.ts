import { type Pid, SeededRandom, supervisionTree, System, type SystemOptions } from "@superlearner/otp";
import { connect, lastNumberOf, numberAfter } from "@superlearner/otp/remote";
import { Interval } from "../limits/interval.ts";
import { REFUSED_MS, USAGE_MS } from "../limits/limit_periods.ts";
import { decodeRead } from "./codec.ts";
import { GuestAbortController, GuestAbortSignal } from "./guest_abort.ts";
import { guestAtob, guestBtoa } from "./guest_base64.ts";
import { guestClone } from "./guest_clone.ts";
import { GuestClock } from "./guest_clock.ts";
import { makeConsole, shown } from "./guest_console.ts";
import { makeCrypto } from "./guest_crypto.ts";
import { GuestDOMException } from "./guest_dom_exception.ts";
import { GuestTextDecoder, GuestTextEncoder } from "./guest_encoding.ts";
import { GuestCustomEvent, GuestEvent, GuestEventTarget } from "./guest_events.ts";
import { type Broker, makeCapabilities } from "./guest_permissions.ts";
import { GuestImports } from "./guest_imports.ts";
import { guestLogger } from "./guest_logger.ts";
import { GuestReload } from "./guest_reload.ts";
import { GuestTrial } from "./guest_trial.ts";
import { type GuestTimers, makeTimers } from "./guest_timers.ts";
import { HostLine } from "./host_line.ts";
import { longestMailbox } from "./longest_mailbox.ts";
import { namedState, replaceNamedState, stateNames } from "./named_states.ts";
import { Outbox } from "./outbox.ts";
import type { FromGuest, GuestConfig, RealmConfig, ReloadAnswer, ToGuest, UpgradeRequest } from "./protocol.ts";
import { startEntry } from "./start_entry.ts";
import { toldError } from "./told_error.ts";
import { type ToldSystem, toldSystem } from "./told_system.ts";
import { type TimerOwner, TimerOwners } from "./timer_owners.ts";
import { TurnScheduler } from "./turn_scheduler.ts";

/** How long a turn goes on taking up work, in milliseconds; what is left waits for the next one. */
const SLICE_MS = 8;

/** A sandbox from the inside: a System whose time, turns and neighbours come from outside, as texts. */
export class Guest {
  /** The System of the guest. */
  readonly system: System;
  readonly #config: RealmConfig;
  readonly #outbox = new Outbox();
  readonly #clock = new GuestClock();
  readonly #scheduler: TurnScheduler;
  readonly #line: HostLine;
  readonly #reload: GuestReload;
  /** What is imported while modules run. */
  readonly imports: GuestImports;
  /** What is tried of a version. */
  readonly trial: GuestTrial;
  readonly #owners = new TimerOwners();
  readonly #timers: GuestTimers;
  /** What was asked of the host and is not answered. */
  readonly #uses = new Map<number, PromiseWithResolvers<unknown>>();
  #lastUse = 0;
  #entry: { readonly [name: string]: unknown } = {};
  #isLoaded = false;
  /** The version that runs. */
  #running = 0;
  /** Whether the host was sooner with its "start" than the modules were evaluated. */
  #startsLater = false;
  /** The modules that were evaluated last. */
  #anew: readonly string[] = [];
  #sliceEnd = 0;
  #again = false;
  #usageAsked = false;
  #usageFired = 0;
  /** How many messages of this turn only looked at what there is. */
  #looks = 0;

  /** How many processes may live. */
  #mostProcesses = Infinity;

  /** Makes the System. */
  constructor(config: RealmConfig, isRuntime: (specifier: string) => boolean) {
    this.#config = config;
    this.imports = new GuestImports({
      isRuntime,
      denied: (specifier, from) => this.#say(["import_denied", specifier.slice(0, 200), from]),
    });
    const over = () => Date.now() >= this.#sliceEnd;
    this.#scheduler = new TurnScheduler({
      over,
      again: () => void (this.#again = true),
    });
    this.system = new System(
      {
        clock: this.#clock,
        scheduler: this.#scheduler,
        logger: guestLogger((level, text) => this.#say(["line", level, text])),
        unhandledRejections: "platform",
        ...(config.seed === undefined ? {} : { random: new SeededRandom(config.seed) }),
      } satisfies SystemOptions,
    );
    this.#timers = makeTimers({
      clock: this.#clock,
      run: (code, owner) => this.#run(code, owner),
      owners: this.#owners,
    });
    this.#reload = new GuestReload({
      system: this.system,
      askHost: (states) => this.#use("migrate", [states]),
      shown,
      over,
    });
    const [{ system }, { definitions }] = [this, this.#reload];
    this.trial = new GuestTrial({ system, definitions, entry: () => this.#entry, say: (told) => this.#say(told) });
    this.#line = new HostLine((packet) => this.#outbox.add(["frame", packet]));
  }

  /** Somebody moves in: connects the System with the host's. */
  enter({ name, messageBytes, processes, handles, numbersAfter = 0 }: GuestConfig): void {
    numberAfter(this.system, numbersAfter);
    this.#outbox.longest = messageBytes;
    this.#clock.mostTimers = handles;
    const refused = new Interval(REFUSED_MS);
    this.#clock.full = () => void (refused.begins(this.#clock.now()) && this.#say(["full", handles + 1]));
    this.#clock.start();
    this.#mostProcesses = processes;
    const endless = { timeoutMs: Infinity, heartbeatMs: Infinity, silenceMs: Infinity };
    void connect(this.system, { node: name, transport: this.#line, ...endless }).catch(() => {});
  }

  /** Gives the realm what programs expect of a platform; nothing of it reaches outside but by way of the host. */
  bringGlobals(): void {
    const clock = this.#clock;
    const broker: Broker = {
      granted: new Set(this.#config.granted),
      env: this.#config.env,
      sys: this.#config.sys ?? {},
      now: () => clock.now(),
      use: (capability, args) => this.#use(capability, args),
      denied: (permission, target) => this.#say(["denied", permission, target]),
    };
    const globals: Record<string, unknown> = {
      ...this.#timers.globals,
      ...makeCapabilities(broker),
      console: makeConsole((level, text) => this.#say(["line", level, text])),
      performance: Object.freeze({ now: () => clock.now(), timeOrigin: 0 }),
      crypto: makeCrypto(this.#config),
      structuredClone: guestClone,
      atob: guestAtob,
      btoa: guestBtoa,
      AbortController: GuestAbortController,
      AbortSignal: GuestAbortSignal,
      CustomEvent: GuestCustomEvent,
      DOMException: GuestDOMException,
      TextDecoder: GuestTextDecoder,
      TextEncoder: GuestTextEncoder,
      Event: GuestEvent,
      EventTarget: GuestEventTarget,
      // The runtime listens for errors of listeners; there is nothing here that would tell it of any.
      addEventListener() {},
      removeEventListener() {},
    };
    const { seed } = this.#config;
    if (seed !== undefined) { // a sequence of its own: what the runtime draws does not change what a program draws
      const chance = new SeededRandom(seed ^ 0x9e3779b9);
      Object.defineProperty(Math, "random", { value: () => chance.next(), writable: true, configurable: true });
    }
    for (const [name, value] of Object.entries(globals)) {
      Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
    }
  }

  /** One turn: time goes on, what came in is handled, what is due fires; then the microtasks have their way. */
  turn(input: string): void {
    const [now, ...messages] = JSON.parse(input) as [number, ...unknown[]];
    this.#clock.begin(now);
    this.#sliceEnd = Date.now() + SLICE_MS;
    this.#again = false;
    this.#scheduler.resume();
    this.#looks = 0;
    if (this.#startsLater && this.#isLoaded) {
      this.#startsLater = false;
      this.#answerStart();
    }
    for (const each of messages) this.#run(() => this.#hear(decodeRead(each) as ToGuest));
    this.#usageFired = 0;
    const fired = this.#clock.fireDue(() => Date.now() < this.#sliceEnd);
    if (messages.length > this.#looks || fired > this.#usageFired) this.#askUsage();
    const { processCount } = this.system;
    if (processCount > this.#mostProcesses) this.#say(["usage", processCount, 0, lastNumberOf(this.system)]);
  }

  /**
   * What came of it: when the next turn is due, whether the entry is loaded, whether modules are wanted, and the messages. Runs
   * nothing that a guest could have changed.
   */
  drain(): string {
    const due = this.#again ? 0 : this.#clock.due;
    return `${due}|${this.#isLoaded ? 1 : 0}${this.imports.wants ? 1 : 0}|${this.#outbox.take()}`;
  }

  /** What of the runtime a module of a version sees: what it defines is noted. */
  scoped(
    exported: { readonly [name: string]: unknown },
    of: { readonly path: string; readonly version: number },
  ): Record<string, unknown> {
    return this.#reload.definitions.scoped(exported, of);
  }

  /** The modules of a version that are there anew are evaluated from now on; version 0 is the first. */
  evaluating(version: number, modules: readonly string[], all: readonly string[]): void {
    this.#anew = modules;
    this.#isLoaded = false;
    this.imports.begin(version, all);
    this.#reload.definitions.begin(version);
    this.#owners.load(version);
  }

  /** It has been, as far as it does not wait for anything. */
  evaluated(): void {
    this.#owners.end();
  }

  /** Modules of a version are evaluated from now on that others import while they run. */
  importing(id: number, version: number, modules: readonly string[]): void {
    this.#reload.definitions.beginLate(id, { version, paths: modules });
    this.#owners.begin(version);
  }

  /** What was imported is evaluated. */
  imported(id: number, module: object): void {
    this.#reload.definitions.endLate(id);
    this.imports.imported(id, module);
  }

  /** What was imported does not load. */
  importThrew(id: number, error: unknown): void {
    this.#reload.definitions.endLate(id);
    this.imports.threw(id, error);
  }

  /** The entry of a version is evaluated. */
  loaded(entry: object, version: number): void {
    this.#isLoaded = true;
    this.#owners.settle(version);
    if (version > 0) {
      this.#reload.loaded(version, entry as { readonly [name: string]: unknown });
      return this.#say(["beside", version]);
    }
    this.#reload.definitions.commit();
    this.#entry = entry as { readonly [name: string]: unknown };
    this.#say(["loaded"]);
    if (this.#startsLater) this.#again = true; // in a turn of its own
  }

  /** The entry does not load. */
  failed(error: unknown, version = 0): void {
    if (version === 0) return this.#say(["failed", shown(error)]);
    this.#discard(version, shown(error));
    this.#say(["not_beside", version, shown(error)]);
  }

  /** A promise was rejected, and nobody awaits it. */
  rejected(reason: unknown): void {
    this.#say(["line", "error", `a promise was rejected, and nobody awaits it: ${shown(reason)}`]);
  }

  #hear(message: ToGuest): void {
    switch (message[0]) {
      case "frame":
        return this.#line.received(message[1]);
      case "start":
        if (this.#isLoaded) return this.#answerStart();
        this.#startsLater = true;
        return;
      case "run":
        return this.#call(message[1], message[2], message[3] as readonly unknown[]);
      case "tree":
        return this.#answer(message[1], () => supervisionTree(this.system));
      case "report":
        this.#looks++;
        return this.#outbox.isCrowded ? undefined : this.#answer(message[1], () => this.#told());
      case "upgrade":
        return this.#answer(message[1], () => this.#upgrade(message[2]));
      case "discard":
        return this.#discard(message[1]);
      case "states":
        return this.#answer(message[1], () => stateNames(this.system));
      case "state":
        return this.#answer(message[1], () => namedState(this.system, message[2]));
      case "restate":
        return this.#answer(message[1], () => replaceNamedState(this.system, message[2], message[3]));
      case "used":
        return this.#taken(message[1])?.resolve(message[2]);
      case "refused": {
        const error = new Error(message[3]);
        Object.defineProperty(error, "name", { value: message[2] });
        return this.#taken(message[1])?.reject(error);
      }
    }
  }

  #answerStart(): void {
    startEntry(this.system, this.#entry).then(
      (root: Pid | undefined) => {
        this.#say(["up", root ?? null]);
        if (root !== undefined) this.#tellIfGivenUp(root);
      },
      (error: unknown) => this.failed(error),
    );
  }

  /** A supervisor that gives up ends as if it was told to; for who waits for the sandbox that is a crash. */
  #tellIfGivenUp(root: Pid): void {
    this.system.events.subscribe((event) => {
      if (event.type !== "supervisor.gave_up" || event.pid !== root) return;
      const { child, maxRestarts, maxSeconds } = event;
      const why = `child ${child} died once more after ${maxRestarts} restarts within ${maxSeconds} s`;
      this.#say(["crashed", `its supervisor gave up: ${why}`]); // before the host hears of its end
    }, { types: ["supervisor.gave_up"] });
  }

  #told(): ToldSystem {
    return toldSystem(this.system, this.#outbox.longest);
  }

  async #upgrade(request: UpgradeRequest): Promise<ReloadAnswer> {
    const { version } = request;
    const modules = this.#anew;
    const answer = await this.#reload.upgrade(request, (entry) => {
      this.#entry = entry;
      this.#running = version;
      this.imports.commit(version);
      this.#timers.clearOf((owner) => owner.version < version && modules.includes(owner.path));
    });
    if (!answer.ok) this.#discard(version);
    return answer;
  }

  #discard(version: number, why?: string): void {
    this.#reload.discard(version, why);
    this.#owners.settle(version);
    this.imports.discard(version);
    this.#timers.clearOf((owner) => owner.version === version);
  }

  #call(id: number, name: string, args: readonly unknown[]): void {
    const found = Object.hasOwn(this.#entry, name) ? this.#entry[name] : undefined;
    if (typeof found !== "function") return this.#say(["threw", id, "NotFound", `function ${name}`]);
    this.#answer(id, () => found(...args) as unknown);
  }

  #answer(id: number, make: () => unknown): void {
    new Promise<unknown>((resolve) => resolve(make())).then((value) => this.#say(["done", id, value])).catch(
      (error) => {
        this.#say(["threw", id, ...toldError(error)]);
      },
    );
  }

  #use(capability: string, args: readonly unknown[]): Promise<unknown> {
    const id = ++this.#lastUse;
    const answer = Promise.withResolvers<unknown>();
    this.#outbox.add(["use", id, capability, args]);
    this.#uses.set(id, answer);
    return answer.promise;
  }

  #taken(id: number): PromiseWithResolvers<unknown> | undefined {
    const found = this.#uses.get(id);
    this.#uses.delete(id);
    return found;
  }

  /** Once for all that is done until then: who does nothing has no turns on its account. */
  #askUsage(): void {
    if (this.#usageAsked) return;
    this.#usageAsked = true;
    const fire = () => {
      this.#usageAsked = false;
      this.#usageFired++;
      this.#say(["usage", this.system.processCount, longestMailbox(this.system), lastNumberOf(this.system)]);
    };
    this.#clock.add({ atMs: this.#clock.now() + USAGE_MS, everyMs: 0, fire, isOurs: true });
  }

  /** What a version throws that does not run yet is no more than why it will not. */
  #run(code: () => void, owner?: TimerOwner): void {
    try {
      code();
    } catch (error) {
      if (owner !== undefined && owner.version > this.#running) return this.failed(error, owner.version);
      this.#say(["crashed", shown(error)]);
    }
  }

  #say(message: FromGuest): void {
    this.#outbox.add(message);
  }
}
