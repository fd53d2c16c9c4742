import type { Clock } from "@superlearner/otp";
import { decodeOfGuest, encode } from "../guest/codec.ts";
import type { NativeSymbol } from "../guest/native_symbols.ts";
import type { Limits } from "../limits/limits.ts";
import { guestText, SandboxError } from "../limits/sandbox_error.ts";
import type { Program } from "../programs/program.ts";
import { encodeFrame, FrameError, FrameReader, MARK_BYTES } from "../walls/frames.ts";
import type { FromLibrary, ToLibrary } from "./native_protocol.ts";

/** How a library is held. */
export interface NativeLibraryOptions {
  /** The process that it is in. */
  readonly program: Program;
  /** Where it is. */
  readonly path: string;
  /** What the guest calls it. */
  readonly asked: string;
  /** What is called of it. */
  readonly symbols: Readonly<Record<string, NativeSymbol>>;
  readonly limits: Limits;
  /** What the time of a call is measured by. */
  readonly clock: Clock;
}

/** A call that is under way. */
interface Call extends PromiseWithResolvers<unknown> {
  readonly since: number;
}

/** What a process has of memory before a library is in it, at the most. */
const EMPTY_BYTES = 128 * 2 ** 20;
const ACTION = "call a native library for a guest";
/** A reply is a text within a frame: what a message may have, written as it is between the two. */
const REPLY_FACTOR = 4;

/** A native library in a process of its own, from the outside. Nothing that it says is believed. */
export class NativeLibrary {
  /** Settled when it is loaded. */
  readonly opened: Promise<void>;
  readonly #options: NativeLibraryOptions;
  readonly #mark: Uint8Array<ArrayBuffer> = crypto.getRandomValues(new Uint8Array(MARK_BYTES));
  readonly #opening = Promise.withResolvers<void>();
  readonly #calls = new Map<number, Call>();
  #last = 0;
  #isOpen = false;
  #failure: Error | undefined;

  /** Has it loaded. */
  constructor(options: NativeLibraryOptions) {
    this.#options = options;
    this.opened = this.#opening.promise;
    this.opened.catch(() => {}); // who calls is told
    const { path, program, symbols } = options;
    program.awaken(EMPTY_BYTES);
    this.#write(this.#mark);
    this.#say(["open", path, symbols]);
    void this.#read();
    this.#options.program.status.then(
      ({ code, signal }) => this.#fail(ended(signal === null ? `it left with ${code}` : `it ended of ${signal}`)),
      (error: Error) => this.#fail(error),
    );
  }

  /** Calls a function of it. @throws {Error} What it says, or why it is no more. */
  async call(name: string, args: readonly unknown[]): Promise<unknown> {
    await this.opened;
    if (this.#failure !== undefined) throw this.#failure;
    const text = encode(args);
    const id = ++this.#last;
    const called = { ...Promise.withResolvers<unknown>(), since: this.#options.clock.now() };
    this.#calls.set(id, called);
    this.#works();
    called.promise.catch(() => {}); // who calls is told
    this.#say(["call", id, name, text]);
    return await called.promise;
  }

  /** Ends its process. Settled when that is gone. */
  async close(): Promise<void> {
    this.#fail(new TypeError("The library is closed"));
    await this.#options.program.end();
  }

  #say(message: ToLibrary): void {
    this.#write(encodeFrame(this.#mark, message));
  }

  /** Whatever goes wrong is seen by its end. */
  #write(bytes: Uint8Array): void {
    this.#options.program.write(bytes).catch(() => {});
  }

  async #read(): Promise<void> {
    const { program, limits } = this.#options;
    const mostBytes = limits.messageBytes * REPLY_FACTOR;
    const frames = new FrameReader(this.#mark, (message) => this.#heard(message as FromLibrary), { mostBytes });
    try {
      for (;;) {
        const piece = await program.outputs.stdout.read(Infinity);
        if (piece === undefined) return;
        frames.push(piece);
      }
    } catch (error) {
      this.#fail(error instanceof SandboxError ? error : ended("it broke the protocol"));
    }
  }

  #heard(message: FromLibrary): void {
    const [kind, id] = message;
    if (this.#isOpen === (kind === "opened" || kind === "failed")) throw new FrameError("it is opened once, and first");
    if (kind === "opened") {
      this.#isOpen = true;
      this.#options.program.rest();
      this.#works();
      return this.#opening.resolve();
    }
    if (kind === "failed") {
      return this.#fail(new TypeError(`Cannot load "${this.#options.asked}": ${guestText(message[1])}`));
    }
    const called = this.#calls.get(id);
    if (called === undefined) throw new FrameError("an answer has its call");
    if (kind !== "result" && kind !== "threw") throw new FrameError("an answer is of a known kind");
    const { messageBytes } = this.#options.limits;
    if (message[2].length > messageBytes) throw new FrameError(`an answer has at most ${messageBytes} characters`);
    const value = kind === "result" ? decodeOfGuest(JSON.parse(message[2])) : undefined;
    this.#calls.delete(id);
    this.#works();
    if (kind === "result") called.resolve(value);
    else called.reject(new TypeError(guestText(message[2])));
  }

  /** The oldest call is what it is at: that has the time that a call may take. */
  #works(): void {
    const [oldest] = this.#calls.values();
    this.#options.program.since = oldest?.since ?? Infinity;
  }

  #fail(error: Error): void {
    if (this.#failure !== undefined) return;
    this.#failure = error;
    this.#opening.reject(error);
    for (const each of this.#calls.values()) each.reject(error);
    this.#calls.clear();
    void this.#options.program.end();
  }
}

function ended(exit: string): SandboxError {
  return new SandboxError(ACTION, { kind: "crashed", exit });
}
