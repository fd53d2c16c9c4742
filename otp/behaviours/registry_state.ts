import { INFO, SignalEnvelope } from "../processes/envelope.ts";
import { hasOne, link, unlink } from "../processes/links.ts";
import type { Pid } from "../processes/pid.ts";
import { DEAD, type Process } from "../processes/process.ts";
import { RegistryLocks } from "./_registry_locks.ts";
import { type Entry, type Owner, RegistryTable } from "./_registry_table.ts";
import { canonicalKey } from "./canonical_key.ts";

/** What a Registry is set to, complete. */
export interface RegistrySettings {
  readonly keys: "unique" | "duplicate";
  readonly partitions: number;
  readonly listeners: readonly string[];
  readonly meta: { readonly [key: string]: unknown };
}

/** A running Registry. Whoever registers changes it at once; only the cleaning up waits for the Registry's own turn. */
export class RegistryState {
  readonly process: Process;
  readonly settings: RegistrySettings;
  readonly table: RegistryTable;
  readonly meta: Map<string, unknown>;
  readonly locks: RegistryLocks;

  constructor(process: Process, settings: RegistrySettings) {
    this.process = process;
    this.settings = settings;
    this.table = new RegistryTable(settings.keys === "unique", settings.partitions);
    this.meta = new Map(Object.entries(settings.meta));
    this.locks = new RegistryLocks(process);
  }

  /** Adds an entry, and ties its owner to the Registry. Returns the entry that has the key, where it is unique and taken. */
  register(owner: Process, key: unknown, value: unknown): Entry | undefined {
    const { runtime } = owner;
    const canonical = canonicalKey(key);
    if (this.table.unique) {
      const held = this.table.holder(canonical);
      if (held !== undefined) return held;
      const left = this.table.parts[0]!.get(canonical) as Entry | undefined;
      if (left !== undefined) this.#remove(left); // of one that has died: it will not be missed
    }
    const entry: Entry = { canonical, key: runtime.pass(key), value: runtime.pass(value), process: owner };
    this.table.add(entry, () => this.#tie(owner));
    this.#tell("registry.registered", entry);
    this.#notify({ type: "register", registry: this.name, key: entry.key, pid: owner.pid, value: entry.value });
    return undefined;
  }

  /** Takes entries of one process back. Listeners hear of it when it was the last under its key. */
  unregister(owner: Process, key: unknown, matches: (value: unknown) => boolean): void {
    const mine = this.table.ofUnder(owner, canonicalKey(key));
    const going = mine.filter(({ value }) => matches(value));
    if (going.length === 0) return;
    for (const entry of going) {
      if (this.#remove(entry)?.linked && owner.phase !== DEAD) unlink(owner, this.process);
    }
    if (going.length < mine.length) return;
    this.#notify({ type: "unregister", registry: this.name, key: going[0]!.key, pid: owner.pid });
  }

  /** Takes a name back from a process, which may be dead. */
  release(pid: Pid, key: unknown): void {
    const entry = this.table.of(pid).find((each) => Object.is(each.canonical, canonicalKey(key)));
    if (entry !== undefined) this.unregister(entry.process, key, () => true);
  }

  /** Forgets what a dead process had registered. */
  forget(pid: Pid): void {
    for (const entry of this.table.of(pid)) this.#remove(entry);
  }

  /** The name by which listeners know the Registry. */
  get name(): string {
    return this.process.name ?? this.process.pid;
  }

  #remove(entry: Entry): Owner | undefined {
    const owner = this.table.remove(entry);
    this.#tell("registry.unregistered", entry);
    return owner;
  }

  /** Ties an owner to the Registry, as its death is to be noticed and it has no name without it. */
  #tie(owner: Process): boolean {
    if (hasOne(owner.links, this.process)) return false;
    link(owner, this.process);
    return true;
  }

  #tell(type: "registry.registered" | "registry.unregistered", { key, value, process }: Entry): void {
    const { pid: registry, runtime: { events } } = this.process;
    if (events.active) events.emit({ type, pid: process.pid, registry, key, value });
  }

  /** A listener that is not there misses it, and hurts nobody. */
  #notify(message: object): void {
    const { runtime } = this.process;
    for (const listener of this.settings.listeners) {
      runtime.find(listener)?.deliver(new SignalEnvelope(INFO, "", message));
    }
  }
}
