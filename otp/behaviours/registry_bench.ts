import { beam } from "../../.ci/bench/beam.ts";
import type { BenchRow, Peer } from "../../.ci/bench/types.ts";
import { GenServer, PartitionSupervisor, ProcessGroups, Registry, silentLogger, System } from "../mod.ts";

const LOOKUPS = 1_000_000;
const CALLS = 300_000;
const REGISTRATIONS = 200_000;
const DISPATCHES = 1_000;
const SUBSCRIBERS = 1_000;
const KEYS = 1_000;

const Names = Registry.define({ keys: "unique", name: "Names" });
const Topics = Registry.define<string>({ keys: "duplicate", name: "Topics" });
const Groups = ProcessGroups.define<string>({ name: "Groups" });
const Server = GenServer.define({ name: "Server", init: () => 0, calls: { value: (count) => [count, count] } });
const Servers = PartitionSupervisor.define({ name: "Servers", child: Server.child() });

function peer(measurement: string): Peer {
  return beam(measurement, new URL("../../.ci/bench/beam/registry.exs", import.meta.url));
}

/** Operations a second of some work in a System of its own. */
async function rate(count: number, prepare: (system: System) => Promise<() => unknown>): Promise<number> {
  await using system = new System({ logger: silentLogger });
  const work = await prepare(system);
  const started = performance.now();
  await work();
  return count / ((performance.now() - started) / 1000);
}

/** Keys that one process has registered, looked up in turn. */
function lookups(keyOf: (number: number) => unknown): Promise<number> {
  return rate(LOOKUPS, async (system) => {
    await system.start(Names, { name: "names" });
    const me = system.attach();
    const names = Names.at(me, "names");
    const keys = Array.from({ length: KEYS }, (_, number) => keyOf(number));
    for (const key of keys) names.register(key);
    return () => {
      for (let round = 0; round < LOOKUPS / KEYS; round++) {
        for (const key of keys) {
          if (names.lookup(key)[0]?.pid !== me.pid) throw new Error("Cannot count: a key is not found");
        }
      }
    };
  });
}

/** Calls that look the server up by its via name each time. */
async function callAll(server: { call(kind: "value"): Promise<unknown> }): Promise<void> {
  for (let i = 0; i < CALLS; i++) await server.call("value");
}

function viaCalls(): Promise<number> {
  return rate(CALLS, async (system) => {
    await system.start(Names, { name: "names" });
    const name = Names.via("names", "server");
    await system.start(Server, { name });
    return () => callAll(Server.at(system, name));
  });
}

function partitionCalls(): Promise<number> {
  return rate(CALLS, async (system) => {
    await system.start(Servers, { name: "servers" });
    return () => callAll(Server.at(system, PartitionSupervisor.via("servers", "key")));
  });
}

/** A key registered and taken back, with the link to the registry made and ended each time. */
function registrations(): Promise<number> {
  return rate(REGISTRATIONS, async (system) => {
    await system.start(Names, { name: "names" });
    const names = Names.at(system.attach(), "names");
    return () => {
      for (let key = 0; key < REGISTRATIONS; key++) {
        names.register(key);
        names.unregister(key);
      }
    };
  });
}

/** Entries that a dispatch goes through. */
function dispatches(): Promise<number> {
  return rate(DISPATCHES * SUBSCRIBERS, async (system) => {
    await system.start(Topics, { name: "topics" });
    const topics = Topics.at(system.attach(), "topics");
    for (let i = 0; i < SUBSCRIBERS; i++) topics.register("news");
    return () => {
      let seen = 0;
      for (let i = 0; i < DISPATCHES; i++) topics.dispatch("news", (entries) => entries.forEach(() => seen++));
      if (seen !== DISPATCHES * SUBSCRIBERS) throw new Error(`Cannot count: ${seen} entries were seen`);
    };
  });
}

/** The members of a group of a thousand, asked for. */
function members(): Promise<number> {
  return rate(LOOKUPS, async (system) => {
    const groups = await system.start(Groups, { name: "pg" });
    groups.join("all", Array.from({ length: SUBSCRIBERS }, () => system.attach().pid));
    return () => {
      for (let i = 0; i < LOOKUPS; i++) {
        if (groups.getMembers("all").length !== SUBSCRIBERS) throw new Error("Cannot count: a member is missing");
      }
    };
  });
}

/** What names and groups cost. */
export const rows: BenchRow[] = [
  {
    name: "otp/registry-lookup",
    unit: "lookups/s",
    goal: 1,
    ours: () => lookups((key) => `room:${key}`),
    peer: peer("lookup"),
  },
  {
    name: "otp/registry-lookup-list",
    unit: "lookups/s",
    ours: () => lookups((key) => ["room", key]),
    peer: peer("lookup-list"),
  },
  { name: "otp/via-call", unit: "calls/s", goal: 3, ours: viaCalls, peer: peer("via-call") },
  { name: "otp/partition-call", unit: "calls/s", ours: partitionCalls },
  { name: "otp/registry-register", unit: "registrations/s", goal: 1, ours: registrations, peer: peer("register") },
  { name: "otp/registry-dispatch", unit: "entries/s", goal: 1, ours: dispatches, peer: peer("dispatch") },
  { name: "otp/pg-members", unit: "lists/s", ours: members },
];
