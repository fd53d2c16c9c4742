import type { System } from "../system.ts";
import { ArgumentError } from "./errors.ts";
import type { Process } from "./process.ts";
import type { Runtime } from "./runtime.ts";
import { processOf, Self } from "./self.ts";

/** Where something is started or called from: a process, or the System itself for code outside any process. */
export type Host = System | Self;

const runtimes = new WeakMap<object, Runtime>();

/** Remembers the insides of a System; called once by the System. */
export function hostRuntime(system: System, runtime: Runtime): void {
  runtimes.set(system, runtime);
}

/** The insides of the System that a host is or belongs to. */
export function runtimeOf(host: Host): Runtime {
  if (host instanceof Self) return processOf(host).runtime;
  const runtime = typeof host === "object" && host !== null ? runtimes.get(host) : undefined;
  if (runtime === undefined) {
    throw new ArgumentError("use a System", {
      rule: "the first argument is a System or the self of a process",
      value: host,
    });
  }
  return runtime;
}

/** The process a host is, if it is one. */
export function ownerOf(host: Host): Process | null {
  return host instanceof Self ? processOf(host) : null;
}
