import { CallError, listProcesses, type Pid, type PreparedCode, sys, type System } from "@superlearner/otp";
import { copyState } from "./copy_state.ts";
import { type DefinitionPair, Definitions } from "./definitions.ts";
import { lookedAt } from "./looked_at.ts";
import type { ReloadAnswer, UpgradeRequest } from "./protocol.ts";
import { BusyError, Quiet } from "./quiet.ts";

/** An entry, evaluated. */
export interface Entry {
  readonly [name: string]: unknown;
}

/** What a reload needs of the guest. */
export interface ReloadParts {
  /** The System. */
  readonly system: System;
  /** Asks the host to make states of states. */
  readonly askHost: (states: readonly (readonly [Pid, string, unknown])[]) => Promise<unknown>;
  /** What something is, for people. */
  readonly shown: (value: unknown) => string;
  /** Whether this turn has been long enough. */
  readonly over: () => boolean;
}

/** A version that is loaded beside the one that runs. */
interface Beside {
  readonly version: number;
  readonly entry: Entry;
  /** Rejected when it is given up. */
  readonly gone: PromiseWithResolvers<never>;
  /** Why it was. */
  failure: ReloadFailure;
}

/** How often it is looked for servers that were started meanwhile. */
const MOST_ROUNDS = 20;

/** A server that runs what is to be exchanged. */
interface Affected {
  readonly pid: Pid;
  readonly name: string;
  readonly pair: DefinitionPair;
}

/** What went wrong, and in which phase. */
class ReloadFailure extends Error {
  constructor(readonly phase: string, readonly pid: string, message: string) {
    super(message);
  }
}

/** Puts a version in the place of the one that runs, for all servers at once or for none. */
export class GuestReload {
  /** What modules have defined. */
  readonly definitions: Definitions = new Definitions();
  readonly #parts: ReloadParts;
  #beside: Beside | undefined;
  /** The last that was given up. */
  #lost: Pick<Beside, "version" | "failure"> | undefined;

  /** Nothing is loaded yet. */
  constructor(parts: ReloadParts) {
    this.#parts = parts;
  }

  /** A version is loaded: it stands beside the one that runs. */
  loaded(version: number, entry: Entry): void {
    const gone = Promise.withResolvers<never>();
    gone.promise.catch(() => {});
    this.#beside = { version, entry, gone, failure: new ReloadFailure("load", "", "it was given up") };
    this.definitions.end();
  }

  /** It never runs, and why not. Another one that has taken its place by now stays. */
  discard(version: number, why?: string): void {
    const beside = this.#beside;
    if (beside?.version === version) {
      if (why !== undefined) beside.failure = new ReloadFailure("load", "", why);
      beside.gone.reject(beside.failure);
      this.#lost = { version, failure: beside.failure };
      this.#beside = undefined;
    }
    this.definitions.discard(version);
  }

  /** Exchanges what runs. `commit` is called with the new entry, at the moment at which all servers change. */
  async upgrade(request: UpgradeRequest, commit: (entry: Entry) => void): Promise<ReloadAnswer> {
    try {
      return await this.#upgrade(request, commit);
    } catch (error) {
      this.discard(request.version);
      if (error instanceof ReloadFailure) {
        return { ok: false, phase: error.phase, pid: error.pid, message: error.message };
      }
      return { ok: false, phase: "load", pid: "", message: this.#parts.shown(error) };
    }
  }

  async #upgrade(request: UpgradeRequest, commit: (entry: Entry) => void): Promise<ReloadAnswer> {
    const beside = this.#beside;
    if (beside?.version !== request.version) {
      const why = this.#lost?.version === request.version ? this.#lost.failure : undefined;
      throw why ?? new ReloadFailure("load", "", "it is not loaded");
    }
    const { system } = this.#parts;
    const { pauseMs, timeoutMs } = request;
    const endsAt = system.now() + timeoutMs;
    await this.#begin(beside, request);
    this.#mustBeThere(beside);
    const pairs = this.definitions.pairs();
    using quiet = new Quiet(system, { pauseMs, timeoutMs: Math.max(0, Math.ceil(endsAt - system.now())) });
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const affected = this.#affected(pairs);
      await this.#quieten(quiet, affected);
      const changes = await this.#migrate(affected, request);
      this.#mustBeThere(beside);
      const known = new Set(affected.map(({ pid }) => pid));
      const isWhole = this.#affected(pairs).every(({ pid }) => known.has(pid)) &&
        changes.every(([{ pid }, change]) => change.valid || !system.isAlive(pid));
      if (!isWhole) continue; // some were started meanwhile, or went on
      const servers = changes.filter(([, change]) => change.commit()).map(([{ pid, name }]) => [pid, name] as const);
      for (const { from, to } of pairs) sys.changeStarts(system, { from: from.definition, to: to.definition });
      this.definitions.commit();
      this.#beside = undefined;
      commit(beside.entry);
      return { ok: true, servers, pausedMs: quiet.since < 0 ? 0 : Math.ceil(system.now() - quiet.since) };
    }
    throw new ReloadFailure("suspend", "", "servers are started faster than they are changed");
  }

  /** What the new version has to be there before it runs. */
  async #begin({ entry, gone }: Beside, { from, to, timeoutMs }: UpgradeRequest): Promise<void> {
    const upgrade = Object.hasOwn(entry, "upgrade") ? entry["upgrade"] : undefined;
    if (typeof upgrade !== "function") return;
    const { system, shown } = this.#parts;
    const begun = async () => {
      try {
        await (upgrade as (system: System, versions: object) => unknown)(system, { from, to });
      } catch (error) {
        throw new ReloadFailure("start", "", shown(error));
      }
    };
    await this.#within(Promise.race([begun(), gone.promise]), {
      ms: timeoutMs,
      late: () => new ReloadFailure("start", "", `its upgrade took more than ${timeoutMs} ms, which is timeoutMs`),
    });
  }

  /** @throws {ReloadFailure} If it has been given up meanwhile. */
  #mustBeThere(beside: Beside): void {
    if (this.#beside !== beside) throw beside.failure;
  }

  /** Waits no longer than that. */
  async #within<Value>(
    promise: Promise<Value>,
    { ms, late }: { readonly ms: number; readonly late: () => ReloadFailure },
  ): Promise<Value> {
    if (!Number.isFinite(ms)) return await promise;
    const { clock } = this.#parts.system;
    const over = Promise.withResolvers<never>();
    const alarm = clock.setAlarm(clock.now() + ms, () => over.reject(late()));
    try {
      return await Promise.race([promise, over.promise]);
    } finally {
      alarm.cancel();
    }
  }

  /** All else has its way first. */
  #nextTurn(): Promise<void> {
    const { clock } = this.#parts.system;
    return new Promise((resolve) => void clock.setAlarm(clock.now(), resolve));
  }

  #affected(pairs: readonly DefinitionPair[]): Affected[] {
    if (pairs.length === 0) return [];
    const { system } = this.#parts;
    const found: Affected[] = [];
    for (const { pid, name, behaviour, module } of listProcesses(system)) {
      const pair = pairs.find(({ from }) =>
        from.name === module && from.kind === behaviour && sys.runs(system, pid, from.definition)
      );
      if (pair !== undefined) found.push({ pid, name: name ?? module, pair });
    }
    return found;
  }

  async #quieten(quiet: Quiet, affected: readonly Affected[]): Promise<void> {
    try {
      await quiet.take(affected.map(({ pid }) => pid));
    } catch (error) {
      if (error instanceof BusyError) throw new ReloadFailure("suspend", error.pid, error.message);
      throw error;
    }
  }

  async #migrate(
    affected: readonly Affected[],
    request: UpgradeRequest,
  ): Promise<(readonly [Affected, PreparedCode])[]> {
    const { system } = this.#parts;
    const alive = affected.filter(({ pid }) => system.isAlive(pid));
    const given = request.asks && alive.length > 0 ? await this.#givenByHost(alive, request.pauseMs) : undefined;
    // All at once: those that wait for something do not wait for each other.
    const making: Promise<PreparedCode>[] = [];
    let allMs = 0;
    let others = 0;
    for (const each of alive) {
      if (this.#parts.over()) await this.#nextTurn();
      const convert = given === undefined ? undefined : () => given.get(each.pid);
      const began = system.now();
      const change = this.#prepare(each, request, convert);
      const tookMs = system.now() - began; // a server that is suspended makes it at once, as far as it does not wait
      change.catch(() => {});
      making.push(change);
      if (convert !== undefined || !migrates(each, request)) continue;
      allMs += tookMs;
      if (allMs > request.pauseMs) throw tookTogether(each, { allMs, tookMs, others, ...request });
      others++;
    }
    const made = await Promise.allSettled(making);
    const changes: (readonly [Affected, PreparedCode])[] = [];
    for (const [at, each] of alive.entries()) {
      const change = made[at]!;
      if (change.status === "fulfilled") changes.push([each, change.value]);
      else if (system.isAlive(each.pid)) {
        const error: unknown = change.reason;
        if (error instanceof ReloadFailure) throw error;
        const message = isLate(error, each.pid) ? tookTooLong("its codeChange", request) : this.#parts.shown(error);
        throw new ReloadFailure("migrate", each.pid, message);
      }
    }
    return changes;
  }

  async #prepare(
    each: Affected,
    request: UpgradeRequest,
    convert: (() => unknown) | undefined,
  ): Promise<PreparedCode> {
    const { system } = this.#parts;
    const { pid, pair: { from, to } } = each;
    const { down, from: fromVersion, to: toVersion, pauseMs } = request;
    const way = lookedAt({ down: to.version ?? toVersion });
    const asBefore = down && from.version !== undefined && from.version === to.version;
    const converted = convert ?? (asBefore ? (state: unknown) => state : undefined);
    const began = system.now();
    const change = await sys.prepareCode(system, pid, {
      definition: to.definition,
      oldVersion: down ? way.value : from.version ?? fromVersion,
      extra: { from: fromVersion, to: toVersion },
      copy: copyState,
      timeoutMs: pauseMs,
      down,
      ...(converted === undefined ? {} : { convert: converted }),
    });
    const tookMs = system.now() - began; // what goes on after it has waited may have left no turn to the alarm
    if (tookMs > pauseMs && converted === undefined && migrates(each, request)) {
      throw new ReloadFailure("migrate", pid, tookTooLong("its codeChange", request, tookMs));
    }
    if (down && from.migrates && converted === undefined && !way.looked) {
      throw new Error("Its codeChange does not go down: it has not looked at { down }");
    }
    return change;
  }

  /** While the host makes them the servers wait: no longer than `pauseMs`. */
  async #givenByHost(alive: readonly Affected[], pauseMs: number): Promise<Map<Pid, unknown>> {
    const { system, askHost, shown } = this.#parts;
    const states = alive.map(({ pid, name }) => [pid, name, sys.getState(system, pid)] as const);
    try {
      const answer = await this.#within(askHost(states), {
        ms: pauseMs,
        late: () => new ReloadFailure("migrate", "", tookTooLong("codeChange on the host", { pauseMs })),
      });
      return new Map(alive.map(({ pid }, at) => [pid, (answer as unknown[])[at]]));
    } catch (error) {
      if (error instanceof ReloadFailure) throw error;
      const { message } = error instanceof Error ? error : { message: shown(error) };
      const [, pid = "", rest = message] = /^(<[^>]*>) (.*)$/s.exec(message) ?? [];
      throw new ReloadFailure("migrate", pid, rest);
    }
  }
}

/** Whether a change of a server was dropped, and not what was called in it. */
function isLate(error: unknown, pid: Pid): boolean {
  if (!(error instanceof CallError)) return false;
  return error.reason === "timeout" && error.call.server === pid && error.call.kind === "changeCode";
}

/** Whether its definition makes the state, rather than that it stays as it is. */
function migrates({ pair: { from, to } }: Affected, { down }: Pick<UpgradeRequest, "down">): boolean {
  return (down ? from : to).migrates;
}

/** One by itself, or with those whose states were made before. */
function tookTogether(
  { pid }: Affected,
  { allMs, tookMs, others, pauseMs }: {
    readonly allMs: number;
    readonly tookMs: number;
    readonly others: number;
    readonly pauseMs: number;
  },
): ReloadFailure {
  const message = tookMs > pauseMs
    ? tookTooLong("its codeChange", { pauseMs }, tookMs)
    : tookTooLong(`its codeChange and ${others} before it`, { pauseMs }, allMs);
  return new ReloadFailure("migrate", pid, message);
}

function tookTooLong(what: string, { pauseMs }: Pick<UpgradeRequest, "pauseMs">, tookMs?: number): string {
  return `${what} took ${
    tookMs === undefined ? "" : `${Math.ceil(tookMs)} ms, `
  }more than ${pauseMs} ms, which is pauseMs`;
}
