import type { Pid } from "../processes/pid.ts";

/** Who is registered under a key, with what value. */
export interface RegistryEntry<Value> {
  /** Who. */
  readonly pid: Pid;
  /** The value of the entry, not copied. */
  readonly value: Value;
}

/** An entry with its key. */
export interface KeyedEntry<Key, Value> extends RegistryEntry<Value> {
  /** The key as its owner gave it. */
  readonly key: Key;
}

/** What a listener of a Registry gets when a process registers, by itself or by its name. */
export interface RegisterMessage<Key = unknown, Value = unknown> extends KeyedEntry<Key, Value> {
  /** Discriminant. */
  readonly type: "register";
  /** The Registry: its name, or its pid if it has none. */
  readonly registry: string;
}

/** What a listener of a Registry gets when a process takes its last entry under a key back; not when it dies. */
export interface UnregisterMessage<Key = unknown> {
  /** Discriminant. */
  readonly type: "unregister";
  /** The Registry: its name, or its pid if it has none. */
  readonly registry: string;
  /** The key. */
  readonly key: Key;
  /** Who had it. */
  readonly pid: Pid;
}

/** The value of an entry; it may be left out where the type allows `undefined`. */
export type ValueArguments<Value> = undefined extends Value ? [value?: Value] : [value: Value];

/** The kinds of a Registry: a key belongs to one process, or to any number. */
export type RegistryKeys = "unique" | "duplicate";

/** How a dispatch goes through several partitions. */
export interface DispatchOptions {
  /** Whether all partitions are called at once, and waited for together. @default {false} */
  parallel?: boolean;
}
