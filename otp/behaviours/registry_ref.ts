import { checkOptions } from "../argument_error.ts";
import { ArgumentError } from "../processes/errors.ts";
import { type Host, ownerOf, runtimeOf } from "../processes/host.ts";
import type { Pid } from "../processes/pid.ts";
import { DEAD } from "../processes/process.ts";
import { nameText, type ProcessName, type ViaName } from "../processes/via.ts";
import type { Entry } from "./_registry_table.ts";
import { dispatchTo } from "./_dispatch.ts";
import { canonicalKey } from "./canonical_key.ts";
import { RegistryError } from "./registry_error.ts";
import { RegistryState } from "./registry_state.ts";
import type { DispatchOptions, KeyedEntry, RegistryEntry, RegistryKeys, ValueArguments } from "./registry_types.ts";
import { checkTarget, ServerRef, type StopServerOptions } from "./server_ref.ts";
import { StateRef } from "./state_ref.ts";
import type { System } from "../system.ts";

const REGISTRY = { what: "a Registry", type: RegistryState };

/** A Registry whose keys are unique, of which alone some things can be asked. */
export type UniqueRegistryRef<Key, Value, Meta> = RegistryRef<Key, Value, "unique", Meta>;

/**
 * A running Registry. Everything here is done at once, without a message to the Registry's process.
 *
 * What says "the calling process" means the process whose `self` the ref was made with (`Rooms.at(self, "rooms")`), or
 * else whose code is running: after an `await` nobody knows that, so a process that registers makes its own ref.
 */
export class RegistryRef<Key, Value, Keys extends RegistryKeys, Meta> {
  readonly #keys: Keys;
  readonly #table: StateRef<RegistryState>;
  readonly #server: ServerRef<Record<never, never>, Record<never, never>>;

  /** @internal */
  constructor(host: Host, options: { to: Pid | ProcessName; keys: Keys }) {
    const { to, keys } = options;
    this.#keys = keys;
    this.#table = new StateRef(host, { to, kind: REGISTRY });
    this.#server = new ServerRef(host, to);
  }

  /** The System it belongs to. */
  get system(): System {
    return this.#server.system;
  }

  /** The Registry's process; `undefined` if it does not run. */
  get pid(): Pid | undefined {
    return this.#server.pid;
  }

  /** Whether the Registry runs. */
  get alive(): boolean {
    return this.#server.alive;
  }

  /**
   * Registers the calling process under a key, and links it to the Registry: a process that is known by its keys does not
   * outlive the loss of them.
   *
   * @returns The pid of the Registry.
   * @throws {RegistryError} `{ already_registered: pid }` where keys are unique and a process has it, also the calling one.
   * @throws {ArgumentError} If no process is calling, or the key is none.
   */
  register(key: Key, ...rest: ValueArguments<Value>): Pid {
    const state = this.#table.get("register in");
    const caller = this.#table.caller("register a key");
    if (caller.phase === DEAD) return state.process.pid;
    const held = state.register(caller, key, rest[0]);
    if (held === undefined) return state.process.pid;
    throw new RegistryError("register", { key, reason: { already_registered: held.process.pid } });
  }

  /** Takes back all entries of the calling process under a key, if it has any; with its last entry goes the link. */
  unregister(key: Key): void {
    this.unregisterMatch(key, () => true);
  }

  /** Takes back the entries of the calling process under a key whose value a test accepts. */
  unregisterMatch(key: Key, matches: (value: Value) => boolean): void {
    const state = this.#table.get("unregister in");
    checkFunction("unregister", matches);
    const caller = this.#table.caller("unregister a key");
    if (caller.phase !== DEAD) state.unregister(caller, key, matches as (value: unknown) => boolean);
  }

  /**
   * Who is registered under a key, oldest first (partition by partition). Where keys are unique there is at most one, and
   * never a dead one; where they are not, one that has just died may still be among them.
   */
  lookup(key: Key): RegistryEntry<Value>[] {
    return this.#under("look up in", key).map(withoutKey<Value>);
  }

  /** The entries under a key whose value a test accepts. */
  match(key: Key, matches: (value: Value) => boolean): RegistryEntry<Value>[] {
    checkFunction("match", matches);
    return this.lookup(key).filter(({ value }) => matches(value));
  }

  /** How many entries under a key have a value that a test accepts. */
  countMatch(key: Key, matches: (value: Value) => boolean): number {
    return this.match(key, matches).length;
  }

  /** All entries, or those that a test accepts. Goes through all. */
  select(matches: (entry: KeyedEntry<Key, Value>) => boolean = () => true): KeyedEntry<Key, Value>[] {
    checkFunction("select", matches);
    const all = [...this.#table.get("select from").table.all()];
    return all.map(({ key, process, value }) => ({ key: key as Key, pid: process.pid, value: value as Value }))
      .filter((entry) => matches(entry));
  }

  /** How many entries a test accepts. Goes through all. */
  countSelect(matches: (entry: KeyedEntry<Key, Value>) => boolean): number {
    return this.select(matches).length;
  }

  /** The keys of a process, a key twice that it has registered twice; none of a dead one. */
  keys(pid: Pid): Key[] {
    const entries = this.#table.get("list the keys of").table.of(pid);
    return entries.filter(({ process }) => process.phase !== DEAD).map(({ key }) => key as Key);
  }

  /** The values that a process has registered under a key; none of a dead one. */
  values(key: Key, pid: Pid): Value[] {
    const { table } = this.#table.get("list the values of");
    const process = runtimeOf(this.#table.host).find(pid);
    return process === null ? [] : table.ofUnder(process, canonicalKey(key)).map(({ value }) => value as Value);
  }

  /** How many entries there are, those of processes that have just died included. */
  count(): number {
    return this.#table.get("count the entries of").table.size;
  }

  /**
   * Calls a function with the entries under a key, in the calling code: once for each partition that has any, so never
   * where there are none. What it throws is thrown here.
   *
   * @returns Nothing; a promise where the function is asynchronous, each partition waiting for the one before unless they
   * are to run in `parallel`.
   */
  dispatch(key: Key, send: (entries: RegistryEntry<Value>[]) => void): void;
  /** Calls an asynchronous function with the entries under a key. */
  dispatch(
    key: Key,
    send: (entries: RegistryEntry<Value>[]) => Promise<unknown>,
    options?: DispatchOptions,
  ): Promise<void>;
  dispatch(
    key: Key,
    send: (entries: RegistryEntry<Value>[]) => unknown,
    options: DispatchOptions = {},
  ): void | Promise<void> {
    checkFunction("dispatch", send);
    checkOptions("dispatch", options);
    const parts = this.#table.get("dispatch through").table.inParts(canonicalKey(key));
    return dispatchTo(parts.map((part) => part.map(withoutKey<Value>)), send, options);
  }

  /**
   * Replaces the value that the calling process has under a unique key.
   *
   * @throws {RegistryError} `"not_registered"` if the key is not the caller's.
   * @throws {ArgumentError} If keys are not unique here.
   */
  updateValue(
    this: UniqueRegistryRef<Key, Value, Meta>,
    key: Key,
    update: (value: Value) => Value,
  ): { readonly new: Value; readonly old: Value } {
    const { table } = this.#table.get("update a value in");
    checkFunction("update a value", update);
    if (!table.unique) throw new ArgumentError("update a value", { rule: "the keys of the Registry are unique" });
    const caller = this.#table.caller("update a value");
    const entry = table.holder(canonicalKey(key));
    if (entry?.process !== caller) throw new RegistryError("update", { key, reason: "not_registered" });
    const old = entry.value as Value;
    entry.value = caller.runtime.pass(update(old));
    return { new: entry.value as Value, old };
  }

  /**
   * A key as the name of a process, for wherever a name is taken. Made by a ref that goes by name, it lives through restarts
   * of the Registry; the one that a start gives goes by pid.
   *
   * @param value What the process is to be registered with when it starts under this name.
   * @throws {ArgumentError} If keys are not unique here.
   */
  via(this: UniqueRegistryRef<Key, Value, Meta>, key: Key, value?: Value): ViaName {
    return viaIn(this.#table.to, key, { keys: this.#keys, value });
  }

  /** What is kept under a word beside the entries; `undefined` for nothing. */
  meta<Word extends keyof Meta & string>(word: Word): Meta[Word] | undefined {
    return this.#table.get("read metadata of").meta.get(word) as Meta[Word] | undefined;
  }

  /** Keeps something under a word beside the entries, as long as the Registry lives. */
  putMeta<Word extends keyof Meta & string>(word: Word, value: Meta[Word]): void {
    this.#table.get("keep metadata in").meta.set(word, runtimeOf(this.#table.host).pass(value));
  }

  /** Forgets what is kept under a word. */
  deleteMeta(word: keyof Meta & string): void {
    this.#table.get("delete metadata of").meta.delete(word);
  }

  /**
   * Runs a function, in the calling code, when no other runs under this lock; those who wait do so in the order they came.
   * Locks have nothing to do with entries; their keys are keys of any kind. A process that dies gives its locks back. To
   * lock again under the same key from within waits for ever.
   *
   * @returns What the function gives, or rejects with what it throws.
   * @throws {NoProcessError} If the Registry does not run, or dies while its lock is waited for.
   */
  lock<Result>(key: unknown, body: () => Result | Promise<Result>): Promise<Result> {
    const { locks } = this.#table.get("lock a key of");
    checkFunction("lock", body);
    const owner = ownerOf(this.#table.host) ?? runtimeOf(this.#table.host).current;
    return locks.hold(canonicalKey(key), { owner, body });
  }

  /** Stops the Registry and waits until it is dead; see `ServerRef.stop`. */
  stop(options: StopServerOptions = {}): Promise<void> {
    return this.#server.stop(options);
  }

  /** Prints as the Registry's pid or name. */
  toString(): string {
    return this.#server.toString();
  }

  #under(action: string, key: Key): Entry[] {
    return this.#table.get(action).table.under(canonicalKey(key));
  }
}

/** A key of a Registry as a name. What is no key is refused here, not where the name is used. */
export function viaIn(
  registry: Pid | ProcessName,
  key: unknown,
  options: { keys?: RegistryKeys; value?: unknown },
): ViaName {
  const { keys = "unique", value } = checkOptions("name a process", options);
  checkTarget(registry);
  canonicalKey(key);
  if (keys === "unique") return { via: "registry", in: registry, key, ...(value === undefined ? {} : { value }) };
  throw new ArgumentError("name a process", { rule: "the keys of its Registry are unique", value: nameText(registry) });
}

function withoutKey<Value>({ process, value }: Entry): RegistryEntry<Value> {
  return { pid: process.pid, value: value as Value };
}

function checkFunction(action: string, given: unknown): void {
  if (typeof given !== "function") throw new ArgumentError(action, { rule: "it is given a function", value: given });
}
