import vm from "node:vm";
import type { GuestCode } from "./guest_code.ts";
import type { GuestConfig } from "../guest/protocol.ts";
import { ImportDenied } from "./import_denied.ts";
import { type LateImport, type LinkedEntry, Linker, type LinkOptions, type ModuleMap } from "./linker.ts";
import type { Realm } from "./realm.ts";
import type { SourceModule } from "./source_module.ts";
import { spareMs } from "../limits/limit_periods.ts";
import { runTurn, runTurns } from "./turn_frame.ts";

/** How an isolate is made. */
export interface IsolateOptions {
  /** What the realm of the guest is told. */
  readonly config: GuestConfig;
  /** How long one turn may take, in milliseconds. */
  readonly turnMs: number;
  /** The code that is ours in the realm. */
  readonly code: GuestCode;
}

/** What came of a turn. */
export interface TurnResult {
  /** What the guest says, as the inside of a JSON list. Not checked: it is the guest's. */
  readonly text: string;
  /** When the next turn is due, by the clock that the turns are told; -1 for not before something comes in. */
  readonly due: number;
  /** Whether it was ended by force. Nothing of this realm can be relied on then. */
  readonly stopped: boolean;
}

/** Turns that follow on each other. */
export interface Turns {
  /** What the guest hears in the next turn, as for {@linkcode Isolate.turn}; `undefined` ends it. May wait for so long, in milliseconds. */
  readonly next: (leftMs: number) => readonly string[] | undefined;
  /** What came of a turn, before the next. */
  readonly took: (result: TurnResult) => void;
}

/** What turns that follow on each other begin with. */
interface TurnsStart {
  /** Goes before them. */
  readonly evaluation?: vm.Script;
  /** What is heard in the first. */
  readonly first: () => readonly string[];
}

/** How long turns follow on each other before all else has its way, in milliseconds. */
const WINDOW_MS = 20;

/** How long it may take to tell what a turn that was ended had to say, in milliseconds. */
const LAST_WORDS_MS = 20;

/** Something that is evaluated, and may wait at its top level. */
interface Late {
  readonly late: LateImport;
  readonly module: SourceModule;
}

/**
 * The inner wall: a realm of its own, in which nothing is reached but what was put there, and where each turn has a limit
 * of time. Only texts go in and out.
 *
 * No callback of ours is ever called by code of the guest: V8 would throw a stack overflow inside it as an error of our
 * realm, and from that all of our realm is reached. So `import.meta` has none, and V8's own `import()` is refused: the
 * compiler puts a function of the guest's realm in its place, which notes what is wanted, and that is seen to between turns.
 */
export class Isolate {
  readonly #realm: Realm;
  #turnMs: number;
  #linker: Linker;
  #version = 0;
  #anew: readonly string[] = [];
  #loading: SourceModule | null = null;
  /** What `import()` has asked for. */
  #wants: LateImport[] = [];
  /** What is being evaluated for it. */
  readonly #late = new Map<number, Late>();
  #stopped = false;

  /** Makes the realm, and runs in it what is ours. */
  constructor({ config, turnMs, code }: IsolateOptions) {
    const realm = this.#realm = code.realm(config);
    realm.enter(config);
    this.#turnMs = turnMs;
    this.#linker = new Linker({
      context: realm.context,
      glue: realm.glue,
      runtime: code.names(realm),
      ready: realm.ready,
    });
  }

  /**
   * Reads modules and links them; nothing of them runs yet. Of a later version only those are there anew whose text is another
   * one, and those that import them, directly or by others; the rest is what runs already.
   *
   * @returns The paths of those that are there anew.
   * @throws {ImportDenied} If one imports what is not in the map.
   * @throws {SyntaxError} If one cannot be read.
   */
  link(modules: ModuleMap, options: LinkOptions): readonly string[] {
    const { module, anew } = this.#linkAhead(modules, options) ?? this.#linker.link(modules, options);
    this.#loading = module;
    this.#version = options.version ?? 0;
    return this.#anew = anew;
  }

  #linkAhead(modules: ModuleMap, options: LinkOptions): LinkedEntry | undefined {
    const { ahead } = this.#realm;
    this.#realm.ahead = undefined;
    if (!ahead?.fits(modules, options)) return undefined;
    this.#linker = ahead.linker;
    return ahead.linked;
  }

  /** The modules that were imported while others ran, and are not the same in another map: they belong to its next version. */
  changedLate(modules: ModuleMap): readonly string[] {
    return this.#linker.changedLate(modules);
  }

  /** Whether a module of another map would be there anew, rather than go on as it runs. */
  anewIn(modules: ModuleMap): (path: string) => boolean {
    return this.#linker.anewIn(modules);
  }

  /** A version runs: what it replaced is let go of. */
  keep(version: number): void {
    this.#linker.keep(version);
  }

  /** A version never runs. */
  forget(version: number): void {
    this.#linker.forget(version);
    if (version === this.#version) this.#loading = null;
  }

  /** How long a turn may take from now on, in milliseconds. */
  set turnMs(turnMs: number) {
    this.#turnMs = turnMs;
  }

  /** Evaluates what was linked, in a turn: it has the limit of every turn. */
  evaluate(): TurnResult {
    const module = this.#loading;
    if (module === null) return { text: "", due: -1, stopped: this.#stopped };
    return this.#run(this.#evaluation(module, this.#beginning));
  }

  /** The same, and turns right after it under one watch for all: what the modules say is told with what the first turn brings. */
  start(first: () => readonly string[], turns: Turns): void {
    const module = this.#loading;
    if (module === null || this.#stopped) return turns.took({ text: "", due: -1, stopped: this.#stopped });
    this.#follow(turns, { evaluation: this.#evaluation(module, this.#beginning), first });
  }

  get #beginning(): string {
    const paths = this.#linker.pathsOf(this.#version);
    return `evaluating(${this.#version}, ${literal(this.#anew)}, ${literal(paths)})`;
  }

  /** A script by which modules are evaluated. */
  #evaluation(module: SourceModule, began: string): vm.Script {
    const { box, glue } = this.#realm;
    // Nothing can be reached from it, and by the time that code of the guest runs it is nowhere.
    box.value = Object.setPrototypeOf(() => {
      box.value = undefined;
      module.evaluate().then(() => {}, () => {});
    }, null);
    const script = `try { ${glue}.${began}; ${glue}.box.value() } catch {} finally { ${glue}.evaluated() }`;
    return new vm.Script(script, { filename: "turn" });
  }

  /** Whether the guest has asked for modules by `import()`. */
  get wants(): boolean {
    return this.#wants.length > 0 && !this.#stopped;
  }

  /** Sees to one of them: links it, and evaluates it in a turn, or tells the guest why not. */
  importNext(): TurnResult {
    const late = this.#wants.shift();
    if (late === undefined) return { text: "", due: -1, stopped: this.#stopped };
    try {
      const { module, anew } = this.#linker.linkLate(late);
      this.#late.set(late.id, { late, module });
      return this.#run(this.#evaluation(module, `importing(${late.id}, ${late.version}, ${literal(anew)})`));
    } catch (error) {
      const why = error instanceof ImportDenied || error instanceof SyntaxError ? error.message : "it cannot be read";
      const told = `${late.id}, ${JSON.stringify(late.from)}, ${JSON.stringify(late.to)}, ${JSON.stringify(why)}`;
      const script = `try { ${this.#realm.glue}.unreadable(${told}) } catch {}`;
      return this.#run(new vm.Script(script, { filename: "turn" }));
    }
  }

  /** Has our code there do something with texts, in a turn. */
  call(what: "read" | "sample" | "tryUpgrade" | "tryChange", ...texts: readonly string[]): TurnResult {
    const args = texts.map((text) => JSON.stringify(text)).join(", ");
    return this.#run(new vm.Script(`try { ${this.#realm.glue}.${what}(${args}) } catch {}`, { filename: "turn" }));
  }

  /** Asks our code there for a text that it has ready: nothing of the guest runs. */
  ask(what: "plans" | "sampled"): string {
    const told: unknown = vm.runInContext(`${this.#realm.glue}.${what}()`, this.#realm.context);
    return typeof told === "string" ? told : "";
  }

  /** Whether what is loaded has not come to an end: it waits for something at its top level. */
  get loading(): boolean {
    return this.#loading !== null;
  }

  /** One turn, in which the guest hears messages: each the text of one, the first being the time. */
  turn(messages: readonly string[]): TurnResult {
    this.#realm.box.value = `[${messages.join(",")}]`;
    return this.#run(this.#realm.turn);
  }

  /** Whether a promise was made here, by something else than a class of the guest's. Nothing of it is run. */
  owns(promise: object): boolean {
    return Reflect.getPrototypeOf(promise) === this.#realm.promise;
  }

  /** Has the guest's side tell of a promise that was rejected, and that nobody awaits. The reason is not looked at here. */
  rejected(reason: unknown): TurnResult {
    const { box, glue } = this.#realm;
    box.value = reason;
    return this.#run(new vm.Script(`try { ${glue}.rejected(${glue}.box.value) } catch {}`, { filename: "turn" }));
  }

  /** Turns one after the other, under one watch for all: that costs as much as the rest of a turn. While modules are loading it is one. */
  turns(first: readonly string[], turns: Turns): void {
    if (this.#isLoading || this.#stopped) return turns.took(this.turn(first));
    this.#follow(turns, { first: () => first });
  }

  #follow({ next, took }: Turns, { evaluation, first }: TurnsStart): void {
    const limit = { limitMs: this.#turnMs, spareMs: spareMs(this.#turnMs), windowMs: WINDOW_MS };
    const { box, context, turn } = this.#realm;
    const run = (script: vm.Script) => () => void script.runInContext(context);
    let lead = evaluation;
    let begins: typeof first | undefined = first;
    const give = (leftMs: number) => {
      const before = lead;
      lead = undefined;
      if (before !== undefined) return run(before);
      if (begins === undefined) took(this.#drained());
      const hear = this.#hasThrown || this.#stopped ? undefined : begins ?? (this.#isLoading ? undefined : next);
      begins = undefined;
      const heard = hear?.(leftMs);
      if (heard === undefined) return undefined;
      box.value = `[${heard.join(",")}]`;
      return run(turn);
    };
    try {
      if (!runTurns(give, limit)) return took(this.#lastWords());
    } catch { // not an error of the guest: the script catches those, so it was ended
      return took(this.#lastWords());
    } finally {
      box.value = undefined;
    }
    if (!this.#hasThrown || this.#stopped) return;
    this.#settle();
    took(this.#stopped ? this.#lastWords() : this.#drained());
  }

  /** Whether the entry does not load, and nobody was told yet. */
  get #hasThrown(): boolean {
    return this.#loading?.status === "errored";
  }

  /** Whether modules are evaluated, or are to be: what they throw is looked at after each turn. */
  get #isLoading(): boolean {
    return this.#loading !== null || this.#late.size > 0 || this.#wants.length > 0;
  }

  #run(script: vm.Script): TurnResult {
    if (this.#stopped) return { text: "", due: -1, stopped: true };
    const limit = { limitMs: this.#turnMs, spareMs: spareMs(this.#turnMs) };
    try {
      if (!runTurn(() => void script.runInContext(this.#realm.context), limit)) return this.#lastWords();
    } catch { // not an error of the guest: the script catches those, so it was ended
      return this.#lastWords();
    } finally {
      this.#realm.box.value = undefined;
    }
    this.#settle();
    return this.#stopped ? this.#lastWords() : this.#drained();
  }

  /** Tells the guest's side what its modules threw. One that waits at its top level counts as evaluated as well. */
  #settle(): void {
    const module = this.#loading;
    if (module?.status === "errored") {
      this.#loading = null;
      this.#threw(module, `failed(${this.#realm.glue}.box.value, ${this.#version})`);
    }
    for (const [id, { late, module }] of this.#late) {
      if (module.status !== "errored") continue;
      this.#late.delete(id);
      this.#linker.threw(late);
      this.#threw(module, `threw(${id}, ${this.#realm.glue}.box.value)`);
    }
  }

  /** The error is an object of the guest's realm, and not looked at here. */
  #threw(module: SourceModule, call: string): void {
    if (this.#stopped) return;
    this.#realm.box.value = module.error;
    const script = `try { ${this.#realm.glue}.${call} } catch {}`;
    const limit = { limitMs: this.#turnMs, spareMs: spareMs(this.#turnMs) };
    try {
      if (!runTurn(() => void vm.runInContext(script, this.#realm.context), limit)) this.#stopped = true;
    } catch {
      this.#stopped = true;
    } finally {
      this.#realm.box.value = undefined;
    }
  }

  /** Reads two fields on the other side, and so takes no time that would need a limit. */
  #drained(): TurnResult {
    return this.#told(this.#realm.drain.runInContext(this.#realm.context));
  }

  /** Of a turn that was ended microtasks may be left, which run with whatever runs next in the realm: that has a limit. */
  #lastWords(): TurnResult {
    this.#stopped = true;
    let said: unknown;
    const limit = { limitMs: LAST_WORDS_MS, spareMs: spareMs(LAST_WORDS_MS) };
    try {
      if (!runTurn(() => void (said = this.#realm.drain.runInContext(this.#realm.context)), limit)) {
        return this.#stop("");
      }
    } catch {
      return this.#stop("");
    }
    return this.#told(said);
  }

  #told(said: unknown): TurnResult {
    if (typeof said !== "string") return this.#stop("");
    const bar = said.indexOf("|");
    const [loaded, wants] = [said[bar + 1] === "1", said[bar + 2] === "1"];
    if (loaded) this.#loading = null;
    if (wants && !this.#stopped) this.#note(this.#realm.wanted.runInContext(this.#realm.context));
    return { due: Number(said.slice(0, bar)), text: said.slice(bar + 4), stopped: this.#stopped };
  }

  #note(wanted: unknown): void {
    if (typeof wanted !== "string") return;
    for (const [id, version, from, to] of JSON.parse(`[${wanted}]`) as [number, number, string, string][]) {
      if (version === undefined) this.#late.delete(id);
      else this.#wants.push({ id, version, from, to });
    }
  }

  #stop(text: string): TurnResult {
    this.#stopped = true;
    return { text, due: -1, stopped: true };
  }
}

/** Data as a string in a script, in JSON. */
function literal(value: unknown): string {
  return JSON.stringify(JSON.stringify(value));
}
