/** A cache with expiry: what is missing is loaded once, however many ask, and a load that fails is not kept. */
import {
  type Down,
  type From,
  GenServer,
  type Host,
  type Pid,
  silentLogger,
  Supervisor,
  type SupervisorDefinition,
  System,
  type TimerMessage,
} from "@superlearner/otp";

/** How long what is kept. */
export interface CacheOptions {
  /** How long a value is good, in milliseconds. */
  readonly ttlMs: number;
  /** How many values are kept; the one loaded first goes. */
  readonly maxEntries: number;
  /** Gets what is missing. Runs in a process of its own, so that it may take long, and crash. */
  readonly load: (key: string) => unknown;
}

/** What an asker gets. */
export type Found = { readonly value: unknown } | { readonly failed: unknown };

interface State {
  readonly options: CacheOptions;
  /** Oldest first. */
  readonly entries: ReadonlyMap<string, { readonly value: unknown; readonly goodUntil: number }>;
  readonly loading: ReadonlyMap<string, { readonly loader: Pid; readonly waiting: readonly From[] }>;
}

const Cache = GenServer.define({
  name: "Cache",
  init: (options: CacheOptions): State => ({ options, entries: new Map(), loading: new Map() }),
  calls: {
    get: (state, key: string, self) => {
      const known = state.entries.get(key);
      if (known !== undefined && known.goodUntil > self.now()) {
        return GenServer.reply<State, Found>({ value: known.value }, state);
      }
      const loading = new Map(state.loading);
      const under = loading.get(key);
      const waiting = [...under?.waiting ?? [], self.from];
      const cache = self.pid;
      const { load } = state.options;
      const loader = under?.loader ??
        self.spawnMonitor(async (loader) => loader.send(cache, { type: "loaded", key, value: await load(key) })).pid;
      loading.set(key, { loader, waiting });
      return GenServer.noreply<State, Found>({ ...state, loading });
    },
    size: (state) => [state.entries.size, state],
  },
  handleInfo: (state, message, self): State => {
    const news = message as Down | TimerMessage<string> | { type: "loaded"; key: string; value: unknown };
    if (news.type === "timeout") return without(state, news.message, self.now());
    if (news.type === "DOWN") {
      // One that has loaded is not waited for any more; of one that crashed nobody will hear again.
      const key = [...state.loading].find(([, { loader }]) => loader === news.pid)?.[0];
      return key === undefined ? state : answer(state, key, { failed: news.reason });
    }
    const { ttlMs, maxEntries } = state.options;
    const { key, value } = news;
    const entries = new Map(state.entries);
    entries.delete(key);
    entries.set(key, { value, goodUntil: self.now() + ttlMs });
    if (entries.size > maxEntries) entries.delete(entries.keys().next().value!);
    self.startTimer(self.pid, key, { delayMs: ttlMs });
    return answer({ ...state, entries }, key, { value });
  },
});

/** Answers those who wait for a key. */
function answer(state: State, key: string, found: Found): State {
  const loading = new Map(state.loading);
  for (const from of loading.get(key)?.waiting ?? []) from.reply(found);
  loading.delete(key);
  return { ...state, loading };
}

/** Drops what is not good any more; what was loaded again meanwhile stays. */
function without(state: State, key: string, now: number): State {
  const known = state.entries.get(key);
  if (known === undefined || known.goodUntil > now) return state;
  const entries = new Map(state.entries);
  entries.delete(key);
  return { ...state, entries };
}

/** A cache under its supervisor; one that has crashed begins empty. */
export function cacheTree(options: CacheOptions): SupervisorDefinition<[]> {
  return Supervisor.define({
    strategy: "one_for_one",
    children: [Cache.child({ name: "cache", args: [options] })],
  });
}

/** The value of a key: from the cache, or loaded. @throws {Error} If it cannot be loaded. */
export async function get(host: Host, key: string): Promise<unknown> {
  const found = await Cache.at(host, "cache").call("get", key, { timeoutMs: Infinity });
  if ("value" in found) return found.value;
  throw new Error(`Cannot load ${key}`, { cause: found.failed });
}

/** How many values are kept. */
export function size(host: Host): Promise<number> {
  return Cache.at(host, "cache").call("size");
}

if (import.meta.main) {
  await using system = new System({ logger: silentLogger });
  let loads = 0;
  const load = (key: string) => {
    console.log(`  (loading ${key})`);
    if (key === "none") throw new Error("there is none");
    return `${key} no. ${++loads}`;
  };
  await system.start(cacheTree({ ttlMs: 50, maxEntries: 10, load }));
  console.log(await Promise.all([get(system, "page"), get(system, "page"), get(system, "page")]));
  console.log(await get(system, "none").catch((error: Error) => error.message));
  const me = system.attach();
  system.sendAfter(me.pid, "later", { delayMs: 60 });
  await me.receive();
  console.log("later:", await size(system), "kept,", await get(system, "page"));
}
