/** The inside of a sandbox: what runs in the realm of the guest before anything of the guest's. Bundled; see `.ci/`. */
import * as otp from "@superlearner/otp";
import * as remote from "@superlearner/otp/remote";
import * as simulation from "@superlearner/otp/simulation";
import * as stages from "@superlearner/otp/stages";
import { coarsenTemporal } from "./coarse_temporal.ts";
import { freezeRealm, removeGlobals } from "./freeze_realm.ts";
import { Guest } from "./guest.ts";
import { maskStacks } from "./guest_stack.ts";
import type { GuestConfig } from "./protocol.ts";

/** What the constant scripts of the isolate call. Only texts go in and out. */
export interface Glue {
  /** Makes the realm ready. */
  boot(config: string): void;
  /** What the modules of the runtime export, by specifier: names only. */
  names(): string;
  /** The runtime's modules themselves. */
  readonly modules: { readonly [specifier: string]: { readonly [name: string]: unknown } };
  /** One turn. */
  turn(input: string): void;
  /** What came of it, and when the next is due. */
  drain(): string;
  /** What of the runtime a module of a version sees. */
  scoped(specifier: string, path: string, version: number): { readonly [name: string]: unknown };
  /** The modules of a version that are there anew are evaluated from now on, in a JSON list; 0 is the first. */
  evaluating(version: number, modules: string): void;
  /** It has been, as far as it does not wait for anything. */
  evaluated(): void;
  /** The entry of a version is evaluated. */
  loaded(entry: object, version: number): void;
  /** It does not load: what it threw. */
  failed(error: unknown, version: number): void;
  /** An import that the map does not have. */
  denied(specifier: unknown, from: string): Promise<never>;
}

let guest: Guest | undefined;
const modules: { [specifier: string]: { readonly [name: string]: unknown } } = {
  "@superlearner/otp": otp,
  "@superlearner/otp/remote": remote,
  "@superlearner/otp/simulation": simulation,
  "@superlearner/otp/stages": stages,
};

const glue: Glue = {
  boot(config) {
    guest = new Guest(JSON.parse(config) as GuestConfig);
    modules["@superlearner/sandbox/guest"] = { system: guest.system };
    guest.bringGlobals();
    freezeRealm();
  },
  names: () =>
    JSON.stringify(Object.entries(modules).map(([specifier, exported]) => [specifier, Object.keys(exported)])),
  modules,
  turn: (input) => guest!.turn(input),
  drain: () => guest!.drain(),
  scoped: (specifier, path, version) => guest!.scoped(modules[specifier]!, { path, version }),
  evaluating: (version, paths) => guest!.evaluating(version, JSON.parse(paths) as string[]),
  evaluated: () => guest!.evaluated(),
  loaded: (entry, version) => guest!.loaded(entry, version),
  failed: (error, version) => guest!.failed(error, version),
  denied: (specifier, from) => guest!.importDenied(specifier, from),
};

// First of all: with these gone or masked nothing of the outer realm is in reach.
removeGlobals();
coarsenTemporal();
maskStacks();
Object.defineProperty(globalThis, "__glue", { value: glue, configurable: true });
