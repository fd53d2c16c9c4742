import { ArgumentError } from "../processes/errors.ts";
import type { Pid } from "../processes/pid.ts";
import type { Runtime } from "../processes/runtime.ts";
import { nameText, type Registrar, type ViaName } from "../processes/via.ts";
import { canonicalKey } from "./canonical_key.ts";
import { RegistryState } from "./registry_state.ts";

/** The registrar of names in a Registry: `{ via: "registry", in: "rooms", key: "lobby" }`. */
export class RegistryNames implements Registrar {
  readonly #runtime: Runtime;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  registerName(name: ViaName, pid: Pid): boolean {
    const state = this.#registry(name);
    if (state === undefined) {
      throw new ArgumentError(`use the name ${nameText(name)}`, { rule: "its Registry runs", value: name.in });
    }
    return state.register(this.#runtime.get(pid, "register"), name.key, name.value) === undefined;
  }

  unregisterName(name: ViaName, pid: Pid): void {
    this.#registry(name)?.release(pid, name.key);
  }

  /** Where the Registry does not run nobody has a name in it: it may be about to be started again. */
  whereisName(name: ViaName): Pid | undefined {
    return this.#registry(name)?.table.holder(canonicalKey(name.key))?.process.pid;
  }

  #registry(name: ViaName): RegistryState | undefined {
    const process = name.in === undefined ? undefined : this.#runtime.find(name.in);
    if (process === null) return undefined;
    const state = process?.state;
    if (state instanceof RegistryState && state.table.unique) return state;
    throw new ArgumentError(`use the name ${nameText(name)}`, {
      rule: "it is in a Registry with unique keys",
      value: name.in,
    });
  }
}
