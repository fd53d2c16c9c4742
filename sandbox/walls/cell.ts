import { getHeapStatistics } from "node:v8";
import type { GuestConfig } from "../guest/protocol.ts";
import type { GuestCode } from "../isolate/guest_code.ts";
import { ImportDenied } from "../isolate/import_denied.ts";
import { Isolate, type TurnResult, type Turns } from "../isolate/isolate.ts";
import type { LinkOptions } from "../isolate/linker.ts";
import { LONG_TURN_MS, TURNS_PER_LOOK } from "../limits/limit_periods.ts";
import type { MailReader } from "./mailbox.ts";
import { Trial, type TrialOptions } from "./trial.ts";
import type { CellLimits, ChangePlan, FromWall, LinkFailure } from "./wall_protocol.ts";

/** How a cell is made. */
export interface CellOptions {
  /** Its number. */
  readonly id: number;
  /** What the realm is told. */
  readonly config: GuestConfig;
  /** What it may use. */
  readonly limits: CellLimits;
  /** The code that is ours in the realm. */
  readonly code: GuestCode;
  /** Tells the host. */
  readonly post: (message: FromWall) => void;
  /** A shorter way to it. @default none */
  readonly mail?: MailReader | undefined;
}

/** What is loaded. */
interface LoadOptions {
  /** The path of the entry. */
  readonly entry: string;
  /** What it hears once it is evaluated. @default nothing */
  readonly messages?: readonly string[];
}

/** A version to stand beside the one that runs. */
interface BesideOptions {
  /** Its modules, by path. */
  readonly modules: readonly (readonly [string, string])[];
  /** The path of the entry. */
  readonly entry: string;
  /** How long its modules may take to be evaluated, in milliseconds: all else waits meanwhile. */
  readonly pauseMs: number;
  /** How it is to take the place of the one that runs. */
  readonly plan: ChangePlan;
  /** How often it is tried. @default {3} */
  readonly tries?: number;
}

/** How many outputs may be under way to the host: a guest that says much waits until it was heard. */
const MOST_OUTPUTS = 16;
/** How much goes to the host in one piece, in characters. */
const PIECE = 64 * 1024;
const MIB = 2 ** 20;
/** Of so many rejections at once it is told with what. */
const MOST_REJECTIONS = 100;
/** On a busy machine one that has an end may not come to it in that time: so often it is tried, and so long after the last time, in milliseconds. */
const REHEARSAL_TRIES = 3;
const REHEARSAL_PAUSE_MS = 50;

/** One sandbox in its thread: gives the turns, with what came in and what is due, and looks at what is used in between. */
export class Cell {
  readonly #options: CellOptions;
  readonly #isolate: Isolate;
  readonly #since = performance.now();
  #inbox: string[] = [];
  #under = 0;
  /** When the guest's next turn is due, and when the timer is; -1 for never. */
  #due = -1;
  #timerDue = -1;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #soon: ReturnType<typeof setImmediate> | undefined;
  #turnsToLook = TURNS_PER_LOOK;
  #ended = false;
  #mail: MailReader | undefined;
  #isStuck = false;
  /** With what promises were rejected that nobody awaits, and how many more there were. */
  #rejections: unknown[] = [];
  #moreRejections = 0;
  /** The next try of a version. */
  #rehearsing: ReturnType<typeof setTimeout> | undefined;
  /** What is tried of it next, or the evaluation of one that was tried. */
  #linking: ReturnType<typeof setImmediate> | undefined;
  /** What is tried: its rejections are nobody's. */
  #trial: Trial | undefined;
  /** When the turn that runs began. */
  #began = 0;

  /** Makes the realm. */
  constructor(options: CellOptions) {
    const { config, limits, code } = options;
    this.#options = options;
    this.#mail = options.mail;
    this.#isolate = new Isolate({ config, turnMs: limits.turnMs, code });
  }

  /** Links the modules, evaluates the entry, and has it hear messages. */
  load(modules: readonly (readonly [string, string])[], { entry, messages = [] }: LoadOptions): void {
    const { id, post } = this.#options;
    try {
      this.#isolate.link(new Map(modules), { entry });
    } catch (error) {
      if (error instanceof ImportDenied) post(["import_denied", id, error.specifier, error.from]);
      else post(["unreadable", id, error instanceof Error ? error.message : "it cannot be read"]);
      return;
    }
    if (messages.length === 0) return this.#took(() => this.#isolate.evaluate());
    this.#inbox.push(...messages);
    this.#began = performance.now();
    this.#stretch((turns) => this.#isolate.start(() => this.#heard(), turns));
  }

  /**
   * Links another version beside the one that runs, and evaluates it, with what was imported of it while the other ran. First
   * in a realm of its own, which is thrown away: one that does not come to an end there is none that could be ended here
   * without ending all. What runs goes on between two tries, between what is tried, and before it is evaluated in the end.
   */
  reload(version: number, options: BesideOptions): void {
    const { id, post } = this.#options;
    const { modules, entry, pauseMs, plan, tries = REHEARSAL_TRIES } = options;
    this.#rest();
    const map = new Map(modules);
    const link: LinkOptions = { entry, also: this.#isolate.changedLate(map) };
    const again = () => this.reload(version, { ...options, tries: tries - 1 });
    const tried = (endless: LinkFailure | undefined) => {
      if (endless !== undefined && tries <= 1) post(["not_linked", id, version, endless]);
      else if (endless !== undefined) this.#rehearsing = setTimeout(again, REHEARSAL_PAUSE_MS);
      else this.#linking = setImmediate(() => this.#link(map, { ...link, version }, again));
    };
    const steps = this.#steps({ ...link, modules: map, pauseMs }, plan);
    const step = () => {
      try {
        const { done, value } = steps.next();
        if (this.#ended) return; // in the turn that told its states
        if (done) tried(value);
        else this.#linking = setImmediate(step);
      } catch (error) {
        post(["not_linked", id, version, linkFailure(error)]);
      }
    };
    step();
  }

  *#steps(options: TrialOptions, plan: ChangePlan): Generator<undefined, LinkFailure | undefined> {
    const { config, limits: { turnMs }, code } = this.#options;
    const trial = this.#trial = new Trial({ config, turnMs, code }, options);
    const isAnew = this.#isolate.anewIn(options.modules);
    try {
      return yield* trial.steps(plan, { isAnew, sample: (places) => this.#sample(places) });
    } finally {
      // By then its last rejections have been heard.
      setImmediate(() => this.#trial === trial && (this.#trial = undefined));
    }
  }

  /** The states of servers, as texts: told in a turn as any other. */
  #sample(places: string): string {
    this.#took(() => this.#isolate.call("sample", places));
    return this.#ended ? "" : this.#isolate.ask("sampled");
  }

  /** Evaluates what was tried; `again`, where by now it would be something else. */
  #link(
    map: ReadonlyMap<string, string>,
    options: LinkOptions & { readonly version: number },
    again: () => void,
  ): void {
    const { id, post } = this.#options;
    const { version, also = [] } = options;
    if (this.#isolate.changedLate(map).join() !== also.join()) return again();
    try {
      const anew = this.#isolate.link(map, options);
      post(["linked", id, version, anew]);
    } catch (error) {
      return post(["not_linked", id, version, linkFailure(error)]);
    }
    this.#took(() => this.#isolate.evaluate());
  }

  /** A version runs. */
  keep(version: number): void {
    this.#isolate.keep(version);
    // Who had one is likely to have another, which is tried in a realm of its own.
    setImmediate(() => this.#ended || this.#options.code.prepare());
  }

  /** A version never runs. */
  forget(version: number): void {
    this.#rest();
    this.#isolate.forget(version);
  }

  /** Messages have come. */
  receive(messages: readonly string[]): void {
    this.#inbox.push(...messages);
    if (this.#soon === undefined) this.#step();
  }

  /** Nobody awaits a promise that was rejected. False if it is of somebody else, or nobody knows of whom. */
  rejected({ promise, reason }: Pick<PromiseRejectionEvent, "promise" | "reason">): boolean {
    if (!this.#isolate.owns(promise)) return this.#trial?.owns(promise) ?? false;
    if (this.#ended) return true;
    if (this.#rejections.length < MOST_REJECTIONS) this.#rejections.push(reason);
    else this.#moreRejections++;
    this.#plan();
    return true;
  }

  /** The host has dealt with outputs. */
  taken(outputs: number): void {
    const waited = this.#under >= MOST_OUTPUTS;
    this.#under -= outputs;
    if (waited && !this.#isFull()) this.#step();
  }

  /** It has the thread for itself no more. */
  share(): void {
    this.#under -= this.#mail?.taken() ?? 0;
    this.#mail = undefined;
  }

  /** Ends it: no turn is given any more. */
  end(): void {
    this.#ended = true;
    this.#inbox = [];
    this.#rejections = [];
    clearTimeout(this.#timer);
    this.#rest();
    clearImmediate(this.#soon);
  }

  /** No version is tried or evaluated any more. */
  #rest(): void {
    this.#trial = undefined;
    clearTimeout(this.#rehearsing);
    clearImmediate(this.#linking);
  }

  readonly #step = (): void => {
    this.#soon = undefined;
    if (this.#ended || this.#isFull()) return;
    if (this.#rejections.length > 0) return this.#tellRejection();
    if (this.#isolate.wants) return this.#took(() => this.#isolate.importNext());
    this.#stretch((turns) => this.#isolate.turns(this.#heard(), turns));
  };

  #tellRejection(): void {
    const reason = this.#rejections.shift();
    if (this.#rejections.length === 0 && this.#moreRejections > 0) {
      this.#moreRejections = 0;
      this.#options.post(["rejection"]);
    }
    this.#took(() => this.#isolate.rejected(reason));
  }

  /** As many turns as there is something for. */
  #stretch(give: (turns: Turns) => void): void {
    this.#mail?.open();
    give({ next: (leftMs) => this.#next(leftMs), took: (result) => this.#tell(result) });
    const late = this.#mail?.close();
    if (late !== undefined) this.#inbox.push(late);
    this.#plan();
  }

  /** What the next turn hears. */
  #heard(): readonly string[] {
    const messages = this.#inbox;
    this.#inbox = [];
    this.#began = performance.now();
    return [this.#now(), ...messages];
  }

  /** The same for another turn in the same stretch, should something come in it. */
  #next(leftMs: number): readonly string[] | undefined {
    if (this.#mail === undefined || this.#ended || this.#isFull()) return undefined;
    if (this.#inbox.length === 0) {
      const waitMs = this.#due < 0 ? leftMs : Math.min(leftMs, this.#due - this.#elapsed());
      const found = waitMs > 0 ? this.#mail.wait(waitMs) : undefined;
      if (found === undefined) return undefined;
      this.#inbox.push(found);
    }
    return this.#heard();
  }

  /** Whether no output is let out before the host has dealt with others. */
  #isFull(): boolean {
    const mail = this.#mail;
    this.#under -= mail?.taken() ?? 0;
    const wasFull = this.#under >= MOST_OUTPUTS;
    if (mail === undefined || !wasFull && !this.#isStuck) return wasFull;
    mail.stuck = this.#isStuck = wasFull;
    this.#under -= mail.taken(); // what came before it was told that it is to say so
    if (!wasFull || this.#under >= MOST_OUTPUTS) return wasFull;
    return mail.stuck = this.#isStuck = false;
  }

  #took(turn: () => TurnResult): void {
    this.#began = performance.now();
    this.#tell(turn());
    this.#plan();
  }

  #tell({ text, due, stopped }: TurnResult): void {
    const tookMs = performance.now() - this.#began;
    const { limits } = this.#options;
    if (text !== "") this.#say(text);
    this.#due = due;
    if (stopped) return this.#over("turnMs", limits.turnMs, Math.round(tookMs));
    if (--this.#turnsToLook <= 0 || tookMs >= LONG_TURN_MS) this.#look();
  }

  /** In pieces, so that the host is not held up by one that is large: whole messages, of which one may be longer. */
  #say(text: string): void {
    for (let from = 0; from < text.length;) {
      const end = text.length - from <= PIECE ? -1 : text.indexOf("\n", from + PIECE);
      const to = end < 0 ? text.length : end;
      this.#under++;
      this.#options.post(["out", this.#options.id, text.slice(from, to)]);
      from = to + 1;
    }
  }

  #look(): void {
    this.#turnsToLook = TURNS_PER_LOOK;
    const { heapMb, memoryMb } = this.#options.limits;
    const { used_heap_size: heap, external_memory: external } = getHeapStatistics();
    if (heap > heapMb * MIB) this.#over("heapMb", heapMb, Math.round(heap / MIB));
    else if (heap + external > memoryMb * MIB) this.#over("memoryMb", memoryMb, Math.round((heap + external) / MIB));
  }

  #over(limit: string, value: number, used: number): void {
    if (this.#ended) return;
    this.end();
    this.#options.post(["over", this.#options.id, limit, value, used]);
  }

  /** When the next turn is. */
  #plan(): void {
    if (this.#ended || this.#soon !== undefined) return;
    const due = this.#due;
    if (
      this.#inbox.length > 0 || this.#rejections.length > 0 || this.#isolate.wants ||
      (due >= 0 && due <= this.#elapsed())
    ) {
      this.#soon = setImmediate(this.#step);
    } else if (due !== this.#timerDue) {
      this.#timerDue = due;
      clearTimeout(this.#timer);
      if (due >= 0) this.#timer = setTimeout(this.#fire, Math.min(Math.max(1, due - this.#elapsed()), 2 ** 31 - 1));
    }
  }

  readonly #fire = (): void => {
    this.#timerDue = -1;
    this.#step();
  };

  #now(): string {
    return String(Math.floor(this.#elapsed()));
  }

  #elapsed(): number {
    return performance.now() - this.#since;
  }
}

function linkFailure(error: unknown): LinkFailure {
  if (error instanceof ImportDenied) return { kind: "import_denied", specifier: error.specifier, from: error.from };
  return { kind: "unreadable", message: error instanceof Error ? error.message : "it cannot be read" };
}
