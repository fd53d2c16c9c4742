import { GUEST_BUNDLE } from "../guest/guest_bundle.ts";
import { guestText } from "../limits/sandbox_error.ts";
import { lockFreed } from "./locks.ts";
import { Early } from "./early.ts";
import { MailSender, newMailbox } from "./mailbox.ts";
import { moduleUrl } from "./module_url.ts";
import { codeCache, keepCodeCache } from "./code_cache.ts";
import type { Wall, WallListener } from "./wall.ts";
import { type FromWall, type ToWall, WALL_VERSION, type WallStart } from "./wall_protocol.ts";
import { WORKER_BUNDLE } from "./worker_bundle.ts";

/** How a wall is made. */
export interface WorkerWallOptions {
  /** How long it may take to be gone once it was ended, in milliseconds. @default {1000} */
  readonly graceMs?: number;
}

/** Where the first module of each worker is, once there was one. */
let first: string | undefined;

/**
 * A Deno worker without any permission, and the private way to what is in it.
 *
 * One that leaves by itself makes no event at all; so it holds a lock, and when that can be had it is gone.
 */
export class WorkerWall implements Wall {
  /** Which kind. */
  readonly kind = "worker";
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #mail: MailSender;
  readonly #early = new Early();
  readonly #graceMs: number;
  readonly #lock = `superlearner/sandbox/${crypto.randomUUID()}`;
  readonly #nonce = crypto.randomUUID();
  readonly #waiting = new AbortController();
  /** Whether it came so far as to hold its lock. */
  #ready = false;
  /** Whether it has said nothing yet but that it is ready. */
  #isFresh = false;
  #gone: Promise<boolean> | undefined;
  #closing: Promise<boolean> | undefined;

  /** Makes the worker. What is posted before it is ready waits there. */
  constructor({ graceMs = 1000 }: WorkerWallOptions = {}) {
    this.#graceMs = graceMs;
    this.#worker = new Worker(
      first ??= moduleUrl(WORKER_BUNDLE),
      { type: "module", name: "sandbox", deno: { permissions: "none" } } as WorkerOptions,
    );
    this.#worker.onerror = (event) => {
      event.preventDefault(); // or the whole program would end
      this.#end(guestText(event.message));
    };
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.onmessage = ({ data }: MessageEvent<FromWall>) => this.#received(data);
    const mailbox = newMailbox();
    this.#mail = new MailSender(mailbox, (message) => port1.postMessage(message));
    const start: WallStart = {
      version: WALL_VERSION,
      nonce: this.#nonce,
      bundle: GUEST_BUNDLE,
      mailbox,
      lock: this.#lock,
      ...codeCache(),
    };
    this.#worker.postMessage(start, [port2]);
  }

  /** Who is told what comes. */
  listen(listener: WallListener): void {
    this.#early.listen(listener);
  }

  /** Says something to the other side. */
  post(message: ToWall): void {
    if (this.#closing === undefined) this.#mail.say(message);
  }

  /** Ends it. */
  close(): Promise<boolean> {
    return this.#closing ??= this.#close();
  }

  #received(message: FromWall): void {
    if (message[0] === "ready") {
      if (message[1] !== WALL_VERSION || message[2] !== this.#nonce) return this.#end("it speaks another protocol");
      this.#ready = true;
      void this.#hasGone().then((gone) => gone && this.#end("the worker left"));
    }
    // Only what it says before a guest is in it is given to others: bytes of code least of all things from a guest.
    if (message[0] === "cache" && this.#isFresh) keepCodeCache(message[1]);
    this.#isFresh = message[0] === "ready";
    if (message[0] !== "cache") this.#early.received(message);
  }

  #end(exit: string): void {
    if (this.#closing === undefined) this.#early.ended({ exit });
  }

  #hasGone(): Promise<boolean> {
    return this.#gone ??= lockFreed(this.#lock, this.#waiting.signal);
  }

  async #close(): Promise<boolean> {
    this.#mail.call();
    this.#port.close();
    this.#worker.terminate();
    if (!this.#ready) return true;
    const late = setTimeout(() => this.#waiting.abort(), this.#graceMs);
    const gone = await this.#hasGone();
    clearTimeout(late);
    return gone;
  }
}
