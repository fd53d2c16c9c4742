import { type Alarm, type Clock, type Pid, RealClock, type Subscription, type TreeNode } from "@superlearner/otp";
import { createParser, type EventSourceMessage } from "eventsource-parser";
import { Listeners } from "./listeners.ts";
import { Operations } from "./_operations.ts";
import { type ForestPatch, ForestStore } from "./forest_patch.ts";
import type { Connection, Inspection, KillOptions, LifecycleEvent, Source, SourceListener } from "./source.ts";
import { HEARTBEAT_MS, type SnapshotMessage } from "./wire.ts";

/** Where a {@linkcode RemoteSource} finds its System. */
export interface RemoteSourceOptions {
  /** The monitor's stream of events. @default {"/monitor/events"} */
  events?: string;
  /** Where the operations are mounted. @default {"/api/v1"} */
  operations?: string;
  /** Sent with every request: an API key where one is needed. @default {{}} */
  headers?: Readonly<Record<string, string>>;
  /** What is known already, from a page that the server has rendered. */
  initial?: SnapshotMessage;
  /** How requests are made. @default the platform's `fetch` */
  fetch?: typeof fetch;
  /** Whose alarms it uses. @default the machine's clock */
  clock?: Clock;
}

/** A line on which nothing is heard for so long is dead, whatever the network says. */
const SILENCE_MS = 2.5 * HEARTBEAT_MS;
/** Waits between two tries to connect: doubled each time, from the first to the last. */
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 10_000;

/**
 * A System on a server as a source: its events come over one stream, commands go to its operations. It connects while
 * somebody listens, and again when the line breaks; meanwhile it shows what it last knew and says that it is stale.
 */
export class RemoteSource implements Source {
  readonly #listeners = new Listeners();
  readonly #store = new ForestStore();
  readonly #operations: Operations;
  readonly #clock: Clock;
  readonly #fetch: typeof fetch;
  readonly #events: string;
  readonly #headers: Readonly<Record<string, string>>;
  #connection: Connection = { status: "connecting", heardAt: undefined, retryAt: undefined, problem: undefined };
  #clockOffset = 0;
  #lastId = "";
  #tries = 0;
  #line: AbortController | undefined;
  #alarm: Alarm | undefined;

  /** Makes a source; it connects with its first listener. */
  constructor(options: RemoteSourceOptions = {}) {
    const { events = "/monitor/events", operations = "/api/v1", headers = {}, clock = new RealClock() } = options;
    // Called as a function of its own: a browser's fetch refuses to be a method of anything else.
    this.#fetch = options.fetch ?? ((input, init) => fetch(input, init));
    this.#operations = new Operations({ url: operations, fetch: this.#fetch, headers });
    this.#events = events;
    this.#headers = headers;
    this.#clock = clock;
    if (options.initial !== undefined) this.#begin(options.initial);
  }

  /** The supervision trees, as last heard. */
  get forest(): readonly TreeNode[] {
    return this.#store.forest;
  }

  /** The state of the line. */
  get connection(): Connection {
    return this.#connection;
  }

  /** From the System's time to milliseconds since 1970, by the server's clock. */
  get clockOffset(): number {
    return this.#clockOffset;
  }

  /** Listens; connects with the first listener, and hangs up with the last. */
  subscribe(listener: SourceListener): Subscription {
    const subscription = this.#listeners.add(listener, () => this.#listeners.size === 0 && this.#hangUp());
    if (this.#line === undefined && this.#alarm === undefined && this.#connection.status !== "closed") this.#connect();
    return subscription;
  }

  /** What is known of a process. */
  inspect(pid: Pid): Promise<Inspection | undefined> {
    const place = [...this.#store.flat.values()].find((node) => node.pid === pid);
    return this.#operations.inspect(pid, { node: place?.placement?.node });
  }

  /** Kills a process. */
  kill(pid: Pid, options: KillOptions = {}): Promise<void> {
    return this.#operations.kill(pid, options);
  }

  /** Stops a child and starts it again. */
  restart(place: string): Promise<void> {
    return this.#operations.restart(place, this.#store.flat);
  }

  /** Lets a process wait. */
  suspend(pid: Pid): Promise<void> {
    return this.#operations.suspend(pid);
  }

  /** Lets a process go on. */
  resume(pid: Pid): Promise<void> {
    return this.#operations.resume(pid);
  }

  /** Tells a server something. */
  cast(pid: Pid, kind: string): Promise<void> {
    return this.#operations.cast(pid, kind);
  }

  /** Hangs up for good. */
  [Symbol.dispose](): void {
    if (this.#connection.status === "closed") return;
    this.#hangUp();
    this.#say({ status: "closed", retryAt: undefined });
    this.#listeners.clear();
  }

  async #connect(): Promise<void> {
    this.#alarm = undefined;
    const line = this.#line = new AbortController();
    try {
      const response = await this.#fetch(this.#events, {
        headers: {
          accept: "text/event-stream",
          ...this.#headers,
          ...(this.#lastId === "" ? {} : { "last-event-id": this.#lastId }),
        },
        signal: line.signal,
      });
      if (!response.ok || response.body === null) {
        await response.body?.cancel();
        throw new Error(`The server answered ${response.status}`);
      }
      await this.#read(response.body, line);
      throw new Error("The server closed the line");
    } catch (error) {
      if (this.#line !== line) return; // hung up
      line.abort();
      this.#retry(error instanceof Error ? error.message : String(error));
    }
  }

  async #read(body: ReadableStream<Uint8Array>, line: AbortController): Promise<void> {
    const parser = createParser({ onEvent: (message) => this.#line === line && this.#heard(message) });
    const decoder = new TextDecoder();
    const reader = body.getReader();
    try {
      for (this.#watch(line);; this.#watch(line)) {
        const { done, value } = await reader.read();
        if (done || this.#line !== line) return;
        parser.feed(decoder.decode(value, { stream: true }));
        if (this.#connection.status === "live") this.#connection = { ...this.#connection, heardAt: this.#wallTime() };
      }
    } finally {
      await reader.cancel().catch(() => {});
    }
  }

  #heard({ event, data, id }: EventSourceMessage): void {
    const message: unknown = JSON.parse(data);
    if (event === "snapshot") {
      const { resumed } = message as SnapshotMessage;
      const first = this.#connection.heardAt === undefined;
      this.#tries = 0;
      const patch = this.#begin(message as SnapshotMessage);
      this.#say({ status: "live", heardAt: this.#wallTime(), retryAt: undefined, problem: undefined });
      if (!resumed && !first) this.#listeners.gap();
      this.#listeners.forest(this.#store.forest, patch);
    } else if (event === "patch") {
      this.#listeners.forest(this.#store.apply(message as ForestPatch), message as ForestPatch);
    } else if (event === "happened") {
      this.#listeners.event(message as LifecycleEvent);
    }
    if (id !== undefined) this.#lastId = id;
  }

  #begin({ patch, clockOffset }: SnapshotMessage): ForestPatch {
    this.#clockOffset = clockOffset;
    this.#store.reset(patch);
    return patch;
  }

  /** A line that falls silent is given up. */
  #watch(line: AbortController): void {
    this.#alarm?.cancel();
    this.#alarm = this.#clock.setAlarm(this.#clock.now() + SILENCE_MS, () => {
      this.#alarm = undefined;
      line.abort(new Error("The server has fallen silent"));
    });
  }

  #retry(problem: string): void {
    this.#alarm?.cancel();
    const delayMs = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#tries++);
    this.#line = undefined;
    this.#alarm = this.#clock.setAlarm(this.#clock.now() + delayMs, () => void this.#connect());
    const status = this.#connection.heardAt === undefined ? "connecting" : "stale";
    this.#say({ status, retryAt: this.#wallTime() + delayMs, problem });
  }

  #hangUp(): void {
    const line = this.#line;
    this.#line = undefined;
    line?.abort();
    this.#alarm?.cancel();
    this.#alarm = undefined;
  }

  #say(change: Partial<Connection>): void {
    this.#connection = { ...this.#connection, ...change };
    this.#listeners.connection(this.#connection);
  }

  #wallTime(): number {
    return this.#clock.wallTime();
  }
}
