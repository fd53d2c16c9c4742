import { ArgumentError } from "./errors.ts";
import { die } from "./exit.ts";
import { shortReason } from "./exit_reason.ts";
import type { Pid } from "./pid.ts";
import { DEAD, type Process } from "./process.ts";
import type { Runtime } from "./runtime.ts";

/**
 * A name that a {@linkcode Registrar} keeps instead of the System; Erlang's `{via, Module, Name}`. Plain data, so it can
 * stand in a child specification or a message, and looked up each time it is used, so it lives through restarts.
 */
export interface ViaName {
  /** Which registrar: `"registry"`, `"partition"`, or one that the System was given. */
  readonly via: string;
  /** Where it is to look: the Registry or the PartitionSupervisor. */
  readonly in?: Pid | ProcessName;
  /** What the process is known by there. */
  readonly key: unknown;
  /** Kept beside the key, where the registrar keeps values. */
  readonly value?: unknown;
}

/** What a process is known by: a text that the System keeps, or a name that a registrar keeps. */
export type ProcessName = string | ViaName;

/**
 * Who keeps names beside the System; what a module for Erlang's `via` tuples is. Its functions return at once. It lets go
 * of the names of a process that dies.
 */
export interface Registrar {
  /** Gives a name to a process; false if another has it. */
  registerName(name: ViaName, pid: Pid): boolean;
  /** Takes a name back from a process, which may be dead; nothing if that process does not have it. */
  unregisterName(name: ViaName, pid: Pid): void;
  /** Who has a name. */
  whereisName(name: ViaName): Pid | undefined;
}

/** Whether a value is meant as a name that a registrar keeps. */
export function isVia(value: unknown): value is ViaName {
  return typeof value === "object" && value !== null && typeof (value as { via?: unknown }).via === "string";
}

/** The living process that has a name. */
export function findVia(runtime: Runtime, name: ViaName): Process | null {
  const pid = registrarOf(runtime, name).whereisName(name);
  return pid === undefined ? null : runtime.find(pid);
}

/**
 * Gives a process its name when it is made; false, and the process is gone, if another has it.
 *
 * @throws What the registrar throws; the process is gone.
 */
export function registerVia(process: Process, name: ViaName): boolean {
  if (process.phase === DEAD) return true; // of what a listener did: whoever makes it will see
  let given = false;
  try {
    given = registrarOf(process.runtime, name).registerName(name, process.pid);
  } finally {
    if (!given) die(process, "normal");
  }
  return given;
}

/** Takes a name back. */
export function unregisterVia(process: Process, name: ViaName): void {
  registrarOf(process.runtime, name).unregisterName(name, process.pid);
}

function registrarOf(runtime: Runtime, name: ViaName): Registrar {
  const registrar = isVia(name) ? runtime.registrars.get(name.via) : undefined;
  if (registrar !== undefined) return registrar;
  if (!isVia(name)) {
    throw new ArgumentError("address a process", { rule: "it is known by a pid or a name", value: name });
  }
  const known = [...runtime.registrars.keys()].join(", ");
  throw new ArgumentError("use a via name", {
    rule: `its registrar is one of the System's (${known})`,
    value: name.via,
  });
}

/** Refuses what cannot be the name of a process. A text must not read as a pid or a reference. */
export function checkProcessName(name: unknown): asserts name is ProcessName {
  if (typeof name === "string") return checkName(name);
  if (isVia(name) && "key" in name) return;
  throw new ArgumentError("register a name", {
    rule: "a name is a text that does not begin with < or #, or { via, key }",
    value: name,
  });
}

/** A plain name must not read as a pid or a reference. */
export function checkName(name: string): void {
  if (typeof name === "string" && name !== "" && !name.startsWith("<") && !name.startsWith("#")) return;
  throw new ArgumentError("register a name", { rule: "a name is a text that does not begin with < or #", value: name });
}

/** A name or pid for people, on one line: a plain one as it is, else `rooms["lobby"]`. */
export function nameText(name: Pid | ProcessName): string {
  if (!isVia(name)) return shortReason(name); // what is no name is refused where it is used
  const { in: place = name.via, key } = name;
  return `${nameText(place)}[${typeof key === "string" ? JSON.stringify(key) : shortReason(key as string)}]`;
}
