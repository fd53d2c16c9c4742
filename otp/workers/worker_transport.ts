import type { Clock } from "../environment.ts";
import type { ExitReason } from "../processes/exit_reason.ts";
import { nextTask } from "../processes/next_task.ts";
import type { Transport, TransportListener } from "../remote/transport.ts";
import { sharedLocks } from "./_locks.ts";
import type { Permissions } from "./permissions.ts";
import { PortTransport } from "./port_transport.ts";
import type { ServeOptions } from "./serve.ts";
import type { WorkerMainOptions } from "./worker_main.ts";
// Read by the worker: it is in the cache where this is, also without a network.
import "./worker_main.ts";

/** How a worker is made. */
export interface WorkerTransportOptions {
  /** The module it serves. */
  readonly module: string;
  /** What it may do. */
  readonly permissions: Permissions;
  /** What it is told. */
  readonly serve: ServeOptions;
  /** How long it may take to be gone once it was ended, in milliseconds. */
  readonly graceMs: number;
  /** Where waiting is measured. */
  readonly clock: Clock;
  /** Called when it was not gone in time. */
  readonly unstoppable: () => void;
}

/**
 * A worker of its own, and the way to it.
 *
 * A worker that leaves by itself makes no event at all; so it holds a lock, and when that can be had it is gone, whatever
 * ended it. By the same sign it is known whether it has stopped once it was ended: a loop goes on after `terminate()`.
 */
export class WorkerTransport implements Transport {
  readonly kind = "worker";
  readonly moves = true;
  readonly #options: WorkerTransportOptions;
  readonly #worker: Worker;
  readonly #port: PortTransport;
  readonly #lock = `superlearner/${crypto.randomUUID()}`; // of the whole program, and no node's business
  readonly #waiting = new AbortController();
  /** Whether it came so far as to hold its lock; false for one that failed, or was ended, before. */
  readonly #locked: PromiseWithResolvers<boolean> = Promise.withResolvers();
  #listener: TransportListener | undefined;
  #fault: ExitReason | undefined;
  #gone: Promise<boolean> | undefined;
  #closing: Promise<void> | undefined;

  /** Makes the worker. @throws If it may not do what it is to be allowed, or workers cannot be made. */
  constructor(options: WorkerTransportOptions) {
    this.#options = options;
    const url = firstModule("serveWorker", { main: "./worker_main.ts", module: options.module });
    const { permissions, serve } = options;
    // What a worker may do is an option of Deno's alone.
    const made = { type: "module", name: serve.node, deno: { permissions } } as WorkerOptions;
    this.#worker = new Worker(url, made);
    const { port1, port2 } = new MessageChannel();
    this.#port = new PortTransport(port1);
    this.#worker.onerror = (event) => {
      event.preventDefault(); // or the whole program would end
      this.#fault ??= faultOf(event);
      this.#locked.resolve(false);
      void this.#ended();
    };
    this.#worker.onmessage = ({ data }) => {
      if (data === "locked") this.#locked.resolve(true);
      void this.#ended();
    };
    this.#worker.postMessage({ ...serve, lock: this.#lock } satisfies WorkerMainOptions, [port2]);
  }

  open(listener: TransportListener): void {
    this.#listener = listener;
    this.#port.open(listener);
  }

  send(data: unknown, parts: readonly Transferable[]): void {
    this.#port.send(data, parts);
  }

  close(): Promise<void> {
    return this.#closing ??= this.#close();
  }

  /** Waits until the worker is gone, and says so unless it was ended from here. */
  async #ended(): Promise<void> {
    if (this.#gone !== undefined || !await (this.#gone = this.#hasGone())) return;
    await nextTask(); // an error that it ended with may be on its way
    if (this.#closing !== undefined) return;
    this.#listener?.closed(this.#fault ?? "worker_exited");
    void this.close();
  }

  /** True when it is gone; false if nobody waits for that any more. */
  async #hasGone(): Promise<boolean> {
    try {
      return await sharedLocks().request(this.#lock, { signal: this.#waiting.signal }, () => true);
    } catch {
      return false;
    }
  }

  async #close(): Promise<void> {
    const { clock, graceMs, unstoppable } = this.#options;
    this.#port.close();
    const alarm = clock.setAlarm(clock.now() + graceMs, () => {
      this.#locked.resolve(false);
      this.#waiting.abort();
    });
    // Before it holds its lock it cannot be told from one that is gone; but nothing of the program's has run in it.
    const locked = await this.#locked.promise;
    this.#worker.terminate();
    const gone = await (this.#gone ??= this.#hasGone());
    alarm.cancel();
    if (locked && !gone) unstoppable();
  }
}

/**
 * The first module of a worker or subprocess. What it imports by literal is loaded with the rights of who makes it, so the
 * module that is placed needs none to be read; and it is the same text each time, so that it is checked once.
 */
export function firstModule(
  serve: string,
  { main, module }: { readonly main: string; readonly module: string },
): string {
  const source = [
    `import { ${serve} } from ${JSON.stringify(new URL(main, import.meta.url).href)};`,
    `await ${serve}(() => import(${JSON.stringify(module)}));`,
  ].join("\n");
  return `data:application/javascript,${encodeURIComponent(source)}`;
}

/** An error event as a reason. */
function faultOf({ message }: ErrorEvent): ExitReason {
  const [, name = "Error", text = message] = /^Uncaught (?:\(in promise\) )?(\w*Error): ([^]*)$/.exec(message) ?? [];
  return { error: { name, message: text, stack: "" } };
}
