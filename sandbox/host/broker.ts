import { Buffer } from "node:buffer";
import type { Clock } from "@superlearner/otp";
import type { Limits } from "../limits/limits.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import type { Grants } from "../permissions/grants.ts";
import { guardedFetch } from "../permissions/guarded_fetch.ts";
import { Programs } from "../programs/programs.ts";
import { NativeLibraries } from "../native/native_libraries.ts";
import { capabilityOf } from "./capability_table.ts";
import { LIBRARY_CAPABILITIES } from "./library_capabilities.ts";
import { PROGRAM_CAPABILITIES } from "./program_capabilities.ts";
import { sysValue } from "./sys_values.ts";

/** What a broker is told. */
export interface BrokerOptions {
  /** What the guest may use. */
  readonly limits: Limits;
  /** The variables that were granted. */
  readonly env: Readonly<Record<string, string>>;
  /** Where time comes from. */
  readonly clock: Clock;
  /** Told of each program that is run, and of each that does not come to its own end. */
  readonly ran: (result: "ok" | "failed", target: string, detail?: string) => void;
  /** Told of each native library that is loaded, and of each that cannot be. */
  readonly linked: (result: "ok" | "failed", target: string, detail?: string) => void;
  /** Told each time that one more was to be opened than may be, of so many. */
  readonly full: (used: number) => void;
}

const ACTION = "do something for a guest";

/**
 * Does for a guest what was granted to it. It is the host that opens and connects, after it has looked at each call; nothing
 * of what it opens gets to the guest but the content.
 */
export class Broker {
  readonly #grants: Grants;
  readonly #limits: Limits;
  readonly #programs: Programs;
  readonly #libraries: NativeLibraries;
  readonly #full: (used: number) => void;
  readonly #ending = new AbortController();
  #open = 0;
  #written = 0;

  /** Makes one for a guest. */
  constructor(grants: Grants, { limits, env, clock, ran, linked, full }: BrokerOptions) {
    this.#grants = grants;
    this.#limits = limits;
    this.#full = full;
    this.#programs = new Programs({ grants, limits, env, clock, noted: ran });
    this.#libraries = new NativeLibraries({ grants, limits, clock, programs: this.#programs, noted: linked });
  }

  /** Ends what is under way. Settled when no program is left. */
  async close(): Promise<void> {
    this.#ending.abort();
    await this.#programs.close();
  }

  /** Does one thing. @throws {SandboxError} If it was not granted, or is none of those there are. */
  async use(capability: string, args: unknown): Promise<unknown> {
    const list = Array.isArray(args) ? args as unknown[] : [];
    if (this.#open >= this.#limits.handles) {
      this.#full(this.#open + 1);
      throw new RangeError(`At most ${this.#limits.handles} may be open at a time`);
    }
    this.#open++;
    try {
      return await this.#do(capability, list);
    } catch (error) {
      throw error instanceof SandboxError ? error : plain(error, list[0]);
    } finally {
      this.#open--;
    }
  }

  async #do(capability: string, args: readonly unknown[]): Promise<unknown> {
    const [target, second] = args;
    const ofPrograms = capabilityOf(PROGRAM_CAPABILITIES, capability);
    if (ofPrograms !== undefined) return await ofPrograms(this.#programs, args);
    const ofLibraries = capabilityOf(LIBRARY_CAPABILITIES, capability);
    if (ofLibraries !== undefined) return await ofLibraries(this.#libraries, args);
    const signal = this.#ending.signal;
    switch (capability) {
      case "readTextFile":
        return await Deno.readTextFile(await this.#readable(target), { signal });
      case "readFile":
        return await Deno.readFile(await this.#readable(target), { signal });
      case "readDir": {
        const entries = await Array.fromAsync(Deno.readDir(this.#path("read", target)));
        return entries.map(({ name, isFile, isDirectory, isSymlink }) => ({ name, isFile, isDirectory, isSymlink }));
      }
      case "stat": {
        const { isFile, isDirectory, size, mtime } = await Deno.stat(this.#path("read", target));
        return { isFile, isDirectory, isSymlink: false, size, mtime };
      }
      case "writeTextFile":
        return await Deno.writeTextFile(this.#path("write", target), this.#room(String(second)), { signal });
      case "writeFile":
        return await Deno.writeFile(this.#path("write", target), this.#room(bytesOf(second)), { signal });
      case "mkdir":
        return await Deno.mkdir(this.#path("write", target), { recursive: isRecursive(second) });
      case "remove":
        return await Deno.remove(this.#path("write", target), { recursive: isRecursive(second) });
      case "fetch":
        return await this.#fetch(String(target), second);
      case "sys":
        return sysValue(this.#grants.demand(ACTION, { permission: "sys", target: String(target) }));
    }
    throw new SandboxError(ACTION, { kind: "protocol_violation", rule: "a capability is one that there is" });
  }

  #path(permission: "read" | "write", target: unknown): string {
    return this.#grants.demand(ACTION, { permission, target: String(target) });
  }

  /** A file that is no longer than what may cross the wall: the host's memory is not the guest's to fill. */
  async #readable(target: unknown): Promise<string> {
    const path = this.#path("read", target);
    const { size, isFile } = await Deno.stat(path);
    if (!isFile) throw new Error("It is no file");
    this.#fits(size);
    return path;
  }

  #fits(size: number): void {
    const { messageBytes } = this.#limits;
    if (size * 4 / 3 > messageBytes) throw new RangeError(`At most ${messageBytes} bytes go over the wall at a time`);
  }

  /** What is written is counted, and what is removed is not given back: so much and no more. */
  #room<Content extends string | Uint8Array>(content: Content): Content {
    this.#written += typeof content === "string" ? Buffer.byteLength(content) : content.length;
    const { diskBytes } = this.#limits;
    if (this.#written <= diskBytes) return content;
    throw new SandboxError(ACTION, {
      kind: "limit_exceeded",
      limit: "diskBytes",
      value: diskBytes,
      used: this.#written,
      at: 0,
    });
  }

  async #fetch(url: string, asked: unknown): Promise<unknown> {
    const { method = "GET", headers = [], body = null } = (asked ?? {}) as {
      method?: string;
      headers?: [string, string][];
      body?: string | Uint8Array<ArrayBuffer> | null;
    };
    const request = new Request(url, { method, headers, body, signal: this.#ending.signal });
    const response = await guardedFetch(this.#grants, request);
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      this.#fits(size);
      chunks.push(chunk);
    }
    const whole = new Uint8Array(size);
    let at = 0;
    for (const chunk of chunks) {
      whole.set(chunk, at);
      at += chunk.length;
    }
    const { status, statusText } = response;
    return { status, statusText, url: response.url || url, headers: [...response.headers], body: whole };
  }
}

function isRecursive(options: unknown): boolean {
  return (options as { readonly recursive?: unknown } | null)?.recursive === true;
}

function bytesOf(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new TypeError("What is written is a Uint8Array");
}

/** An error of the platform without the host's paths in it: those are in its message. */
function plain(error: unknown, target: unknown): Error {
  const { name, message } = error instanceof Error ? error : new Error("It failed");
  const text = error instanceof RangeError || error instanceof TypeError ? message : `${name} "${String(target)}"`;
  return Object.defineProperty(new Error(text), "name", { value: name });
}
