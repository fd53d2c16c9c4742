import vm from "node:vm";
import type { GuestConfig, RealmConfig } from "../guest/protocol.ts";
import type { AheadLink } from "./link_ahead.ts";
import type { SourceModule } from "./source_module.ts";

/** What our code in a realm is called from outside by, and the scripts that do. */
export class Realm {
  /** The realm. */
  readonly context: vm.Context;
  /** The name by which our code goes there, which no guest can guess. */
  readonly glue: string;
  /** What is given to it: no name of the guest's leads there. */
  readonly box: { value: unknown };
  /** What its promises inherit. */
  readonly promise: object;
  /** Gives a turn. */
  readonly turn: vm.Script;
  /** Asks what came of it. */
  readonly drain: vm.Script;
  /** Asks what `import()` wants. */
  readonly wanted: vm.Script;
  /** Modules of ours that were read ahead; see {@linkcode Linker}. */
  ready: Map<string, SourceModule> = new Map();
  /** What the guest is expected to load. */
  ahead: AheadLink | undefined;
  readonly #enter: vm.Script;

  /** Our code has run there, and nothing else has. */
  constructor(context: vm.Context, secret: string) {
    const glue = `glue_${secret}`;
    this.context = context;
    this.glue = glue;
    // Not a property of the global object: nobody can list it or change it.
    const script = `const ${glue} = globalThis.__glue; delete globalThis.__glue; [Promise.prototype, ${glue}.box]`;
    const [promise, box] = vm.runInContext(script, context) as [object, Realm["box"]];
    this.promise = promise;
    this.box = box;
    this.turn = new vm.Script(`try { ${glue}.turn(${glue}.box.value) } catch {}`, { filename: "turn" });
    this.drain = new vm.Script(`${glue}.drain()`, { filename: "turn" });
    this.#enter = new vm.Script(`${glue}.enter(${glue}.box.value)`, { filename: "turn" });
    this.wanted = new vm.Script(`${glue}.wanted()`, { filename: "turn" });
  }

  /** Makes it ready for a guest: from here on what the language brings is frozen. */
  boot({ seed, granted, env, sys }: RealmConfig): void {
    const entropy = crypto.getRandomValues(new Uint8Array(32)).toHex();
    this.#tell("boot", { seed, granted, env, sys, entropy });
  }

  /** A guest moves in. */
  enter(config: GuestConfig): void {
    this.box.value = JSON.stringify(config);
    this.#enter.runInContext(this.context);
    this.box.value = undefined;
  }

  /** What the modules of the runtime there export, by specifier, as it is written between the braces of an `import`. */
  names(): ReadonlyMap<string, string> {
    const names = vm.runInContext(`${this.glue}.names()`, this.context) as string;
    return new Map(
      (JSON.parse(names) as [string, string[]][]).map(([specifier, exported]) => [
        specifier,
        exported.filter((name) => name !== "default").join(", "),
      ]),
    );
  }

  /** In the script: what is on the global object is frozen. Without a limit: nothing but our code is there yet. */
  #tell(what: string, config: object): void {
    const literal = JSON.stringify(JSON.stringify(config));
    vm.runInContext(`${this.glue}.${what}(${literal})`, this.context);
  }
}
