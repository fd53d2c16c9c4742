import { RegistryNames } from "./behaviours/registry_names.ts";
import { ArgumentError } from "./processes/errors.ts";
import type { Runtime } from "./processes/runtime.ts";
import type { Registrar } from "./processes/via.ts";
import { PartitionNames } from "./supervision/partition_names.ts";
import type { System } from "./system.ts";

/** Registrars by the word that stands in the `via` of their names; each is made for its System. */
export type RegistrarMakers = { readonly [via: string]: (system: System) => Registrar };

const PARTS = ["registerName", "unregisterName", "whereisName"] as const;

/** Gives a System those who keep names: the ones of this package, and further ones. */
export function addRegistrars(runtime: Runtime, makers: RegistrarMakers): void {
  const { registrars } = runtime;
  const refuse = (rule: string, value: unknown): never => {
    throw new ArgumentError("make a System", { rule, value });
  };
  registrars.set("registry", new RegistryNames(runtime));
  registrars.set("partition", new PartitionNames(runtime));
  for (const [via, make] of Object.entries(makers)) {
    if (registrars.has(via)) refuse("a registrar has a word of its own", via);
    if (typeof make !== "function") refuse("a registrar is given as a function that makes it", make);
    const registrar = make(runtime.system);
    for (const part of PARTS) {
      if (typeof registrar?.[part] !== "function") refuse(`the registrar "${via}" has a function ${part}`, registrar);
    }
    registrars.set(via, registrar);
  }
}
