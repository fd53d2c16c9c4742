import type { System } from "@superlearner/otp";

const suites = new WeakMap<System, number>();

/** Keeps what is made in a System from being published on its own, until it is disposed of: a suite publishes the whole. */
export function holdReports(system: System): Disposable {
  suites.set(system, (suites.get(system) ?? 0) + 1);
  return { [Symbol.dispose]: () => void suites.set(system, suites.get(system)! - 1) };
}

/** Whether a report of its own is to be published. */
export function isPublished(system: System): boolean {
  return (suites.get(system) ?? 0) === 0;
}
