import type { Pid } from "@superlearner/otp";
import { encode } from "../guest/codec.ts";
import type { ToGuest, UpgradeRequest } from "../guest/protocol.ts";
import { guestText, SandboxError, type SandboxFailure } from "../limits/sandbox_error.ts";
import type { ChangePlan, FromWall, LinkFailure, ToWall } from "../walls/wall_protocol.ts";
import type { Requests } from "./requests.ts";

/** One server whose state is to be changed. */
export interface MigratingServer {
  /** Who. */
  readonly pid: Pid;
  /** Its name, or that of its module. */
  readonly name: string;
  /** Its state, as data. */
  readonly state: unknown;
}

/** Makes the new state of a server. */
export type Convert = (server: MigratingServer) => unknown;

/** What loading and exchanging versions in a life needs of it. */
export interface LiveVersionsParts {
  /** The name of the sandbox. */
  readonly name: string;
  /** What was asked and is not answered. */
  readonly requests: Requests;
  /** Tells the wall. */
  readonly post: (message: ToWall) => void;
  /** Tells the guest. */
  readonly tell: (text: string) => void;
  /** Pids as the host reads them. */
  readonly outside: (value: unknown) => unknown;
  /** When something happens, in milliseconds since 1970. */
  readonly wallTime: () => number;
}

/** A version that stands beside the one that runs. */
export interface LoadedVersion {
  /** The number of the load. */
  readonly load: number;
  /** The modules that are there anew. */
  readonly modules: readonly string[];
}

/** How a version is loaded. */
export interface LoadOptions {
  /** What is attempted, for errors. */
  readonly action: string;
  /** JavaScript by path. */
  readonly modules: ReadonlyMap<string, string>;
  /** The path of the entry. */
  readonly entry: string;
  /** How long it may take, in milliseconds. */
  readonly timeoutMs: number;
  /** How long all else may wait for its modules to be evaluated, in milliseconds. */
  readonly pauseMs: number;
  /** How it is to take the place of the one that runs. */
  readonly plan: ChangePlan;
}

/** How a version takes the place of the one that runs. */
export interface ExchangeOptions extends Omit<UpgradeRequest, "version" | "asks"> {
  /** What is attempted, for errors. */
  readonly action: string;
  /** The path of the entry, for errors. */
  readonly entry: string;
  /** Makes the new states. @default {undefined} the `codeChange` of the definitions does */
  readonly convert: Convert | undefined;
}

/** What was exchanged. */
export interface Exchanged {
  /** The servers that run the new version, by pid. */
  readonly servers: readonly { readonly pid: Pid; readonly name: string }[];
  /** How long they waited, in milliseconds. */
  readonly pausedMs: number;
}

/** What a number of milliseconds is at the most: one without an end does not cross as it is. */
const LONGEST_MS = 2 ** 31 - 1;
/** The only cell of a life's wall. */
const CELL = 0;

/** Loads versions into a life beside the one that runs, and has them take its place. */
export class LiveVersions {
  readonly #parts: LiveVersionsParts;
  readonly #modules = new Map<number, readonly string[]>();
  #convert: Convert | undefined;
  /** The server whose state is being made here. */
  #converting: unknown;

  /** Made by the life. */
  constructor(parts: LiveVersionsParts) {
    this.#parts = parts;
  }

  /** Loads a version beside the one that runs. @throws {SandboxError} If it does not load. */
  async load({ action, modules, entry, timeoutMs, pauseMs, plan }: LoadOptions): Promise<LoadedVersion> {
    const { requests, post } = this.#parts;
    let load = 0;
    try {
      await requests.ask({ action, what: `loading ${entry}`, timeoutMs }, (id) => {
        load = id;
        post(["reload", CELL, id, [...modules], entry, Math.min(pauseMs, LONGEST_MS), plan]);
      });
    } catch (error) {
      this.end(load, "forget");
      if (!(error instanceof NotLoaded)) throw error;
      if (error.change !== undefined) throw new SandboxError(action, this.#notChanged(error.change, plan));
      throw new SandboxError(action, error.failure ?? loadFailed(entry, error.message));
    }
    return { load, modules: this.#modules.get(load) ?? [] };
  }

  /** Has a loaded version take the place of the one that runs. @throws {SandboxError} If that goes on. */
  async exchange({ load }: LoadedVersion, options: ExchangeOptions): Promise<Exchanged> {
    const { action, entry: _, convert, ...rest } = options;
    const { requests, tell } = this.#parts;
    this.#convert = convert;
    this.#converting = "";
    try {
      const request: UpgradeRequest = { ...rest, version: load, asks: convert !== undefined };
      // The guest ends it by itself in time; who does not answer at all is given some more.
      const timeoutMs = rest.timeoutMs + rest.pauseMs + 1000;
      const what = "the exchange of a version";
      const late = () => new SandboxError(action, { kind: "timeout", what, timeoutMs: rest.timeoutMs });
      const answer = await requests.ask(
        { action, what, timeoutMs, late },
        (id) => tell(encode(["upgrade", id, request] satisfies ToGuest)),
      );
      const exchanged = this.#read(answer, options);
      this.end(load, "keep");
      return exchanged;
    } catch (error) {
      this.end(load, "forget");
      throw error;
    } finally {
      this.#convert = undefined;
    }
  }

  /** A version runs, or never will. */
  end(load: number, how: "keep" | "forget"): void {
    const { post, tell } = this.#parts;
    this.#modules.delete(load);
    post([how, CELL, load]);
    if (how === "forget") tell(encode(["discard", load] satisfies ToGuest));
  }

  /** What the wall says of a version. */
  heard(message: FromWall & readonly ["linked" | "not_linked", ...unknown[]]): void {
    if (message[0] === "linked") {
      this.#modules.set(message[2], message[3].map(guestText));
      return;
    }
    const why = message[3];
    const failed = why.kind === "endless_change"
      ? new NotLoaded("", undefined, why)
      : new NotLoaded("", linkFailed(why, this.#parts.wallTime()));
    this.#parts.requests.fail(message[2], () => failed);
  }

  /** What the guest says of a version. */
  told(message: readonly ["beside", number] | readonly ["not_beside", number, string]): void {
    const { requests } = this.#parts;
    if (message[0] === "beside") requests.answer(message[1], undefined);
    else requests.fail(message[1], () => new NotLoaded(guestText(message[2])));
  }

  /** The guest asks for new states. Only while a version is exchanged is there anybody to make them. */
  async migrate(args: unknown): Promise<readonly unknown[]> {
    const convert = this.#convert;
    const [servers] = Array.isArray(args) ? args as unknown[] : [];
    if (convert === undefined || !Array.isArray(servers)) throw new Error("No version is exchanged");
    const made: unknown[] = [];
    for (const each of servers as unknown[]) {
      const [pid, name, state] = Array.isArray(each) ? each as unknown[] : [];
      if (this.#convert !== convert) throw new Error("No version is exchanged"); // it took too long
      this.#converting = pid;
      try {
        made.push(await convert({ pid: this.#parts.outside(pid) as Pid, name: guestText(name), state }));
      } catch (error) {
        throw new Error(`${guestText(pid)} ${error instanceof Error ? `${error.name}: ${error.message}` : error}`);
      }
    }
    this.#converting = "";
    return made;
  }

  #notChanged({ pid, limit, limitMs }: EndlessChange, { from, to }: ChangePlan): SandboxFailure {
    const message = `its codeChange took more than ${limitMs} ms, which is ${limit}`;
    return { kind: "migration_failed", pid: this.#whose(pid), from, to, message };
  }

  /** Who it is about, for people: the sandbox, where it is nobody in it. */
  #whose(pid: unknown): string {
    return guestText(this.#parts.outside(pid)) || this.#parts.name;
  }

  #read(answer: unknown, { action, entry, from, to }: ExchangeOptions): Exchanged {
    const { ok, servers, pausedMs, phase, pid, message } = (answer ?? {}) as Record<string, unknown>;
    if (ok === true && Array.isArray(servers) && typeof pausedMs === "number") {
      return {
        pausedMs,
        servers: (servers as unknown[]).map((each) => {
          const [who, name] = Array.isArray(each) ? each as unknown[] : [];
          return { pid: guestText(this.#parts.outside(who)) as Pid, name: guestText(name) };
        }),
      };
    }
    const why = guestText(message);
    if (phase !== "migrate" && phase !== "suspend") throw new SandboxError(action, loadFailed(entry, why));
    const who = this.#whose(pid || this.#converting);
    throw new SandboxError(action, { kind: "migration_failed", pid: who, from, to, message: why });
  }
}

type EndlessChange = Extract<LinkFailure, { readonly kind: "endless_change" }>;

class NotLoaded extends Error {
  constructor(message: string, readonly failure?: SandboxFailure, readonly change?: EndlessChange) {
    super(message);
  }
}

function loadFailed(module: string, message: string): SandboxFailure {
  return { kind: "load_failed", module, message: guestText(message) };
}

function linkFailed(why: Exclude<LinkFailure, EndlessChange>, at: number): SandboxFailure {
  switch (why.kind) {
    case "import_denied":
      return { kind: "import_denied", specifier: guestText(why.specifier), from: guestText(why.from) };
    case "endless":
      return { kind: "limit_exceeded", limit: why.limit, value: why.limitMs, used: why.usedMs, at };
    case "unreadable":
      return loadFailed(/^(\/[^:]*): /.exec(why.message)?.[1] ?? "/", why.message.replace(/^\/[^:]*: /, ""));
  }
}
