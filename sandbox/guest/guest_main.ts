/** The inside of a sandbox: what runs in the realm of the guest before anything of the guest's. Bundled; see `.ci/`. */
import * as otp from "@superlearner/otp";
import * as remote from "@superlearner/otp/remote";
import * as simulation from "@superlearner/otp/simulation";
import * as stages from "@superlearner/otp/stages";
import { coarsenTemporal } from "./coarse_temporal.ts";
import { freezeRealm, removeGlobals } from "./freeze_realm.ts";
import { Guest } from "./guest.ts";
import { defineLazyGlobals, type Library } from "./lazy_globals.ts";
import { maskStacks } from "./guest_stack.ts";
import { ImportError } from "./import_error.ts";
import type { DefinitionPlace } from "./definitions.ts";
import type { TriedVersions } from "./guest_trial.ts";
import type { GuestConfig, RealmConfig } from "./protocol.ts";

/** What the constant scripts of the isolate call. Only texts go in and out. */
export interface Glue {
  /** What is given from outside lies here. */
  readonly box: { value: unknown };
  /** Has a guest live here whom {@linkcode Glue.boot} replaces. */
  rehearse(config: string): void;
  /** Makes the realm ready. */
  boot(config: string): void;
  /** A guest moves in. */
  enter(config: string): void;
  /** What the modules of the runtime export, by specifier: names only. */
  names(): string;
  /** The runtime's modules themselves. */
  readonly modules: { readonly [specifier: string]: { readonly [name: string]: unknown } };
  /** One turn. */
  turn(input: string): void;
  /** What came of it, and when the next is due. */
  drain(): string;
  /** What `import()` has asked for, as the inside of a JSON list. */
  wanted(): string;
  /** What of the runtime a module of a version sees. */
  scoped(specifier: string, path: string, version: number): { readonly [name: string]: unknown };
  /** The `import()` of a module of a version. */
  importer(path: string, version: number): (specifier: unknown, options?: unknown) => Promise<object>;
  /** The modules of a version that are there anew are evaluated from now on, in a JSON list, as are all; 0 is the first. */
  evaluating(version: number, modules: string, all: string): void;
  /** Modules of a version are evaluated from now on that others import while they run: in a JSON list. */
  importing(id: number, version: number, modules: string): void;
  /** It has been, as far as it does not wait for anything. */
  evaluated(): void;
  /** The entry of a version is evaluated. */
  loaded(entry: object, version: number): void;
  /** It does not load: what it threw. */
  failed(error: unknown, version: number): void;
  /** A promise was rejected, and nobody awaits it: with what. */
  rejected(reason: unknown): void;
  /** What others import while they run is evaluated. */
  imported(id: number, module: object): void;
  /** It does not load: what it threw, or why it cannot be linked. */
  threw(id: number, error: unknown): void;
  unreadable(id: number, from: string, to: string, why: string): void;
  /** Of a version that is tried: what there is to try, what was taken down elsewhere, and the two things that are tried. */
  plans(): string;
  read(sampled: string): void;
  tryUpgrade(versions: string): void;
  tryChange(places: string, versions: string): void;
  /** Where another version runs: takes states down, and gives what was taken down. */
  sample(places: string): void;
  sampled(): string;
}

/** Put in by who bundles this, and run when it is called. */
declare const require: (name: string) => Library;

let guest: Guest | undefined;
const modules: { [specifier: string]: { readonly [name: string]: unknown } } = {
  "@superlearner/otp": otp,
  "@superlearner/otp/remote": remote,
  "@superlearner/otp/simulation": simulation,
  "@superlearner/otp/stages": stages,
};

function settle(config: string): void {
  guest = new Guest(JSON.parse(config) as RealmConfig, (specifier) => Object.hasOwn(modules, specifier));
  modules["@superlearner/sandbox/guest"] = { ImportError, system: guest.system };
  guest.bringGlobals();
}

const glue: Glue = {
  box: Object.assign(Object.create(null) as { value: unknown }, { value: undefined }),
  rehearse: settle,
  boot(config) {
    settle(config);
    defineLazyGlobals({
      names: ["URL", "URLSearchParams"],
      load: () => require("npm:whatwg-url-minimum@^0.2"),
      hidden: ({ URLSearchParams }) => [(new (URLSearchParams as { new (): { entries(): object } })()).entries()],
    });
    freezeRealm();
  },
  enter: (config) => guest!.enter(JSON.parse(config) as GuestConfig),
  names: () =>
    JSON.stringify(Object.entries(modules).map(([specifier, exported]) => [specifier, Object.keys(exported)])),
  modules,
  turn: (input) => guest!.turn(input),
  drain: () => guest!.drain(),
  scoped: (specifier, path, version) => guest!.scoped(modules[specifier]!, { path, version }),
  wanted: () => guest!.imports.takeWanted(),
  importer: (path, version) => guest!.imports.importer({ path, version }),
  evaluating: (version, anew, all) =>
    guest!.evaluating(version, JSON.parse(anew) as string[], JSON.parse(all) as string[]),
  importing: (id, version, paths) => guest!.importing(id, version, JSON.parse(paths) as string[]),
  evaluated: () => guest!.evaluated(),
  loaded: (entry, version) => guest!.loaded(entry, version),
  failed: (error, version) => guest!.failed(error, version),
  rejected: (reason) => guest!.rejected(reason),
  imported: (id, module) => guest!.imported(id, module),
  threw: (id, error) => guest!.importThrew(id, error),
  unreadable: (id, from, to, why) =>
    guest!.importThrew(id, new ImportError(why, { specifier: to, from, code: "unreadable" })),
  plans: () => guest!.trial.plans(),
  read: (sampled) => guest!.trial.read(sampled),
  tryUpgrade: (versions) => guest!.trial.upgrade(JSON.parse(versions) as TriedVersions),
  tryChange: (places, versions) =>
    guest!.trial.change(JSON.parse(places) as DefinitionPlace[], JSON.parse(versions) as TriedVersions),
  sample: (places) => guest!.trial.sample(JSON.parse(places) as DefinitionPlace[]),
  sampled: () => guest!.trial.takeSampled(),
};

// First of all: with these gone or masked nothing of the outer realm is in reach.
removeGlobals();
coarsenTemporal();
maskStacks();
Object.defineProperty(globalThis, "__glue", { value: glue, configurable: true });
