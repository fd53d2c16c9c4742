import { checkOptions } from "../argument_error.ts";
import { ArgumentError } from "../processes/errors.ts";
import type { Host } from "../processes/host.ts";
import type { ExitMessage } from "../processes/messages.ts";
import { isPid, type Pid } from "../processes/pid.ts";
import { processOf, type Self } from "../processes/self.ts";
import { checkName, type ProcessName, type ViaName } from "../processes/via.ts";
import { startables } from "./definition.ts";
import { ProcessDefinition } from "./process_definition.ts";
import { ServerBehaviour } from "./gen_server_loop.ts";
import type { LooseSpec } from "./gen_server_types.ts";
import { RegistryRef, viaIn } from "./registry_ref.ts";
import { type RegistrySettings, RegistryState } from "./registry_state.ts";
import type { RegistryKeys } from "./registry_types.ts";
import { checkTarget } from "./server_ref.ts";
import { startServer } from "./start.ts";

/** A Registry: whether a key belongs to one process or to many, and who hears of it. */
export interface RegistrySpec<Keys extends RegistryKeys, Meta> {
  /** Whether a key belongs to one process at a time, or to any number. */
  keys: Keys;
  /** The name people read. @default {"Registry"} */
  name?: string;
  /**
   * In how many parts `dispatch` goes through the processes of a duplicate key. All are in this isolate, so more than one
   * makes nothing faster. @default {1}
   */
  partitions?: number;
  /** Names or pids of processes that get a message when a process registers or unregisters. @default {[]} */
  listeners?: readonly (Pid | string)[];
  /** What is kept beside the entries at first, by word. @default {{}} */
  meta?: Partial<Meta>;
}

/** A Registry that can be started: what {@linkcode Registry} `define` gives. */
export class RegistryDefinition<Key, Value, Keys extends RegistryKeys, Meta>
  extends ProcessDefinition<RegistryRef<Key, Value, Keys, Meta>, readonly []> {
  /** A Registry is a worker. */
  readonly type = "worker";
  /** Whether a key belongs to one process or to many. */
  readonly keys: Keys;

  /** @internal */
  constructor(spec: RegistrySpec<Keys, Meta>) {
    const settings = checkSpec(spec as RegistrySpec<RegistryKeys, unknown>);
    super(spec.name ?? "Registry");
    this.keys = spec.keys;
    const behaviour = new ServerBehaviour("Registry", registryServer(this.name, settings));
    startables.set(this, (runtime, options) => startServer(runtime, behaviour, options));
  }

  /** A Registry of this kind, by pid or by registered name. A process that registers makes one with its `self`. */
  at(host: Host, to: Pid | ProcessName): RegistryRef<Key, Value, Keys, Meta> {
    checkTarget(to);
    return new RegistryRef(host, { to, keys: this.keys });
  }

  /**
   * A key as the name of a process, for wherever a name is taken.
   *
   * @throws {ArgumentError} If keys are not unique here, or the key is none.
   */
  via(
    this: RegistryDefinition<Key, Value, "unique", Meta>,
    registry: Pid | ProcessName,
    key: Key,
    options: { value?: Value } = {},
  ): ViaName {
    return viaIn(registry, key, { ...checkOptions("name a process", options), keys: this.keys });
  }
}

/**
 * Processes by key, in one System: names that are any data, and groups under a topic.
 *
 * With `keys: "unique"` it is where processes are named that come and go: rooms, sessions, players. A **via name** stands
 * wherever a name is taken (a start, a child specification, `at`, `whereis`, `send`, `monitor`), is plain data, and is
 * looked up each time it is used. With `keys: "duplicate"` it is a list of subscribers for each topic: `dispatch` gives
 * them all, with the value that each has left there.
 *
 * Keys are equal by structure: `["room", 7]` is one key, wherever it was made. `NaN` is one key and `-0` is `0`; `1`, `1n`
 * and `"1"` are three. A key is data: functions, symbols and instances of classes are refused.
 *
 * A process registers itself and nobody else, and is linked to the Registry while it is registered: should the Registry
 * crash, those who would be lost without it go as well and come back by their supervisors. So it is started before
 * them. An entry goes soon after its owner dies, when the Registry has its turn; until then a duplicate `lookup` may show
 * the dead one, as may `count` and `select`. A unique key is free at once, and never leads to a dead process.
 *
 * Not for a few processes that are known when the program is written (a plain `name` is simpler), nor for data without a
 * process: that is a server's state.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { DynamicSupervisor, GenServer, Registry, Supervisor, System } from "@superlearner/otp";
 *
 * const Rooms = Registry.define<string>({ keys: "unique", name: "Rooms" });
 * const Room = GenServer.define({
 *   name: "Room",
 *   init: (topic: string) => topic,
 *   calls: { topic: (topic) => [topic, topic] },
 * });
 * const Hotel = DynamicSupervisor.define({ name: "Hotel" });
 *
 * await using system = new System();
 * await system.start(Supervisor.define({
 *   strategy: "rest_for_one",
 *   children: [Rooms.child({ name: "rooms" }), Hotel.child({ name: "hotel" })],
 * }));
 *
 * const lobby = Rooms.via("rooms", "lobby");
 * await Hotel.at(system, "hotel").startChild(Room.child({ args: ["welcome"], name: lobby }));
 * assertEquals(await Room.at(system, lobby).call("topic"), "welcome");
 * assertEquals(Rooms.at(system, "rooms").count(), 1);
 * ```
 *
 * @example Publish and subscribe
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Registry, System } from "@superlearner/otp";
 *
 * const Topics = Registry.define<string>({ keys: "duplicate", name: "Topics" });
 *
 * await using system = new System();
 * await system.start(Topics, { name: "topics" });
 * const me = system.attach();
 * Topics.at(me, "topics").register("news");
 *
 * Topics.at(system, "topics").dispatch("news", (subscribers) => {
 *   for (const { pid } of subscribers) system.send(pid, "hello");
 * });
 * assertEquals(await me.receive(), "hello");
 * ```
 */
export const Registry: {
  /**
   * Defines a Registry. The types of keys, values and metadata are given: `Registry.define<string, number>({ … })`.
   *
   * @throws {ArgumentError} If a setting is not valid.
   */
  define<Key = unknown, Value = undefined, Meta = { [word: string]: unknown }>(
    spec: RegistrySpec<"unique", Meta>,
  ): RegistryDefinition<Key, Value, "unique", Meta>;
  /** Defines a Registry where one key may have many processes. */
  define<Key = unknown, Value = undefined, Meta = { [word: string]: unknown }>(
    spec: RegistrySpec<"duplicate", Meta>,
  ): RegistryDefinition<Key, Value, "duplicate", Meta>;
  /**
   * A key of some Registry as the name of a process; `RegistryDefinition.via` knows the type of the key.
   *
   * @throws {ArgumentError} If the key is none.
   */
  via(registry: Pid | ProcessName, key: unknown, options?: { value?: unknown }): ViaName;
} = {
  define: ((spec: RegistrySpec<RegistryKeys, unknown>) => new RegistryDefinition(spec)) as never,
  via: (registry, key, options = {}) => viaIn(registry, key, options),
};

/** The only messages of a Registry are exit signals of those who are registered. */
function registryServer(name: string, settings: RegistrySettings): LooseSpec {
  return {
    name,
    trapExit: true,
    init(this: Self) {
      return new RegistryState(processOf(this), settings);
    },
    mend: (state) => (state as RegistryState).table.mend(),
    handleInfo: (state, message) => {
      const registry = state as RegistryState;
      const exit = message as Partial<ExitMessage> | null;
      if (typeof exit !== "object" || exit === null || exit.type !== "EXIT") return state;
      // A signal that somebody sent who lives, or a forged message.
      if (!registry.process.runtime.processes.has(exit.pid!)) registry.forget(exit.pid!);
      return state;
    },
  };
}

function checkSpec(spec: RegistrySpec<RegistryKeys, unknown>): RegistrySettings {
  const refuse = (rule: string, value: unknown): never => {
    throw new ArgumentError("define a Registry", { rule, value });
  };
  if (typeof spec !== "object" || spec === null) refuse("it is an object", spec);
  const { keys, name = "Registry", partitions = 1, listeners = [], meta = {} } = spec;
  if (keys !== "unique" && keys !== "duplicate") refuse("keys are unique or duplicate", keys);
  if (typeof name !== "string" || name === "") refuse("name is a text", name);
  if (!Number.isInteger(partitions) || partitions < 1) refuse("partitions is a whole number from 1 up", partitions);
  if (!Array.isArray(listeners)) refuse("listeners is a list of names and pids", listeners);
  for (const listener of listeners) {
    if (!isPid(listener)) checkName(listener);
  }
  if (typeof meta !== "object" || meta === null) refuse("meta is an object", meta);
  return { keys, partitions, listeners, meta: meta as { readonly [word: string]: unknown } };
}
