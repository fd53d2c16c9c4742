import process from "node:process";
import { GenServer, type Pid, System } from "@superlearner/otp";
import type { Secrets } from "./bait.ts";

/** What a guest would find first if it came to the host's realm. */
const INTRINSICS: readonly object[] = [
  Object,
  Object.prototype,
  Function.prototype,
  Array,
  Array.prototype,
  Promise,
  Promise.prototype,
  Map.prototype,
  Set.prototype,
  String.prototype,
  Number.prototype,
  RegExp.prototype,
  Error,
  Error.prototype,
  JSON,
  Math,
  Reflect,
  Date,
  Date.prototype,
  Symbol,
  Uint8Array.prototype,
  ArrayBuffer.prototype,
  Deno,
  Deno.permissions,
  console,
  MessagePort.prototype,
  globalThis,
];

interface Kept {
  readonly secret: string;
  readonly heard: number;
}

/** A process of the host that no guest has anything to do with. */
const Vault = GenServer.define({
  name: "Vault",
  init: (secret: string): Kept => ({ secret, heard: 0 }),
  calls: { secret: (state) => [state.secret, state], heard: (state) => [state.heard, state] },
  casts: { change: (state) => ({ ...state, heard: state.heard + 1 }) },
  handleInfo: (state) => ({ ...state, heard: state.heard + 1 }),
});

/** A server of a guest's, as the host knows it. */
const Met = GenServer.define({ name: "Met", init: () => 0, calls: { meet: (state) => ["met", state] } });

/** A process of the host that asks one of a guest, which then knows its pid. */
const Asker = GenServer.define({
  name: "Asker",
  init: () => 0,
  calls: {
    meet: async (
      state,
      pid: Pid,
      self,
    ) => [await Met.at(self, pid).call("meet", undefined, { timeoutMs: 1000 }), state],
    alive: (state) => [true, state],
  },
});

type AskerRef = Awaited<ReturnType<typeof openAsker>>;

const openAsker = (system: System) => system.start(Asker, { name: "asker" });

type VaultRef = Awaited<ReturnType<typeof openVault>>;

const openVault = (system: System, secret: string) => system.start(Vault, { args: [secret], name: "vault" });

/** What must stay as it is in the host's own process: its realm, its rights, its processes. */
export class HostCanaries implements AsyncDisposable {
  /** The System that the sandboxes hang in. */
  readonly system: System;
  readonly #vault: VaultRef;
  readonly #asker: AskerRef;
  readonly #secrets: Secrets;
  readonly #channel = new BroadcastChannel("canary");
  readonly #realm: ReadonlyMap<object, ReadonlyMap<PropertyKey, unknown>>;
  readonly #process: string;
  #events: string[] = [];

  private constructor(
    system: System,
    { vault, asker, secrets }: { vault: VaultRef; asker: AskerRef; secrets: Secrets },
  ) {
    this.system = system;
    this.#vault = vault;
    this.#asker = asker;
    this.#secrets = secrets;
    Object.defineProperty(globalThis, "CANARY_GLOBAL", { value: secrets["global"], enumerable: true });
    this.#channel.onmessage = () => this.#events.push("the host's channel heard something");
    for (const type of ["unhandledrejection", "error"]) {
      globalThis.addEventListener(type, (event) => {
        event.preventDefault();
        const thrown = (event as PromiseRejectionEvent).reason ?? (event as ErrorEvent).error;
        this.#events.push(`${type} on the host: ${String(thrown?.stack ?? thrown).slice(0, 600)}`);
      });
    }
    this.#realm = realm();
    this.#process = aboutProcess();
  }

  /** Plants them. */
  static async plant(secrets: Secrets): Promise<HostCanaries> {
    const system = new System();
    const vault = await openVault(system, secrets["vault"]!);
    return new HostCanaries(system, { vault, asker: await openAsker(system), secrets });
  }

  /** Has a process of the host ask one of a guest, and gives what that answered. */
  meet(pid: Pid): Promise<unknown> {
    return this.#asker.call("meet", pid);
  }

  /** What is not as it was, as sentences. */
  async touched(): Promise<string[]> {
    const found = this.#events;
    this.#events = [];
    if (aboutProcess() !== this.#process) found.push(`the host's process was changed: ${aboutProcess()}`);
    const now = realm();
    for (const [object, fields] of this.#realm) {
      const was = now.get(object)!;
      const changed = [...new Set([...fields.keys(), ...was.keys()])].filter((key) =>
        !Object.is(fields.get(key), was.get(key))
      );
      if (changed.length > 0) found.push(`the host's realm was changed: ${changed.map(String).join(", ")}`);
    }
    return [...found, ...await this.#askVault()];
  }

  async #askVault(): Promise<string[]> {
    try {
      const [secret, heard] = [await this.#vault.call("secret"), await this.#vault.call("heard")];
      if (await this.#asker.call("alive") !== true) return ["a process of the host answers otherwise"];
      if (secret !== this.#secrets["vault"]) return ["a process of the host has another state"];
      return heard === 0 ? [] : [`a process of the host heard ${heard} messages`];
    } catch (error) {
      return [`a process of the host is gone: ${error}`];
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#channel.close();
    await this.system.stop();
  }
}

function realm(): Map<object, ReadonlyMap<PropertyKey, unknown>> {
  return new Map(INTRINSICS.map((object) => {
    const fields = Object.entries(Object.getOwnPropertyDescriptors(object)) as [string, PropertyDescriptor][];
    return [object, new Map<PropertyKey, unknown>(fields.map(([key, { value, get }]) => [key, get ?? value]))];
  }));
}

function aboutProcess(): string {
  const signals = process.listenerCount("SIGTERM") + process.listenerCount("SIGINT");
  const granted = Deno.permissions.querySync({ name: "env", variable: "CANARY_ENV" }).state;
  return [Deno.cwd(), Deno.env.get("CANARY_ENV"), granted, process.title, signals, process.umask()].join(" ");
}
