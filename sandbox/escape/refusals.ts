import { noGlobal } from "./attempt.ts";

/** Something that was not granted; the same words whether or not it is there. */
export function notGranted(permission: string, target: string): string {
  return `threw NotCapable: Requires ${permission} access to "${target}", which this sandbox was not granted`;
}

/** Something that the host refused, having looked at where it leads. */
export function refusedByHost(permission: string, target: string): string {
  return notGranted(permission, target);
}

/** A host on the network that was not granted. */
export function fetchRefused(host: string): string {
  return notGranted("net", host);
}

/** A module that is not on the map, asked for by the guest's main module. */
export function importRefused(specifier: string): readonly string[] {
  const refused = `threw ImportError: Cannot import ${JSON.stringify(specifier)} in /main.ts:`;
  return [`${refused} it was not granted`, `${refused} the sandbox has no such module`];
}

/** A call of something that is not there. */
export function noFunction(name: string): string {
  return `threw TypeError: ${name} is not a function`;
}

/** Code from a string. */
export const NO_STRINGS = "threw EvalError: Code generation from strings disallowed for this context";

/** A change of what the language brings. */
export function frozen(key: string, on: string): string {
  return `threw TypeError: Cannot assign to read only property '${key}' of ${on}`;
}

/** There is no such global. */
export { noGlobal };
